package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/temporalproto"
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
		for h != nil && len(h.Events) < 3 { // started, and no worker has looked at it yet
			time.Sleep(50 * time.Millisecond)
			h = historyOf(c, row.Number)
		}
		if h == nil {
			continue // entered by decree: it has no workflow
		}
		if err := r.ReplayWorkflowHistory(city.Silent(), h); err != nil {
			c.T.Errorf("%s %s: %v", row.Kind, row.Number, err)
		}
		c.T.Logf("%s %s: %d events replayed", row.Kind, row.Number, len(h.Events))
		record(c, row, h)
	}
}

var identity = regexp.MustCompile(`"identity": ?"[^"]*"`)

// record keeps a history for later versions to replay, in the folder that
// CHENGXIN_RECORD names: it is set once for each release, on the released code.
func record(c *city.City, row models.Case, h *history.History) {
	c.T.Helper()
	dir := os.Getenv("CHENGXIN_RECORD")
	if dir == "" {
		return
	}
	raw, err := temporalproto.CustomJSONMarshalOptions{}.Marshal(h)
	if err != nil {
		c.T.Fatal(err)
	}
	raw = identity.ReplaceAll(raw, []byte(`"identity":"worker"`)) // not the machine's name
	test := strings.ToLower(strings.TrimPrefix(c.T.Name(), "Test"))
	file := filepath.Join(dir, fmt.Sprintf("%s-%s-%s.json", row.Kind, test, row.Number[len(row.Number)-6:]))
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		c.T.Fatal(err)
	}
}

// Every history recorded from a released version replays on today's code (R4).
func TestRecordedHistories(t *testing.T) {
	files, err := filepath.Glob("../../workflows/testdata/replay/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded histories: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			r := sdk.NewWorkflowReplayer()
			worker.Register(replayRegistry{r}, &activities.Register{})
			if err := r.ReplayWorkflowHistoryFromJSONFile(city.Silent(), file); err != nil {
				t.Error(err)
			}
		})
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
