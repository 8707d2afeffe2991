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
	d.written++

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

// tick lets the register do what the clock calls for (warn, report overdue, remind)
// and learns when it is due to act next.
func (d *Desk) tick(ctx workflow.Context, e contract.Entry) contract.Entry {
	t := contract.Tick{
		Case: d.opening.Case.Number,
		Task: contract.TaskID(d.opening.Case.Number, e.Step, e.Occurrence),
		At:   workflow.Now(ctx),
	}
	var s contract.State
	d.must(ctx, contract.ActivityTick, t, &s)
	version := d.state.Version
	d.adopt(s)
	now, waiting := s.Open()
	if s.Version != version || !waiting || now.Step != e.Step || now.Occurrence != e.Occurrence {
		panic(rewind{})
	}
	return now
}

// refuse has the register say why the command in turn cannot count.
func (d *Desk) refuse(ctx workflow.Context) {
	d.must(ctx, contract.ActivitySettle, d.turn.command, nil)
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
