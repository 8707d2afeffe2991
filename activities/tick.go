package activities

import (
	"context"
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Tick does what a case's clocks call for: warns the deciders, tells of what nobody
// claimed, climbs the escalation ladder, reminds every working day until the task is
// decided (NX-4), and lets clocks run again whose pause is over. It writes once per
// instant, however often it is called.
func (r *Register) Tick(ctx context.Context, k contract.Tick) (s contract.State, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		a, err := r.aside(ctx, tx, k.Case, models.At(k.At))
		if err != nil {
			return err
		}
		var due []models.Task
		err = tx.Locked().Order("next_at, id").Find(&due, "case_number = ? AND closed_at = 0 AND next_at > 0 AND next_at <= ?", a.c.Number, a.now).Error
		if err != nil {
			return err
		}
		if a.c.Paused != "" && len(due) > 0 {
			if err := a.resumeByItself(); err != nil {
				return err
			}
			if a.c.Paused != "" { // nothing is due before the clocks run again
				if err := a.park(due); err != nil {
					return err
				}
			}
			due = nil
		}
		for _, t := range due {
			if err := a.alarm(t); err != nil {
				return err
			}
		}
		s, err = state(tx, *a.c)
		return err
	})
	return s, err
}

// park lets tasks of a paused case look again when its clocks run again by themselves, and
// not before.
func (a *act) park(tasks []models.Task) error {
	until, err := a.resumesAt()
	for _, t := range tasks {
		if err != nil {
			return err
		}
		err = a.tx.Model(&models.Task{}).Where("id = ?", t.ID).Update("next_at", until).Error
	}
	return err
}

// alarm does everything that a task's clock called for up to now.
func (a *act) alarm(t models.Task) error {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	all := alarms(t, step, a.pack, a.cal)
	var notices []string
	var kinds []string
	for _, m := range all {
		if m.at <= t.AlarmedAt || m.at > a.now || m.kind == "" {
			continue
		}
		if m.kind == models.EventOverdue {
			t.Reminders++
		}
		ids, err := a.raise(t, m)
		if err != nil {
			return err
		}
		notices, kinds = append(notices, ids...), append(kinds, m.kind)
	}
	if again := reminder(t, all, a.cal); again != 0 && again <= a.now {
		to, _ := chasers(all)
		t.Reminders++
		ids, err := a.raise(t, alarm{again, models.EventReminded, to})
		if err != nil {
			return err
		}
		notices, kinds = append(notices, ids...), append(kinds, models.EventReminded)
	}
	t.AlarmedAt = a.now
	t.NextAt = next(t, all, a.cal)
	if err := a.tx.Model(&t).Updates(map[string]any{"next_at": t.NextAt, "reminders": t.Reminders, "alarmed_at": t.AlarmedAt}).Error; err != nil {
		return err
	}
	return a.tx.Audit(a.c.Number, "clock", "system", a.now, map[string]any{
		"task": t.ID, "due_at": t.DueAt, "kinds": kinds, "notices": notices, "reminders": t.Reminders, "next_at": t.NextAt,
	})
}

// raise gives notice of one moment to everybody it concerns.
func (a *act) raise(t models.Task, m alarm) (notices []string, err error) {
	kind, text := models.NoticeWarning, fmt.Sprintf("%s“%s”将于%s到期，请及时办理。", a.c.Number, t.Name, store.When(t.DueAt))
	switch {
	case m.kind == models.EventUnclaimed:
		text = fmt.Sprintf("%s“%s”至今无人认领，请指派人员办理。", a.c.Number, t.Name)
	case m.at >= t.DueAt.Over():
		kind, text = models.NoticeOverdue, fmt.Sprintf("%s“%s”已于%s超期（第%d次提醒），请督办。", a.c.Number, t.Name, store.When(t.DueAt), t.Reminders)
	}
	to := m.to
	if len(to) == 0 {
		to = []policy.Audience{{Role: policy.Role(t.Role)}}
	}
	for _, who := range to {
		n := models.Notice{CaseNumber: a.c.Number, TaskID: t.ID, Kind: kind, Text: text, CreatedAt: a.now}
		n.OrganizationID, n.Role = audience(who, t, a.pack)
		if m.kind == models.EventWarned && t.AssigneeID != "" {
			n.UserID = t.AssigneeID
		}
		n.ID = fmt.Sprintf("%s.%s.%d.%s", t.ID, m.kind, m.at, n.Role)
		if _, err := a.tx.Put(&n); err != nil {
			return nil, err
		}
		notices = append(notices, n.ID)
	}
	err = a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, TaskID: t.ID, Kind: m.kind, At: a.now, ActorID: "system", Why: text, DueBefore: t.DueAt, DueAfter: t.DueAt,
	})
	return notices, err
}
