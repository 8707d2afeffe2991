package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// Gap is one difference between register and Temporal.
type Gap struct {
	Number string
	Text   string // in official words
}

// stuckAfter is how often a workflow's next step may fail before it counts as stuck: a
// worker that restarts fails once or twice.
const stuckAfter = 5

// moment is how long ago a case must have changed last to be looked at: beside a
// working server, a case and its workflow follow each other within it.
const moment = 5 * time.Second

func (r *Reconciler) settled(c models.Case) bool {
	return c.ChangedAt < models.At(r.Now().Add(-moment))
}

// Check lists open cases without a running workflow, workflows that cannot go on, and
// workflows without an open case. It changes nothing.
func (r *Reconciler) Check(ctx context.Context, tell func(Gap)) (looked int, gaps int, err error) {
	t, found := &tally{r: r}, make(chan Gap, atOnce)
	told := make(chan struct{})
	go func() {
		defer close(told)
		for g := range found {
			gaps++
			tell(g)
		}
	}()
	err = r.openCases(ctx, func(ctx context.Context, c models.Case) {
		if !r.settled(c) {
			return
		}
		if text := r.trouble(ctx, c.Number); text != "" && r.stillOpen(ctx, c.Number) {
			found <- Gap{c.Number, text}
		}
	}, t)
	if err == nil {
		err = r.strayWorkflows(ctx, r.settled, func(number string, known bool) {
			text := fmt.Sprintf("流程%s仍在运行，而案件已办结", number)
			if !known {
				text = fmt.Sprintf("流程%s正在运行，而登记库中没有该案件", number)
			}
			found <- Gap{number, text}
		})
	}
	close(found)
	<-told
	return int(t.open.Load()), gaps, err
}

// trouble says what keeps an open case from running, empty when nothing does.
func (r *Reconciler) trouble(ctx context.Context, number string) string {
	d, err := r.Temporal.DescribeWorkflowExecution(ctx, number, "")
	var gone *serviceerror.NotFound
	switch {
	case errors.As(err, &gone):
		return fmt.Sprintf("案件%s未办结，而没有流程", number)
	case err != nil:
		return fmt.Sprintf("案件%s的流程无法查询：%v", number, err)
	case d.GetWorkflowExecutionInfo().GetStatus() != enums.WORKFLOW_EXECUTION_STATUS_RUNNING:
		return fmt.Sprintf("案件%s未办结，而流程已结束（%s）", number, d.GetWorkflowExecutionInfo().GetStatus())
	case d.GetPendingWorkflowTask().GetAttempt() > stuckAfter:
		return fmt.Sprintf("案件%s的流程停滞，已连续失败%d次", number, d.GetPendingWorkflowTask().GetAttempt())
	}
	return ""
}

// stillOpen looks again: a server may have closed the case meanwhile.
func (r *Reconciler) stillOpen(ctx context.Context, number string) bool {
	var c models.Case
	err := r.Store.Read(ctx).Select("number, closed_at").Limit(1).Find(&c, "number = ?", number).Error
	return err != nil || c.Open()
}

// strayWorkflows finds running workflows whose case is over (known) or was never in the
// register. Temporal's index may lag, so each is looked at itself.
func (r *Reconciler) strayWorkflows(ctx context.Context, look func(models.Case) bool, stray func(number string, known bool)) error {
	for token := []byte(nil); ; {
		page, err := r.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{
			Query: `ExecutionStatus = "Running"`, PageSize: batch, NextPageToken: token,
		})
		if err != nil {
			return err
		}
		var numbers []string
		for _, e := range page.GetExecutions() {
			if e.GetTaskQueue() == contract.TaskQueue {
				numbers = append(numbers, e.GetExecution().GetWorkflowId())
			}
		}
		if err := r.strays(ctx, numbers, look, stray); err != nil {
			return err
		}
		if token = page.GetNextPageToken(); len(token) == 0 {
			return nil
		}
	}
}

func (r *Reconciler) strays(ctx context.Context, numbers []string, look func(models.Case) bool, stray func(string, bool)) error {
	if len(numbers) == 0 {
		return nil
	}
	var cs []models.Case
	if err := r.Store.Read(ctx).Select("number, closed_at, changed_at").Find(&cs, "number IN ?", numbers).Error; err != nil {
		return err
	}
	known := map[string]models.Case{}
	for _, c := range cs {
		known[c.Number] = c
	}
	for _, n := range numbers {
		if c, ok := known[n]; ok && (c.Open() || !look(c)) {
			continue
		}
		d, err := r.Temporal.DescribeWorkflowExecution(ctx, n, "")
		if err == nil && d.GetWorkflowExecutionInfo().GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_RUNNING {
			stray(n, known[n].Number != "")
		}
	}
	return nil
}
