package activities

import (
	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// termsOf computes a published listing's dates from its counting grounds: repair
// opens when the last minimum is full, and the listing ends with the last maximum.
func (a *act) termsOf(l *models.Listing) error {
	var grounds []models.Ground
	err := a.tx.Order("entry_id").Find(&grounds, "listing_number = ? AND state = ?", l.Number, models.GroundCounts).Error
	if err != nil {
		return err
	}
	l.OpensAt, l.EndsAt = 0, 0
	for _, g := range grounds {
		if g.OpensAt == 0 {
			list, err := a.termsList(*l, g)
			if err != nil {
				return err
			}
			if err := a.groundTerms(&g, list, l.PublishedAt, l.DecidedAt); err != nil {
				return err
			}
			if err := a.tx.Save(&g).Error; err != nil {
				return err
			}
		}
		l.OpensAt, l.EndsAt = max(l.OpensAt, g.OpensAt), max(l.EndsAt, g.EndsAt)
	}
	return nil
}

// groundTerms counts a ground's minimum from its publication and its maximum from the
// deciding document. Neither rolls over days off: that would lengthen a burden.
func (a *act) groundTerms(g *models.Ground, list policy.List, published, decided models.Instant) error {
	least, err := a.pack.RepairOpens(a.cal, list, published.Time(), decided.Time())
	if err != nil {
		return err
	}
	most, err := a.pack.Ends(a.cal, list, published.Time(), decided.Time())
	if err != nil {
		return err
	}
	g.OpensAt, g.EndsAt = models.At(least.OpensAt), models.At(most.FullAt)
	return nil
}

// newGroundWhileListed moves the dates of a listing in force, or on its way there, and
// tells its case.
func (a *act) newGroundWhileListed(l models.Listing, row models.Cycle) error {
	if err := a.redate(&l); err != nil {
		return err
	}
	a.note("ground_added", map[string]any{"listing": l.Number, "cycle": row.Cycle, "opens_at": l.OpensAt, "ends_at": l.EndsAt})
	if l.OpensAt > a.now {
		closed, err := a.closeToRepair(l)
		if err != nil || closed {
			return err
		}
	}
	return a.touch(l.Number, "ground_added")
}

// closeToRepair has a listing that was open to repair wait for its minimum again: a new
// ground's has to run first. False where the minimum runs already.
func (a *act) closeToRepair(l models.Listing) (bool, error) {
	var open models.JournalEntry
	err := a.tx.Limit(1).Find(&open, "case_number = ? AND step = ? AND answered = ? AND struck = ?", l.Number, contract.Maximum, false, false).Error
	if err != nil || open.Step == "" {
		return false, err
	}
	err = a.tx.Model(&models.Task{}).Where("id = ?", contract.TaskID(l.Number, open.Step, open.Occurrence)).
		Updates(map[string]any{"closed_at": a.at, "choice": models.Cancelled, "next_at": 0}).Error
	if err != nil {
		return false, err
	}
	entries := a.tx.Model(&models.JournalEntry{}).Where("case_number = ?", l.Number)
	if err := entries.Session(&gorm.Session{}).Where("seq = ?", open.Seq).Update("struck", true).Error; err != nil {
		return false, err
	}
	err = entries.Session(&gorm.Session{}).Where("step = ? AND struck = ?", contract.Minimum, false).
		Updates(map[string]any{"answered": false, "choice": ""}).Error
	if err != nil {
		return false, err
	}
	c, err := a.tx.Case(l.Number)
	if err != nil {
		return false, err
	}
	if err := a.askAgain(&c); err != nil {
		return false, err
	}
	return true, a.saveOther(c, "ground_added", nil)
}

// groundTaken lets a listing that stands on its other grounds keep only their dates and
// their total: a minimum that restarted for a reversed ground was never due.
func (a *act) groundTaken(l models.Listing) error {
	was := l
	if err := a.redate(&l); err != nil || l == was {
		return err
	}
	a.note("ground_taken", map[string]any{"listing": l.Number, "total": l.Total, "opens_at": l.OpensAt, "ends_at": l.EndsAt})
	return a.touch(l.Number, "ground_taken")
}

// redate computes a listing's dates and total from its grounds and moves everything that
// shows them: the public entry, its mark of open disputes, and the clocks that run.
func (a *act) redate(l *models.Listing) error {
	if l.PublishedAt != 0 {
		if err := a.termsOf(l); err != nil {
			return err
		}
	}
	reason, err := a.total(l)
	if err != nil {
		return err
	}
	if err := a.tx.Save(l).Error; err != nil {
		return err
	}
	disputes, err := store.OpenDisputes(a.tx.DB, l.Number, "")
	if err != nil {
		return err
	}
	err = a.tx.Model(&models.Publication{}).Where("listing_number = ?", l.Number).
		Updates(map[string]any{"ends_at": l.EndsAt, "disputed": disputes > 0, "reason": reason}).Error
	if err != nil {
		return err
	}
	for step, at := range map[contract.Term]models.Instant{contract.Minimum: l.OpensAt, contract.Maximum: l.EndsAt} {
		err := a.tx.Model(&models.Task{}).Where("case_number = ? AND step = ? AND closed_at = 0", l.Number, step).
			Updates(map[string]any{"due_at": at, "next_at": acts(step, at)}).Error
		if err != nil {
			return err
		}
	}
	return nil
}
