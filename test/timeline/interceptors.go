package timeline

import (
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/workflow"
)

// interceptors count what a workflow waits for besides time, so that its clock skips
// only when nothing else is under way.
func (r *run) interceptors() []interceptor.WorkerInterceptor {
	return []interceptor.WorkerInterceptor{&counter{run: r}}
}

type counter struct {
	interceptor.WorkerInterceptorBase
	run *run
}

func (c *counter) InterceptWorkflow(_ workflow.Context, next interceptor.WorkflowInboundInterceptor) interceptor.WorkflowInboundInterceptor {
	return &inbound{interceptor.WorkflowInboundInterceptorBase{Next: next}, c.run}
}

type inbound struct {
	interceptor.WorkflowInboundInterceptorBase
	run *run
}

func (i *inbound) Init(out interceptor.WorkflowOutboundInterceptor) error {
	return i.Next.Init(&outbound{interceptor.WorkflowOutboundInterceptorBase{Next: out}, i.run})
}

func (i *inbound) ExecuteWorkflow(ctx workflow.Context, in *interceptor.ExecuteWorkflowInput) (any, error) {
	i.run.done()
	return i.Next.ExecuteWorkflow(ctx, in)
}

type outbound struct {
	interceptor.WorkflowOutboundInterceptorBase
	run *run
}

func (o *outbound) ExecuteLocalActivity(ctx workflow.Context, name string, args ...any) workflow.Future {
	o.run.busy++
	return &counted{o.Next.ExecuteLocalActivity(ctx, name, args...), o.run}
}

func (o *outbound) ExecuteActivity(ctx workflow.Context, name string, args ...any) workflow.Future {
	o.run.busy++
	return &counted{o.Next.ExecuteActivity(ctx, name, args...), o.run}
}

// counted is a future that says when it was received; each is received once.
type counted struct {
	workflow.Future
	run *run
}

func (f *counted) Get(ctx workflow.Context, into any) error {
	err := f.Future.Get(ctx, into)
	f.run.done()
	return err
}
