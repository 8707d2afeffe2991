package policy_test

import (
	"testing"

	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Under 18 on the day of the act, or age unknown: no points, no list.
func TestChargeable(t *testing.T) {
	p := builtin(t, "jining.yaml")
	const unknown = "自然人的出生日期不明，不能确认行为时已满十八周岁，不予扣分，不得列入名单。请核实身份证件后再办理。"
	for _, c := range []struct {
		kind         policy.SubjectKind
		born, act    string
		code, detail string
	}{
		{policy.LegalPerson, "", "2026-05-01", "", ""},
		{policy.SoleTrader, "", "2026-05-01", "", ""},
		{policy.NaturalPerson, "1990-01-01", "2026-05-01", "", ""},
		{policy.NaturalPerson, "2008-05-01", "2026-05-02", "", ""},
		{
			policy.NaturalPerson, "2008-05-01", "2026-05-01", "subject.minor",
			"行为人出生于2008年5月1日，2026年5月1日的次日起为已满十八周岁，行为日期为2026年5月1日。未成年人不予扣分，不得列入名单，可以教育并告知监护人。",
		},
		{
			policy.NaturalPerson, "2008-02-29", "2026-02-28", "subject.minor",
			"行为人出生于2008年2月29日，2026年2月28日的次日起为已满十八周岁，行为日期为2026年2月28日。未成年人不予扣分，不得列入名单，可以教育并告知监护人。",
		},
		{policy.NaturalPerson, "2008-02-29", "2026-03-01", "", ""},
		{policy.NaturalPerson, "", "2026-05-01", "subject.age_unknown", unknown},
		{policy.NaturalPerson, "2026-05-01", "2026-04-30", "subject.act_before_birth", "行为日期2026年4月30日早于出生日期2026年5月1日，或者没有填写。请核对。"},
		{
			policy.StateOrgan, "", "2026-05-01", "subject.state_organ",
			"信用主体为社会法人、个体工商户和自然人，不包括国家机关。其履职问题请依照有关监督程序处理。",
		},
		{"robot", "", "2026-05-01", "subject.unknown_kind", "没有信用主体类别“robot”。请登记为社会法人、个体工商户或者自然人。"},
	} {
		var born *calendar.Date
		if c.born != "" {
			d := day(t, c.born)
			born = &d
		}
		refused(t, string(c.kind)+" "+c.born+" "+c.act, p.Chargeable(c.kind, born, day(t, c.act)), c.code, c.detail)
	}
	refused(t, "zero birth", p.Chargeable(policy.NaturalPerson, &calendar.Date{}, day(t, "2026-05-01")), "subject.age_unknown", unknown)
}
