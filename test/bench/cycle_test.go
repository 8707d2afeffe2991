// Package bench measures the product beside named baselines in the same run. Figures
// are ratios; nothing here asserts a time.
package bench

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	sdk "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/city"
)

// decisions of one cycle: a dispute is accepted and rejected.
var decisions = []struct{ step, choice string }{{"acceptance", "accepted"}, {"investigation", "rejected"}}

const (
	cycles     = 300
	concurrent = 16
)

// BenchmarkCycle is P1: full cycles per second of a minimal case (entered, two human
// decisions, closed, all of it in the register with trail and documents) beside a bare
// workflow with two updates, two timers and two trivial local activities on the same
// server.
func BenchmarkCycle(b *testing.B) {
	c := city.New(b, city.Options{Durable: true})
	prepare(c, cycles*2)
	for b.Loop() {
		ours := rate(b, func(i int) error { return cycle(c, i) })
		bare := rate(b, bareCycle(b, c))
		b.ReportMetric(ours, "cases/s")
		b.ReportMetric(bare, "bare/s")
		b.ReportMetric(ours/bare, "ratio")
	}
}

// rate runs the cycles and gives how many were done in a second.
func rate(b *testing.B, one func(int) error) float64 {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	began := time.Now()
	for range concurrent {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := int(next.Add(1)); i <= cycles; i = int(next.Add(1)) {
				if err := one(i); err != nil {
					b.Error(err)
					return
				}
			}
		}()
	}
	wg.Wait()
	return cycles / time.Since(began).Seconds()
}

var made atomic.Int64

func cycle(c *city.City, _ int) error {
	ctx := context.Background()
	n := made.Add(1)
	d, err := c.Dispute(ctx, clerk, cases.NewDispute{
		Target: number(int(n)), Applicant: "法定代表人", Reasons: "认定事实有误", Evidence: city.Paper,
	}, "")
	if err != nil {
		return err
	}
	for _, s := range decisions {
		out, err := c.Decide(ctx, handler, d.Number+"."+s.step+".1", cases.Decision{Choice: s.choice, Reason: "经核查"}, "")
		if err != nil || out.Status != models.CommandCounted {
			return fmt.Errorf("%s: %+v: %w", s.step, out, err)
		}
	}
	return nil
}

var clerk, handler = city.Actor("clerk", policy.WindowClerk), city.Actor("handler", policy.Handler)

func number(n int) string { return fmt.Sprintf("370800-L-2026-8%05d", n) }

// prepare puts subjects on a list by decree, for disputes to be about.
func prepare(c *city.City, n int) {
	err := c.Store.Tx(context.Background(), func(tx *store.Tx) error {
		now := models.At(c.Now())
		for i := 1; i <= n; i++ {
			row := models.Case{
				Number: number(i), Kind: "listing", Jurisdiction: "jining", PackHash: c.Pack.Hash, OrganizationID: "jining/" + city.District,
				SubjectID: number(i), Stage: "published", ReceivedAt: now, StartedAt: now,
			}
			l := models.Listing{
				Number: number(i), Jurisdiction: "jining", SubjectID: number(i), List: "yellow", Family: "black", Slot: "active",
				State: models.ListingPublished, DecidedAt: now, PublishedAt: now,
			}
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
			if err := tx.Create(&l).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.T.Fatal(err)
	}
}

// bareCycle is the baseline: what Temporal itself costs for the same decisions.
func bareCycle(b *testing.B, c *city.City) func(int) error {
	b.Helper()
	w := sdk.New(c.Temporal, "bare", sdk.Options{})
	w.RegisterWorkflow(bare)
	w.RegisterActivity(nothing)
	if err := w.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(w.Stop)
	return func(i int) error {
		ctx := context.Background()
		run, err := c.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: fmt.Sprintf("bare-%d-%d", b.N, i), TaskQueue: "bare"}, bare)
		if err != nil {
			return err
		}
		for range decisions {
			h, err := c.Temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
				WorkflowID: run.GetID(), UpdateName: "decide", WaitForStage: client.WorkflowUpdateStageCompleted,
			})
			if err == nil {
				err = h.Get(ctx, nil)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

func nothing(context.Context) error { return nil }

func bare(ctx workflow.Context) error {
	heard, done := 0, 0
	err := workflow.SetUpdateHandler(ctx, "decide", func(ctx workflow.Context) error {
		heard++
		n := heard
		return workflow.Await(ctx, func() bool { return done >= n })
	})
	if err != nil {
		return err
	}
	lao := workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{ScheduleToCloseTimeout: time.Second})
	for range decisions {
		if _, err := workflow.AwaitWithTimeout(ctx, 72*time.Hour, func() bool { return heard > done }); err != nil {
			return err
		}
		if err := workflow.ExecuteLocalActivity(lao, nothing).Get(ctx, nil); err != nil {
			return err
		}
		done++
	}
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
}
