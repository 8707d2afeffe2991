package models

import "chengxin/policy/calendar"

// Clock is a deadline that explains itself (NX-3): which term, from which event,
// which days counted, under which rule.
type Clock struct {
	Of          string         `json:"of"` // task, case
	Event       string         `json:"event"`
	From        Instant        `json:"from"`
	Term        string         `json:"term"`
	DueAt       Instant        `json:"due_at"`
	OpensAt     Instant        `json:"opens_at,omitempty"`
	Provisional bool           `json:"provisional"`
	Because     string         `json:"because"`
	Counted     []calendar.Day `json:"counted,omitempty"`
	Calendar    string         `json:"calendar"`
	Rule        Rule           `json:"rule"`
}
