package calendar

import (
	"testing"
	"time"
)

func TestWarningsStart(t *testing.T) {
	for _, c := range []struct{ due, warn, want string }{
		{"2026-09-30 23:59:59", "1 working_day", "2026-09-29 00:00:00"},
		{"2026-09-30 23:59:59", "3 working_days", "2026-09-24 00:00:00"}, // over 中秋节
		{"2026-09-21 23:59:59", "2 working_days", "2026-09-18 00:00:00"}, // worked Sunday between
		{"2026-10-08 23:59:59", "1 working_day", "2026-09-30 00:00:00"},  // over 国庆节
		{"2026-10-03 23:59:59", "1 working_day", "2026-09-30 00:00:00"},  // due on a day off
		{"2026-09-29 10:30", "1 working_day", "2026-09-28 00:00:00"},     // a clock term, warned by days
		{"2026-03-17 23:59:59", "3 days", "2026-03-14 00:00:00"},
		{"2027-02-28 23:59:59", "1 month", "2027-01-28 00:00:00"},
		{"2026-03-31 23:59:59", "1 month", "2026-02-28 00:00:00"},
		{"2026-09-24 12:00", "30 minutes", "2026-09-24 11:30:00"},
		{"2026-09-24 12:00:20", "5 seconds", "2026-09-24 12:00:15"},
		{"2026-09-28 01:00", "2 hours", "2026-09-27 23:00:00"},
		{"2026-09-28 09:00", "2 working_hours", "2026-09-24 17:00:00"},
		{"2026-09-22 15:00", "2 working_hours", "2026-09-22 11:00:00"},
		{"2026-09-22 14:00", "1 working_hour", "2026-09-22 11:00:00"},
		{"2026-09-30 23:59:59", "1 working_hour", "2026-09-30 17:00:00"},
		{"2026-09-27 10:00", "1 working_hour", "2026-09-24 17:00:00"},
	} {
		if got := shown(Builtin().Before(at(t, c.due), term(t, c.warn))); got != c.want {
			t.Errorf("%s before %s is %s, want %s", c.warn, c.due, got, c.want)
		}
	}
}

func TestWarningsAtTheEdges(t *testing.T) {
	c, due := Builtin(), at(t, "2026-09-30 23:59:59")
	for _, none := range []Term{{}, {1, "weeks"}, {-1, Days}} {
		if got := c.Before(due, none); !got.Equal(due) {
			t.Errorf("no warning at all starts %s", got)
		}
	}
	early := at(t, "0001-01-02 10:00")
	for _, warn := range []Term{{9, WorkingDays}, {9, Days}, {9, Months}, {9, Years}, {90, Hours}, {90, WorkingHours}} {
		if got := c.Before(early, warn); !got.Equal(firstDate.Start()) {
			t.Errorf("%s before the second day ever: %s", warn, got)
		}
	}
	late := time.Date(10000, 1, 1, 0, 0, 0, 0, zone)
	if got := c.Before(late, Term{1, Days}); !got.Equal(late) {
		t.Errorf("before the year 10000: %s", got)
	}
}

// The file of the example: received on 24 September, 3 working days, due on the
// 30th; then 国庆节 until 7 October.
func TestHowADeadlineStands(t *testing.T) {
	for _, c := range []struct {
		now, due string
		left     int
		says     string
	}{
		{"2026-09-24 10:00", "2026-09-30 23:59:59", 3, "还剩3个工作日"},
		{"2026-09-26 10:00", "2026-09-30 23:59:59", 3, "还剩3个工作日"},
		{"2026-09-28 09:00", "2026-09-30 23:59:59", 2, "还剩2个工作日"},
		{"2026-09-29 00:00", "2026-09-30 23:59:59", 1, "还剩1个工作日"},
		{"2026-09-30 00:00", "2026-09-30 23:59:59", 0, "今日到期"},
		{"2026-09-30 23:59:59", "2026-09-30 23:59:59", 0, "今日到期"},
		{"2026-10-01 00:00", "2026-09-30 23:59:59", -1, "超期1个工作日"},
		{"2026-10-08 23:59:59", "2026-09-30 23:59:59", -1, "超期1个工作日"},
		{"2026-10-09 00:00", "2026-09-30 23:59:59", -2, "超期2个工作日"},
		{"2026-10-10 12:00", "2026-09-30 23:59:59", -3, "超期3个工作日"}, // worked Saturday
		{"2026-10-11 12:00", "2026-09-30 23:59:59", -3, "超期3个工作日"},
		{"2026-10-01 12:00", "2026-10-03 23:59:59", 0, "还剩2天,均为休息日"},
		{"2026-09-24 10:00", "2026-09-24 12:30", 0, "还剩2小时30分钟"},
		{"2026-09-24 12:29:30", "2026-09-24 12:30", 0, "还剩30秒"},
		{"2026-09-24 12:30", "2026-09-24 12:30", 0, "还剩0秒"},
		{"2026-09-24 13:10:10", "2026-09-24 12:30", -1, "超期40分钟"},
	} {
		now, due := at(t, c.now), at(t, c.due)
		if got := Builtin().WorkingDaysLeft(now, due); got != c.left {
			t.Errorf("at %s, due %s: %d left, want %d", c.now, c.due, got, c.left)
		}
		if got := Builtin().Remaining(now, due); got != c.says {
			t.Errorf("at %s, due %s: %s, want %s", c.now, c.due, got, c.says)
		}
	}
	outside := time.Date(10000, 1, 1, 0, 0, 0, 0, zone)
	if c := Builtin(); c.WorkingDaysLeft(outside, at(t, "2026-01-01 00:00")) != 0 || c.Remaining(outside, outside) != "" {
		t.Error("the year 10000 has working days")
	}
}

// A warning of N working days starts when a page begins to say that N are left.
func TestWarningAgreesWithDaysLeft(t *testing.T) {
	c, due := Builtin(), on(t, "2026-10-14").End()
	for n := 1; n <= 30; n++ {
		start := c.Before(due, Term{n, WorkingDays})
		if got := c.WorkingDaysLeft(start, due); got != n {
			t.Errorf("%d left when the warning of %d starts", got, n)
		}
		if got := c.WorkingDaysLeft(start.Add(-time.Second), due); got != n && got != n+1 {
			t.Errorf("%d left just before the warning of %d", got, n)
		}
	}
}

func TestTheLastSecondIsInTime(t *testing.T) {
	due := on(t, "2026-09-30").End()
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{
		{-time.Second, false}, {0, false}, {999 * time.Millisecond, false}, {time.Second, true}, {time.Hour, true},
	} {
		if got := Overdue(due.Add(c.after), due); got != c.want {
			t.Errorf("%s after due: overdue %v", c.after, got)
		}
	}
}
