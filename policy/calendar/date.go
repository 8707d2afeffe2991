package calendar

import (
	"cmp"
	"time"
)

// zone is Beijing time. China has kept UTC+8 without summer time since 1992, so
// a fixed offset is exact for every date a case can carry, and the binary needs
// no time-zone database on the machine it runs on.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Zone returns Beijing time (UTC+8), in which every instant of this package is
// expressed and every day begins and ends.
func Zone() *time.Location { return zone }

// Date is a civil day in Beijing, from 0001-01-01 to 9999-12-31. It is a small
// comparable value and can be a map key. The zero Date means "no day".
type Date struct {
	// n numbers the days, 0001-01-01 (a Monday) being 1: weekday and distance
	// are then plain arithmetic.
	n int32
}

// firstDate is 0001-01-01.
var firstDate = Date{1}

const (
	secondsPerDay = 24 * 60 * 60
	// unixOfDayOne is 0001-01-01T00:00:00Z in Unix seconds.
	unixOfDayOne = -62135596800
	// lastDay is the number of 9999-12-31.
	lastDay = 3652059
)

// From returns the day on which t falls in Beijing. An instant outside the
// years 1 to 9999 there gives the zero Date.
func From(t time.Time) Date {
	y, m, d := t.In(zone).Date()
	return dateOf(y, m, d)
}

// dateOf numbers an existing or overflowing civil day (32 January is
// 1 February); outside the range it returns the zero Date.
func dateOf(y int, m time.Month, d int) Date {
	// time.Date wraps silently at absurd years, so they are refused before.
	if y < 0 || y > 10000 {
		return Date{}
	}
	return numbered((time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()-unixOfDayOne)/secondsPerDay + 1)
}

func numbered(n int64) Date {
	if n < 1 || n > lastDay {
		return Date{}
	}
	return Date{int32(n)}
}

// IsZero reports whether d is no day at all.
func (d Date) IsZero() bool { return d.n == 0 }

// Civil returns year, month and day; all zero for the zero Date.
func (d Date) Civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	return time.Date(1, time.January, int(d.n), 0, 0, 0, 0, time.UTC).Date()
}

// Year returns the calendar year, 0 for the zero Date.
func (d Date) Year() int {
	y, _, _ := d.Civil()
	return y
}

// Weekday returns the day of the week; meaningless for the zero Date.
func (d Date) Weekday() time.Weekday { return time.Weekday(d.n % 7) }

// Compare orders days: -1 when d is earlier than e, 0 when equal, +1 when later.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.n < e.n }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.n > e.n }

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d.n - e.n) }

// AddDays returns the day n days later (earlier when negative). Beyond the years
// 1 to 9999, and from the zero Date, it returns the zero Date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() || n > lastDay || n < -lastDay {
		return Date{}
	}
	return numbered(int64(d.n) + int64(n))
}

// AddMonths returns the matching day n months later (earlier when negative). A
// month without such a day gives its last day: 31 August and 6 months is
// the last of February (民法典 202). Out of range it returns the zero Date.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() || n > 12*9999 || n < -12*9999 {
		return Date{}
	}
	y, m, day := d.Civil()
	months := y*12 + int(m) - 1 + n
	if months < 12 {
		return Date{}
	}
	y, m = months/12, time.Month(months%12+1)
	return dateOf(y, m, min(day, daysIn(y, m)))
}

// daysIn returns the length of a month.
func daysIn(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Start returns the first instant of the day, 00:00:00 +08:00; the zero time for
// the zero Date.
func (d Date) Start() time.Time { return d.at(0) }

// End returns the instant at which a term ends that has d as its last day:
// 23:59:59 +08:00 (民法典 203, 二十四时). The whole of that second still belongs to
// the term: see Overdue. The zero time for the zero Date.
func (d Date) End() time.Time { return d.at(secondsPerDay*time.Second - time.Second) }

// at returns the instant a given time after midnight.
func (d Date) at(sinceMidnight time.Duration) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	y, m, day := d.Civil()
	return time.Date(y, m, day, 0, 0, 0, 0, zone).Add(sinceMidnight)
}
