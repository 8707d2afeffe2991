package activities

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// Tick does what a task's clock calls for: warns the deciders, reports the overdue
// task to the supervisors, and reminds them every working day until it is decided
// (NX-4). It writes once per instant, however often it is called.
func (r *Register) Tick(ctx context.Context, k contract.Tick) (s contract.State, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(k.Case)
		if err != nil {
			return err
		}
		var t models.Task
		if err := tx.Locked().Take(&t, "id = ?", k.Task).Error; err != nil {
			return err
		}
		if now := models.At(k.At); t.ClosedAt == 0 && t.NextAt != 0 && t.NextAt <= now {
			if err := alarm(tx, c, t, now, r.Rules.Calendar()); err != nil {
				return err
			}
		}
		s, err = state(tx, c)
		return err
	})
	return s, err
}

// reminderHour is when an office opens: reminders come then.
const reminderHour = 9 * time.Hour

// alarm gives notice and sets the clock to its next instant.
func alarm(tx *store.Tx, c models.Case, t models.Task, now models.Instant, cal *calendar.Calendar) error {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	n := models.Notice{
		CaseNumber: c.Number, TaskID: t.ID, OrganizationID: t.OrganizationID, Role: t.Role, CreatedAt: now,
		Kind: "warning", Text: fmt.Sprintf("%s“%s”将于%s到期,请及时办理。", c.Number, t.Name, store.When(t.DueAt)),
	}
	next := t.DueAt
	if now >= t.DueAt {
		t.Reminders++
		n.Kind, n.Role = "overdue", string(policy.Supervisor)
		n.Text = fmt.Sprintf("%s“%s”已于%s超期(第%d次提醒),请督办。", c.Number, t.Name, store.When(t.DueAt), t.Reminders)
		next = models.At(cal.NextWorkingDay(now.Time()).Start().Add(reminderHour))
	}
	n.ID = fmt.Sprintf("%s.%s.%d", t.ID, n.Kind, t.Reminders)
	if _, err := tx.Put(&n); err != nil {
		return err
	}
	err := tx.Model(&t).Updates(map[string]any{"next_at": next, "reminders": t.Reminders}).Error
	if err != nil {
		return err
	}
	return tx.Audit(c.Number, n.Kind, "system", now, map[string]any{
		"task": t.ID, "due_at": t.DueAt, "reminder": t.Reminders, "told": n.Role, "organization": n.OrganizationID, "next_at": next,
	})
}
