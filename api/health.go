package api

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"chengxin/models/store"
)

// Health knows whether what the server rests on answers.
type Health struct {
	Store    *store.Store
	Temporal func(ctx context.Context) error // nil when it answers
	Log      *slog.Logger

	database, temporal atomic.Bool // true: away
}

// probe is how long an answer may take.
const probe = time.Second

// Watch looks every second, so that requests are refused at once while the database
// is away instead of each waiting for it. It ends with the context.
func (h *Health) Watch(ctx context.Context) {
	for ctx.Err() == nil {
		_, _ = h.Look(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(probe):
		}
	}
}

// Look asks now, both at once.
func (h *Health) Look(ctx context.Context) (database, temporal error) {
	ctx, cancel := context.WithTimeout(ctx, probe)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- h.Temporal(ctx) }()
	database, temporal = h.Store.Ping(ctx), <-done
	if !errors.Is(ctx.Err(), context.Canceled) { // the caller left: nothing was learned
		h.note("database", &h.database, database)
		h.note("temporal", &h.temporal, temporal)
	}
	return database, temporal
}

func (h *Health) note(what string, away *atomic.Bool, err error) {
	if was := away.Swap(err != nil); was != (err != nil) {
		h.Log.Warn("dependency", "what", what, "away", err != nil, "err", err)
	}
}

// DatabaseAway is what the last look found.
func (h *Health) DatabaseAway() bool { return h.database.Load() }

// TemporalAway is what the last look found: decisions are then kept and carried out
// later, and nobody needs to wait to hear it.
func (h *Health) TemporalAway() bool { return h.temporal.Load() }
