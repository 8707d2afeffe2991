package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// Relay delivers what was written but never got to Temporal: starts, wakes, and
// decisions whose caller gave up waiting. It looks at the register first, so that
// what is over is not started again.
type Relay struct {
	Store    *store.Store
	Temporal client.Client
	Now      func() time.Time
	Every    time.Duration
	Log      *slog.Logger
	Stuck    prometheus.Gauge // how many decisions are delivered and not settled; may be nil
}

// StuckCommands is the gauge of a relay.
func StuckCommands() prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "chengxin_stuck_commands", Help: "Decisions delivered again and again that no workflow settles.",
	})
}

// batch bounds one round, so that a long backlog does not hold the database.
const batch = 200

// Run delivers until the context ends.
func (r *Relay) Run(ctx context.Context) {
	tick := time.NewTicker(r.Every)
	defer tick.Stop()
	for {
		if err := r.Once(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("relay", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once delivers what is due now.
func (r *Relay) Once(ctx context.Context) error {
	return errors.Join(r.messages(ctx), r.commands(ctx))
}

func (r *Relay) messages(ctx context.Context) error {
	now := models.At(r.Now())
	var due []models.Outbox
	err := r.Store.Read(ctx).Order("next_try_at").Limit(batch).
		Find(&due, "sent_at = 0 AND next_try_at <= ?", now).Error
	for _, m := range due {
		err = errors.Join(err, r.message(ctx, m, now))
	}
	return err
}

// message delivers one message and notes that it did, or when to try again.
func (r *Relay) message(ctx context.Context, m models.Outbox, now models.Instant) error {
	sent := r.deliver(ctx, m)
	set := map[string]any{"sent_at": models.At(r.Now())}
	if sent != nil {
		set = map[string]any{"attempts": m.Attempts + 1, "last_error": sent.Error(), "next_try_at": later(now, m.Attempts)}
	}
	return errors.Join(sent, r.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Model(&models.Outbox{}).Where("id = ?", m.ID).Updates(set).Error
	}))
}

func (r *Relay) deliver(ctx context.Context, m models.Outbox) error {
	ref, open, err := r.ref(ctx, m.Target)
	if err != nil || m.Topic == store.TopicStart && !open {
		return err
	}
	if m.Topic == store.TopicStart {
		return r.start(ctx, ref)
	}
	err = r.Temporal.SignalWorkflow(ctx, m.Target, "", contract.SignalWake, nil)
	var gone *serviceerror.NotFound
	if !errors.As(err, &gone) {
		return err
	}
	if !open {
		return nil // over, and its workflow with it
	}
	return r.start(ctx, ref)
}

func (r *Relay) start(ctx context.Context, ref contract.Case) error {
	_, err := r.Temporal.ExecuteWorkflow(ctx, ref.StartOptions(), string(ref.Kind), ref)
	return err
}

// commands sends stored decisions that nobody settled.
func (r *Relay) commands(ctx context.Context) error {
	now := models.At(r.Now())
	var due []models.Command
	err := r.Store.Read(ctx).Order("received_at").Limit(batch).
		Find(&due, "status = ? AND next_try_at <= ?", models.CommandReceived, now).Error
	for _, c := range due {
		err = errors.Join(err, r.carry(ctx, c, now))
	}
	return errors.Join(err, r.count(ctx))
}

// carry delivers a decision and says when to look again. Only what was delivered counts as
// a try: a Temporal that is away writes no history, and is tried again soon.
func (r *Relay) carry(ctx context.Context, c models.Command, now models.Instant) error {
	sent := r.command(ctx, c)
	set := map[string]any{"next_try_at": soon(now, c.ReceivedAt)}
	if sent == nil {
		c.Attempts++
		set = map[string]any{"attempts": c.Attempts, "next_try_at": spaced(now, c.Attempts)}
	}
	return errors.Join(sent, r.Store.Tx(ctx, func(tx *store.Tx) error {
		err := tx.Model(&models.Command{}).Where("id = ?", c.ID).Updates(set).Error
		if err != nil || sent != nil || c.Attempts < alarmAt {
			return err
		}
		return r.alarm(tx, c, now)
	}))
}

func (r *Relay) command(ctx context.Context, c models.Command) error {
	ref, open, err := r.ref(ctx, c.CaseNumber)
	if err != nil {
		return err
	}
	if !open {
		return r.Store.Tx(ctx, func(tx *store.Tx) error {
			c, err := tx.Command(c.ID)
			if err != nil || c.Status != models.CommandReceived {
				return err
			}
			return store.SettleStale(tx, c, models.At(r.Now()))
		})
	}
	msg := contract.NewCommand(c.ID, c.Verb, c.TaskID, c.Choice)
	_, err = r.Temporal.SignalWithStartWorkflow(ctx, ref.Number, contract.SignalDecide, msg, ref.StartOptions(), string(ref.Kind), ref)
	return err
}

func (r *Relay) ref(ctx context.Context, number string) (contract.Case, bool, error) {
	var c models.Case
	err := r.Store.Read(ctx).Take(&c, "number = ?", number).Error
	return contract.Case{Number: number, Kind: contract.Kind(c.Kind)}, c.Open(), err
}

// later spaces the tries: one second, two, four, up to a minute.
func later(now models.Instant, attempts int) models.Instant {
	wait := min(time.Second<<min(attempts, 6), time.Minute)
	return now + models.Instant(wait.Microseconds())
}
