package calendar

import (
	"encoding/json"
	"testing"
)

func TestMinimumWaits(t *testing.T) {
	for _, c := range []struct{ from, term, full, opens string }{
		{"2026-03-02 15:00", "1 year", "2027-03-02 23:59:59", "2027-03-03 00:00:00"},   // black list (JN-8)
		{"2026-03-02 15:00", "6 months", "2026-09-02 23:59:59", "2026-09-03 00:00:00"}, // yellow list (JN-8)
		{"2026-08-31 15:00", "6 months", "2027-02-28 23:59:59", "2027-03-01 00:00:00"}, // clipped
		{"2024-02-29 15:00", "1 year", "2025-02-28 23:59:59", "2025-03-01 00:00:00"},   // leap day
		{"2025-10-01 15:00", "1 year", "2026-10-01 23:59:59", "2026-10-02 00:00:00"},   // opens within 国庆节
		{"2026-09-10 15:00", "15 days", "2026-09-25 23:59:59", "2026-09-26 00:00:00"},  // never rolls
		{"2026-09-24 15:00", "3 working_days", "2026-09-30 23:59:59", "2026-10-01 00:00:00"},
		{"2026-09-24 15:00:05", "20 seconds", "2026-09-24 15:00:25", "2026-09-24 15:00:25"}, // trial pack
		{"2026-09-24 15:00", "5 minutes", "2026-09-24 15:05:00", "2026-09-24 15:05:00"},
		{"2026-09-24 17:00", "2 working_hours", "2026-09-28 09:00:00", "2026-09-28 09:00:00"},
	} {
		m, err := Builtin().Full(at(t, c.from), term(t, c.term))
		if err != nil || shown(m.FullAt) != c.full || shown(m.OpensAt) != c.opens {
			t.Errorf("%s from %s: full %s, opens %s, %v; want %s, %s",
				c.term, c.from, shown(m.FullAt), shown(m.OpensAt), err, c.full, c.opens)
		}
	}
}

func TestMinimumExplains(t *testing.T) {
	for _, c := range []struct{ from, term, event, want string }{
		{"2026-03-02 15:00", "1 year", "公布", "自2026年3月2日公布之次日起1年,2027年3月2日届满,自2027年3月3日起可以申请"},
		{"2026-08-31 15:00", "6 months", "公布", "自2026年8月31日公布之次日起6个月,2027年2月28日届满(2月无31日,以月末日为末日),自2027年3月1日起可以申请"},
		{"2026-12-30 15:00", "3 working_days", "送达", "自2026年12月30日送达之次日起3个工作日,2027年1月4日届满,自2027年1月5日起可以申请;国务院办公厅尚未公布2027年放假安排,暂按周末推算"},
		{"2026-09-24 15:00:05", "20 seconds", "公布", "自2026年9月24日15时00分05秒公布起20秒,2026年9月24日15时00分25秒届满,即可申请"},
	} {
		m, err := Builtin().Full(at(t, c.from), term(t, c.term))
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Because(c.event); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestMinimumAsJSON(t *testing.T) {
	m, err := Builtin().Full(at(t, "2026-03-02 15:00"), term(t, "1 year"))
	if err != nil {
		t.Fatal(err)
	}
	m.Calendar = "x"
	got, err := json.Marshal(m)
	want := `{"from":"2026-03-02T15:00:00+08:00","term":"1 year","full_at":"2027-03-02T23:59:59+08:00",` +
		`"opens_at":"2027-03-03T00:00:00+08:00","provisional":false,"calendar":"x"}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, err)
	}
}
