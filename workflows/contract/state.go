package contract

import "time"

// State is what a workflow carries of its case; the register's copy is the truth.
type State struct {
	Version int     `json:"version"` // counts transitions
	Journal []Entry `json:"journal"`
	// Last is the highest occurrence each step ever had, struck ones included, so
	// that a task id is never given twice.
	Last   map[string]int `json:"last"`
	Closed bool           `json:"closed,omitempty"`
	// NextAt is when the case's clocks must act next, on whichever task: warn, report
	// overdue, remind, run again.
	NextAt time.Time `json:"next_at,omitzero"`
}

// Find returns the n-th entry of a step that still stands.
func (s State) Find(step string, n int) (Entry, bool) {
	for _, e := range s.Journal {
		if e.Step != step {
			continue
		}
		if n--; n == 0 {
			return e, true
		}
	}
	return Entry{}, false
}

// Strike returns the state with the last entry of step and all after it struck
// (退回): the process then meets that step as if for the first time. False when the
// case never came by that step, or it was struck already.
func (s State) Strike(step string) (State, bool) {
	for i := len(s.Journal) - 1; i >= 0; i-- {
		if s.Journal[i].Step == step {
			s.Journal = append([]Entry(nil), s.Journal[:i]...)
			return s, true
		}
	}
	return s, false
}

// Open returns the entry that waits for an answer, if any.
func (s State) Open() (Entry, bool) {
	if n := len(s.Journal); n > 0 && !s.Journal[n-1].Fact && !s.Journal[n-1].Answered {
		return s.Journal[n-1], true
	}
	return Entry{}, false
}
