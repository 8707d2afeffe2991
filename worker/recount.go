package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// Recounter counts a case's running clocks again by the calendar in force, in one
// transaction with the trail and the notices to those whose deadline moved, and says how
// many moved. Afterwards the case and every open task of it name the calendar in force,
// moved or not. It must be right to ask twice, and of a case that is over: an appeal
// outlives it.
type Recounter interface {
	Recount(ctx context.Context, caseNumber string) (moved int, err error)
}

// Recount finds, every now and then, open cases with a clock that another calendar
// counted than the one in force: a year was loaded or corrected. Any number of
// them may run beside each other; a case that fails is tried again in the next round and
// holds up no other.
type Recount struct {
	Store *store.Store
	Rules interface {
		Renew(ctx context.Context) error
		Calendar() *calendar.Calendar
	}
	Cases Recounter
	Every time.Duration // default: five seconds
	Log   *slog.Logger
}

// Recounted says what a round did.
type Recounted struct {
	Cases  int // counted again
	Moved  int // deadlines that moved
	Failed int
}

// Run counts again until the context ends.
func (r *Recount) Run(ctx context.Context) {
	every := r.Every
	if every == 0 {
		every = 5 * time.Second
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		done, err := r.Once(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.Warn("recount", "err", err)
		}
		if done.Cases+done.Failed > 0 {
			r.Log.Info("counted by the calendar in force", "cases", done.Cases, "moved", done.Moved, "failed", done.Failed)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// mostStuck is how many cases of one round may stay behind before it gives up: something
// is wrong with all of them.
const mostStuck = 10 * batch

// Once counts every case again that needs it. One after the other: it must not crowd out
// the decisions that people wait for.
func (r *Recount) Once(ctx context.Context) (done Recounted, err error) {
	if err := r.Rules.Renew(ctx); err != nil {
		return done, err
	}
	tried, stuck := map[string]bool{}, map[string]bool{}
	for len(stuck) < mostStuck {
		numbers, err := r.behind(ctx, batch+len(stuck)) // those that stay behind are found again each time
		if err != nil {
			return done, err
		}
		further := false
		for _, n := range numbers {
			if tried[n] {
				further = further || !stuck[n]
				stuck[n] = true
				continue
			}
			tried[n], further = true, true
			if err := r.one(ctx, n, &done); err != nil {
				return done, err
			}
		}
		if !further {
			return done, nil
		}
	}
	return done, errors.New("many cases stay behind the calendar")
}

// one counts a case again. Only what concerns every case ends the round.
func (r *Recount) one(ctx context.Context, number string, done *Recounted) error {
	// Another process may know a newer calendar: counting back by an old one would move
	// deadlines to and fro.
	if err := r.Rules.Renew(ctx); err != nil {
		return err
	}
	moved, err := r.Cases.Recount(ctx, number)
	switch {
	case err == nil:
		done.Cases++
		done.Moved += moved
	case ctx.Err() != nil:
		return err
	default:
		done.Failed++
		r.Log.Error("a case could not be counted again", "case", number, "err", err)
	}
	return nil
}

// behind lists open cases that have a clock counted by another calendar. While there are
// none, each look is an empty range of an index: smaller and greater apart, because a
// database walks all of "not equal". Clocks that stand still are counted when they run
// again.
func (r *Recount) behind(ctx context.Context, most int) (numbers []string, err error) {
	id := r.Rules.Calendar().ID()
	seen := map[string]bool{}
	for _, of := range []struct {
		model         any
		number, where string
	}{{&models.Task{}, "case_number", "closed_at = 0"}, {&models.Case{}, "number", "closed_at = 0 AND paused = ''"}} {
		for _, other := range []string{"calendar > '' AND calendar < ?", "calendar > ?"} {
			var some []string
			e := r.Store.Read(ctx).Model(of.model).Distinct(of.number).Where(of.where+" AND "+other, id).Limit(most).Pluck(of.number, &some).Error
			err = errors.Join(err, e)
			for _, n := range some {
				if !seen[n] {
					seen[n] = true
					numbers = append(numbers, n)
				}
			}
		}
	}
	return numbers, err
}
