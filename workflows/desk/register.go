package desk

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
)

// open reads the case. A process begins, goes on and is recovered by the same path.
func (d *Desk) open(ctx workflow.Context, c contract.Case) error {
	if err := call(ctx, contract.ActivityOpen, c, &d.opening); err != nil {
		return err
	}
	d.adopt(d.opening.State)
	d.opening.State = contract.State{}
	return nil
}

// write sends everything gathered since the last question. Where the register does
// not confirm it, the process is left and run again on the register's journal.
func (d *Desk) write(ctx workflow.Context, t contract.Transition) {
	t.Case, t.Version, t.At = d.opening.Case.Number, d.state.Version, workflow.Now(ctx)
	t.Stage, t.Effects, t.Answers = d.pass.stage, d.pass.effects, d.pass.answers
	if p := d.pending; p != nil {
		t.Command, t.Return = p.command, p.back
		t.Answers = append([]contract.Entry{p.answer}, t.Answers...)
	}
	d.pending = nil
	var w contract.Written
	d.must(ctx, contract.ActivityWrite, t, &w)
	d.forget()
	d.adopt(w.State)
	if d.turn != nil && d.turn.command.ID == t.Command && w.Settled {
		d.settle()
	}
	if w.Instead != nil && d.turn == nil {
		d.turn = &turn{command: *w.Instead}
	}
	if !w.Applied {
		panic(rewind{})
	}
}

// reread compares this run with the register and adopts it where they differ.
func (d *Desk) reread(ctx workflow.Context) {
	d.woken = false
	var s contract.State
	d.must(ctx, contract.ActivityRead, d.opening.Case.Number, &s)
	if s.Version != d.state.Version {
		d.adopt(s)
		panic(rewind{})
	}
}

// tick lets the register do what the case's clocks call for (warn, report overdue,
// remind, run again) and learns when they are due to act next.
func (d *Desk) tick(ctx workflow.Context, e contract.Entry) {
	var s contract.State
	d.must(ctx, contract.ActivityTick, contract.Tick{Case: d.opening.Case.Number, At: workflow.Now(ctx)}, &s)
	d.follow(s, e)
}

// aside has the register carry out the command in turn beside the open question, or say
// why it cannot count. It gives the question's answer where the command decides it.
func (d *Desk) aside(ctx workflow.Context, e contract.Entry) (answer string) {
	var out contract.Asided
	d.must(ctx, contract.ActivityAside, contract.Aside{Command: d.turn.command, At: workflow.Now(ctx)}, &out)
	if out.Answer != "" {
		return out.Answer
	}
	d.settle()
	d.follow(out.State, e)
	return ""
}

// follow goes on from a state in which the same question waits. Where the case went on
// meanwhile, the process is left and run again on the register's journal.
func (d *Desk) follow(s contract.State, e contract.Entry) {
	moved := s.Version > d.state.Version+1 || s.Closed
	d.adopt(s)
	if now, _ := s.Open(); moved || now.Step != e.Step || now.Occurrence != e.Occurrence {
		panic(rewind{})
	}
}

// refuse has the register say why the command in turn cannot count.
func (d *Desk) refuse(ctx workflow.Context) {
	d.must(ctx, contract.ActivitySettle, contract.Aside{Command: d.turn.command, At: workflow.Now(ctx)}, nil)
	d.settle()
}

func (d *Desk) settle() {
	d.turn.settled = true
	d.turn = nil
}

func (d *Desk) question(ctx workflow.Context, name string) (answer string) {
	q := contract.Question{Case: d.opening.Case.Number, Name: name, At: workflow.Now(ctx)}
	if d.pending != nil {
		q.Command = d.pending.command
	}
	d.must(ctx, contract.ActivityAsk, q, &answer)
	return answer
}

func (d *Desk) must(ctx workflow.Context, activity string, in, out any) {
	d.calls++
	if err := call(ctx, activity, in, out); err != nil {
		panic(failed{err})
	}
}

// Short transactions run as local activities. When the database is away for longer
// than the total time-out, an ordinary activity waits for it instead, whose retries
// leave no trace in the history.
var (
	short = workflow.LocalActivityOptions{
		ScheduleToCloseTimeout: 4 * time.Second,
		StartToCloseTimeout:    2 * time.Second,
		RetryPolicy:            &temporal.RetryPolicy{InitialInterval: 50 * time.Millisecond, MaximumAttempts: 3},
	}
	patient = workflow.ActivityOptions{
		StartToCloseTimeout: 30 * time.Second,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: time.Second, MaximumInterval: 30 * time.Second},
	}
)

// Refused marks an activity error that no retry mends.
const Refused = "refused"

func call(ctx workflow.Context, activity string, in, out any) error {
	err := workflow.ExecuteLocalActivity(workflow.WithLocalActivityOptions(ctx, short), activity, in).Get(ctx, out)
	var app *temporal.ApplicationError
	if err == nil || temporal.IsCanceledError(err) || asApplication(err, &app) && app.NonRetryable() {
		return err
	}
	return workflow.ExecuteActivity(workflow.WithActivityOptions(ctx, patient), activity, in).Get(ctx, out)
}
