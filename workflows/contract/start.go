package contract

import (
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
)

// StartOptions start a case's workflow unless it runs. A number may be used again
// after its workflow ended: a listing revives, a lost workflow is recovered; the
// register says which cases are open.
func (c Case) StartOptions() client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID: c.Number, TaskQueue: TaskQueue,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}
}

// RestartOptions start it anew from the register, whatever runs under its number.
func (c Case) RestartOptions() client.StartWorkflowOptions {
	o := c.StartOptions()
	o.WorkflowIDConflictPolicy = enums.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
	return o
}
