package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy/calendar"
)

// LoadedYear is what became of a year's days off that somebody brought.
type LoadedYear struct {
	Year     calendar.Year
	Seq      int    // of its row; 0 when nothing was written
	Changed  bool   // false: what is in force says the same already
	Calendar string // ID of the calendar in force from now on
}

// LoadYear keeps one year's days off, as the State Council published or corrected them,
// in a transaction of its own. See Tx.LoadYear.
func (s *Store) LoadYear(ctx context.Context, base *calendar.Calendar, src []byte, actor string, at models.Instant) (out LoadedYear, err error) {
	err = s.Tx(ctx, func(tx *Tx) error {
		out, err = tx.LoadYear(base, src, actor, at)
		return err
	})
	return out, err
}

// LoadYear keeps one year's days off over those that come with the program. A year that
// is there already is replaced, its earlier rows stay. What says the same as the calendar
// in force changes nothing. Errors: calendar.year, in the loader's words.
func (tx *Tx) LoadYear(base *calendar.Calendar, src []byte, actor string, at models.Instant) (out LoadedYear, err error) {
	turn, err := tx.series("calendar")
	if err != nil {
		return out, err
	}
	cal, _, err := inForce(tx.DB, base)
	if err != nil {
		return out, err
	}
	after, year, err := WithYear(cal, src)
	if err != nil {
		return out, err
	}
	out = LoadedYear{Year: year, Calendar: after.ID()}
	if after.ID() == cal.ID() {
		return out, nil
	}
	turn.Last++
	if err := tx.Save(&turn).Error; err != nil {
		return out, err
	}
	sum := sha256.Sum256(src)
	row := models.StoredYear{
		Seq: turn.Last, Year: year.Year, Source: src, Hash: hex.EncodeToString(sum[:]), LoadedAt: at, LoadedBy: actor,
	}
	if err := tx.Create(&row).Error; err != nil {
		return out, err
	}
	out.Seq, out.Changed = row.Seq, true
	return out, tx.Audit(AdminChain, "calendar_year_loaded", actor, at, map[string]any{
		"seq": row.Seq, "year": row.Year, "notice": year.Notice, "hash": row.Hash, "calendar_before": cal.ID(), "calendar": after.ID(),
	})
}

// WithYear reads a year's days off and says what calendar they would give. Errors:
// calendar.year.
func WithYear(cal *calendar.Calendar, src []byte) (*calendar.Calendar, calendar.Year, error) {
	year, err := calendar.ParseYear(src)
	if err != nil {
		return nil, year, refuseYear(err)
	}
	after, err := cal.With(year)
	if err != nil {
		return nil, year, refuseYear(err)
	}
	return after, year, nil
}

func refuseYear(err error) error {
	if !errors.Is(err, calendar.ErrYear) {
		return err
	}
	return models.Refuse(models.Invalid, "calendar.year", calendar.ErrYear.Error(), "%s。请对照通知原文改正后重新载入，现行日历未变。",
		strings.TrimPrefix(err.Error(), calendar.ErrYear.Error()+"："))
}

// Years lists every year as it was loaded, in the order of loading: of a year's rows the
// last is in force.
func Years(db *gorm.DB) (rows []models.StoredYear, err error) {
	return rows, db.Order("seq").Find(&rows).Error
}

// inForce is the calendar of the program with the loaded years over it, and the number
// of the newest row.
func inForce(db *gorm.DB, base *calendar.Calendar) (*calendar.Calendar, int, error) {
	rows, err := Years(db)
	if err != nil || len(rows) == 0 {
		return base, 0, err
	}
	byYear := map[int]calendar.Year{}
	for _, r := range rows {
		year, err := calendar.ParseYear(r.Source)
		if err != nil {
			return nil, 0, fmt.Errorf("loaded year %d, number %d: %w", r.Year, r.Seq, err)
		}
		byYear[r.Year] = year
	}
	years := make([]calendar.Year, 0, len(byYear))
	for _, y := range byYear {
		years = append(years, y)
	}
	cal, err := base.With(years...)
	return cal, rows[len(rows)-1].Seq, err
}
