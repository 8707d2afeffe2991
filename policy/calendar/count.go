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
func (c *Calendar) countWorkingDays(event Date, n int, ps []Pause) span {
	var s span
	counted := 0
	last := event
	for counted < n {
		last = last.AddDays(1)
		if last.IsZero() {
			return span{}
		}
		day := c.Kind(last)
		if until, ok := paused(last, ps); ok {
			s.days = append(s.days, stoppedDays(last, until)...)
			last = until.AddDays(-1)
			continue
		}
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

// stoppedDays name the first and the last day of a pause.
func stoppedDays(first, until Date) []Day {
	days := []Day{{Date: first, Kind: DayPaused}}
	if last := until.AddDays(-1); last != first {
		days = append(days, Day{Date: last, Kind: DayPaused})
	}
	return days
}

// listed reports whether an explanation of n counted days names this one.
func listed(day Day, n int) bool {
	plain := day.Kind == DayWorking || day.Kind == DayWeekend
	return n <= longestList || !plain || day.Counts == 1 || day.Counts == n
}

// countDays counts days, months or years after the day of the event.
func (c *Calendar) countDays(event Date, term Term, opt Options) span {
	natural := lastNaturalDay(event, term)
	if natural.IsZero() {
		return span{}
	}
	last := longer(event, natural, opt.Paused)
	if last.IsZero() {
		return span{}
	}
	s := c.firstAndLast(event, last, natural.Sub(event), opt.Paused)
	if opt.RollForward {
		return c.roll(s, last, opt.Paused)
	}
	s.end = last.End()
	return s
}

// firstAndLast explains a count of natural days by its ends and its pauses.
func (c *Calendar) firstAndLast(event, last Date, n int, ps []Pause) (s span) {
	first := event.AddDays(1)
	for until, ok := paused(first, ps); ok; until, ok = paused(first, ps) {
		s.days = append(s.days, stoppedDays(first, until)...)
		first = until
	}
	day := c.Kind(first)
	day.Counts = 1
	s.days = append(s.days, day)
	for _, p := range ps {
		if from, to := From(p.From), From(p.To); from.After(first) && !from.After(last) && from.Before(to) {
			s.days = append(s.days, stoppedDays(from, to)...)
		}
	}
	if n > 1 {
		end := c.Kind(last)
		end.Counts = n
		s.days = append(s.days, end)
	}
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

// roll moves the end of a term whose last day is off to the next working day that
// counts.
func (c *Calendar) roll(s span, last Date, ps []Pause) span {
	to := c.workingFrom(last)
	for until, ok := paused(to, ps); ok; until, ok = paused(to, ps) {
		to = c.workingFrom(until)
	}
	for d := last.AddDays(1); d.Before(to); d = d.AddDays(1) {
		if until, ok := paused(d, ps); ok {
			s.days = append(s.days, stoppedDays(d, until)...)
			d = until.AddDays(-1)
			continue
		}
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
func countClock(from time.Time, term Term, ps []Pause) span {
	length, _ := term.duration()
	end := stretched(from, from.Add(length), ps)
	if From(end).IsZero() {
		return span{}
	}
	return span{end: end}
}
