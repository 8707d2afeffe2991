package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

// Succession looks, every now and then, for tasks whose holder can no longer act: the
// account was closed, the role ended, or its holder is away and nobody acts meanwhile.
// Each gets its next person by the step's rule, or goes back to the pool; where nobody
// is left, the head is told. Whatever ends somebody's post, they leave nothing behind.
// Before it looks it makes the changes of organizations whose day has come, since they
// too change who can act.
type Succession struct {
	Store *store.Store
	Now   func() time.Time
	Every time.Duration // default: a minute
	Log   *slog.Logger
}

// Run looks until the context ends.
func (s *Succession) Run(ctx context.Context) {
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
			s.Log.Warn("succession", "err", err)
		}
	}
}

// orphaned finds open tasks whose holder cannot act at an instant, and why.
const orphaned = `closed_at = 0 AND assignee_id <> '' AND (
	NOT EXISTS (SELECT 1 FROM users WHERE users.id = tasks.assignee_id AND users.disabled_at = 0)
	OR kind <> ? AND NOT EXISTS (SELECT 1 FROM assignments JOIN organization_reach ON organization_reach.ancestor = assignments.organization_id
		WHERE assignments.user_id = tasks.assignee_id AND assignments.role = tasks.role AND organization_reach.descendant = tasks.organization_id
		AND assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?))
	OR EXISTS (SELECT 1 FROM absences WHERE absences.user_id = tasks.assignee_id AND absences.delegate_id = ''
		AND absences.from_at <= ? AND absences.until_at > ? AND absences.ended_at = 0))`

// Once finds successors for what is orphaned now and says for how many tasks.
func (s *Succession) Once(ctx context.Context) (found int, err error) {
	now := models.At(s.Now())
	if _, err := s.Store.MakeDue(ctx, now); err != nil {
		return 0, err
	}
	args := []any{models.KindCoSign, now, now, now, now}
	var ts []models.Task
	if err := s.Store.Read(ctx).Select("id, case_number").Order("id").Limit(batch).Where(orphaned, args...).Find(&ts).Error; err != nil {
		return 0, err
	}
	for _, t := range ts {
		err = errors.Join(err, s.Store.Tx(ctx, func(tx *store.Tx) error {
			c, err := tx.Case(t.CaseNumber)
			if err != nil {
				return err
			}
			var held models.Task // as it is under the lock
			if err := tx.Where("id = ?", t.ID).Where(orphaned, args...).Limit(1).Find(&held).Error; err != nil || held.ID == "" {
				return err
			}
			found++
			return succeed(tx, c, held, now)
		}))
	}
	return found, err
}

func succeed(tx *store.Tx, c models.Case, t models.Task, now models.Instant) error {
	who := t.AssigneeID
	mark := "left." + now.String()
	err := tx.Succeed(c, t, store.Handing{Kind: models.EventReleased, Actor: "system", Why: "原办理人不在岗", At: now, Mark: mark})
	if err != nil {
		return err
	}
	var after models.Task
	if err := tx.Take(&after, "id = ?", t.ID).Error; err != nil {
		return err
	}
	if after.AssigneeID == "" && after.ClosedAt == 0 {
		if err := tx.VacantUnlessAble(c, after, mark, now); err != nil {
			return err
		}
	}
	return tx.Audit(c.Number, "succession", "system", now, map[string]any{"task": t.ID, "was": who, "assignee": after.AssigneeID})
}
