package activities

import (
	"maps"
	"slices"

	"chengxin/models"
)

// reverseFounded reverses everything that rests on a revoked founding document, in one
// transaction: points, listings, publication, and matters still under way. Where a
// repair was obtained by false material, the repair is what is revoked.
func (a *act) reverseFounded(string) error {
	a.c.DecidedAt = a.at
	if a.c.Target != "" {
		return a.revokeRepair(a.c.Target)
	}
	var rs []models.Recognition
	err := a.tx.Locked().Order("id").Find(&rs, `founding_no = ? AND state NOT IN ? AND case_number IN
		(SELECT number FROM cases WHERE jurisdiction = ?)`, a.c.TargetItem,
		[]string{models.RecognitionDropped, models.RecognitionReversed}, a.c.Jurisdiction).Error
	if err != nil {
		return err
	}
	for _, r := range rs {
		if err := a.reverseRecognition(r, "认定依据文书已被撤销"); err != nil {
			return err
		}
	}
	return nil
}

// closeIfEmpty ends a violation case of which no recognition is left.
func (a *act) closeIfEmpty(number string) error {
	var left int64
	err := a.tx.Model(&models.Recognition{}).Where("case_number = ? AND state NOT IN ?", number,
		[]string{models.RecognitionDropped, models.RecognitionReversed}).Count(&left).Error
	if err != nil || left > 0 {
		return err
	}
	return a.closeOther(number, "founding_revoked")
}

// revokeRepair reinstates the listing that a repair by false material had ended, and
// bars a new application for the pack's term.
func (a *act) revokeRepair(repair string) error {
	r, err := a.tx.Case(repair)
	if err != nil {
		return err
	}
	a.noteAt(repair, "repair_revoked", map[string]string{"reason": a.reason()})
	var l models.Listing
	if err := a.tx.Locked().Take(&l, "number = ?", r.Target).Error; err != nil {
		return err
	}
	bar, err := a.pack.BarredUntil(a.cal, a.at.Time())
	if err != nil {
		return err
	}
	_, err = a.tx.Put(&models.Bar{
		ID: "bar/" + a.c.Number, SubjectID: l.SubjectID, Jurisdiction: l.Jurisdiction, Kind: models.BarRepair,
		Reason: "以虚假材料取得信用修复", CaseNumber: a.c.Number, FromAt: a.at, UntilAt: models.At(bar.OpensAt),
	})
	if err != nil || l.State != models.ListingRepaired {
		return err
	}
	cycles, err := a.moveGrounds(l, models.GroundRepaired, models.GroundCounts, +1)
	if err != nil {
		return err
	}
	if err := a.reinstate(l); err != nil {
		return err
	}
	for _, cycle := range slices.Sorted(maps.Keys(cycles)) {
		if err := a.crossFrom(cycles[cycle].row, l.Family, cycles[cycle].before); err != nil {
			return err
		}
	}
	return nil
}

// reinstate brings a repaired listing back. Where the subject is on another list of the
// family by now, the reinstated one counts as replaced by it.
func (a *act) reinstate(l models.Listing) error {
	others, err := a.current(l.SubjectID, l.Family)
	if err != nil {
		return err
	}
	for _, o := range others {
		if !o.Active() {
			continue
		}
		l.State, l.EndReason = models.ListingSuperseded, "修复撤销时已另行列入"
		a.noteAt(l.Number, "reinstated_as_superseded", map[string]string{"by": o.Number})
		if err := a.tx.Save(&l).Error; err != nil || o.Supersedes != "" {
			return err
		}
		a.noteAt(o.Number, "supersedes", map[string]string{"listing": l.Number})
		return a.tx.Model(&o).Update("supersedes", l.Number).Error
	}
	l.State = models.ListingSuperseded // revive knows the way back from here
	if err := a.tx.Save(&l).Error; err != nil {
		return err
	}
	return a.revive(l.Number)
}
