package calendar

import "time"

// Minimum is a wait that must be full before something may happen: a repair may
// be applied for when a listing has been public for a year (JN-8).
type Minimum struct {
	From    time.Time `json:"from"` // the instant of the event, in Beijing time
	Term    Term      `json:"term"`
	FullAt  time.Time `json:"full_at"`  // the last instant of the wait
	OpensAt time.Time `json:"opens_at"` // the first instant after it
	// Provisional and Note are as in Deadline; only waits in working days or
	// working hours can be provisional.
	Provisional bool   `json:"provisional"`
	Note        string `json:"note,omitempty"`
	Calendar    string `json:"calendar"` // ID of the calendar that counted
}

// Full returns when a minimum term is full and what it closes off opens. A year
// from 2026-03-02 is full at the end of 2027-03-02 and opens at 00:00 of
// 2027-03-03. It never moves because of days off: that would lengthen a burden
// (民法典 203 protects who has to act, not who has to wait). Hours, minutes and
// seconds open at the instant they are spent, FullAt and OpensAt being equal.
// Errors wrap ErrTerm or ErrRange.
func (c *Calendar) Full(from time.Time, term Term) (Minimum, error) {
	d, err := c.Deadline(from, term, Options{})
	if err != nil {
		return Minimum{}, err
	}
	opens := d.DueAt
	if term.Unit.wholeDays() {
		next := From(d.DueAt).AddDays(1)
		if next.IsZero() {
			return Minimum{}, beyondRange(From(from), term)
		}
		opens = next.Start()
	}
	return Minimum{
		From: d.From, Term: term,
		FullAt: d.DueAt, OpensAt: opens,
		Provisional: d.Provisional, Note: d.Note, Calendar: d.Calendar,
	}, nil
}
