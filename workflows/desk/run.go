package desk

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/workflows/contract"
)

// The ways to leave a process in the middle. They travel as panics, caught in once,
// so that a process needs no error handling between its steps.
type (
	rewind struct{}                 // run again from the top
	renew  struct{}                 // continue as new
	ended  struct{ outcome string } // the case ends here by a command
	failed struct{ err error }      // the register cannot serve this case
)

// Run carries a case through its process: workflow functions are this one line.
func Run(ctx workflow.Context, c contract.Case, process Process) error {
	d := &Desk{lock: workflow.NewMutex(ctx)}
	if err := d.hear(ctx); err != nil {
		return err
	}
	if err := d.open(ctx, c); err != nil {
		return err
	}
	for {
		if d.state.Closed {
			if again, err := d.dismiss(ctx, c); err != nil || !again {
				return err
			}
			continue
		}
		switch end := d.once(ctx, process).(type) {
		case rewind:
		case renew:
			return workflow.NewContinueAsNewError(ctx, workflow.GetInfo(ctx).WorkflowType.Name, c)
		case failed:
			return end.err
		}
	}
}

// once runs the process from the top until it ends or must be left.
func (d *Desk) once(ctx workflow.Context, process Process) (left any) {
	defer func() {
		switch r := recover().(type) {
		case nil: // ended, or the coroutine is being torn down
		case rewind, renew, failed:
			left = r
		default:
			panic(r)
		}
	}()
	d.pass = pass{met: map[string]int{}}
	d.write(ctx, contract.Transition{Outcome: d.outcome(ctx, process)})
	return nil
}

// outcome runs the process, or hears that a command ended the case.
func (d *Desk) outcome(ctx workflow.Context, process Process) (outcome string) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case ended:
			outcome = r.outcome
		default:
			panic(r)
		}
	}()
	return process(ctx, d)
}

// adopt takes the register's state for the truth.
func (d *Desk) adopt(s contract.State) {
	if s.Last == nil {
		s.Last = map[string]int{}
	}
	d.state = s
}

// dismiss answers those who still wait when the case is over. A wake that came in
// meanwhile may mean that another case's decision opened it again.
func (d *Desk) dismiss(ctx workflow.Context, c contract.Case) (again bool, err error) {
	d.parked = true
	for {
		err := workflow.Await(ctx, func() bool { return d.turn != nil || workflow.AllHandlersFinished(ctx) })
		if err != nil {
			return false, err
		}
		if d.turn == nil {
			break
		}
		d.refuse(ctx)
	}
	d.parked = false
	if !d.woken {
		return false, nil
	}
	d.woken = false
	return true, d.open(ctx, c)
}
