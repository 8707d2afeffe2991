package calendar

import (
	"strings"
	"time"
)

// This file counts everything a second time, as plainly as a clerk with a wall
// calendar would: its own copy of the notices, the standard library's dates, one
// day or one minute at a time. It shares no code with the package.

var wallOff = spread(`
	2024-01-01 2024-02-10..17 2024-04-04..06 2024-05-01..05 2024-06-10 2024-09-15..17 2024-10-01..07
	2025-01-01 2025-01-28..31 2025-02-01..04 2025-04-04..06 2025-05-01..05 2025-05-31 2025-06-01..02 2025-10-01..08
	2026-01-01..03 2026-02-15..23 2026-04-04..06 2026-05-01..05 2026-06-19..21 2026-09-25..27 2026-10-01..07`)

var wallWorked = spread(`
	2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
	2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
	2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10`)

// spread reads days and runs of days within a month.
func spread(text string) map[string]bool {
	days := make(map[string]bool)
	for _, word := range strings.Fields(text) {
		first, last, run := strings.Cut(word, "..")
		if !run {
			last = first[8:]
		}
		for day := first; day[8:] <= last; day = dayAfter(day) {
			days[day] = true
			if day[8:] == last {
				break
			}
		}
	}
	return days
}

func dayAfter(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

func wallDay(t time.Time) string {
	return t.UTC().Add(8 * time.Hour).Format(time.DateOnly)
}

func wallIsWorked(day string) bool {
	if wallWorked[day] {
		return true
	}
	t, _ := time.Parse(time.DateOnly, day)
	return !wallOff[day] && t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

func wallIsKnown(day string) bool { return day >= "2024" && day < "2027" }

// wallInstant is a moment of a Beijing day.
func wallInstant(day, clock string) time.Time {
	t, err := time.Parse(time.RFC3339, day+"T"+clock+"+08:00")
	if err != nil {
		panic(err)
	}
	return t
}

// wallStopped says whether a whole day does not count.
func wallStopped(day string, ps []Pause) bool {
	for _, p := range ps {
		if wallDay(p.From) <= day && day < wallDay(p.To) {
			return true
		}
	}
	return false
}

// wallMinute says whether a minute does not count.
func wallMinute(m time.Time, ps []Pause) bool {
	for _, p := range ps {
		if !m.Before(p.From) && m.Before(p.To) {
			return true
		}
	}
	return false
}

// naiveDeadline returns the end of a term and whether an unknown day decided it.
func naiveDeadline(from time.Time, t Term, roll bool, ps ...Pause) (time.Time, bool) {
	day, provisional := wallDay(from), false
	start := day
	later := func(end time.Time) time.Time {
		for m := from; m.Before(end); m = m.Add(time.Minute) {
			if wallMinute(m, ps) {
				end = end.Add(time.Minute)
			}
		}
		return end
	}
	switch t.Unit {
	case WorkingDays:
		for left := t.N; left > 0; {
			day = dayAfter(day)
			provisional = provisional || !wallIsKnown(day)
			if wallIsWorked(day) && !wallStopped(day, ps) {
				left--
			}
		}
		return wallInstant(day, "23:59:59"), provisional
	case Days:
		for range t.N {
			day = dayAfter(day)
		}
	case Months:
		day = wallMonthsLater(day, t.N)
	case Years:
		day = wallMonthsLater(day, 12*t.N)
	case Hours:
		return later(from.Add(time.Duration(t.N) * 60 * time.Minute)), false
	case Minutes:
		return later(from.Add(time.Duration(t.N) * 60 * time.Second)), false
	case Seconds:
		return later(from.Add(time.Duration(t.N) * 1000 * time.Millisecond)), false
	case WorkingHours:
		return naiveWorkingHours(from, t.N, ps)
	}
	for d := dayAfter(start); d <= day; d = dayAfter(d) {
		if wallStopped(d, ps) {
			day = dayAfter(day)
		}
	}
	if roll {
		provisional = !wallIsKnown(day)
		for !wallIsWorked(day) || wallStopped(day, ps) {
			day = dayAfter(day)
			provisional = provisional || !wallIsKnown(day)
		}
	}
	return wallInstant(day, "23:59:59"), provisional
}

// wallMonthsLater turns the pages one month at a time and then looks for the day.
func wallMonthsLater(day string, months int) string {
	page, _ := time.Parse("2006-01", day[:7])
	for range months {
		page = page.AddDate(0, 1, 0)
	}
	for last := day[8:]; ; {
		found := page.Format("2006-01-") + last
		if _, err := time.Parse(time.DateOnly, found); err == nil {
			return found
		}
		last = map[string]string{"31": "30", "30": "29", "29": "28"}[last]
	}
}

// naiveWorkingHours lives through every minute; from is a whole minute.
func naiveWorkingHours(from time.Time, hours int, ps []Pause) (time.Time, bool) {
	provisional := false
	for left := 60 * hours; ; from = from.Add(time.Minute) {
		provisional = provisional || !wallIsKnown(wallDay(from))
		if wallIsOfficeMinute(from) && !wallMinute(from, ps) {
			if left--; left == 0 {
				return from.Add(time.Minute), provisional
			}
		}
	}
}

func wallIsOfficeMinute(t time.Time) bool {
	clock := t.UTC().Add(8 * time.Hour).Format("15:04")
	open := clock >= "08:00" && clock < "12:00" || clock >= "14:00" && clock < "18:00"
	return open && wallIsWorked(wallDay(t))
}

// naiveBefore returns where a warning in working days, days or working hours starts.
func naiveBefore(due time.Time, warn Term) time.Time {
	if warn.Unit == WorkingHours {
		for left := 60 * warn.N; left > 0; {
			due = due.Add(-time.Minute)
			if wallIsOfficeMinute(due) {
				left--
			}
		}
		return due
	}
	day := wallDay(due)
	for left := warn.N; left > 0; {
		day = wallDay(wallInstant(day, "00:00:00").Add(-time.Second))
		if warn.Unit == Days || wallIsWorked(day) {
			left--
		}
	}
	return wallInstant(day, "00:00:00")
}

// naiveWorkingDaysLeft walks from one day to the other.
func naiveWorkingDaysLeft(now, due time.Time) int {
	walk := func(day, until string) (n int) {
		for day < until {
			if day = dayAfter(day); wallIsWorked(day) {
				n++
			}
		}
		return n
	}
	if now.Sub(due.Truncate(time.Second)) < time.Second {
		return walk(wallDay(now), wallDay(due))
	}
	return -max(1, walk(wallDay(due), wallDay(now)))
}
