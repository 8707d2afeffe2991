package store

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// Numbered narrows subjects to those that a number names: a unified social credit code,
// or a resident's number, which is found by its hash.
func (s *Store) Numbered(db *gorm.DB, number string, now time.Time) (*gorm.DB, error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	id, err := identifiers.ParseResidentID(number, calendar.From(now))
	if err != nil {
		return db.Where("code = ? AND code <> ''", number), nil //nolint:nilerr // then it is a code
	}
	if s.Keys == nil {
		return nil, ErrNoKeys
	}
	return db.Where("id_hash IN ?", s.Keys.Hashes(id.Reveal())), nil
}
