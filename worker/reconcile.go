package worker

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// Reconciler brings Temporal back in line with the register, which says what is open
// and how far it has come: after Temporal's store was lost, or put back to an earlier
// day (R5). A second run finds everything running and changes nothing.
type Reconciler struct {
	Store    *store.Store
	Temporal client.Client
	Now      func() time.Time
	Log      *slog.Logger
	// Progress is told now and then; may be nil.
	Progress func(Reconciled)
}

// Reconciled counts what was done.
type Reconciled struct {
	Open     int // cases the register holds open
	Started  int // of them, those whose workflow had to be started from the journal
	Woken    int // and those whose workflow runs: they read the register again
	Ended    int // workflows of cases that are over, told to end
	Commands int // decisions nobody had settled, sent again
	Messages int // messages never delivered, sent
	Failed   int // what could not be done; the log says why
}

// atOnce is how many calls to Temporal are under way at a time.
const atOnce = 8

// Run makes every open case run, then sends what still waits to be sent.
func (r *Reconciler) Run(ctx context.Context) (Reconciled, error) {
	t := &tally{r: r}
	err := r.openCases(ctx, func(ctx context.Context, c models.Case) { t.ensure(ctx, c) }, t)
	if err == nil {
		err = r.overdueEnds(ctx, t)
	}
	if err == nil {
		err = r.resend(ctx, t)
	}
	return t.read(), err
}

// tally counts from many goroutines.
type tally struct {
	r                                                         *Reconciler
	open, started, woken, ended, commands, messages, failures atomic.Int64
}

func (t *tally) read() Reconciled {
	return Reconciled{
		Open: int(t.open.Load()), Started: int(t.started.Load()), Woken: int(t.woken.Load()), Ended: int(t.ended.Load()),
		Commands: int(t.commands.Load()), Messages: int(t.messages.Load()), Failed: int(t.failures.Load()),
	}
}

func (t *tally) progress() {
	if t.r.Progress != nil {
		t.r.Progress(t.read())
	}
}

// failed notes what one case could not have; the others go on.
func (t *tally) failed(what, number string, err error) {
	t.failures.Add(1)
	t.r.Log.Error(what, "case", number, "err", err)
}

// openCases walks the register's open cases, several at a time.
func (r *Reconciler) openCases(ctx context.Context, do func(context.Context, models.Case), t *tally) error {
	for after := ""; ; t.progress() {
		var cs []models.Case
		err := r.Store.Read(ctx).Select("number, kind, changed_at").Order("number").Limit(batch).
			Find(&cs, "closed_at = 0 AND number > ?", after).Error
		if err != nil || len(cs) == 0 {
			return err
		}
		after = cs[len(cs)-1].Number
		t.open.Add(int64(len(cs)))
		each(ctx, cs, do)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// each does something with every item, several at a time.
func each[T any](ctx context.Context, items []T, do func(context.Context, T)) {
	var busy sync.WaitGroup
	turns := make(chan struct{}, atOnce)
	for _, item := range items {
		turns <- struct{}{}
		busy.Go(func() {
			defer func() { <-turns }()
			do(ctx, item)
		})
	}
	busy.Wait()
}

// ensure starts a case's workflow, or wakes the one that runs: it may be behind.
func (t *tally) ensure(ctx context.Context, c models.Case) {
	ref := contract.Case{Number: c.Number, Kind: contract.Kind(c.Kind)}
	o := ref.StartOptions()
	o.WorkflowIDConflictPolicy = enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL
	o.WorkflowExecutionErrorWhenAlreadyStarted = true
	_, err := t.r.Temporal.ExecuteWorkflow(ctx, o, string(ref.Kind), ref)
	var runs *serviceerror.WorkflowExecutionAlreadyStarted
	switch {
	case err == nil:
		t.started.Add(1)
	case errors.As(err, &runs):
		if err := t.r.Temporal.SignalWorkflow(ctx, c.Number, "", contract.SignalWake, nil); err != nil {
			t.failed("wake", c.Number, err)
			return
		}
		t.woken.Add(1)
	default:
		t.failed("start", c.Number, err)
	}
}

// overdueEnds wakes workflows that run for cases which are over: reading the register,
// they end.
func (r *Reconciler) overdueEnds(ctx context.Context, t *tally) error {
	all := func(models.Case) bool { return true }
	return r.strayWorkflows(ctx, all, func(number string, known bool) {
		if !known {
			return // not ours to end: Check names it
		}
		if err := r.Temporal.SignalWorkflow(ctx, number, "", contract.SignalWake, nil); err != nil {
			t.failed("end", number, err)
			return
		}
		t.ended.Add(1)
	})
}

// resend sends decisions that nobody settled and messages that were never delivered,
// whenever their next try would be.
func (r *Reconciler) resend(ctx context.Context, t *tally) error {
	relay := &Relay{Store: r.Store, Temporal: r.Temporal, Now: r.Now, Log: r.Log}
	for last := (models.Command{}); ; t.progress() {
		var cs []models.Command
		err := r.Store.Read(ctx).Order("received_at, id").Limit(batch).
			Find(&cs, "status = ? AND received_at >= ? AND (received_at > ? OR id > ?)", models.CommandReceived, last.ReceivedAt, last.ReceivedAt, last.ID).Error
		if err != nil {
			return err
		}
		if len(cs) == 0 {
			break
		}
		last = cs[len(cs)-1]
		for _, c := range cs { // one after the other: of two on one task, the earlier counts
			if err := relay.command(ctx, c); err != nil {
				t.failed("decision", c.CaseNumber, err)
				continue
			}
			t.commands.Add(1)
		}
	}
	for after := ""; ; t.progress() {
		var ms []models.Outbox
		err := r.Store.Read(ctx).Order("id").Limit(batch).Find(&ms, "sent_at = 0 AND id > ?", after).Error
		if err != nil || len(ms) == 0 {
			return err
		}
		after = ms[len(ms)-1].ID
		each(ctx, ms, func(ctx context.Context, m models.Outbox) {
			if err := relay.message(ctx, m, models.At(r.Now())); err != nil {
				t.failed("message", m.Target, err)
				return
			}
			t.messages.Add(1)
		})
	}
}
