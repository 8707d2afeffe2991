package calendar

import "time"

// Before returns the instant at which the warning of a deadline starts, the term
// warn counted backwards from due.
//
// It mirrors the count forwards: the day of due is not counted, and where a term
// would end with the end of its last day, a warning starts with the beginning of
// it. A warning of 1 working_day for a deadline on Wednesday at 23:59:59 starts
// on Tuesday at 00:00, which is when WorkingDaysLeft begins to say 1. Hours,
// minutes and seconds are exact; working hours run backwards through office
// hours.
//
// The result may lie before the deadline's own beginning. A term that is zero or
// invalid, or a due outside the years 1 to 9999, gives due itself: no warning
// ahead. A warning before the year 1 starts with it.
func (c *Calendar) Before(due time.Time, warn Term) time.Time {
	due = beijing(due)
	day := From(due)
	if day.IsZero() || warn.Validate() != nil {
		return due
	}
	if length, ok := warn.duration(); ok {
		if start := due.Add(-length); !From(start).IsZero() {
			return start
		}
		return firstDate.Start()
	}
	switch warn.Unit {
	case WorkingHours:
		return c.workingHoursBefore(due, time.Duration(warn.N)*time.Hour)
	case WorkingDays:
		return c.workingDaysBefore(day, warn.N)
	}
	// A negative term counts the natural days backwards, month ends clipping alike.
	back := lastNaturalDay(day, Term{N: -warn.N, Unit: warn.Unit})
	if back.IsZero() {
		back = firstDate
	}
	return back.Start()
}

// workingDaysBefore returns the beginning of the n-th working day before a day.
func (c *Calendar) workingDaysBefore(day Date, n int) time.Time {
	for n > 0 {
		day = day.AddDays(-1)
		if day.IsZero() {
			return firstDate.Start()
		}
		if c.IsWorkingDay(day) {
			n--
		}
	}
	return day.Start()
}

// WorkingDaysLeft returns how many working days lie after today up to and
// including the day of due: on the day of receipt, a term of 3 working days has
// 3 left, on its last day 0. Once due has passed it is negative, and every begun
// working day counts: -1 from the first overdue second (also over days off) to
// the end of the first working day after, then -2. An instant outside the years
// 1 to 9999 gives 0.
func (c *Calendar) WorkingDaysLeft(now, due time.Time) int {
	today, last := From(now), From(due)
	switch {
	case today.IsZero() || last.IsZero():
		return 0
	case Overdue(now, due):
		return -max(1, c.workingBetween(last, today))
	}
	return c.workingBetween(today, last)
}
