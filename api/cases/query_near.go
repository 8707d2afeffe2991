package cases

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// near narrows subjects to those that are few points short of a list in the cycle that
// runs now, as the pack in force says what is few. Who is on that list already, or on
// one beyond it, is not near it.
func near(db *gorm.DB, pack *policy.Pack, list policy.List, cycle string) *gorm.DB {
	active := db.Session(&gorm.Session{NewDB: true}).Model(&models.Listing{}).Select("subject_id").
		Where("subject_id = subjects.id AND slot = 'active' AND list IN ?", reachedBy(pack, list))
	return db.Joins("JOIN cycles ON cycles.subject_id = subjects.id").
		Where("cycles.jurisdiction = ? AND cycles.cycle = ? AND cycles.counted >= ? AND cycles.counted < ?",
			pack.Jurisdiction.Key, cycle, list.At-pack.Desk.Near, list.At).
		Where("NOT EXISTS (?)", active)
}

// reachedBy are the list and those of its family beyond it.
func reachedBy(pack *policy.Pack, list policy.List) (keys []string) {
	for _, l := range pack.Lists {
		if l.Family == list.Family && l.At >= list.At {
			keys = append(keys, l.Key)
		}
	}
	return keys
}

// nearing is the jurisdiction's subjects near one of its lists; natural persons are
// found by their number alone and stand in no list of subjects.
func (q *Queries) nearing(ctx context.Context, pack *policy.Pack, list policy.List) *gorm.DB {
	now := q.Now()
	db := q.db(ctx).Model(&models.Subject{}).Where("subjects.jurisdiction = ? AND subjects.kind <> ?", pack.Jurisdiction.Key, models.NaturalPerson)
	return near(db, pack, list, pack.CycleOf(now, now))
}

// Near lists the subjects of a jurisdiction that are few points short of one of its
// lists, the pack in force says how few (JN-4, JN-5). Permission: a role in the
// jurisdiction that reads cases. Errors: cursor.invalid, list.unknown.
func (q *Queries) Near(ctx context.Context, a access.Actor, jurisdiction, list string, p Page) (SubjectPage, error) {
	out := SubjectPage{Items: []SubjectView{}}
	at, err := p.from([]string{jurisdiction, list})
	if err != nil {
		return out, err
	}
	unknown := models.Refuse(models.Invalid, "list.unknown", "没有这样的名单", "管辖区%s没有名单%s，或者不在您的职责范围内。", jurisdiction, list)
	if !slices.Contains(a.Jurisdictions(access.Readers()...), jurisdiction) {
		return out, unknown
	}
	pack, err := q.packNow(ctx, jurisdiction)
	if err != nil {
		return out, err
	}
	l, ok := pack.List(list)
	if !ok {
		return out, unknown
	}
	query := q.nearing(ctx, pack, l)
	if at != nil {
		query = query.Where("subjects.id > ?", at.ID)
	}
	var rows []struct {
		models.Subject `gorm:"embedded"`
		Counted        int
	}
	if err := query.Select("subjects.*, cycles.counted").Order("subjects.id").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	for _, s := range rows {
		v := viewSubject(s.Subject)
		v.Counted = &s.Counted
		out.Items = append(out.Items, v)
	}
	if more {
		out.Next = next(true, 0, rows[len(rows)-1].ID, []string{jurisdiction, list})
	}
	return out, nil
}
