package activities

import (
	"fmt"

	"gorm.io/gorm/clause"

	"chengxin/models"
	"chengxin/models/store"
)

// post puts an effective recognition's points into the ledger. A crossing leads to
// exactly one proposed listing, also when decisions land together: the cycle's row
// is locked from the reading of the total to the end of the transaction (JN-5).
func (a *act) post(rec models.Recognition) error {
	e := models.ScoreEntry{
		ID: "E-" + rec.ID, SubjectID: rec.SubjectID, Jurisdiction: a.c.Jurisdiction, Kind: models.Deduction,
		Cycle:  a.pack.CycleOf(rec.EffectiveAt.Time(), rec.ActAt.Time()),
		Points: rec.Points, RecognitionID: rec.ID, CaseNumber: rec.CaseNumber,
		EffectiveAt: rec.EffectiveAt, RecordedAt: a.now,
	}
	written, err := a.tx.Put(&e)
	if err != nil || !written {
		return err
	}
	row, err := a.lockCycle(e.SubjectID, e.Cycle)
	if err != nil {
		return err
	}
	row.Total, row.Counted = row.Total+e.Points, row.Counted+e.Points
	if err := a.saveCycle(row); err != nil {
		return err
	}
	a.note("points", map[string]any{"entry": e.ID, "subject": e.SubjectID, "cycle": e.Cycle, "points": e.Points, "total": row.Total})
	for _, family := range a.pack.Families() {
		seen, err := a.inFamily(row, family)
		if err != nil {
			return err
		}
		if err := a.crossFrom(seen, family, seen.Counted-e.Points); err != nil {
			return err
		}
	}
	return nil
}

// reverse takes an entry back with an entry of the opposite sign, once, and has the
// listings that rest on it judged anew. The reason names the decision.
func (a *act) reverse(e models.ScoreEntry, reason string) error {
	back := models.ScoreEntry{
		ID: "R-" + e.ID, SubjectID: e.SubjectID, Jurisdiction: e.Jurisdiction, Kind: models.Reversal, Cycle: e.Cycle,
		Points: -e.Points, RecognitionID: e.RecognitionID, Reverses: e.ID, CaseNumber: a.c.Number,
		EffectiveAt: a.at, RecordedAt: a.now, Note: reason,
	}
	written, err := a.tx.Put(&back)
	if err != nil || !written {
		return err
	}
	row, err := a.lockCycle(e.SubjectID, e.Cycle)
	if err != nil {
		return err
	}
	repaired, err := a.repaired(e.ID)
	if err != nil {
		return err
	}
	row.Total -= e.Points
	if !repaired { // a repaired entry left the threshold sum already
		row.Counted -= e.Points
	}
	if err := a.saveCycle(row); err != nil {
		return err
	}
	a.note("reversed", map[string]any{"entry": e.ID, "points": e.Points, "total": row.Total, "reason": reason})
	return a.reevaluate(e)
}

// repaired says whether an entry left the threshold sum by a repair.
func (a *act) repaired(entry string) (bool, error) {
	var n int64
	err := a.tx.Model(&models.Ground{}).Where("entry_id = ? AND state = ?", entry, models.GroundRepaired).Count(&n).Error
	return n > 0, err
}

// lockCycle reads a cycle's row under lock, making it first where there is none: a
// lock on a missing row protects nothing.
func (a *act) lockCycle(subject, cycle string) (row models.Cycle, err error) {
	fresh := models.Cycle{SubjectID: subject, Jurisdiction: a.c.Jurisdiction, Cycle: cycle, ChangedAt: a.now}
	if err = a.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return row, err
	}
	err = a.tx.Locked().Take(&row, "subject_id = ? AND jurisdiction = ? AND cycle = ?", subject, a.c.Jurisdiction, cycle).Error
	return row, err
}

func (a *act) saveCycle(row models.Cycle) error {
	if row.Total < 0 || row.Counted < 0 {
		return fmt.Errorf("%w: cycle %s of %s would fall below zero", store.ErrBroken, row.Cycle, row.SubjectID)
	}
	row.ChangedAt = a.now
	return a.tx.Save(&row).Error
}
