package store

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// Event adds a line to a case's desk history. The case's row must be locked: numbers
// are given one after the other.
func (tx *Tx) Event(e models.TaskEvent) error {
	var last int
	err := tx.Model(&models.TaskEvent{}).Where("case_number = ?", e.CaseNumber).Select("COALESCE(MAX(seq), 0)").Scan(&last).Error
	if err != nil {
		return err
	}
	e.Seq = last + 1
	return tx.Create(&e).Error
}

// Named is somebody's name as pages show it, the id where nobody is known by it.
func Named(db *gorm.DB, user string) string {
	called, err := UserNames(db, []string{user})
	if err != nil || called[user] == "" {
		return user
	}
	return called[user]
}
