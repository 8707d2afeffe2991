package activities

import (
	"errors"

	"chengxin/models"
)

// What one case's decision does to another stands in the same transaction: the other
// case's row, its tasks, an entry in its own trail, and a wake for its workflow.

// closeOther ends another case on this case's decision.
func (a *act) closeOther(number, outcome string) error {
	if number == a.c.Number {
		return nil // this case's own process ends it
	}
	c, err := a.tx.Case(number)
	if err != nil || !c.Open() {
		return err
	}
	c.Outcome, c.Stage, c.ClosedAt, c.DueAt = outcome, outcome, a.at, 0
	err = a.tx.Model(&models.Task{}).Where("case_number = ? AND closed_at = 0", number).
		Updates(map[string]any{"closed_at": a.at, "choice": "cancelled", "next_at": 0}).Error
	if err != nil {
		return err
	}
	return a.saveOther(c, "closed_by_other", map[string]any{"outcome": outcome})
}

// closeAll ends the open cases of a kind that are about a target.
func (a *act) closeAll(target, kind, outcome string) error {
	var numbers []string
	err := a.tx.Model(&models.Case{}).Where("target = ? AND kind = ? AND closed_at = 0", target, kind).
		Order("number").Pluck("number", &numbers).Error
	for _, n := range numbers {
		err = errors.Join(err, a.closeOther(n, outcome))
	}
	return err
}

// reopen lets a case that another case's decision had ended go on where it stood: the
// question that was cancelled is put again.
func (a *act) reopen(number, stage string) error {
	c, err := a.tx.Case(number)
	if err != nil || c.Open() {
		return err
	}
	c.Outcome, c.Stage, c.ClosedAt = "", stage, 0
	err = a.tx.Model(&models.JournalEntry{}).
		Where("case_number = ? AND answered = ? AND fact = ?", number, false, false).Update("struck", true).Error
	if err != nil {
		return err
	}
	if err := a.tx.Start(number, c.Version+1, a.now); err != nil {
		return err
	}
	return a.saveOther(c, "reopened", nil)
}

// touch makes another case read the register again.
func (a *act) touch(number, why string) error {
	if number == a.c.Number {
		return nil
	}
	c, err := a.tx.Case(number)
	if err != nil {
		return err
	}
	return a.saveOther(c, why, nil)
}

func (a *act) saveOther(c models.Case, action string, what map[string]any) error {
	c.Version++
	c.ChangedAt = a.now
	if err := a.tx.Save(&c).Error; err != nil {
		return err
	}
	if err := a.tx.Wake(c.Number, c.Version, a.now); err != nil {
		return err
	}
	if what == nil {
		what = map[string]any{}
	}
	what["by_case"], what["version"], what["stage"] = a.c.Number, c.Version, c.Stage
	return a.tx.Audit(c.Number, action, a.actor(), a.now, what)
}
