package engine

import (
	"context"
	"errors"
	"io"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	sdk "go.temporal.io/sdk/worker"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/test/city"
	"chengxin/worker"
)

// replay runs every history of the city again and fails where the code would now do
// something else (R4).
func replay(c *city.City) {
	c.T.Helper()
	r := sdk.NewWorkflowReplayer()
	worker.Register(replayRegistry{r}, &activities.Register{})
	var all []models.Case
	if err := c.Store.Read(context.Background()).Find(&all, "started_at <> 0").Error; err != nil {
		c.T.Fatal(err)
	}
	for _, row := range all {
		h := historyOf(c, row.Number)
		if h == nil {
			continue // entered by decree: it has no workflow
		}
		if err := r.ReplayWorkflowHistory(city.Silent(), h); err != nil {
			c.T.Errorf("%s %s: %v", row.Kind, row.Number, err)
		}
		c.T.Logf("%s %s: %d events replayed", row.Kind, row.Number, len(h.Events))
	}
}

// replayRegistry drops the activities: a replay performs none.
type replayRegistry struct{ sdk.WorkflowReplayer }

func (replayRegistry) RegisterActivityWithOptions(any, worker.ActivityOptions) {}

func historyOf(c *city.City, number string) *history.History {
	c.T.Helper()
	h := &history.History{}
	it := c.Temporal.GetWorkflowHistory(context.Background(), number, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for it.HasNext() {
		e, err := it.Next()
		var gone *serviceerror.NotFound
		if errors.As(err, &gone) || errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			c.T.Fatal(err)
		}
		h.Events = append(h.Events, e)
	}
	return h
}
