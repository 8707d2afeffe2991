package activities

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// What one case's decision does to another stands in the same transaction: the other
// case's row, its tasks, an entry in its own trail, and a wake for its workflow.

// noteAt tells of a change to a case's things in that case's own trail, be it closed.
func (a *act) noteAt(number, did string, what any) {
	if number == a.c.Number {
		a.note(did, what)
		return
	}
	if a.beside == nil {
		a.beside = map[string][]trailed{}
	}
	a.beside[number] = append(a.beside[number], trailed{did, what})
}

// finishBeside writes the entries of cases whose things changed without their flow moving.
func (a *act) finishBeside() error {
	for _, number := range slices.Sorted(maps.Keys(a.beside)) {
		err := a.tx.Audit(number, "changed_by_other", a.actor(), a.now, map[string]any{"by_case": a.c.Number, "acts": a.beside[number]})
		if err != nil {
			return err
		}
	}
	return nil
}

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
	if err := a.tx.CloseTasks(number, a.at); err != nil {
		return err
	}
	if err := a.saveOther(c, "closed_by_other", map[string]any{"outcome": outcome}); err != nil || c.Kind != string(contract.Dispute) {
		return err
	}
	return a.undisputed(c)
}

// undisputed takes a dispute's mark off the entries it touched, and lets the repairs go
// on that waited for its end.
func (a *act) undisputed(dispute models.Case) error {
	marked, err := a.tx.MarkDisputed(dispute, false)
	if err != nil {
		return err
	}
	for _, n := range marked {
		a.noteAt(n, "dispute_mark", map[string]any{"dispute": dispute.Number, "disputed": false})
	}
	listings, err := a.tx.Disputed(dispute)
	if err != nil {
		return err
	}
	var held []string
	err = a.tx.Model(&models.Case{}).Where("kind = ? AND closed_at = 0 AND target IN ?", contract.Repair, append(listings, "")).
		Where("target <> ''").Order("number").Pluck("number", &held).Error
	for _, n := range held {
		err = errors.Join(err, a.touch(n, "dispute_ended"))
	}
	return err
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

// closeDisputes ends the open disputes of a recognition that is no more.
func (a *act) closeDisputes(recognition string) error {
	var numbers []string
	err := a.tx.Model(&models.Case{}).Where("target_item = ? AND kind = ? AND closed_at = 0", recognition, contract.Dispute).
		Order("number").Pluck("number", &numbers).Error
	for _, n := range numbers {
		err = errors.Join(err, a.closeOther(n, "entry_ended"))
	}
	return err
}

// reopen lets a case that another case's decision had ended go on where it stood: the
// task that was cancelled waits again, with its deadline counted anew. Nothing that the
// case had done is done a second time: the journal stays as it was.
func (a *act) reopen(number string) error {
	c, err := a.tx.Case(number)
	if err != nil || c.Open() {
		return err
	}
	c.Outcome, c.ClosedAt = "", 0
	if err := a.askAgain(&c); err != nil {
		return err
	}
	if err := a.tx.Start(number, c.Version+1, a.now); err != nil {
		return err
	}
	return a.saveOther(c, "reopened", nil)
}

// askAgain puts the question at which a listing's case was ended.
func (a *act) askAgain(c *models.Case) error {
	var e models.JournalEntry
	err := a.tx.Order("seq DESC").Limit(1).Find(&e, "case_number = ? AND answered = ? AND fact = ? AND struck = ?", c.Number, false, false, false).Error
	if err != nil || e.Step == "" {
		return err
	}
	var t models.Task
	if err := a.tx.Take(&t, "id = ?", contract.TaskID(c.Number, e.Step, e.Occurrence)).Error; err != nil {
		return err
	}
	q := contract.Asked{Occurrence: e.Occurrence}
	if err := json.Unmarshal(t.Spec, &q.Step); err != nil {
		return err
	}
	if term := contract.Term(e.Step); term == contract.Minimum || term == contract.Maximum {
		q.Term = term
	}
	other := *a
	other.c = c
	if other.pack, err = a.rules.Pack(a.ctx, c.PackHash); err != nil {
		return err
	}
	t.ClosedAt, t.Choice, t.WarnAt, t.DueAt, t.Reminders = 0, "", 0, 0, 0
	if err := other.clock(&t, q); err != nil {
		return err
	}
	c.Stage = listingStage(e.Step)
	return a.tx.Save(&t).Error
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
	if acts := a.beside[c.Number]; len(acts) > 0 {
		what["acts"] = acts
		delete(a.beside, c.Number)
	}
	return a.tx.Audit(c.Number, action, a.actor(), a.now, what)
}
