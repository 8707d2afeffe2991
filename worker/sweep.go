package worker

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/client"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Sweep looks, every now and then, for tasks whose clock should have acted and did not:
// the last net under the timers (NX-4). It raises an alarm and wakes or starts the
// workflow that should have acted. Any number of them may run beside each other.
type Sweep struct {
	Store    *store.Store
	Temporal client.Client
	Now      func() time.Time
	Every    time.Duration // default: a minute
	Silence  time.Duration // how long a task may be late; default: two minutes
	Log      *slog.Logger
	// Tick does what the clocks of a closed case call for: an appeal outlives its case,
	// whose workflow is over.
	Tick   func(context.Context, contract.Tick) (contract.State, error)
	Silent prometheus.Gauge // how many are silent; may be nil
}

// SilentTasks is the gauge of a sweep.
func SilentTasks() prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "chengxin_silent_tasks", Help: "Open tasks whose clock should have acted and did not.",
	})
}

// Run sweeps until the context ends.
func (s *Sweep) Run(ctx context.Context) {
	every := s.Every
	if every == 0 {
		every = time.Minute
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := s.Once(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("sweep", "err", err)
		}
	}
}

// Once alarms on what is silent now and says how many tasks that are. One look is one
// range of an index; it costs next to nothing while all is well.
func (s *Sweep) Once(ctx context.Context) (silent int, err error) {
	before := s.Silence
	if before == 0 {
		before = 2 * time.Minute
	}
	now := models.At(s.Now())
	if err := s.outlived(ctx, now); err != nil {
		return 0, err
	}
	late := now - models.Instant(before.Microseconds())
	var ts []models.Task
	err = s.Store.Read(ctx).Order("next_at, id").Limit(batch).
		Find(&ts, "closed_at = 0 AND next_at > 0 AND next_at < ?", late).Error
	if err != nil {
		return 0, err
	}
	if s.Silent != nil {
		s.Silent.Set(float64(len(ts)))
	}
	for _, t := range ts {
		s.Log.Error("a task's clock did not act", "case", t.CaseNumber, "task", t.ID, "next_at", t.NextAt)
		if err := s.alarm(ctx, t, now); err != nil {
			return len(ts), err
		}
		if err := s.rouse(ctx, t.CaseNumber); err != nil {
			return len(ts), err
		}
	}
	return len(ts), nil
}

// outlived does what is due on tasks of closed cases.
func (s *Sweep) outlived(ctx context.Context, now models.Instant) error {
	if s.Tick == nil {
		return nil
	}
	var numbers []string
	err := s.Store.Read(ctx).Model(&models.Task{}).Distinct("tasks.case_number").Joins("JOIN cases ON cases.number = tasks.case_number").
		Where("tasks.closed_at = 0 AND tasks.next_at > 0 AND tasks.next_at <= ? AND cases.closed_at <> 0", now).
		Order("tasks.case_number").Limit(batch).Pluck("tasks.case_number", &numbers).Error
	for _, n := range numbers {
		if err == nil {
			_, err = s.Tick(ctx, contract.Tick{Case: n, At: now.Time()})
		}
	}
	return err
}

// alarm tells the supervisors, once for each instant that passed in silence.
func (s *Sweep) alarm(ctx context.Context, t models.Task, now models.Instant) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		n := models.Notice{
			ID: fmt.Sprintf("%s.%s.%d", t.ID, models.NoticeSilent, t.NextAt), CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: models.NoticeSilent,
			Role: string(policy.Supervisor), OrganizationID: t.OrganizationID, CreatedAt: now,
			Text: fmt.Sprintf("%s“%s”的时限已于%s到点而系统未处理，现已重新唤起，请留意后续办理。", t.CaseNumber, t.Name, store.When(t.NextAt)),
		}
		written, err := tx.Put(&n)
		if err != nil || !written {
			return err
		}
		return tx.Audit(t.CaseNumber, n.Kind, "system", now, map[string]any{
			"task": t.ID, "notice": n.ID, "next_at": t.NextAt, "told": n.Role, "organization": n.OrganizationID,
		})
	})
}

// rouse wakes a case's workflow, or starts it where none runs.
func (s *Sweep) rouse(ctx context.Context, number string) error {
	var c models.Case
	if err := s.Store.Read(ctx).Take(&c, "number = ?", number).Error; err != nil || !c.Open() {
		return err
	}
	ref := contract.Case{Number: c.Number, Kind: contract.Kind(c.Kind)}
	_, err := s.Temporal.SignalWithStartWorkflow(ctx, number, contract.SignalWake, nil, ref.StartOptions(), string(ref.Kind), ref)
	return err
}
