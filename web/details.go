package web

import (
	"strings"
)

// details is what a choice needs besides reason and evidence: its questions, and how
// their answers are read. What a new step or operation needs is added to detailsFor.
type details struct {
	ask  func(d *desk) []group
	read func(r *reader) map[string]any
}

// needs says which choices have details. An empty word stands for any.
type needs struct {
	kind, step, choice string
	outside            bool // only of an office outside the system
	details            details
}

var detailsFor = []needs{
	{step: "notice", choice: "served", details: serviceDetails},
	{step: "service", choice: "served", details: serviceDetails},
	{kind: "violation", step: "filing", choice: "merged", details: mergeDetails},
	{kind: "violation", step: "recognition", choice: "proposed", details: proposalDetails},
	{kind: "violation", step: "review", choice: "lighter", details: revisionDetails},
	{kind: "violation", step: "review", choice: "heavier", details: revisionDetails},
	{kind: "dispute", step: "acceptance", choice: "referred", details: referralDetails},
	{kind: "dispute", step: "investigation", choice: "partly_upheld", details: pointsDetails},
	{kind: "repair", step: "sign_off", choice: "signed", outside: true, details: letterDetails},
}

// detailsOf finds what a choice needs; the zero details where it needs nothing.
func detailsOf(d *desk, step, choice string) details {
	for _, n := range detailsFor {
		if is(n.kind, d.c.Kind) && isStep(n.step, step) && is(n.choice, choice) && (!n.outside || d.step(step).Outside) {
			return n.details
		}
	}
	return details{}
}

func is(want, have string) bool { return want == "" || want == have }

// isStep also takes a step of a family: sign_off_leading_group is a sign_off.
func isStep(want, have string) bool { return want == have || strings.HasPrefix(have, want+"_") }
