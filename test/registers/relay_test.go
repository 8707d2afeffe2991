package registers

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/worker"
)

// deliveries is a Temporal that takes every signal and whose workflow never answers, or
// that is away.
type deliveries struct {
	client.Client
	n    int
	away bool
}

func (d *deliveries) SignalWithStartWorkflow(context.Context, string, string, any, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	if d.away {
		return nil, errors.New("away")
	}
	d.n++
	return nil, nil //nolint:nilnil // nobody looks at the run
}

// A decision that is delivered and never settled is delivered seldom and more seldom, so
// that no history grows without bound; the supervisors hear of it, once (NX-4).
func TestAStuckDecisionIsDeliveredSeldomAndTold(t *testing.T) {
	both(t, func(b *bed) {
		number, ids := b.served("S", 5, 1)
		clock, temporal := now, &deliveries{}
		relay := &worker.Relay{Store: b.Store, Temporal: temporal, Now: func() time.Time { return clock }, Log: slog.New(slog.DiscardHandler), Stuck: worker.StuckCommands()}
		next := func() (c models.Command) {
			must(b.t, b.Store.Read(context.Background()).Take(&c, "id = ?", ids[0]).Error)
			return c
		}
		pass := func(until time.Time) {
			for c := next(); !c.NextTryAt.Time().After(until); c = next() {
				if at := c.NextTryAt.Time(); at.After(clock) {
					clock = at
				}
				_ = relay.Once(context.Background()) // an error while Temporal is away
			}
			clock = until
		}
		b.tx(func(tx *store.Tx) error { return tx.Started(number, models.At(now)) })
		temporal.away = true
		pass(now.Add(time.Hour))
		b.count("tries while Temporal was away", 0, &models.Command{}, "attempts > 0")
		temporal.away = false
		pass(now.Add(time.Hour + time.Minute))
		if temporal.n == 0 {
			b.t.Error("a minute after Temporal came back nothing was delivered")
		}
		b.count("alarms", 0, &models.Notice{}, "kind = ?", models.NoticeStuck)
		pass(now.Add(2 * time.Hour))
		b.count("alarms", 1, &models.Notice{}, "kind = ? AND case_number = ? AND role = ?", models.NoticeStuck, number, "supervisor")
		b.count("alarms in the trail", 1, &models.AuditEntry{}, "chain = ? AND action = ?", number, models.NoticeStuck)
		pass(now.AddDate(0, 0, 7))
		if temporal.n > 45 {
			b.t.Errorf("delivered %d times in a week", temporal.n)
		}
		b.count("alarms", 1, &models.Notice{}, "kind = ?", models.NoticeStuck)
		b.chains()
	})
}
