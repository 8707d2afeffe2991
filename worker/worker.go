// Package worker assembles and runs what carries cases out: Temporal workers, the
// relay, schedules.
package worker

import (
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"chengxin/activities"
	"chengxin/workflows"
	"chengxin/workflows/contract"
)

// processes are the workflows by the kind of case they carry.
var processes = map[contract.Kind]func(workflow.Context, contract.Case) error{
	contract.Violation:  workflows.Violation,
	contract.Listing:    workflows.Listing,
	contract.Dispute:    workflows.Dispute,
	contract.Breach:     workflows.Breach,
	contract.Repair:     workflows.Repair,
	contract.Revocation: workflows.Revocation,
}

// New assembles a worker for every process. It is started by the caller.
func New(t client.Client, register *activities.Register, o worker.Options) worker.Worker {
	w := worker.New(t, contract.TaskQueue, o)
	Register(w, register)
	return w
}

// ActivityOptions are the SDK's options of an activity.
type ActivityOptions = activity.RegisterOptions

// Registry is where processes and activities are made known: a worker, a replayer or
// a test environment.
type Registry interface {
	RegisterWorkflowWithOptions(w any, o workflow.RegisterOptions)
	RegisterActivityWithOptions(a any, o ActivityOptions)
}

// Register makes processes and activities known by their contract names.
func Register(r Registry, register *activities.Register) {
	for kind, process := range processes {
		r.RegisterWorkflowWithOptions(process, workflow.RegisterOptions{Name: string(kind)})
	}
	r.RegisterActivityWithOptions(register, activity.RegisterOptions{})
}
