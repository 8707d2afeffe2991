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
	var t models.Task
	if d.Kind != kindSupplement || !c.Open() || c.Paused != "" {
		return nil
	}
	if err := tx.Locked().Limit(1).Find(&t, "case_number = ? AND step = 'supplement' AND closed_at = 0", c.Number).Error; err != nil || t.ID == "" || now >= t.DueAt.Over() {
		return err
	}
	step, err := stepOf(t)
	if err != nil {
		return err
	}
	k := models.Clock{}
	if err := json.Unmarshal(t.Deadline, &k); err != nil {
		return err
	}
	if d.ServedAt <= k.From || step.From != "served" {
		return nil
	}
	before := t.DueAt
	k.Event, k.From = "served", d.ServedAt
	if err := k.Count(s.Rules.Calendar(), pack.Counting()); err != nil {
		return err
	}
	if t.Deadline, err = json.Marshal(k); err != nil {
		return err
	}
	t.DueAt, t.WarnAt, t.Calendar, t.NextAt = k.DueAt, 0, k.Calendar, now // its clock sets itself anew at once
	if !step.Warn.IsZero() {
		t.WarnAt = models.At(s.Rules.Calendar().Before(t.DueAt.Time(), step.Warn))
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

// wake has a case's workflow read its clocks again, with the trail entry that says so.
func wake(tx *store.Tx, c *models.Case, now models.Instant, said map[string]any) error {
	if !c.Open() {
		return nil
	}
	c.Version++
	said["version"], said["stage"] = c.Version, c.Stage
	err := tx.Model(&models.Case{}).Where("number = ?", c.Number).Updates(map[string]any{"version": c.Version, "changed_at": now}).Error
	if err != nil {
		return err
	}
	return tx.Wake(c.Number, c.Version, now)
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
	if err := tx.Model(&models.Task{}).Where("id = ?", t.ID).Updates(map[string]any{"spec": t.Spec, "next_at": now}).Error; err != nil {
		return err
	}
	said["lapse"] = "stopped"
	return wake(tx, c, now, said)
}
