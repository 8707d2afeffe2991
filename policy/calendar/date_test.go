package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func TestDateFallsInBeijing(t *testing.T) {
	for _, c := range []struct{ utc, day string }{
		{"2026-09-24T15:59:59Z", "2026-09-24"},
		{"2026-09-24T16:00:00Z", "2026-09-25"},
		{"2025-12-31T16:00:00Z", "2026-01-01"},
		{"2024-02-28T20:00:00Z", "2024-02-29"},
		{"0001-01-01T00:00:00Z", "0001-01-01"},
		{"9999-12-31T15:59:59Z", "9999-12-31"},
	} {
		moment, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := From(moment).String(); got != c.day {
			t.Errorf("%s falls on %s, want %s", c.utc, got, c.day)
		}
	}
	if d := From(time.Date(9999, 12, 31, 16, 0, 0, 0, time.UTC)); !d.IsZero() {
		t.Errorf("an instant of the year 10000 in Beijing fell on %s", d)
	}
	if d := From(time.Date(0, 12, 31, 15, 0, 0, 0, time.UTC)); !d.IsZero() {
		t.Errorf("an instant before the year 1 fell on %s", d)
	}
}

func TestDateBeginsAndEnds(t *testing.T) {
	d := on(t, "2026-09-30")
	if got := d.Start().Format(time.RFC3339); got != "2026-09-30T00:00:00+08:00" {
		t.Errorf("starts %s", got)
	}
	if got := d.End().Format(time.RFC3339); got != "2026-09-30T23:59:59+08:00" {
		t.Errorf("ends %s", got)
	}
	if d.Weekday() != time.Wednesday || d.Year() != 2026 || d.Chinese() != "2026年9月30日" {
		t.Errorf("%s is %s of %d, %s", d, d.Weekday(), d.Year(), d.Chinese())
	}
	var none Date
	if !none.Start().IsZero() || !none.End().IsZero() || none.String() != "" || none.Chinese() != "" || none.Year() != 0 {
		t.Error("the zero date is a day")
	}
}

func TestDateArithmetic(t *testing.T) {
	for _, c := range []struct {
		from         string
		days, months int
		want         string
	}{
		{"2026-02-28", 1, 0, "2026-03-01"},
		{"2024-02-28", 1, 0, "2024-02-29"},
		{"2026-01-01", -1, 0, "2025-12-31"},
		{"2000-01-01", 365, 0, "2000-12-31"},
		{"2025-08-31", 0, 6, "2026-02-28"},
		{"2023-08-31", 0, 6, "2024-02-29"},
		{"2026-03-31", 0, -1, "2026-02-28"},
		{"2024-02-29", 0, 12, "2025-02-28"},
		{"2024-02-29", 0, 48, "2028-02-29"},
		{"2026-11-15", 0, 14, "2028-01-15"},
		{"2026-01-31", 0, -2, "2025-11-30"},
		{"9999-12-31", 1, 0, ""},
		{"9999-11-30", 0, 2, ""},
		{"0001-01-01", -1, 0, ""},
		{"0001-01-31", 0, -1, ""},
		{"2026-01-01", 1 << 40, 0, ""},
		{"2026-01-01", -1 << 40, 0, ""},
		{"2026-01-01", 0, 1 << 40, ""},
	} {
		got := on(t, c.from).AddDays(c.days)
		if c.months != 0 {
			got = on(t, c.from).AddMonths(c.months)
		}
		if got.String() != c.want {
			t.Errorf("%s %+d days %+d months = %q, want %q", c.from, c.days, c.months, got, c.want)
		}
	}
	a, b := on(t, "2025-12-31"), on(t, "2026-01-02")
	if !a.Before(b) || !b.After(a) || b.Sub(a) != 2 || a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 {
		t.Error("days are out of order")
	}
	if !(Date{}).AddDays(1).IsZero() || !(Date{}).AddMonths(1).IsZero() {
		t.Error("no day plus something is a day")
	}
}

// TestEveryDayKeepsItsNumber walks the whole range beside the standard library.
func TestEveryDayKeepsItsNumber(t *testing.T) {
	d := firstDate
	for c := time.Date(1, 1, 1, 12, 0, 0, 0, time.UTC); c.Year() < 10000; c = c.AddDate(0, 0, 97) {
		y, m, day := d.Civil()
		if y != c.Year() || m != c.Month() || day != c.Day() || d.Weekday() != c.Weekday() {
			t.Fatalf("%s stands where %s should", d, c)
		}
		d = d.AddDays(97)
	}
	if last := (Date{lastDay}); last.String() != "9999-12-31" {
		t.Errorf("the last day is %s", last)
	}
}

func TestDateText(t *testing.T) {
	type row struct {
		Day  Date `json:"day"`
		None Date `json:"none,omitzero"`
	}
	text, err := json.Marshal(row{Day: on(t, "2026-09-24")})
	if err != nil || string(text) != `{"day":"2026-09-24"}` {
		t.Fatalf("%s, %v", text, err)
	}
	var back row
	if err := json.Unmarshal([]byte(`{"day":"2026-09-24","none":""}`), &back); err != nil || back.Day.String() != "2026-09-24" || !back.None.IsZero() {
		t.Errorf("%+v, %v", back, err)
	}
	for _, faulty := range []string{"2026-02-30", "2026-9-1", "26-09-01", "0000-01-01", "2026-09-24T00:00:00Z", "明天", " 2026-09-24", "10000-01-01"} {
		if err := json.Unmarshal([]byte(`{"day":"`+faulty+`"}`), &back); !errors.Is(err, ErrDate) {
			t.Errorf("%q was read: %v", faulty, err)
		}
	}
	if d, err := NewDate(2024, time.February, 29); err != nil || d.String() != "2024-02-29" {
		t.Errorf("%s, %v", d, err)
	}
	if _, err := NewDate(2026, time.February, 29); !errors.Is(err, ErrDate) || err.Error() != "日期写法有误：2026年2月29日不存在" {
		t.Errorf("29 February 2026: %v", err)
	}
}
