package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrRange is wrapped when an instant, or the end of a term that begins with it,
// lies outside the years 1 to 9999, or no instant is given.
var ErrRange = errors.New("时间超出可计算范围")

// Options are a rule's choices about counting.
type Options struct {
	// RollForward moves a last day that is off to the next working day
	// (民法典 203). It matters to days, months and years alone: a duty to act
	// sets it, an opening date or an automatic end does not.
	RollForward bool
	// Paused are the stretches, over by now, in which the clock stood still.
	Paused []Pause
}

// Deadline is the end of a term together with how it was counted. It is plain
// data: stored and read back as JSON it still explains itself.
type Deadline struct {
	From  time.Time `json:"from"` // the instant of the event, in Beijing time
	Term  Term      `json:"term"`
	DueAt time.Time `json:"due_at"` // the last instant, in Beijing time; see Overdue
	// Provisional is set when the outcome rests on the weekdays of a year whose
	// notice is not loaded; Note then says so. A term in plain days, months,
	// years or clock hours that does not roll is never provisional, because no
	// notice can change it.
	Provisional bool   `json:"provisional"`
	Note        string `json:"note,omitempty"`
	// Counted explains the count, in order of days:
	//   - up to 60 working_days, and working_hours of up to 60 days: every day
	//     from the first counted to the last, days off between included;
	//   - more: the first and the last, and between them only the days a notice
	//     names (festivals and make-up days);
	//   - days, months, years: the first day, the last, and the days that a
	//     rolled end passed over, the day it rolled to last;
	//   - hours, minutes, seconds: nothing;
	//   - of a pause, the first and the last day that did not count.
	Counted []Day `json:"counted"`
	// Paused are the stretches within the term that did not count.
	Paused []Pause `json:"paused,omitempty"`
	// Calendar is the ID of the calendar that counted.
	Calendar string `json:"calendar"`
}

// longestList is up to how many counted days an explanation names every day.
const longestList = 60

// Deadline returns the end of a term that begins with an event at the instant
// from. The day of the event is not counted in days, working days, months and
// years, and the term ends at 23:59:59 of its last day. Hours, minutes and
// seconds end at the exact instant, round the clock. Working hours run through
// the office hours of working days only; they end at the instant at which the
// last of them is spent. Errors wrap ErrTerm or ErrRange.
func (c *Calendar) Deadline(from time.Time, term Term, opt Options) (Deadline, error) {
	if err := term.Validate(); err != nil {
		return Deadline{}, err
	}
	day := From(from)
	if from.IsZero() || day.IsZero() {
		return Deadline{}, fmt.Errorf("%w：起算时间缺失或不在公元1年至9999年之间", ErrRange)
	}
	d := Deadline{From: beijing(from), Term: term, Counted: []Day{}, Calendar: c.id}
	opt.Paused = merged(opt.Paused)
	var span span
	switch {
	case term.Unit == WorkingDays:
		span = c.countWorkingDays(day, term.N, opt.Paused)
	case term.Unit.wholeDays():
		span = c.countDays(day, term, opt)
	case term.Unit == WorkingHours:
		span = c.countWorkingHours(d.From, time.Duration(term.N)*time.Hour, opt.Paused)
	default:
		span = countClock(d.From, term, opt.Paused)
	}
	if span.end.IsZero() {
		return Deadline{}, beyondRange(day, term)
	}
	d.DueAt = span.end
	d.Paused = within(d.From, d.DueAt, opt.Paused)
	d.Counted = append(d.Counted, span.days...)
	d.Note = c.provisionalNote(span.asked)
	d.Provisional = d.Note != ""
	return d, nil
}

func beyondRange(day Date, term Term) error {
	return fmt.Errorf("%w：自%s起%s已超出公元9999年", ErrRange, day.Chinese(), term.Chinese())
}

// beijing expresses an instant in Beijing time, without the monotonic reading
// that would make equal deadlines differ.
func beijing(t time.Time) time.Time { return t.Round(0).In(zone) }

// Overdue reports whether now is past due. The second in which due lies still
// belongs to the term: one that ends at 23:59:59 is overdue from 24:00:00 on
// (民法典 203, 二十四时), so that nobody is late by a fraction of a second.
func Overdue(now, due time.Time) bool { return !now.Before(Over(due)) }

// Over is the first instant after a term: whatever the end of a term brings by itself
// happens then, and what arrived before it arrived in time.
func Over(due time.Time) time.Time { return due.Truncate(time.Second).Add(time.Second) }
