package calendar

import "time"

// countWorkingHours spends the given office time from an instant on. Time before
// opening, at noon, after closing and on days off does not count; a term spent
// exactly at closing ends there, not at the next opening.
func (c *Calendar) countWorkingHours(from time.Time, length time.Duration, ps []Pause) span {
	s := span{asked: stretch{first: From(from)}}
	var all []Day
	left, counted := length, 0
	for d := s.asked.first; ; d = d.AddDays(1) {
		if d.IsZero() {
			return span{}
		}
		day := c.Kind(d)
		if !day.Kind.Off() {
			spent, end := c.spend(d, from, left, ps)
			left -= spent
			if spent > 0 {
				counted++
				day.Counts, day.Seconds = counted, int(spent/time.Second)
			}
			s.end = end
		}
		// The working day of an event after closing explains nothing.
		if day.Counts > 0 || day.Kind.Off() {
			all = append(all, day)
		}
		if left == 0 {
			s.asked.last = d
			break
		}
	}
	for _, day := range all {
		if listed(day, counted) {
			s.days = append(s.days, day)
		}
	}
	return s
}

// spend uses up office time of one working day, from an instant on and at most
// left. It returns how much was spent and when the last of it was.
func (c *Calendar) spend(d Date, from time.Time, left time.Duration, ps []Pause) (spent time.Duration, end time.Time) {
	for _, open := range c.open(d, from, ps) {
		if part := min(open[1].Sub(open[0]), left-spent); part > 0 {
			spent += part
			end = open[0].Add(part)
		}
	}
	return spent, end
}

// unspend is spend backwards: office time of one working day before an instant,
// at most left, and the instant at which that much is still to come.
func (c *Calendar) unspend(d Date, until time.Time, left time.Duration) (spent time.Duration, start time.Time) {
	for i := len(c.office) - 1; i >= 0; i-- {
		open, closing := d.at(c.office[i].Open), d.at(c.office[i].Close)
		if closing.After(until) {
			closing = until
		}
		if part := min(closing.Sub(open), left-spent); part > 0 {
			spent += part
			start = closing.Add(-part)
		}
	}
	return spent, start
}

// workingHoursBefore returns the instant from which on exactly this much office
// time is left until due; the beginning of the year 1 when there is not as much.
func (c *Calendar) workingHoursBefore(due time.Time, length time.Duration) time.Time {
	left := length
	for d := From(due); !d.IsZero(); d = d.AddDays(-1) {
		if !c.IsWorkingDay(d) {
			continue
		}
		spent, start := c.unspend(d, due, left)
		if left -= spent; left == 0 {
			return start
		}
	}
	return firstDate.Start()
}
