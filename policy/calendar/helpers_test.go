package calendar

import (
	"testing"
	"time"
)

// at reads "2026-09-24 10:00" or "2026-09-24 10:00:05" as Beijing time.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if v, err := time.ParseInLocation(layout, s, zone); err == nil {
			return v
		}
	}
	t.Fatalf("test instant %q cannot be read", s)
	return time.Time{}
}

// on reads "2026-09-24".
func on(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// term reads "3 working_days".
func term(t testing.TB, s string) Term {
	t.Helper()
	v, err := ParseTerm(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// shown writes an instant the way the tables below do.
func shown(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05") }
