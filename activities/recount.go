package activities

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Recounting counts running clocks again by the calendar in force: a year was loaded or
// corrected while cases run (NX-3).
type Recounting struct {
	Register *Register
	Now      func() time.Time
}

// Recount counts a case's running clocks again, in one transaction with its trail and
// the notices to those whose deadline moved, and says how many moved. Asked twice it
// changes nothing the second time; of a closed case it counts what outlived it. Clocks
// that stand still are counted when they run again.
func (r *Recounting) Recount(ctx context.Context, number string) (moved int, err error) {
	err = r.Register.Store.Tx(ctx, func(tx *store.Tx) error {
		moved = 0
		a, err := r.Register.aside(ctx, tx, number, models.At(r.Now()))
		if err != nil {
			return err
		}
		if moved, err = a.recountAll(); err != nil || moved == 0 || !a.c.Open() {
			return err
		}
		return tx.Wake(number, a.c.Version, a.now)
	})
	return moved, err
}

func (a *act) recountAll() (moved int, err error) {
	whole, err := a.recountCase()
	if err != nil {
		return 0, err
	}
	var open []models.Task
	err = a.tx.Locked().Order("id").Find(&open, "case_number = ? AND closed_at = 0 AND calendar NOT IN ?", a.c.Number, []string{"", a.cal.ID()}).Error
	if err != nil {
		return 0, err
	}
	for _, t := range open {
		changed, err := a.recountTask(t)
		if err != nil {
			return moved, err
		}
		moved += changed
	}
	moved += whole
	if moved > 0 {
		a.c.Version++
		a.c.ChangedAt = a.now
	}
	if err := a.tx.Save(a.c).Error; err != nil || moved == 0 {
		return moved, err
	}
	return moved, a.tx.Audit(a.c.Number, "recounted", "system", a.now, map[string]any{
		"version": a.c.Version, "stage": a.c.Stage, "calendar": a.cal.ID(), "acts": a.trail,
	})
}

// recountCase counts the whole case's limit again.
func (a *act) recountCase() (moved int, err error) {
	k, err := clockOf(a.c.Deadline)
	if err != nil || k == nil || a.c.Calendar == a.cal.ID() || a.c.Paused != "" {
		return 0, err
	}
	before := a.c.DueAt
	if err := k.Count(a.cal, a.pack.Counting()); err != nil {
		return 0, err
	}
	if err := a.windCase(k); err != nil || a.c.DueAt == before {
		return 0, err
	}
	a.note("recounted", map[string]any{"case": a.c.Number, "from": before, "to": a.c.DueAt})
	return 1, a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, Kind: models.EventRecounted, At: a.now, ActorID: "system", Why: calendarChanged, DueBefore: before, DueAfter: a.c.DueAt, Calendar: a.c.Calendar,
	})
}

const calendarChanged = "放假安排有更新，期限重新计算"

// recountTask counts one task's clock again, and tells whoever has the task.
func (a *act) recountTask(t models.Task) (moved int, err error) {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return 0, err
	}
	k, err := clockOf(t.Deadline)
	if err != nil {
		return 0, err
	}
	before := t.DueAt
	if t.Question() || t.Kind == models.KindSignature {
		own := k.Own("task")
		if own != nil {
			if err := own.Count(a.cal, a.pack.Counting()); err != nil {
				return 0, err
			}
		}
		err = a.wind(&t, step, own)
	} else {
		err = a.recountBeside(&t, step, k)
	}
	if err != nil {
		return 0, err
	}
	if err := a.saveClock(&t); err != nil || t.DueAt == before {
		return 0, err
	}
	a.note("recounted", map[string]any{"task": t.ID, "from": before, "to": t.DueAt})
	if err := a.event(&t, models.EventRecounted, calendarChanged, before); err != nil {
		return 0, err
	}
	_, err = a.tx.Put(&models.Notice{
		ID: fmt.Sprintf("%s.%s.%d", t.ID, models.EventRecounted, a.now), CaseNumber: a.c.Number, TaskID: t.ID, Kind: models.EventRecounted, Role: t.Role,
		UserID: t.AssigneeID, OrganizationID: t.OrganizationID, CreatedAt: a.now,
		Text: fmt.Sprintf("%s“%s”的期限由%s变更为%s（%s）。", a.c.Number, t.Name, store.When(before), store.When(t.DueAt), calendarChanged),
	})
	return 1, err
}

// recountBeside counts the clock of a task beside a question again.
func (a *act) recountBeside(t *models.Task, step policy.Step, k *models.Clock) (err error) {
	if err := k.Count(a.cal, a.pack.Counting()); err != nil {
		return err
	}
	if t.Deadline, err = json.Marshal(k); err != nil {
		return err
	}
	t.DueAt, t.Calendar = k.DueAt, k.Calendar
	t.NextAt = next(*t, alarms(*t, step, a.pack, a.cal), a.cal)
	return nil
}
