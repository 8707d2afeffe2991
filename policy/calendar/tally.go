package calendar

import (
	"slices"
	"sort"
)

// shiftedDay is a day on which a notice departs from the plain week. total is
// by how much all such days until this one change the number of working days.
type shiftedDay struct {
	day   Date
	total int
}

// shiftedDays sums up the departures: a worked weekend adds a day, a weekday off
// takes one; festival days on a weekend change nothing.
func shiftedDays(marks map[Date]mark) []shiftedDay {
	var shifted []shiftedDay
	for d, m := range marks {
		switch {
		case m.kind == DayMakeUp:
			shifted = append(shifted, shiftedDay{d, +1})
		case !isWeekend(d):
			shifted = append(shifted, shiftedDay{d, -1})
		}
	}
	slices.SortFunc(shifted, func(a, b shiftedDay) int { return a.day.Compare(b.day) })
	for i := 1; i < len(shifted); i++ {
		shifted[i].total += shifted[i-1].total
	}
	return shifted
}

// workingBetween returns the number of working days after one day up to and
// including another, 0 when until is not later. It does not walk: lists of ten
// thousand tasks ask it for every line, some of them years away.
func (c *Calendar) workingBetween(after, until Date) int {
	if !until.After(after) {
		return 0
	}
	return c.workingThrough(until) - c.workingThrough(after)
}

// workingThrough counts the working days since the beginning of the year 1.
func (c *Calendar) workingThrough(d Date) int {
	n := int(d.n) // day 1 was a Monday
	total := n/7*5 + min(n%7, 5)
	if i := sort.Search(len(c.shifts), func(i int) bool { return c.shifts[i].day.After(d) }); i > 0 {
		total += c.shifts[i-1].total
	}
	return total
}
