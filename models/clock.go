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
	Moves       []ClockMove    `json:"moves,omitempty"`  // what moved it since, in order
	Longer      *Clock         `json:"longer,omitempty"` // the other limit that runs beside it, and ends later
}

// ClockMove is a recorded act that moved a clock.
type ClockMove struct {
	Kind string  `json:"kind"` // EventPaused, EventExtended
	Term string  `json:"term,omitempty"`
	From Instant `json:"from,omitzero"` // of a pause
	To   Instant `json:"to,omitzero"`
	By   string  `json:"by,omitempty"`
	Why  string  `json:"why,omitempty"`
}

// Count counts the clock from its event, term and moves by a calendar. Nothing else
// enters, so that the same clock counted again tells what a new calendar changes.
func (k *Clock) Count(cal *calendar.Calendar, opt calendar.Options) error {
	term, err := calendar.ParseTerm(k.Term)
	if err != nil {
		return err
	}
	opt.Paused = nil
	for _, m := range k.Moves {
		if m.Kind == EventPaused {
			opt.Paused = append(opt.Paused, calendar.Pause{From: m.From.Time(), To: m.To.Time()})
		}
	}
	d, err := cal.Deadline(k.From.Time(), term, opt)
	if err != nil {
		return err
	}
	k.Because, k.Counted, k.Provisional = d.Because(policy.Event(k.Event).Label()), d.Counted, d.Provisional
	for _, m := range k.Moves {
		if m.Kind != EventExtended {
			continue
		}
		if term, err = calendar.ParseTerm(m.Term); err != nil {
			return err
		}
		if d, err = cal.Deadline(d.DueAt, term, opt); err != nil {
			return err
		}
		k.Because += "；经批准延期，" + d.Because("期限届满")
		k.Counted, k.Provisional = append(k.Counted, d.Counted...), k.Provisional || d.Provisional
	}
	k.DueAt, k.Calendar = At(d.DueAt), cal.ID()
	return nil
}

// Again counts a clock, and the limit that runs beside it, by another calendar, each from
// its own event, and puts the sooner first: see Sooner. k stays as it is.
func (k *Clock) Again(cal *calendar.Calendar, opt calendar.Options, ownFirst bool) (*Clock, error) {
	var own, whole *Clock
	for ; k != nil; k = k.Longer {
		one := *k
		one.Longer = nil
		if err := one.Count(cal, opt); err != nil {
			return nil, err
		}
		if one.Of == "case" {
			whole = &one
		} else {
			own = &one
		}
	}
	return Sooner(own, whole, ownFirst), nil
}

// Extensions counts how often the clock was given more time.
func (k *Clock) Extensions() (n int) {
	if k == nil {
		return 0
	}
	for _, m := range k.Moves {
		if m.Kind == EventExtended {
			n++
		}
	}
	return n
}

// Sooner puts two limits that run beside each other in order: the sooner one rules and
// keeps the other beside it. Either may be nil. ownFirst keeps a's even where b ends
// sooner: a term that speaks for the subject by lapsing is not shortened by the
// authority's own limit.
func Sooner(a, b *Clock, ownFirst bool) *Clock {
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil || b == nil:
		only := a
		if only == nil {
			only = b
		}
		one := *only
		one.Longer = nil
		return &one
	}
	first, second := *a, *b
	if !ownFirst && b.DueAt < a.DueAt {
		first, second = *b, *a
	}
	second.Longer = nil
	first.Longer = &second
	return &first
}

// Own finds, of a task's clock, the limit of one kind ("task", "case"); nil where it
// has none.
func (k *Clock) Own(of string) *Clock {
	for ; k != nil; k = k.Longer {
		if k.Of == of {
			one := *k
			one.Longer = nil
			return &one
		}
	}
	return nil
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
