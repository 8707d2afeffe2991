package calendar

import "time"

// span is a counted term: where it ends and how.
type span struct {
	end  time.Time // zero when the count left the years 1 to 9999
	days []Day     // the explanation; see Deadline.Counted
	// asked is the stretch of days whose being working days decided the outcome;
	// zero dates when none did.
	asked stretch
}

// stretch is a run of days, both ends included.
type stretch struct{ first, last Date }

// countWorkingDays counts n working days after the day of the event.
func (c *Calendar) countWorkingDays(event Date, n int) span {
	var s span
	counted := 0
	last := event
	for counted < n {
		last = last.AddDays(1)
		if last.IsZero() {
			return span{}
		}
		day := c.Kind(last)
		if !day.Kind.Off() {
			counted++
			day.Counts = counted
		}
		if listed(day, n) {
			s.days = append(s.days, day)
		}
	}
	s.end = last.End()
	s.asked = stretch{event.AddDays(1), last}
	return s
}

// listed reports whether an explanation of n counted days names this one.
func listed(day Day, n int) bool {
	plain := day.Kind == DayWorking || day.Kind == DayWeekend
	return n <= longestList || !plain || day.Counts == 1 || day.Counts == n
}

// countDays counts days, months or years after the day of the event.
func (c *Calendar) countDays(event Date, term Term, opt Options) span {
	last := lastNaturalDay(event, term)
	if last.IsZero() {
		return span{}
	}
	first := c.Kind(event.AddDays(1))
	first.Counts = 1
	s := span{days: []Day{first}}
	if n := last.Sub(event); n > 1 {
		end := c.Kind(last)
		end.Counts = n
		s.days = append(s.days, end)
	}
	if opt.RollForward {
		return c.roll(s, last)
	}
	s.end = last.End()
	return s
}

// lastNaturalDay returns the last day of a term in days, months or years. A term
// in months or years ends on the matching day, not the day before it: the day of
// the event was left out at the beginning (民法典 202).
func lastNaturalDay(event Date, term Term) Date {
	switch term.Unit {
	case Days:
		return event.AddDays(term.N)
	case Months:
		return event.AddMonths(term.N)
	case Years:
		return event.AddMonths(12 * term.N)
	}
	return Date{}
}

// roll moves the end of a term whose last day is off to the next working day.
func (c *Calendar) roll(s span, last Date) span {
	to := c.workingFrom(last)
	for d := last.AddDays(1); d.Before(to); d = d.AddDays(1) {
		s.days = append(s.days, c.Kind(d))
	}
	if to != last {
		s.days = append(s.days, Day{Date: to, Kind: DayRolled})
	}
	s.end = to.End()
	s.asked = stretch{last, to}
	return s
}

// countClock ends a term that runs round the clock.
func countClock(from time.Time, term Term) span {
	length, _ := term.duration()
	end := from.Add(length)
	if From(end).IsZero() {
		return span{}
	}
	return span{end: end}
}
