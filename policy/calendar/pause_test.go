package calendar

import "testing"

// Clocks that stood still, and how that reads.
func TestPausedTerms(t *testing.T) {
	pause := func(from, to string) Pause {
		return Pause{wallInstant(from[:10], from[11:]+":00"), wallInstant(to[:10], to[11:]+":00")}
	}
	for _, c := range []struct {
		name, from string
		term       Term
		pauses     []Pause
		due, says  string
	}{
		{
			"stopped on its last day, the day it runs again is the last", "2026-09-21 10:00",
			Term{3, WorkingDays},
			[]Pause{pause("2026-09-24 15:00", "2026-09-29 09:00")},
			"2026-09-29 23:59:59", "自2026年9月21日收到之次日起3个工作日:9月22日、23日、29日;9月24日至28日中止计时",
		},
		{
			"stopped and started on one day loses nothing", "2026-09-21 10:00",
			Term{3, WorkingDays},
			[]Pause{pause("2026-09-22 09:00", "2026-09-22 17:00")},
			"2026-09-24 23:59:59", "自2026年9月21日收到之次日起3个工作日:9月22日、23日、24日",
		},
		{
			"thirty natural days of ninety", "2026-03-02 09:00",
			Term{90, Days},
			[]Pause{pause("2026-03-03 10:00", "2026-04-02 10:00")},
			"2026-06-30 23:59:59", "自2026年3月2日收到之次日起90日:至6月30日止;3月3日至4月1日中止计时",
		},
		{
			"two overlapping stretches are one", "2026-03-02 09:00",
			Term{10, Days},
			[]Pause{pause("2026-03-05 10:00", "2026-03-08 10:00"), pause("2026-03-06 10:00", "2026-03-10 10:00")},
			"2026-03-17 23:59:59", "自2026年3月2日收到之次日起10日:至3月17日止;3月5日至9日中止计时",
		},
		{
			"hours lose what lies between", "2026-03-02 09:00",
			Term{4, Hours},
			[]Pause{pause("2026-03-02 10:00", "2026-03-02 11:30")},
			"2026-03-02 14:30:00", "",
		},
		{
			"office hours lose office time alone", "2026-03-02 10:00",
			Term{4, WorkingHours},
			[]Pause{pause("2026-03-02 11:00", "2026-03-02 15:00")},
			"2026-03-02 18:00:00", "",
		},
	} {
		d, err := Builtin().Deadline(wallInstant(c.from[:10], c.from[11:]+":00"), c.term, Options{Paused: c.pauses})
		if err != nil || !d.DueAt.Equal(wallInstant(c.due[:10], c.due[11:])) {
			t.Errorf("%s: due %s, %v; want %s", c.name, shown(d.DueAt), err, c.due)
		}
		if got := d.Because("收到"); c.says != "" && got != c.says {
			t.Errorf("%s: %s, want %s", c.name, got, c.says)
		}
	}
}
