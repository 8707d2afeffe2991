package timeline

import (
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/testsuite"
	sdk "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"chengxin/worker"
	"chengxin/workflows/contract"
)

// errUnanswered is what a caller hears when nobody settled its update in time.
var errUnanswered = errors.New("the case has not answered")

// run is one workflow on a clock that skips: between two orders it is paused, with
// everything done that its clock called for.
type run struct {
	ref    contract.Case
	env    *testsuite.TestWorkflowEnvironment
	orders chan func()
	paused chan struct{} // sent when everything is done; closed when the workflow ended
	busy   int           // activities under way; all that touches it runs in the environment's loop
	err    error         // how it ended
}

// start begins a workflow at an instant and lets it come to its first question.
func (c *City) start(ref contract.Case) {
	r := &run{ref: ref, orders: make(chan func()), paused: make(chan struct{}), busy: 1}
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(silence{})
	r.env = suite.NewTestWorkflowEnvironment()
	r.env.SetStartTime(c.now)
	r.env.SetTestTimeout(time.Minute)
	r.env.SetStartWorkflowOptions(client.StartWorkflowOptions{ID: ref.Number, TaskQueue: contract.TaskQueue})
	r.env.SetWorkerOptions(sdk.Options{Interceptors: r.interceptors(), DeadlockDetectionTimeout: time.Minute})
	worker.Register(r.env, c.Register)
	c.runs[ref.Number] = r
	go func() {
		defer close(r.paused)
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("the environment of %s: %v", ref.Number, p)
			}
		}()
		r.env.ExecuteWorkflow(string(ref.Kind), ref)
		r.err = r.env.GetWorkflowError()
	}()
	c.settle(r)
}

// order has the run do something in its loop and waits until everything that follows
// from it at this instant is done.
func (c *City) order(r *run, do func()) {
	r.orders <- do
	c.settle(r)
}

// settle waits for the run to pause or to end. A run that continued as new goes on.
func (c *City) settle(r *run) {
	if _, open := <-r.paused; open {
		return
	}
	delete(c.runs, r.ref.Number)
	var renewed *workflow.ContinueAsNewError
	switch {
	case errors.As(r.err, &renewed):
		c.Renewed[r.ref.Number]++
		c.start(r.ref)
	case r.err != nil && !c.stopping:
		c.T.Errorf("workflow %s failed: %v", r.ref.Number, r.err)
	}
}

// quiet pauses the run as soon as nothing is under way any more. It looks twice: a
// timer of the same instant may stand behind the first look.
func (r *run) quiet(looks int) func() {
	return func() {
		switch {
		case r.busy > 0: // whatever ends last looks again
		case looks > 0:
			r.env.RegisterDelayedCallback(r.quiet(looks-1), 0)
		default:
			r.paused <- struct{}{}
			(<-r.orders)()
		}
	}
}

// done counts an activity as over, or the workflow as begun.
func (r *run) done() {
	if r.busy--; r.busy == 0 {
		r.env.RegisterDelayedCallback(r.quiet(1), 0)
	}
}

// goTo lets time pass up to an instant; timers on the way fire in their order.
func (r *run) goTo(t time.Time) func() {
	return func() {
		if left := t.Sub(r.env.Now()); left > 0 {
			r.env.RegisterDelayedCallback(r.quiet(1), left)
			return
		}
		r.env.RegisterDelayedCallback(r.quiet(1), 0)
	}
}

// update delivers a command as the API does.
func (r *run) update(id string, msg any, answer *error) func() {
	*answer = errUnanswered
	return func() {
		r.env.UpdateWorkflow(contract.UpdateDecide, id, &testsuite.TestUpdateCallback{
			OnAccept:   func() {},
			OnReject:   func(err error) { *answer = err },
			OnComplete: func(_ any, err error) { *answer = err },
		}, msg)
		r.env.RegisterDelayedCallback(r.quiet(1), 0)
	}
}

func (r *run) signal(name string, msg any) func() {
	return func() {
		r.env.SignalWorkflow(name, msg)
		r.env.RegisterDelayedCallback(r.quiet(1), 0)
	}
}

// lose ends a run in the middle, as the loss of Temporal's store would: the register
// knows nothing of it.
func (c *City) lose(r *run) {
	c.stopping = true
	defer func() { c.stopping = false }()
	for c.runs[r.ref.Number] == r {
		c.order(r, r.env.CancelWorkflow)
	}
}
