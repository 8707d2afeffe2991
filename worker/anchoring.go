package worker

import (
	"context"
	"log/slog"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// Anchoring makes the day's anchor of the trail as soon as a day has begun and a worker
// runs. Any number of them may run: one anchor a day is made.
type Anchoring struct {
	Store *store.Store
	Now   func() time.Time
	Every time.Duration // default: ten minutes
	Log   *slog.Logger
}

// Run makes anchors until the context ends.
func (a *Anchoring) Run(ctx context.Context) {
	every := a.Every
	if every == 0 {
		every = 10 * time.Minute
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for done := ""; ; {
		if today := calendar.From(a.Now()).String(); today != done {
			switch made, err := a.Store.Anchor(ctx, today, models.At(a.Now())); {
			case err == nil:
				done = today
				a.Log.Info("trail anchored", "day", made.Day, "root", made.Root, "chains", made.Chains)
			case ctx.Err() == nil:
				a.Log.Warn("trail is not anchored", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
