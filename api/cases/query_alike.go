package cases

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// AlikeAsk is a report that somebody is about to make.
type AlikeAsk struct {
	Jurisdiction string
	Subjects     []string
	Behaviours   []string
	OccurredAt   models.Instant
	Place        string
}

// AlikeCase is a case that may be about the same incident, and why it may be.
type AlikeCase struct {
	CaseLine
	Same string `json:"same" enum:"matter,day_and_place" doc:"matter：同一主体的同一行为；day_and_place：同日同地"`
	Why  string `json:"why"`
}

// How a case is alike.
const (
	SameMatter      = "matter"        // the same subject, the same behaviour
	SameDayAndPlace = "day_and_place" // whoever it was and whatever they did
)

// alikeFor is how long a closed case of the same matter is still told of.
const alikeFor = 90

// mostAlike bounds what is looked at and told.
const (
	mostLookedAt = 300
	mostAlike    = 10
)

// Alike finds cases that may be about the same incident: of the same subjects for the same
// behaviour, open or closed within 90 days, and of the same day and place. It hints and
// hinders nobody. Permission: whoever reads cases; only those they may read are told.
func (q *Queries) Alike(ctx context.Context, a access.Actor, ask AlikeAsk) (all []AlikeCase, err error) {
	all = []AlikeCase{}
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		in, err := a.Readable(db)
		if err != nil {
			return err
		}
		mine := db.Where("kind = ? AND organization_id IN ?", contract.Violation, append(in, "")).Limit(mostLookedAt)
		same, err := q.sameMatter(mine.Session(&gorm.Session{}), ask)
		if err != nil {
			return err
		}
		near, err := sameDayAndPlace(mine.Session(&gorm.Session{}), ask)
		if err != nil {
			return err
		}
		all, err = q.alike(db, same, near)
		return err
	})
	return all, err
}

func (q *Queries) sameMatter(mine *gorm.DB, ask AlikeAsk) (found []models.Case, err error) {
	if len(ask.Subjects) == 0 || len(ask.Behaviours) == 0 {
		return nil, nil
	}
	var rows []models.Case
	since := models.At(calendar.From(q.Now()).AddDays(-alikeFor).Start())
	err = mine.Order("received_at DESC").Find(&rows, "subject_id IN ? AND (closed_at = 0 OR closed_at >= ?)", ask.Subjects, since).Error
	for _, c := range rows {
		if slices.Contains(ask.Behaviours, reported(c).Behaviour) {
			found = append(found, c)
		}
	}
	return found, err
}

func sameDayAndPlace(mine *gorm.DB, ask AlikeAsk) (found []models.Case, err error) {
	place := placeName(ask.Place)
	if ask.OccurredAt == 0 || place == "" {
		return nil, nil
	}
	on := calendar.From(ask.OccurredAt.Time())
	var rows []models.Case
	err = mine.Order("received_at DESC").Find(&rows, "jurisdiction = ? AND act_at >= ? AND act_at < ?",
		ask.Jurisdiction, models.At(on.Start()), models.At(on.AddDays(1).Start())).Error
	for _, c := range rows {
		if placeName(reported(c).Place) == place {
			found = append(found, c)
		}
	}
	return found, err
}

// alike tells of the cases, the same matter first, each once.
func (q *Queries) alike(db *gorm.DB, same, near []models.Case) ([]AlikeCase, error) {
	near = slices.DeleteFunc(near, func(c models.Case) bool {
		return slices.ContainsFunc(same, func(s models.Case) bool { return s.Number == c.Number })
	})
	rows := append(slices.Clone(same), near...)
	rows = rows[:min(len(rows), mostAlike)]
	lines, err := q.lines(db, rows)
	if err != nil {
		return nil, err
	}
	all := make([]AlikeCase, len(rows))
	for i, line := range lines {
		all[i] = AlikeCase{line, SameMatter, "同一主体的同一行为"}
		if i >= len(same) {
			all[i].Same, all[i].Why = SameDayAndPlace, "同日同地："+reported(rows[i]).Place
		}
	}
	return all, nil
}

func reported(c models.Case) (in NewViolation) {
	_ = json.Unmarshal(c.Intake, &in) // what came from an earlier system may hold anything
	return in
}

// placeName writes a place so that two spellings of one agree: without spaces and marks,
// digits as digits, 號 and 号 alike.
func placeName(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '號':
			return '号'
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
