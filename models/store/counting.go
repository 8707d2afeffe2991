package store

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// Counting narrows to a cycle's deductions that count towards a family of lists: that
// stand and were not repaired on a list of this family.
func Counting(db *gorm.DB, row models.Cycle, family string) *gorm.DB {
	return db.Where(`subject_id = ? AND jurisdiction = ? AND cycle = ? AND kind <> ?
		AND NOT EXISTS (SELECT 1 FROM score_entries back WHERE back.subject_id = score_entries.subject_id AND back.reverses = score_entries.id)
		AND NOT EXISTS (SELECT 1 FROM grounds JOIN listings ON listings.number = grounds.listing_number
			WHERE grounds.entry_id = score_entries.id AND grounds.state = ? AND listings.family = ?)`,
		row.SubjectID, row.Jurisdiction, row.Cycle, models.Reversal, models.GroundRepaired, family)
}
