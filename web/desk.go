package web

import (
	"context"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// desk is everything a case's page and its forms are made of.
type desk struct {
	actor      access.Actor
	c          cases.CaseView
	way        []cases.WayStep
	parties    []cases.Party
	catalogue  cases.Catalogue
	colleagues []cases.Colleague

	// Who could be chosen, where an operation asks for somebody.
	takers      map[string][]option // by task
	people      []cases.Colleague
	departments []cases.OrganizationView
}

// desk reads a case as the actor may see it.
func (s *Site) desk(ctx context.Context, a access.Actor, number string) (d *desk, err error) {
	d = &desk{actor: a}
	if d.c, err = s.queries.Case(ctx, a, number); err != nil {
		return nil, err
	}
	if d.way, err = s.queries.Way(ctx, d.c); err != nil {
		return nil, err
	}
	if d.parties, err = s.queries.Parties(ctx, a, number); err != nil {
		return nil, err
	}
	if d.catalogue, err = s.queries.Catalogue(ctx, "", d.c.PackHash); err != nil {
		return nil, err
	}
	if d.open("recognition") && d.c.Kind == "violation" {
		d.colleagues, err = s.queries.Colleagues(ctx, a, number)
	}
	return d, err
}

// open says whether the case waits at a step.
func (d *desk) open(step string) bool {
	return slices.ContainsFunc(d.c.Tasks, func(t cases.TaskView) bool { return t.Step == step })
}

// task finds an open task.
func (d *desk) task(id string) (cases.TaskView, bool) {
	at := slices.IndexFunc(d.c.Tasks, func(t cases.TaskView) bool { return t.ID == id })
	if at < 0 {
		return cases.TaskView{}, false
	}
	return d.c.Tasks[at], true
}

// step finds a step of the process.
func (d *desk) step(key string) cases.WayStep {
	for _, w := range d.way {
		if w.Key == key {
			return w
		}
	}
	return cases.WayStep{Key: key, Name: key}
}

// party names a subject of the case.
func (d *desk) party(id string) string {
	for _, p := range d.parties {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// besideWords are the kinds of tasks beside a question.
var besideWords = map[string]string{
	"signature": "会签", "co_sign": "加签", "extension": "延期审批", "supervision": "答复督办", "appeal": "超期申诉",
}

// taskName is what a task is called: its step, or what stands beside it.
func (d *desk) taskName(id string) string {
	_, step := ofTask(id)
	name := d.step(step).Name
	parts := strings.Split(id, ".")
	if n := len(parts); n > 3 {
		if kind, ok := besideWords[parts[n-2]]; ok {
			return kind + "（" + name + "）"
		}
	}
	return name
}

// ofTask takes a task's id apart: number, step, occurrence.
func ofTask(id string) (number, step string) {
	number, rest, _ := strings.Cut(id, ".")
	step, _, _ = strings.Cut(rest, ".")
	return number, step
}
