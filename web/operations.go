package web

import (
	"fmt"
	"slices"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// operation is what a task can undergo besides being answered: claim, release, return,
// urge. Further ones (transfer, extension, co-signers …) are one entry each in
// operationsOf, with the fields they ask for and an action of their own.
type operation struct {
	Verb, Label string
	Form        form
	Bare        bool // a button; else something is asked first
}

// offer says whether an operation is open on a task to whoever looks, and what it asks.
type offer struct {
	verb, label string
	open        func(d *desk, t cases.TaskView) bool
	ask         func(d *desk, t cases.TaskView) []group
}

var operationsOf = []offer{
	{"claim", "认领", func(d *desk, t cases.TaskView) bool { return t.Mine && t.Barred == "" && t.Assignee == nil }, nil},
	{"release", "放回", func(d *desk, t cases.TaskView) bool {
		return t.Assignee != nil && (!othersHave(d, t) || heads(d.actor))
	}, nil},
	{"return", "退回", func(d *desk, t cases.TaskView) bool {
		return t.Mine && t.Barred == "" && !othersHave(d, t) && len(returns(d, t)) > 0
	}, askReturn},
	{"urge", "催办", func(d *desk, t cases.TaskView) bool { return d.actor.Holds(access.Deciders()...) }, askUrge},
}

// heads say who may put back what somebody else left lying; the command has the last
// word on where.
func heads(a access.Actor) bool {
	return slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Role == "supervisor" || g.Role == "approver" })
}

// operations are what is open on a task.
func operations(d *desk, t cases.TaskView) (out []operation) {
	for _, o := range operationsOf {
		if !o.open(d, t) {
			continue
		}
		op := operation{Verb: o.verb, Label: o.label, Bare: o.ask == nil, Form: form{
			Action: "/tasks/" + t.ID + "/" + o.verb, Key: newKey(), Submit: o.label,
			Hidden: []pair{{"back", "/cases/" + d.c.Number}, {"version", fmt.Sprint(d.c.Version)}},
		}}
		if o.ask != nil {
			op.Form.Groups = o.ask(d, t)
		}
		op.Form = mark(op.Form)
		out = append(out, op)
	}
	return out
}

// returns are the steps a task may be sent back to: those it has been at.
func returns(d *desk, t cases.TaskView) (out []option) {
	for _, key := range t.ReturnTo {
		if w := d.step(key); w.State == cases.WayDone {
			out = append(out, option{Value: key, Label: w.Name})
		}
	}
	return out
}

func askReturn(d *desk, t cases.TaskView) []group {
	return []group{{Fields: []field{
		{Name: "to", Label: "退回到", Kind: "select", Required: true, Options: returns(d, t)},
		{Name: "reason", Label: "退回理由", Kind: "area", Required: true, Wide: true},
	}}}
}

func askUrge(*desk, cases.TaskView) []group {
	return []group{{Fields: []field{{Name: "note", Label: "附言（可以不填）", Kind: "text", Wide: true}}}}
}
