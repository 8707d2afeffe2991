package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy/calendar"
)

// JN-8: the minimum counts from publication, the maximum from the decision;
// neither rolls over days off.
func TestRepairOpensAndListingEnds(t *testing.T) {
	p := builtin(t, "jining.yaml")
	cal := calendar.Builtin()
	for _, c := range []struct {
		list, decided, published string
		opens, full, off, until  string
	}{
		{
			"black", "2026-02-26 09:00:00", "2026-03-02 15:00:00",
			"2027-03-03", "2027年3月2日届满",
			"2029-02-27", "自2026年2月26日决定列入黑名单之次日起3年，2029年2月26日届满，届满后自动停止公布",
		},
		{
			"yellow", "2025-08-29 09:00:00", "2025-08-31 09:00:00",
			"2026-03-01", "2026年2月28日届满",
			"2026-08-30", "自2025年8月29日决定列入黄名单之次日起1年，2026年8月29日届满，届满后自动停止公布",
		},
		{
			"yellow", "2026-04-02 09:00:00", "2026-04-04 09:00:00", // full on 4 October, in the National Day holiday
			"2026-10-05", "2026年10月4日届满",
			"2027-04-03", "自2026年4月2日决定列入黄名单之次日起1年，2027年4月2日届满，届满后自动停止公布",
		},
	} {
		l, decided, published := listOf(t, p, c.list), at(t, c.decided), at(t, c.published)
		opens, err := p.RepairOpens(cal, l, published, decided)
		if err != nil || calendar.From(opens.OpensAt).String() != c.opens || !strings.Contains(opens.Because, c.full) {
			t.Errorf("%s published %s opens %s, %s (%v)", c.list, c.published, opens.OpensAt, opens.Because, err)
		}
		ends, err := p.Ends(cal, l, published, decided)
		if err != nil || calendar.From(ends.OpensAt).String() != c.off || ends.Because != c.until {
			t.Errorf("%s decided %s is off %s, %s (%v)", c.list, c.decided, ends.OpensAt, ends.Because, err)
		}
	}
}

// A refusal says from which day, and how it was counted.
func TestRepairTooEarly(t *testing.T) {
	p := builtin(t, "jining.yaml")
	const detail = "黑名单公布满1年后方可申请修复：公布于2026年3月2日，2027年3月2日届满，自2027年3月3日起可以申请。"
	for _, c := range []struct{ received, code, detail string }{
		{"2026-03-02 15:00:01", "repair.too_early", detail},
		{"2027-03-02 23:59:59", "repair.too_early", detail},
		{"2027-03-03 00:00:00", "", ""},
		{"2028-01-01 00:00:00", "", ""},
	} {
		v, err := p.RepairTooEarly(calendar.Builtin(), listOf(t, p, "black"), at(t, "2026-03-02 15:00:00"), at(t, "2026-02-26 09:00:00"), at(t, c.received))
		if err != nil {
			t.Fatal(err)
		}
		refused(t, c.received, v, c.code, c.detail)
		if v != nil && (v.Title != "未到可修复时间" || v.Pack != "jining 2026.1" || v.Fields[0].Earliest.String() != "2027-03-03") {
			t.Errorf("%+v", v)
		}
	}
}

func TestBarredAfterFalseMaterial(t *testing.T) {
	p := builtin(t, "jining.yaml")
	r, err := p.BarredUntil(calendar.Builtin(), at(t, "2026-05-20 11:00:00"))
	if err != nil || calendar.From(r.OpensAt).String() != "2027-05-21" {
		t.Errorf("open again %s, %v", r.OpensAt, err)
	}
}
