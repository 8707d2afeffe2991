package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/sealing"
)

// aTime is how many rows are taken over in one transaction.
const aTime = 200

// plain is where personal data stood before it was sealed, and how some of it is sealed.
var plain = []struct {
	table, where string
	seal         func(s *Store, tx *Tx, rows *gorm.DB, now models.Instant) (int, error)
}{
	{"subjects", "kind = 'natural_person' AND address <> ''", (*Store).sealSubjects},
	{"service_addresses", "address <> '' OR receiver <> '' OR electronic <> ''", (*Store).sealAddresses},
	{"case_contacts", "case_number <> ''", (*Store).sealContacts},
	{"credit_reports", "body IS NOT NULL AND subject_id IN (SELECT id FROM subjects WHERE kind = 'natural_person')", (*Store).sealReports},
}

// SealPlain seals personal data that an earlier version kept readable, and says how many
// rows. Any number of processes may do it at once; what one of them does not finish the
// next start does.
func (s *Store) SealPlain(ctx context.Context, now models.Instant) (sealed int, err error) {
	for _, p := range plain {
		for n := aTime; n == aTime; {
			err := s.Tx(ctx, func(tx *Tx) (err error) { n, err = p.seal(s, tx, tx.Locked().Where(p.where), now); return err })
			if err != nil {
				return sealed, err
			}
			sealed += n
		}
	}
	return sealed, nil
}

func (s *Store) sealSubjects(tx *Tx, rows *gorm.DB, now models.Instant) (int, error) {
	return each(rows, func(r models.Subject) error {
		var d models.SubjectData // perhaps a number is there already
		if _, err := s.Unseal(tx.DB, SealedSubject(r.ID), &d); err != nil {
			return err
		}
		d.Address = cmp.Or(d.Address, r.Address)
		if err := s.sealOrDrop(tx, r.ID, SealedSubject(r.ID), d, now); err != nil {
			return err
		}
		return tx.Model(&models.Subject{}).Where("id = ?", r.ID).Update("address", "").Error
	})
}

func (s *Store) sealAddresses(tx *Tx, rows *gorm.DB, now models.Instant) (int, error) {
	return each(rows, func(r models.ServiceAddress) error {
		data := models.AddressData{Address: r.Address, Receiver: r.Receiver, Electronic: r.Electronic}
		if err := s.sealOrDrop(tx, r.SubjectID, SealedAddress(r.ID), data, now); err != nil {
			return err
		}
		return tx.Model(&models.ServiceAddress{}).Where("id = ?", r.ID).
			Updates(map[string]any{"address": "", "receiver": "", "electronic": "", "consents": r.Electronic != ""}).Error
	})
}

func (s *Store) sealContacts(tx *Tx, rows *gorm.DB, now models.Instant) (int, error) {
	return each(rows, func(r models.CaseContact) error {
		var c models.Case
		if err := tx.Select("subject_id").Limit(1).Find(&c, "number = ?", r.CaseNumber).Error; err != nil {
			return err
		}
		if c.SubjectID != "" { // else of a case that is not there: nobody's
			if err := s.sealOrDrop(tx, c.SubjectID, SealedContact(r.CaseNumber), r, now); err != nil {
				return err
			}
		}
		return tx.Delete(&models.CaseContact{}, "case_number = ?", r.CaseNumber).Error
	})
}

func (s *Store) sealReports(tx *Tx, rows *gorm.DB, now models.Instant) (int, error) {
	return each(rows, func(r models.CreditReport) error {
		if err := s.sealOrDrop(tx, r.SubjectID, SealedReport(r.Number), json.RawMessage(r.Body), now); err != nil {
			return err
		}
		return tx.Model(&models.CreditReport{}).Where("number = ?", r.Number).Update("body", nil).Error
	})
}

// Turned is what came of turning keys.
type Turned struct {
	Wrapped  int // subjects' keys now under the key in use
	Hashed   int // persons now found by the key in use
	Numbered int // persons whose number was not kept: found as long as the former key is set
}

// TurnKeys takes every subject's key and every person's keyed hash over to the key in
// use. It can be broken off and done again. Errors: sealing.ErrOtherKey.
func (s *Store) TurnKeys(ctx context.Context) (t Turned, err error) {
	if s.Keys == nil {
		return t, ErrNoKeys
	}
	for n := aTime; n == aTime; {
		err := s.Tx(ctx, func(tx *Tx) (err error) {
			n, err = each(tx.Locked().Where("destroyed_at = 0 AND wrapped_by <> ?", s.Keys.Name()), func(r models.SubjectKey) error {
				w, err := s.Keys.Rewrap(r.SubjectID, sealing.Wrapped{By: r.WrappedBy, Key: r.Wrapped})
				if err != nil {
					return err
				}
				return tx.Model(&models.SubjectKey{}).Where("subject_id = ?", r.SubjectID).Updates(map[string]any{"wrapped_by": w.By, "wrapped": w.Key}).Error
			})
			return err
		})
		if err != nil {
			return t, err
		}
		t.Wrapped += n
	}
	for after, n := "", aTime; n == aTime; {
		var some Turned
		last := after
		err := s.Tx(ctx, func(tx *Tx) (err error) {
			some, last = Turned{}, after
			n, err = each(tx.Locked().Order("id").Where("kind = ? AND erased_at = 0 AND id > ?", models.NaturalPerson, after), func(r models.Subject) error {
				last = r.ID
				return s.hashAnew(tx, r, &some)
			})
			return err
		})
		if err != nil {
			return t, err
		}
		after = last
		t.Hashed += some.Hashed
		t.Numbered += some.Numbered
	}
	return t, nil
}

func (s *Store) hashAnew(tx *Tx, r models.Subject, t *Turned) error {
	var d models.SubjectData
	if _, err := s.Unseal(tx.DB, SealedSubject(r.ID), &d); err != nil {
		return err
	}
	if d.Number == "" {
		t.Numbered++
		return nil
	}
	hash := s.Keys.Hash(d.Number)
	if hash == r.IDHash {
		return nil
	}
	t.Hashed++
	return tx.Model(&models.Subject{}).Where("id = ?", r.ID).Update("id_hash", hash).Error
}

// sealOrDrop seals what stood readable; of a subject whose key was destroyed meanwhile
// nothing is kept.
func (s *Store) sealOrDrop(tx *Tx, subject, id string, v any, now models.Instant) error {
	if err := s.Seal(tx, subject, id, v, now); !errors.Is(err, ErrBroken) {
		return err
	}
	return nil
}

// each does something with some of the rows a query finds, and says with how many.
func each[T any](q *gorm.DB, do func(T) error) (int, error) {
	var rows []T
	if err := q.Limit(aTime).Find(&rows).Error; err != nil {
		return 0, err
	}
	for _, r := range rows {
		if err := do(r); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}
