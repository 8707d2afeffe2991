package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"chengxin/models"
	"chengxin/models/sealing"
)

// ErrNoKeys says that personal data was asked for where no key is set.
var ErrNoKeys = errors.New("register: no key is set for personal data")

// SealedSubject is the id of a natural person's number and address (SubjectData).
func SealedSubject(id string) string { return "subject/" + id }

// SealedAddress is the id of a confirmed address (AddressData).
func SealedAddress(id string) string { return "address/" + id }

// SealedContact is the id of how a case's applicant is reached (CaseContact).
func SealedContact(number string) string { return "contact/" + number }

// SealedReport is the id of a credit report about a natural person.
func SealedReport(number string) string { return "report/" + number }

// Seal keeps personal data of a subject under an id, in place of what stood there. A
// subject whose key was destroyed is ErrBroken.
func (s *Store) Seal(tx *Tx, subject, id string, v any, now models.Instant) error {
	k, err := s.keyOf(tx, subject, now)
	if err != nil {
		return err
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	row := models.Sealed{ID: id, SubjectID: subject, Box: k.Seal(id, data)}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// keyOf opens a subject's key, drawing it at the first time.
func (s *Store) keyOf(tx *Tx, subject string, now models.Instant) (k sealing.Key, err error) {
	if s.Keys == nil {
		return k, ErrNoKeys
	}
	var row models.SubjectKey
	if err := tx.Limit(1).Find(&row, "subject_id = ?", subject).Error; err != nil {
		return k, err
	}
	if row.SubjectID == "" {
		_, w, err := s.Keys.Fresh(subject)
		if err != nil {
			return k, err
		}
		if _, err := tx.Put(&models.SubjectKey{SubjectID: subject, WrappedBy: w.By, Wrapped: w.Key, CreatedAt: now}); err != nil {
			return k, err
		}
		if err := tx.Locked().Take(&row, "subject_id = ?", subject).Error; err != nil { // perhaps another one's
			return k, err
		}
	}
	if row.DestroyedAt != 0 {
		return k, fmt.Errorf("%w: the key of %s was destroyed", ErrBroken, subject)
	}
	return s.Keys.Open(subject, sealing.Wrapped{By: row.WrappedBy, Key: row.Wrapped})
}

// Unseal reads what was kept under an id; false where nothing is, or its key was
// destroyed.
func (s *Store) Unseal(db *gorm.DB, id string, into any) (bool, error) {
	var row struct {
		models.Sealed
		WrappedBy string
		Wrapped   []byte
	}
	err := db.Table("sealed").Select("sealed.id, sealed.subject_id, sealed.box, subject_keys.wrapped_by, subject_keys.wrapped").
		Joins("JOIN subject_keys ON subject_keys.subject_id = sealed.subject_id AND subject_keys.destroyed_at = 0").
		Where("sealed.id = ?", id).Limit(1).Scan(&row).Error
	if err != nil || row.ID == "" {
		return false, err
	}
	if s.Keys == nil {
		return false, ErrNoKeys
	}
	k, err := s.Keys.Open(row.SubjectID, sealing.Wrapped{By: row.WrappedBy, Key: row.Wrapped})
	if err != nil {
		return false, err
	}
	data, err := k.Open(id, row.Box)
	if err != nil {
		return false, fmt.Errorf("sealed data %s was changed: %w", id, err)
	}
	return true, json.Unmarshal(data, into)
}

// Destroy destroys a subject's key and what was sealed under it. Copies and backups
// made before keep the sealed data, but not what opens it, once they are past as well:
// see the guide.
func (tx *Tx) Destroy(subject string, at models.Instant) error {
	gone := models.SubjectKey{SubjectID: subject, CreatedAt: at}
	if _, err := tx.Put(&gone); err != nil {
		return err
	}
	err := tx.Model(&models.SubjectKey{}).Where("subject_id = ?", subject).
		Updates(map[string]any{"wrapped": nil, "wrapped_by": "", "destroyed_at": at}).Error
	if err != nil {
		return err
	}
	return tx.Delete(&models.Sealed{}, "subject_id = ?", subject).Error
}

// Erase destroys a subject's key, what was sealed under it, and what an earlier version
// kept readable beside it.
func (tx *Tx) Erase(subject string, at models.Instant) error {
	return errors.Join(
		tx.Destroy(subject, at),
		tx.Model(&models.ServiceAddress{}).Where("subject_id = ?", subject).Updates(map[string]any{"address": "", "receiver": "", "electronic": ""}).Error,
		tx.Delete(&models.CaseContact{}, "case_number IN (?)", tx.Model(&models.Case{}).Select("number").Where("subject_id = ?", subject)).Error,
		tx.Model(&models.CreditReport{}).Where("subject_id = ?", subject).Update("body", nil).Error,
	)
}

// KeyState is how far personal data has come under the key in use.
type KeyState struct {
	Name      string         // the key in use
	Subjects  map[string]int // subjects' keys by the installation's key that wraps them
	Destroyed int
	Plain     int // rows from before data was sealed
}

// KeyState counts it.
func (s *Store) KeyState(ctx context.Context) (k KeyState, err error) {
	if s.Keys == nil {
		return k, ErrNoKeys
	}
	db := s.Read(ctx)
	k = KeyState{Name: s.Keys.Name(), Subjects: map[string]int{}}
	var by []struct {
		WrappedBy string
		Gone      bool
		N         int
	}
	err = db.Model(&models.SubjectKey{}).Select("wrapped_by, destroyed_at <> 0 AS gone, COUNT(*) AS n").Group("wrapped_by, destroyed_at <> 0").Find(&by).Error
	for _, b := range by {
		if b.Gone {
			k.Destroyed += b.N
		} else {
			k.Subjects[b.WrappedBy] = b.N
		}
	}
	for _, p := range plain {
		var n int64
		if err == nil {
			err = db.Table(p.table).Where(p.where).Count(&n).Error
		}
		k.Plain += int(n)
	}
	return k, err
}
