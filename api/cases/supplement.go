package cases

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// kindSupplement is the notice of what an application lacks (补正通知书).
const kindSupplement = "supplement_notice"

// supplementServed has the term for bringing what is missing run from the service of its
// notice, as the notice says: until then it ran from the day it was drawn up. A term that
// is over stays over.
func (s *Service) supplementServed(tx *store.Tx, pack *policy.Pack, c *models.Case, d models.Document, now models.Instant, said map[string]any) error {
	if d.Kind != kindSupplement || !c.Open() {
		return nil
	}
	var t models.Task
	err := tx.Locked().Limit(1).Find(&t, "case_number = ? AND step = 'supplement' AND closed_at = 0", c.Number).Error
	if err != nil || t.ID == "" || t.DueAt != 0 && now >= t.DueAt.Over() {
		return err
	}
	step, err := stepOf(t)
	if err != nil || step.From != policy.Served {
		return err
	}
	before, moved, err := s.fromService(pack, c, &t, step, d.ServedAt)
	if err != nil || !moved {
		return err
	}
	if c.Paused == "" {
		t.NextAt = now // its clock sets itself anew at once
	}
	if err := tx.Save(&t).Error; err != nil {
		return err
	}
	err = tx.Event(models.TaskEvent{
		CaseNumber: c.Number, TaskID: t.ID, Kind: models.EventRecounted, At: now, ActorID: "system", OrganizationID: t.OrganizationID,
		Why: "补正通知书已送达，期限自送达之次日起算", DueBefore: before, DueAfter: t.DueAt, Calendar: t.Calendar,
	})
	if err != nil {
		return err
	}
	return wake(tx, c, now, said)
}

// fromService winds the step's own clock from a service, beside the whole case's; while the
// case's clocks stand still it is only noted from when it will count.
func (s *Service) fromService(pack *policy.Pack, c *models.Case, t *models.Task, step policy.Step, served models.Instant) (before models.Instant, moved bool, err error) {
	var k *models.Clock
	if err := json.Unmarshal(t.Deadline, &k); err != nil {
		return 0, false, err
	}
	own := k.Own("task")
	if own == nil || served <= own.From {
		return 0, false, nil
	}
	own.Event, own.From = string(policy.Served), served
	if err := own.Count(s.Rules.Calendar(), pack.Counting()); err != nil {
		return 0, false, err
	}
	var whole *models.Clock
	if len(c.Deadline) > 0 {
		if err := json.Unmarshal(c.Deadline, &whole); err != nil {
			return 0, false, err
		}
	}
	ruling := models.Sooner(own, whole, step.Lapse != "")
	if t.Deadline, err = json.Marshal(ruling); err != nil {
		return 0, false, err
	}
	if before = t.DueAt; c.Paused != "" {
		return before, true, nil
	}
	if t.DueAt, t.WarnAt, t.Calendar = ruling.DueAt, 0, ruling.Calendar; !step.Warn.IsZero() {
		t.WarnAt = models.At(s.Rules.Calendar().Before(t.DueAt.Time(), step.Warn))
	}
	return before, true, nil
}

// supplied keeps a step that would lapse from doing so: its party acted in time, and what
// it brought is for the office to judge.
func supplied(tx *store.Tx, c *models.Case, now models.Instant, said map[string]any) error {
	var t models.Task
	err := tx.Locked().Limit(1).Find(&t, "case_number = ? AND step = 'supplement' AND closed_at = 0", c.Number).Error
	if err != nil || t.ID == "" || t.DueAt != 0 && now >= t.DueAt.Over() {
		return err
	}
	step, err := stepOf(t)
	if err != nil || step.Lapse == "" {
		return err
	}
	step.Lapse = ""
	if t.Spec, err = json.Marshal(step); err != nil {
		return err
	}
	set := map[string]any{"spec": t.Spec}
	if c.Paused == "" { // its clock sets itself anew at once; one that stands still goes on standing
		set["next_at"] = now
	}
	if err := tx.Model(&models.Task{}).Where("id = ?", t.ID).Updates(set).Error; err != nil {
		return err
	}
	said["lapse"] = "stopped"
	return wake(tx, c, now, said)
}
