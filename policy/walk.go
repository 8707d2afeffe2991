package policy

import (
	"fmt"

	"chengxin/policy/calendar"
)

// placedStep is a step with the process it belongs to and its place in the source.
type placedStep struct {
	Step
	process shape
	path    string
}

// placed lists every step of a pack, in the order of the source.
func (p *Pack) placed() []placedStep {
	var all []placedStep
	add := func(s shape, path string, steps []Step) {
		for i, st := range steps {
			all = append(all, placedStep{st, s, fmt.Sprintf("%s[%d]", path, i)})
		}
	}
	add(violationShape, "violation.steps", p.Violation.Steps)
	add(violationShape, "violation.approval", p.Violation.Approval)
	add(listingShape, "listing.steps", p.Listing.Steps)
	add(listingShape, "listing.approval", p.Listing.Approval)
	add(disputeShape, "dispute.steps", p.Dispute.Steps)
	add(breachShape, "breach.steps", p.Breach.Steps)
	add(repairShape, "repair.steps", p.Repair.Steps)
	for _, l := range p.Lists {
		add(repairShape, "repair.sign_off."+l.Key, p.Repair.SignOff[l.Key])
	}
	add(revocationShape, "revocation.steps", p.Revocation.Steps)
	return all
}

// whole gives a process's whole-case limit.
func (p *Pack) whole(s shape) calendar.Term {
	return map[string]calendar.Term{
		violationShape.key: p.Violation.Within, listingShape.key: p.Listing.Within, disputeShape.key: p.Dispute.Within,
		breachShape.key: p.Breach.Within, repairShape.key: p.Repair.Within, revocationShape.key: p.Revocation.Within,
	}[s.key]
}

// placedTerm is a term with its place in the source.
type placedTerm struct {
	calendar.Term
	path string
}

// terms lists every term a pack sets.
func (p *Pack) terms() []placedTerm {
	all := []placedTerm{
		{p.Violation.Within, "violation.within"},
		{p.Listing.Within, "listing.within"},
		{p.Dispute.Within, "dispute.within"},
		{p.Dispute.Limit, "dispute.limit"},
		{p.Breach.Within, "breach.within"},
		{p.Repair.Within, "repair.within"},
		{p.Repair.BarredFor, "repair.barred_for"},
		{p.Revocation.Within, "revocation.within"},
		{p.Revocation.WithdrawWithin, "revocation.withdraw_within"},
	}
	for _, l := range p.Lists {
		all = append(all,
			placedTerm{l.RepairAfter, "lists." + l.Key + ".repair_after"},
			placedTerm{l.EndsAfter, "lists." + l.Key + ".ends_after"})
	}
	all = append(all, placedTerm{p.Desk.Supervision, "desk.supervision"}, placedTerm{p.Desk.Appeal, "desk.appeal"}, placedTerm{p.Desk.PublicNotice, "desk.public_notice"}, placedTerm{p.Desk.Keep, "desk.keep"})
	all = append(all, rungTerms("desk", p.Desk.Escalation)...)
	for _, s := range p.placed() {
		all = append(all, placedTerm{s.Within, s.path + ".within"}, placedTerm{s.Warn, s.path + ".warn"}, placedTerm{s.ClaimWithin, s.path + ".claim_within"})
		all = append(all, s.Extension.terms(s.path)...)
		all = append(all, rungTerms(s.path, s.Escalation)...)
	}
	for _, kind := range processKeys() {
		rule := p.Process(kind)
		all = append(all, rule.Extension.terms(kind)...)
		all = append(all, rule.Suspension.terms(kind+".suspension")...)
		all = append(all, rule.Deferral.terms(kind+".deferral")...)
	}
	return all
}

func processKeys() []string {
	return []string{violationShape.key, listingShape.key, disputeShape.key, breachShape.key, repairShape.key, revocationShape.key}
}

func (x *Extension) terms(path string) []placedTerm {
	if x == nil {
		return nil
	}
	return []placedTerm{{x.Each, path + ".extension.each"}, {x.Within, path + ".extension.within"}}
}

func (x *Standstill) terms(path string) []placedTerm {
	if x == nil {
		return nil
	}
	return []placedTerm{{x.AtMost, path + ".at_most"}}
}

func rungTerms(path string, ladder []Rung) (all []placedTerm) {
	for i, r := range ladder {
		at := fmt.Sprintf("%s.escalation[%d]", path, i)
		all = append(all, placedTerm{r.Before, at + ".before"}, placedTerm{r.After, at + ".after"})
	}
	return all
}

// longer compares two terms roughly, for mistakes of size: a working day counts as
// at least a day and at most ten (the longest days off are nine), so that only a
// term surely longer than another is called so.
func longer(a, b calendar.Term) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	if a.Unit == b.Unit {
		return a.N > b.N
	}
	least, _ := span(a)
	_, most := span(b)
	return least > most
}

// span gives the shortest and longest a term can last, in seconds.
func span(t calendar.Term) (least, most int64) {
	const hour, day = 3600, 24 * 3600
	n := int64(t.N)
	switch t.Unit {
	case calendar.Seconds:
		return n, n
	case calendar.Minutes:
		return 60 * n, 60 * n
	case calendar.Hours:
		return hour * n, hour * n
	case calendar.WorkingHours:
		return hour * n, 10 * day * (n/8 + 1)
	case calendar.Days:
		return day * n, day * (n + 1)
	case calendar.WorkingDays:
		return day * n, day * (2*n + 10)
	case calendar.Months:
		return 28 * day * n, 31 * day * (n + 1)
	case calendar.Years:
		return 365 * day * n, 366*day*n + day
	}
	return 0, 0
}
