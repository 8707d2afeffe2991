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
		d.rest(ctx, e.NextAt)
		now := workflow.Now(ctx)
		switch {
		case d.turn != nil:
			if answer, ok := d.take(ctx, step, e); ok {
				return answer
			}
		case d.woken:
			d.reread(ctx)
		case step.Lapse != "" && !e.DueAt.IsZero() && !now.Before(e.DueAt):
			return d.answer(e, step.Lapse, "")
		case !e.NextAt.IsZero() && !now.Before(e.NextAt):
			e = d.tick(ctx, e)
		}
	}
}

// idle waits between two looks at something outside the case: for a wake, a
// command that ends the case, or a day, whichever comes first.
func (d *Desk) idle(ctx workflow.Context) {
	d.rest(ctx, workflow.Now(ctx).Add(24*time.Hour))
	if d.turn != nil {
		d.take(ctx, policy.Step{}, contract.Entry{})
	}
	if d.woken {
		d.reread(ctx)
	}
}

// rest parks the process until a command, a wake or the instant comes.
func (d *Desk) rest(ctx workflow.Context, until time.Time) {
	d.parked = true
	defer func() { d.parked = false }()
	heard := func() bool { return d.turn != nil || d.woken }
	if d.long(ctx) && !heard() {
		panic(renew{})
	}
	var err error
	if until.IsZero() {
		err = workflow.Await(ctx, heard)
	} else if left := until.Sub(workflow.Now(ctx)); left > 0 {
		_, err = workflow.AwaitWithTimeout(ctx, left, heard)
	}
	if err != nil {
		panic(failed{err})
	}
}

// take lets the command whose turn it is answer the step. What fits no open step is
// compared with the register first, for this run may be behind it, and then refused.
func (d *Desk) take(ctx workflow.Context, step policy.Step, e contract.Entry) (Decision, bool) {
	c := d.turn.command
	here := step.Key != "" && c.Task == contract.TaskID(d.opening.Case.Number, e.Step, e.Occurrence)
	switch {
	case c.Verb == contract.Withdraw:
		d.answer(contract.Entry{Step: string(contract.Withdraw), Occurrence: 1, Fact: true}, c.Choice, c.ID)
		panic(ended{c.Choice})
	case here && c.Verb == contract.Decide && step.Has(c.Choice):
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
	d.refuse(ctx)
	return Decision{}, false
}

// answer is what the process goes by from here on; the next transition writes it.
func (d *Desk) answer(e contract.Entry, choice, command string) Decision {
	e.Answered, e.Choice = true, choice
	e.NextAt, e.DueAt = time.Time{}, time.Time{}
	d.pending = &pending{command: command, answer: e}
	return Decision{choice}
}
