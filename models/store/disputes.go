package store

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// MarkDisputed shows 异议处理中 on every public entry that a dispute touches while it
// or another dispute of that entry is open, and takes it off when the last one ends.
// A dispute of a recognition touches every listing that rests on it. It gives the listings
// whose entry changed, for their trails.
func (tx *Tx) MarkDisputed(dispute models.Case, open bool) (changed []string, err error) {
	numbers, err := tx.Disputed(dispute)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		others, err := OpenDisputes(tx.DB, n, dispute.Number)
		if err != nil {
			return nil, err
		}
		mark := open || others > 0
		r := tx.Model(&models.Publication{}).Where("listing_number = ? AND disputed <> ?", n, mark).Update("disputed", mark)
		if r.Error != nil {
			return nil, r.Error
		}
		if r.RowsAffected > 0 {
			changed = append(changed, n)
		}
	}
	return changed, nil
}

// Disputed lists the listings a dispute touches, in order.
func (tx *Tx) Disputed(dispute models.Case) (numbers []string, err error) {
	if dispute.TargetItem == "" {
		return []string{dispute.Target}, nil
	}
	err = tx.Model(&models.Ground{}).Distinct("listing_number").
		Where("entry_id IN (?)", tx.Model(&models.ScoreEntry{}).Select("id").Where("recognition_id = ?", dispute.TargetItem)).
		Order("listing_number").Pluck("listing_number", &numbers).Error
	return numbers, err
}

// OpenDisputes counts the open disputes, but for one, of a listing, its publication,
// or a recognition it rests on: sign-off of a repair waits for them.
func OpenDisputes(db *gorm.DB, listing, butFor string) (n int64, err error) {
	err = db.Model(&models.Case{}).Where(`kind = ? AND closed_at = 0 AND number <> ? AND (target = ? OR target_item IN
		(SELECT recognition_id FROM score_entries WHERE id IN (SELECT entry_id FROM grounds WHERE listing_number = ?)))`,
		"dispute", butFor, listing, listing).Count(&n).Error
	return n, err
}
