package policy_test

import (
	"testing"
	"time"

	"chengxin/policy"
	"chengxin/policy/calendar"
)

// day reads a date of a test's facts.
func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at reads an instant of a test's facts, in Beijing time.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	instant, err := time.ParseInLocation("2006-01-02 15:04:05", s, calendar.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func listOf(t *testing.T, p *policy.Pack, key string) policy.List {
	t.Helper()
	l, ok := p.List(key)
	if !ok {
		t.Fatalf("no list %s", key)
	}
	return l
}

// refused checks a verdict: code and exact detail; an empty code means none.
func refused(t *testing.T, what string, v *policy.Verdict, code, detail string) {
	t.Helper()
	switch {
	case code == "":
		if v != nil {
			t.Errorf("%s: refused with %v", what, v)
		}
	case v == nil:
		t.Errorf("%s: not refused, want %s", what, code)
	case v.Code != code || v.Detail != detail:
		t.Errorf("%s:\n got %s %s\nwant %s %s", what, v.Code, v.Detail, code, detail)
	}
}
