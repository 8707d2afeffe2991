package desk

import (
	"errors"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
)

// renewAfter bounds a run's length, in calls of the register: a case moved, urged or
// returned thousands of times goes on in a new run, which reads its journal from the
// register.
const renewAfter = 200

// hear registers what a case listens to, before the first wait.
func (d *Desk) hear(ctx workflow.Context) error {
	workflow.Go(ctx, func(ctx workflow.Context) {
		approvals := workflow.GetSignalChannel(ctx, contract.SignalDecide)
		for {
			var c contract.Command
			if more := approvals.Receive(ctx, &c); !more {
				return
			}
			if _, err := d.decide(ctx, c); err != nil {
				return // the case is being torn down
			}
		}
	})
	workflow.Go(ctx, func(ctx workflow.Context) {
		wakes := workflow.GetSignalChannel(ctx, contract.SignalWake)
		for wakes.Receive(ctx, nil) {
			d.woken = true
		}
	})
	if err := workflow.SetQueryHandler(ctx, contract.QueryState, func() (contract.State, error) { return d.state, nil }); err != nil {
		return err
	}
	return workflow.SetUpdateHandlerWithOptions(ctx, contract.UpdateDecide, d.decide,
		workflow.UpdateHandlerOptions{Validator: d.validate})
}

// validate refuses what is wrong whatever the register says. A task unknown to this
// run is not: the run may be behind the register.
func (d *Desk) validate(_ workflow.Context, c contract.Command) error {
	if c.ID == "" || c.Choice == "" {
		return temporal.NewApplicationError("a command needs an id and a choice", Refused)
	}
	if c.Verb.Known() {
		return nil
	}
	return temporal.NewApplicationError("unknown verb "+string(c.Verb), Refused)
}

// decide carries one command through the process and answers when the register has
// settled it. Commands take turns.
func (d *Desk) decide(ctx workflow.Context, c contract.Command) (contract.Receipt, error) {
	if err := d.lock.Lock(ctx); err != nil {
		return contract.Receipt{}, err
	}
	defer d.lock.Unlock()
	if err := workflow.Await(ctx, func() bool { return d.parked && d.turn == nil }); err != nil {
		return contract.Receipt{}, err
	}
	t := &turn{command: c}
	d.turn = t
	if err := workflow.Await(ctx, func() bool { return t.settled }); err != nil {
		return contract.Receipt{}, err
	}
	return contract.Receipt{Command: c.ID}, nil
}

// long says that this run should end in favour of a new one.
func (d *Desk) long(ctx workflow.Context) bool {
	return d.calls >= renewAfter || workflow.GetInfo(ctx).GetContinueAsNewSuggested()
}

func asApplication(err error, target **temporal.ApplicationError) bool { return errors.As(err, target) }
