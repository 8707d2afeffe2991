package calendar

import "testing"

// One deadline is counted for every task asked, one WorkingDaysLeft for every
// line of a worklist.

func BenchmarkDeadline(b *testing.B) {
	c, from := Builtin(), at(b, "2026-09-24 10:00")
	for _, name := range []string{"3 working_days", "60 working_days", "1 year", "16 working_hours", "20 seconds"} {
		tm := term(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Deadline(from, tm, Options{RollForward: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBecause(b *testing.B) {
	d, err := Builtin().Deadline(at(b, "2026-09-24 10:00"), term(b, "3 working_days"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = d.Because("收到完整材料")
	}
}

func BenchmarkWorkingDaysLeft(b *testing.B) {
	c, now, due := Builtin(), at(b, "2024-01-02 10:00"), at(b, "2026-09-30 23:59:59")
	b.ReportAllocs()
	for b.Loop() {
		_ = c.WorkingDaysLeft(now, due)
	}
}
