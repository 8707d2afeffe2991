package desk

import (
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"chengxin/policy"
	"chengxin/workflows/contract"
)

// listen waits for the step's answer: from a person, or from its deadline.
func (d *Desk) listen(ctx workflow.Context, step policy.Step, e contract.Entry) Decision {
	for {
		d.rest(ctx, d.state.NextAt)
		now := workflow.Now(ctx)
		switch {
		case d.turn != nil:
			if answer, ok := d.take(ctx, step, e); ok {
				return answer
			}
		case d.woken:
			d.reread(ctx)
		case step.Lapse != "" && !e.LapsesAt.IsZero() && !now.Before(e.LapsesAt):
			return d.answer(e, step.Lapse, "")
		case d.due(now):
			d.tick(ctx, e)
		}
		e, _ = d.state.Open() // its clock may have moved
	}
}

// idle waits between two looks at something outside the case: for a wake, a command, a
// clock beside the question, or a day, whichever comes first.
func (d *Desk) idle(ctx workflow.Context) {
	until := workflow.Now(ctx).Add(24 * time.Hour)
	if next := d.state.NextAt; !next.IsZero() && next.Before(until) {
		until = next
	}
	d.rest(ctx, until)
	switch {
	case d.turn != nil:
		d.take(ctx, policy.Step{}, contract.Entry{})
	case d.woken:
		d.reread(ctx)
	case d.due(workflow.Now(ctx)):
		d.tick(ctx, contract.Entry{})
	}
}

// due says that a clock of the case must act.
func (d *Desk) due(now time.Time) bool {
	return !d.state.NextAt.IsZero() && !now.Before(d.state.NextAt)
}

// rest parks the process until a command, a wake or the instant comes.
func (d *Desk) rest(ctx workflow.Context, until time.Time) {
	d.parked = true
	defer func() { d.parked = false }()
	heard := func() bool { return d.turn != nil || d.woken }
	var err error
	if d.long(ctx) { // whoever was just answered leaves first
		err = workflow.Await(ctx, func() bool { return heard() || workflow.AllHandlersFinished(ctx) })
		if err == nil && !heard() {
			panic(renew{})
		}
	}
	if err != nil {
		panic(failed{err})
	}
	if until.IsZero() {
		err = workflow.Await(ctx, heard)
	} else if left := until.Sub(workflow.Now(ctx)); left > 0 {
		_, err = workflow.AwaitWithTimeout(ctx, left, heard)
	}
	if err != nil {
		panic(failed{err})
	}
}

// take lets the command whose turn it is answer the step. What does not is compared
// with the register first, for this run may be behind it; then the register carries it
// out beside the question, or refuses it.
func (d *Desk) take(ctx workflow.Context, step policy.Step, e contract.Entry) (Decision, bool) {
	c := d.turn.command
	question := contract.TaskID(d.opening.Case.Number, e.Step, e.Occurrence)
	here := step.Key != "" && contract.QuestionID(c.Task) == question
	switch {
	case c.Verb == contract.Withdraw:
		d.answer(contract.Entry{Step: string(contract.Withdraw), Occurrence: 1, Fact: true}, c.Choice, c.ID)
		panic(ended{c.Choice})
	case here && c.Verb == contract.Decide && step.Countersign == nil && step.Has(c.Choice):
		return d.answer(e, c.Choice, c.ID), true
	case here && c.Verb == contract.Return && slices.Contains(step.ReturnTo, c.Choice):
		if struck, been := d.state.Strike(c.Choice); been {
			d.answer(e, "returned", c.ID)
			d.pending.back = c.Choice
			d.state = struck
			panic(rewind{})
		}
	}
	d.reread(ctx)
	if answer := d.aside(ctx, e); answer != "" {
		return d.answer(e, answer, c.ID), true
	}
	return Decision{}, false
}

// answer is what the process goes by from here on; the next transition writes it.
func (d *Desk) answer(e contract.Entry, choice, command string) Decision {
	e.Answered, e.Choice = true, choice
	e.LapsesAt = time.Time{}
	d.pending = &pending{command: command, answer: e}
	return Decision{choice}
}
