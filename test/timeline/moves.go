package timeline

import (
	"context"
	"encoding/json"
	"fmt"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Paper is evidence good enough for every choice.
var Paper = []cases.Evidence{{Kind: "paper", Title: "材料"}}

// Direct says that a document was handed over when the decision was received.
var Direct = map[string]any{"method": "direct"}

// ServedOn says that a document was handed over at an earlier moment.
func (c *City) ServedOn(moment string) map[string]any {
	return map[string]any{"method": "direct", "served_at": Instant(c.T, moment)}
}

// Move decides a step as its usual decider; it must count.
func (c *City) Move(number, step, choice string, details ...any) {
	c.T.Helper()
	c.MoveAs(c.Decider(number, step), number, step, choice, details...)
}

// MoveAs decides a step as somebody; it must count.
func (c *City) MoveAs(who access.Actor, number, step, choice string, details ...any) {
	c.T.Helper()
	out, err := c.try(who, number, step, contract.Decide, choice, details...)
	if err != nil || out.Status != models.CommandCounted {
		c.T.Fatalf("%s: %s %s %s: %s, %v", c.now.Format("2006-01-02 15:04"), number, step, choice, out.Status, err)
	}
}

// MoveWith decides a step as its usual decider with evidence of its own; it must count.
func (c *City) MoveWith(number, step, choice string, evidence []cases.Evidence, details any) {
	c.T.Helper()
	defer c.deliver()
	d := cases.Decision{Verb: contract.Decide, Choice: choice, Reason: "经核查", Evidence: evidence, Details: c.raw(details)}
	out, err := c.Decide(context.Background(), c.Decider(number, step), c.Task(number, step).ID, d, "")
	if err != nil || out.Status != models.CommandCounted {
		c.T.Fatalf("%s: %s %s %s: %s, %v", c.now.Format("2006-01-02 15:04"), number, step, choice, out.Status, err)
	}
}

// Send returns a case from a step to an earlier one (退回); it must count.
func (c *City) Send(number, step, back string) {
	c.T.Helper()
	out, err := c.try(c.Decider(number, step), number, step, contract.Return, back)
	if err != nil || out.Status != models.CommandCounted {
		c.T.Fatalf("%s: %s from %s back to %s: %s, %v", c.now.Format("2006-01-02 15:04"), number, step, back, out.Status, err)
	}
}

// Refused decides a step as its usual decider and expects to hear a problem's code.
func (c *City) Refused(code, number, step, choice string, details ...any) models.Problem {
	c.T.Helper()
	return c.RefusedTo(c.Decider(number, step), code, number, step, choice, details...)
}

// RefusedTo decides a step as somebody and expects to hear a problem's code. The task
// waits as before.
func (c *City) RefusedTo(who access.Actor, code, number, step, choice string, details ...any) models.Problem {
	c.T.Helper()
	before, task := c.Case(number), c.Task(number, step)
	_, err := c.try(who, number, step, contract.Decide, choice, details...)
	p := c.Problem(err, code)
	if after := c.Case(number); after.Stage != before.Stage || after.Open() != before.Open() {
		c.T.Errorf("%s was refused, yet %s went from %s to %s", code, number, before.Stage, after.Stage)
	}
	if now := c.Task(number, step); now.ID != task.ID || now.DueAt != task.DueAt {
		c.T.Errorf("%s was refused, yet its task changed: %+v, was %+v", code, now, task)
	}
	return p
}

// Problem expects an error to be a problem with a code.
func (c *City) Problem(err error, code string) models.Problem {
	c.T.Helper()
	p, ok := models.AsProblem(err)
	if !ok || p.Code != code {
		c.T.Fatalf("%s: heard %v, want %s", c.now.Format("2006-01-02 15:04"), err, code)
	}
	return *p
}

func (c *City) try(who access.Actor, number, step string, verb contract.Verb, choice string, details ...any) (cases.Settled, error) {
	c.T.Helper()
	d := cases.Decision{Verb: verb, Choice: choice, Reason: "经核查", Evidence: Paper}
	if len(details) > 0 {
		d.Details = c.raw(details[0])
	}
	defer c.deliver() // what follows for other cases follows at once
	return c.Decide(context.Background(), who, c.Task(number, step).ID, d, "")
}

func (c *City) raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	c.must(err)
	return b
}

// Withdrawn ends a case on its department's or applicant's wish; it must count.
func (c *City) Withdrawn(who access.Actor, number, how string) {
	c.T.Helper()
	out, err := c.TryWithdraw(who, number, how)
	if err != nil || out.Status != models.CommandCounted {
		c.T.Fatalf("withdrawal of %s: %s, %v", number, out.Status, err)
	}
}

// Report enters a violation that was done a day ago.
func (c *City) Report(behaviour string, subjects ...string) string {
	c.T.Helper()
	return c.report(cases.NewViolation{Behaviour: behaviour, Subjects: subjects})
}

// Emergency enters a violation that endangers traffic: it is dispatched at once.
func (c *City) Emergency(behaviour string, subjects ...string) string {
	c.T.Helper()
	return c.report(cases.NewViolation{Behaviour: behaviour, Subjects: subjects, Emergency: true})
}

func (c *City) report(in cases.NewViolation) string {
	c.T.Helper()
	in.Organization, in.Description, in.OccurredAt = c.Pack.Jurisdiction.Key+"/"+Bureau, "巡查发现", models.At(c.now.AddDate(0, 0, -1))
	out, err := c.ReportViolation(context.Background(), c.As(policy.DistrictReporter, Bureau), in, "")
	c.must(err)
	return out.Number
}

// Proposal is what two handlers propose against subjects, for one behaviour at the
// catalogue's points, on a founding document of today. Tests change what they are about.
func (c *City) Proposal(behaviour string, subjects ...string) map[string]any {
	c.T.Helper()
	c.As(policy.Handler, Bureau, 2)
	b, _ := c.Pack.Behaviour(behaviour)
	c.founding++
	var all []any
	for _, s := range subjects {
		all = append(all, map[string]any{
			"subject": s, "charges": []policy.Charge{{Behaviour: behaviour, Points: b.Points}}, "act_at": models.At(c.now.AddDate(0, 0, -1)),
			"founding": map[string]any{"number": fmt.Sprintf("济任城管罚字〔%d〕%d号", c.now.Year(), c.founding), "body": "济宁市任城区城市管理局", "issued_at": c.Clock()},
		})
	}
	return map[string]any{"co_handler": Bureau + ".handler2", "recognitions": all}
}

// With sets a field of a proposal's first recognition.
func With(proposal map[string]any, field string, value any) map[string]any {
	proposal["recognitions"].([]any)[0].(map[string]any)[field] = value
	return proposal
}

// DecideTask decides a task by its id as somebody, whatever comes of it.
func (c *City) DecideTask(who access.Actor, task, choice string, details ...any) error {
	c.T.Helper()
	d := cases.Decision{Choice: choice, Reason: "经核查", Evidence: Paper}
	if len(details) > 0 {
		d.Details = c.raw(details[0])
	}
	_, err := c.Decide(context.Background(), who, task, d, "")
	return err
}

// TryBare decides a step as its usual decider with a reason and no material.
func (c *City) TryBare(number, step, choice string) error {
	c.T.Helper()
	defer c.deliver()
	_, err := c.Decide(context.Background(), c.Decider(number, step), c.Task(number, step).ID, cases.Decision{Choice: choice, Reason: "经核查"}, "")
	return err
}

// Received decides a step while nobody can act on it, and gives the command's status.
func (c *City) Received(number, step, choice string) string {
	c.T.Helper()
	out, err := c.try(c.Decider(number, step), number, step, contract.Decide, choice)
	c.must(err)
	return out.Status
}

// TryWithdraw asks for a case's end, which may be refused.
func (c *City) TryWithdraw(who access.Actor, number, how string) (cases.Settled, error) {
	defer c.deliver()
	return c.Withdraw(context.Background(), who, number, cases.Decision{Choice: how, Reason: "情况已变"}, "")
}

// TrySend asks to return a case, which may be refused.
func (c *City) TrySend(number, step, back string) error {
	c.T.Helper()
	_, err := c.try(c.Decider(number, step), number, step, contract.Return, back)
	return err
}
