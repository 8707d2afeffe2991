package calendar

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Calendar knows which days are worked. It is immutable: With and WithOffice
// return a new one. The zero Calendar is not usable; begin with Builtin.
type Calendar struct {
	years  map[int]Year  // as loaded, by year
	marks  map[Date]mark // every day a notice speaks of
	office []Shift       // of a working day
	shifts []shiftedDay  // for counting working days without walking; see tally.go
	id     string
}

// With returns a calendar that also holds the given years. A year already held
// is replaced, because notices are sometimes corrected (春节 2020). ErrYear when a
// year is faulty, given twice, or contradicts a neighbour about a December day.
func (c *Calendar) With(years ...Year) (*Calendar, error) {
	held := make(map[int]Year, len(c.years)+len(years))
	maps.Copy(held, c.years)
	given := make(map[int]bool)
	for _, y := range years {
		if given[y.Year] {
			return nil, fmt.Errorf("%w：%d年给出了两次", ErrYear, y.Year)
		}
		given[y.Year] = true
		held[y.Year] = y.clone()
	}
	return build(held, c.office)
}

// WithOffice returns a calendar with other office hours: the shifts of a working
// day, in order, not overlapping; ErrOffice otherwise. They matter to
// working_hours alone.
func (c *Calendar) WithOffice(shifts ...Shift) (*Calendar, error) {
	return build(c.years, slices.Clone(shifts))
}

// build checks and indexes the parts of a calendar.
func build(years map[int]Year, office []Shift) (*Calendar, error) {
	if err := validateOffice(office); err != nil {
		return nil, err
	}
	marks := make(map[Date]mark)
	for _, number := range slices.Sorted(maps.Keys(years)) {
		year := years[number]
		if err := year.Validate(); err != nil {
			return nil, err
		}
		own, err := year.marks()
		if err != nil {
			return nil, err
		}
		for d, m := range own {
			if other, ok := marks[d]; ok && other.kind != m.kind {
				return nil, fmt.Errorf("%w：%s在%d年与上一年的安排中不一致", ErrYear, d, number)
			}
			marks[d] = m
		}
	}
	return &Calendar{
		years:  years,
		marks:  marks,
		office: office,
		shifts: shiftedDays(marks),
		id:     fingerprint(years, office),
	}, nil
}

// ID returns a hash of all the calendar's content in hexadecimal (SHA-256, 64
// characters): equal IDs count every term alike and name the same notices. A
// deadline keeps it, so that a later year shows which deadlines to count again.
func (c *Calendar) ID() string { return c.id }

// fingerprint hashes the content in one fixed order. Quoting keeps a name that
// holds a separator from imitating another calendar.
func fingerprint(years map[int]Year, office []Shift) string {
	var b strings.Builder
	for _, number := range slices.Sorted(maps.Keys(years)) {
		y := years[number]
		fmt.Fprintf(&b, "year %d %q %q %s\n", y.Year, y.Notice, y.Number, y.Published)
		festivals := slices.Clone(y.Festivals)
		slices.SortFunc(festivals, func(a, b Festival) int { return a.From.Compare(b.From) })
		for _, f := range festivals {
			makeUp := slices.Clone(f.MakeUp)
			slices.SortFunc(makeUp, Date.Compare)
			fmt.Fprintf(&b, "festival %q %s %s %s\n", f.Name, f.From, f.To, makeUp)
		}
	}
	fmt.Fprintf(&b, "office %s\n", office)
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// Years returns the notices the calendar holds, oldest first.
func (c *Calendar) Years() []Year {
	held := make([]Year, 0, len(c.years))
	for _, y := range c.years {
		held = append(held, y.clone())
	}
	slices.SortFunc(held, func(a, b Year) int { return cmp.Compare(a.Year, b.Year) })
	return held
}

// Office returns the shifts of a working day.
func (c *Calendar) Office() []Shift { return slices.Clone(c.office) }
