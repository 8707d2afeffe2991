package calendar

import "time"

// DayKind says why a day is worked or off, or that a term's end was moved to it.
type DayKind string

// The kinds of days.
const (
	DayWorking DayKind = "working" // 工作日: Monday to Friday, not a festival
	DayMakeUp  DayKind = "make_up" // 调休上班: a weekend day worked for a festival
	DayWeekend DayKind = "weekend" // 周末
	DayHoliday DayKind = "holiday" // 放假, including the weekend days inside it
	DayPaused  DayKind = "paused"  // 中止: the clock stood still
	DayRolled  DayKind = "rolled"  // 顺延: the working day a term's end moved to
)

// Off reports whether nobody works on such a day.
func (k DayKind) Off() bool { return k == DayWeekend || k == DayHoliday }

// Chinese returns the kind as pages show it.
func (k DayKind) Chinese() string {
	switch k {
	case DayWorking:
		return "工作日"
	case DayMakeUp:
		return "调休上班"
	case DayWeekend:
		return "周末"
	case DayHoliday:
		return "放假"
	case DayPaused:
		return "中止计时"
	case DayRolled:
		return "顺延"
	}
	return string(k)
}

// Day is one day of an explanation.
type Day struct {
	Date Date    `json:"date"`
	Kind DayKind `json:"kind"`
	// Name is the festival behind a holiday or a make-up day: 中秋节.
	Name string `json:"name,omitempty"`
	// Counts is which day of the term this is, from 1; 0 when it is not counted.
	Counts int `json:"counts,omitempty"`
	// Seconds is how much office time of a working_hours term fell on this day,
	// whole seconds; 0 for other terms.
	Seconds int `json:"seconds,omitempty"`
}

// Kind returns what the calendar knows about a day; Counts and Seconds are 0. A
// day of a year not loaded is judged by its weekday: see Provisional.
func (c *Calendar) Kind(d Date) Day {
	if m, ok := c.marks[d]; ok {
		return Day{Date: d, Kind: m.kind, Name: m.name}
	}
	if isWeekend(d) {
		return Day{Date: d, Kind: DayWeekend}
	}
	return Day{Date: d, Kind: DayWorking}
}

// IsWorkingDay reports whether d is worked; the zero Date is not.
func (c *Calendar) IsWorkingDay(d Date) bool {
	return !d.IsZero() && !c.Kind(d).Kind.Off()
}

// Provisional reports whether d lies in a year whose notice is not loaded, so
// that its being a working day is only inferred from the weekday.
func (c *Calendar) Provisional(d Date) bool {
	_, loaded := c.years[d.Year()]
	return !loaded
}

// NextWorkingDay returns the first working day after the day of the instant,
// never that day itself; the zero Date when there is none before the year 10000.
func (c *Calendar) NextWorkingDay(after time.Time) Date {
	return c.workingFrom(From(after).AddDays(1))
}

// workingFrom returns d when it is worked, or the next working day.
func (c *Calendar) workingFrom(d Date) Date {
	for !d.IsZero() && !c.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d
}
