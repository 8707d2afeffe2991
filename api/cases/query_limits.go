package cases

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// What a filter may ask for of the limits that the packs in force warn of.
const (
	LimitWhole = "whole" // the whole case's limit is near (全案期限将届满)
	LimitAct   = "act"   // the act is nearly past pursuit, and nobody has filed it yet (追究时效将届满)
)

// nearLimit lists the open cases near a limit, newest first. They are few: one part,
// from the limit's own index.
func (q *Queries) nearLimit(ctx context.Context, a access.Actor, f CaseFilter, in []string, at *cursor, limit int) (rows []models.Case, err error) {
	db, err := q.limited(ctx, a, f, in)
	if err != nil {
		return nil, err
	}
	if at != nil {
		db = db.Where("received_at <= ? AND (received_at < ? OR number < ?)", at.At, at.At, at.ID)
	}
	err = db.Select(lineColumns).Order("received_at DESC, number DESC").Limit(limit).Find(&rows).Error
	return rows, err
}

// limited narrows cases to those near a limit, each by its jurisdiction's pack in force.
func (q *Queries) limited(ctx context.Context, a access.Actor, f CaseFilter, in []string) (*gorm.DB, error) {
	where, args := f.conditions(q.now())
	where = append(where, "closed_at = 0", "+organization_id IN ?")
	args = append(args, in)
	var near []string
	for _, j := range a.Jurisdictions(access.Readers()...) {
		pack, err := q.packNow(ctx, j)
		if _, none := models.AsProblem(err); none {
			continue // nothing in force there just now
		}
		if err != nil {
			return nil, err
		}
		w, v := q.watched(pack, f.Limit)
		near, args = append(near, w...), append(args, v...)
	}
	if len(near) == 0 {
		near = []string{"1 = 0"}
	}
	where = append(where, "("+strings.Join(near, " OR ")+")")
	return q.db(ctx).Model(&models.Case{}).Where(strings.Join(where, " AND "), args...), nil
}

// watched are the conditions under which a pack calls a case near its limit.
func (q *Queries) watched(pack *policy.Pack, limit string) (where []string, args []any) {
	now, key := q.now(), pack.Jurisdiction.Key
	switch limit {
	case LimitWhole:
		for _, k := range contract.Kinds {
			if warn := pack.Process(string(k)).Warn; !warn.IsZero() {
				where = append(where, "(jurisdiction = ? AND kind = ? AND due_at >= ? AND due_at <= ?)")
				args = append(args, key, k, now.Second(), models.At(q.ahead(warn)))
			}
		}
	case LimitAct:
		if l := pack.Violation.Limitation; l != nil {
			begun := q.Rules.Calendar().Before(q.ahead(l.Warn), l.Within)
			where = []string{"(jurisdiction = ? AND kind = ? AND filed_at = 0 AND act_at > 0 AND act_at < ?)"}
			args = []any{key, contract.Violation, models.At(calendar.From(begun).AddDays(1).Start())}
			if l.Within.Unit == calendar.Seconds {
				args[2] = models.At(begun)
			}
		}
	}
	return where, args
}

// warned are the limits that packs warn of: that of the act, and the kinds whose whole
// case has one.
func warned(packs []*policy.Pack) (act bool, kinds []string) {
	for _, p := range packs {
		act = act || p.Violation.Limitation != nil
		for _, k := range contract.Kinds {
			if !p.Process(string(k)).Warn.IsZero() && !slices.Contains(kinds, string(k)) {
				kinds = append(kinds, string(k))
			}
		}
	}
	return act, kinds
}

// ahead is the end of the days in which a limit that warns so long ahead is near.
func (q *Queries) ahead(warn calendar.Term) time.Time {
	d, err := q.Rules.Calendar().Deadline(q.Now(), warn, calendar.Options{})
	if err != nil { // beyond the calendar's years
		return q.Now()
	}
	return d.DueAt
}
