package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
)

// Standing is where a subject stands, in a line: beside its name while somebody looks it
// up.
type Standing struct {
	Cycle   string
	Total   int // points of the cycle
	Counted int // of these, towards the lists
	Lists   []StandingOn
}

// StandingOn is a list the subject is on, or is about to be.
type StandingOn struct{ Number, List, State string }

// Standing gives the running cycle's points and the lists of a subject that the actor may
// see. Permission: as for the subject; of a natural person the look is logged. Errors:
// subject.unknown.
func (q *Queries) Standing(ctx context.Context, a access.Actor, id string) (v Standing, err error) {
	s, err := q.subject(ctx, a, id, "score")
	if err != nil {
		return v, err
	}
	pack, err := q.packNow(ctx, s.Jurisdiction)
	if err != nil {
		return v, err
	}
	v.Cycle = pack.CycleOf(q.Now(), q.Now())
	return v, q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var row models.Cycle
		if err := db.Limit(1).Find(&row, "subject_id = ? AND jurisdiction = ? AND cycle = ?", s.ID, s.Jurisdiction, v.Cycle).Error; err != nil {
			return err
		}
		v.Total, v.Counted = row.Total, row.Counted
		var ls []models.Listing
		if err := db.Order("number").Find(&ls, "subject_id = ? AND jurisdiction = ? AND ended_at = 0", s.ID, s.Jurisdiction).Error; err != nil {
			return err
		}
		for _, l := range ls {
			list, _ := pack.List(l.List)
			v.Lists = append(v.Lists, StandingOn{l.Number, list.Name, l.State})
		}
		return nil
	})
}
