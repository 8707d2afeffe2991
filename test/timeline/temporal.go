package timeline

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"

	"chengxin/workflows/contract"
)

// errAway is what everyone hears while Temporal is away.
var errAway = serviceerror.NewUnavailable("temporal is away")

// temporal is what API and relay see of Temporal: the city's cases, each on its clock.
// What it does not do, nobody may call.
type temporal struct {
	client.Client
	city *City
}

func (t *temporal) ExecuteWorkflow(_ context.Context, _ client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	if t.city.Away {
		return nil, errAway
	}
	ref, ok := args[0].(contract.Case)
	if !ok {
		return nil, errors.New("a case's workflow takes its case")
	}
	t.city.wakeUp(ref)
	t.city.rest()
	return nil, nil //nolint:nilnil // nobody looks at the run: results come through the register
}

func (t *temporal) UpdateWorkflow(_ context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	r, err := t.city.find(o.WorkflowID)
	if err != nil {
		return nil, err
	}
	h := &handle{}
	if t.city.Deaf {
		return &handle{err: errUnanswered}, nil
	}
	t.city.order(r, r.update(o.UpdateID, o.Args[0], &h.err))
	t.city.rest()
	return h, nil
}

func (t *temporal) SignalWorkflow(_ context.Context, id, _, name string, arg any) error {
	r, err := t.city.find(id)
	if err != nil {
		return err
	}
	t.city.order(r, r.signal(name, arg))
	t.city.rest()
	return nil
}

func (t *temporal) SignalWithStartWorkflow(_ context.Context, _, name string, arg any, _ client.StartWorkflowOptions, _ any, args ...any) (client.WorkflowRun, error) {
	if t.city.Away {
		return nil, errAway
	}
	ref, ok := args[0].(contract.Case)
	if !ok {
		return nil, errors.New("a case's workflow takes its case")
	}
	if r := t.city.wakeUp(ref); r != nil {
		t.city.order(r, r.signal(name, arg))
	}
	t.city.rest()
	return nil, nil //nolint:nilnil // as above
}

// find gives a case's run. A case whose workflow is over, or was never started, has
// none; one that was lost on purpose is there again.
func (c *City) find(number string) (*run, error) {
	if c.Away {
		return nil, errAway
	}
	if r := c.runs[number]; r != nil {
		return r, nil
	}
	if c.lost[number] {
		row := c.Case(number)
		if r := c.wakeUp(contract.Case{Number: number, Kind: contract.Kind(row.Kind)}); r != nil {
			return r, nil
		}
	}
	return nil, serviceerror.NewNotFound("no workflow " + number)
}

// wakeUp starts a case's workflow unless it runs; nil when it was over at once.
func (c *City) wakeUp(ref contract.Case) *run {
	if c.runs[ref.Number] == nil {
		c.start(ref)
	}
	return c.runs[ref.Number]
}

// rest loses every run where the city is one that restarts at every step.
func (c *City) rest() {
	if !c.Restarts {
		return
	}
	for number, r := range c.runs {
		c.lost[number] = true
		c.lose(r)
	}
}

// handle is an update's answer: it is there already, or will not come.
type handle struct {
	client.WorkflowUpdateHandle
	err error
}

func (h *handle) Get(context.Context, any) error { return h.err }

// silence keeps the environments' chatter out of the tests' output.
type silence struct{}

var _ log.Logger = silence{}

func (silence) Debug(string, ...any) {}
func (silence) Info(string, ...any)  {}
func (silence) Warn(string, ...any)  {}
func (silence) Error(string, ...any) {}
