package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func FuzzParseTerm(f *testing.F) {
	for _, s := range []string{"3 working_days", "1 year", "20 seconds", "-1 days", "\x00", "3 三", "99999999999999999999 years", "3\u00a0days", "1 working  hour"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := ParseTerm(s)
		if err != nil {
			if !errors.Is(err, ErrTerm) {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if again, err := ParseTerm(parsed.String()); err != nil || again != parsed {
			t.Errorf("%q is kept as %q, which reads %v, %v", s, parsed, again, err)
		}
	})
}

func FuzzParseYear(f *testing.F) {
	for _, s := range []string{notice2027, "year: 2027", "a: &a [*a]", "{", "---\n---\n", "? [x]\n: y", "festivals: [{make_up: [~]}]", "<<: {year: 1}"} {
		f.Add([]byte(s))
	}
	for _, y := range []string{"data/2024.yaml", "data/2025.yaml", "data/2026.yaml"} {
		content, err := data.ReadFile(y)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		y, err := ParseYear(content)
		if err != nil {
			if !errors.Is(err, ErrYear) {
				t.Errorf("%v", err)
			}
			return
		}
		c, err := Builtin().With(y)
		if err != nil && !errors.Is(err, ErrYear) {
			t.Errorf("%v", err)
		}
		if err == nil && c.Provisional(dateOf(y.Year, time.July, 1)) {
			t.Error("the loaded year is not known")
		}
	})
}

// FuzzDeadline looks for panics and broken promises at any instant of the years
// 1 to 9999 and a little beyond, with any term.
func FuzzDeadline(f *testing.F) {
	for _, c := range []struct {
		from string
		n    int
		unit uint8
		roll bool
	}{
		{"2026-09-24 10:00", 3, 0, false},
		{"2026-08-31 10:00", 6, 2, true},
		{"2026-03-02 10:00", 1, 3, false},
		{"2026-12-31 17:59:59", 2, 5, false},
		{"0001-01-01 08:00:01", 2000, 0, true},
		{"9999-12-31 23:59:59", 1, 1, true},
		{"9999-12-31 17:00", 2, 5, true},
		{"2024-02-29 00:00", 100, 3, true},
		{"2026-10-01 00:00", 8000, 5, false},
		{"2026-10-01 00:00", -1, 9, false},
	} {
		f.Add(at(f, c.from).Unix(), int64(7), c.n, c.unit, c.roll)
	}
	first, last := firstDate.Start().Unix(), Date{lastDay}.End().Unix()
	f.Fuzz(func(t *testing.T, second, nano int64, n int, unit uint8, roll bool) {
		second = first - 1000 + int64(uint64(second-first)%uint64(last-first+2000))
		from := time.Unix(second, nano%1e9).UTC()
		tm := Term{N: n, Unit: Unit("weeks")}
		if int(unit) < len(units) {
			tm.Unit = units[unit].unit
		}
		c := Builtin()
		d, err := c.Deadline(from, tm, Options{RollForward: roll})
		if err != nil {
			if !errors.Is(err, ErrTerm) && !errors.Is(err, ErrRange) || !d.DueAt.IsZero() {
				t.Fatalf("%v, %v", d, err)
			}
			_ = c.Before(from, tm) // must not panic either
			return
		}
		checkPromises(t, c, d)
	})
}

func checkPromises(t *testing.T, c *Calendar, d Deadline) {
	t.Helper()
	if !d.DueAt.After(d.From) || Overdue(d.From, d.DueAt) {
		t.Errorf("due %s, before %s", d.DueAt, d.From)
	}
	if start := c.Before(d.DueAt, d.Term); start.After(d.DueAt) {
		t.Errorf("the warning starts %s, after %s", start, d.DueAt)
	}
	if left := c.WorkingDaysLeft(d.From, d.DueAt); left < 0 || d.Term.Unit == WorkingDays && left != d.Term.N {
		t.Errorf("%d left of %s", left, d.Term)
	}
	if c.WorkingDaysLeft(d.DueAt.Add(time.Second), d.DueAt) > 0 || c.Remaining(d.From, d.DueAt) == "" {
		t.Error("nothing is said of what remains")
	}
	if limit := 3*longestList + 300; len(d.Counted) > limit {
		t.Errorf("%d days listed", len(d.Counted))
	}
	text, err := json.Marshal(d)
	var back Deadline
	if err != nil || json.Unmarshal(text, &back) != nil || back.Because("受理") != d.Because("受理") {
		t.Errorf("JSON loses the explanation: %s, %v", text, err)
	}
}
