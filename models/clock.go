package models

import (
	"fmt"

	"chengxin/policy"
	"chengxin/policy/calendar"
)

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

// Statutory names and counts a listing's minimum until repair, or its maximum until it ends by
// itself, as its dates stand.
func Statutory(p *policy.Pack, cal *calendar.Calendar, l Listing, maximum bool) (name string, c Clock, err error) {
	list, ok := p.List(l.List)
	if !ok {
		return "", c, fmt.Errorf("pack %s has no list %q", p.Name(), l.List)
	}
	name, count, event, due := "最短公示期", p.RepairOpens, policy.Published, l.OpensAt
	if maximum {
		name, count, event, due = "最长公示期", p.Ends, policy.Decided, l.EndsAt
	}
	full, err := count(cal, list, l.PublishedAt.Time(), l.DecidedAt.Time())
	if err != nil {
		return "", c, err
	}
	return name, Clock{
		Of: "listing", Event: string(event), From: At(full.From), Term: full.Term.String(), DueAt: due, OpensAt: l.OpensAt,
		Because: full.Because, Calendar: full.Calendar, Rule: Rule{Pack: p.Name(), Article: full.Article},
	}, nil
}
