package calendar

import (
	"slices"
	"time"
)

// Pause is a stretch in which a clock stood still (中止计时). In terms of whole days the
// day on which it stopped does not count, and the day on which it ran again does: 自恢复
// 之日起继续计算. A clock stopped and started on one day loses nothing. Terms by the
// clock lose exactly the time between.
type Pause struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// merged puts pauses in order and joins those that overlap.
func merged(ps []Pause) []Pause {
	sorted := slices.Clone(ps)
	slices.SortFunc(sorted, func(a, b Pause) int { return a.From.Compare(b.From) })
	var all []Pause
	for _, p := range sorted {
		p.From, p.To = beijing(p.From), beijing(p.To)
		n := len(all)
		switch {
		case !p.From.Before(p.To):
		case n > 0 && !all[n-1].To.Before(p.From):
			if all[n-1].To.Before(p.To) {
				all[n-1].To = p.To
			}
		default:
			all = append(all, p)
		}
	}
	return all
}

// paused says whether a whole day does not count, and up to which day.
func paused(d Date, ps []Pause) (until Date, ok bool) {
	for _, p := range ps {
		if from, to := From(p.From), From(p.To); !d.Before(from) && d.Before(to) {
			return to, true
		}
	}
	return d, false
}

// longer moves the last day of a term in natural days past the days that do not count.
func longer(event, last Date, ps []Pause) Date {
	for _, p := range ps {
		from, to := From(p.From), From(p.To)
		if first := event.AddDays(1); from.Before(first) {
			from = first
		}
		if from.After(last) {
			break
		}
		if from.Before(to) {
			last = last.AddDays(to.Sub(from))
		}
	}
	return last
}

// stretched moves an instant past the time that does not count.
func stretched(from, end time.Time, ps []Pause) time.Time {
	for _, p := range ps {
		start := p.From
		if start.Before(from) {
			start = from
		}
		if !start.Before(end) {
			break
		}
		if start.Before(p.To) {
			end = end.Add(p.To.Sub(start))
		}
	}
	return end
}

// within keeps the pauses that a counted stretch met.
func within(from, end time.Time, ps []Pause) (met []Pause) {
	for _, p := range ps {
		if p.To.After(from) && p.From.Before(end) {
			met = append(met, p)
		}
	}
	return met
}

// open is a working day's office time from an instant on, without what did not count.
func (c *Calendar) open(d Date, from time.Time, ps []Pause) (parts [][2]time.Time) {
	for _, shift := range c.office {
		open, closing := d.at(shift.Open), d.at(shift.Close)
		if open.Before(from) {
			open = from
		}
		for _, p := range ps {
			if !open.Before(p.To) || !p.From.Before(closing) {
				continue
			}
			if open.Before(p.From) {
				parts = append(parts, [2]time.Time{open, p.From})
			}
			open = p.To
		}
		if open.Before(closing) {
			parts = append(parts, [2]time.Time{open, closing})
		}
	}
	return parts
}
