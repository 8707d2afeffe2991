package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// SignOffFile is what an office decides a repair on, besides the case itself: the
// listing and what it rests on, who else signs, what holds it, and what was decided
// before (JN-9).
type SignOffFile struct {
	Number   string          `json:"number"`
	Listing  *ListingView    `json:"listing,omitempty" doc:"没有则为违诺记录的修复"`
	ListName string          `json:"list_name,omitempty"`
	Grounds  []GroundView    `json:"grounds" doc:"列入所依据的扣分"`
	Offices  []OfficeState   `json:"offices"`
	Disputes []RelatedCase   `json:"disputes" doc:"尚未处理完毕的异议：处理完毕以前不得签批"`
	Earlier  []EarlierRepair `json:"earlier" doc:"此前对同一名单记录的修复申请"`
}

// GroundView is an entry of the ledger that a listing rests on.
type GroundView struct {
	Entry         string         `json:"entry"`
	Case          string         `json:"case"`
	Behaviour     string         `json:"behaviour,omitempty"`
	BehaviourName string         `json:"behaviour_name,omitempty"`
	Points        int            `json:"points"`
	FoundingNo    string         `json:"founding_no,omitempty"`
	FoundingBody  string         `json:"founding_body,omitempty"`
	EffectiveAt   models.Instant `json:"effective_at"`
	OpensAt       models.Instant `json:"opens_at,omitzero" doc:"该项扣分的最短公示期届满"`
	State         string         `json:"state" enum:"counts,reversed,repaired"`
}

// EarlierRepair is an application about the same record that is over.
type EarlierRepair struct {
	Number   string         `json:"number"`
	Outcome  string         `json:"outcome"`
	ClosedAt models.Instant `json:"closed_at"`
	Step     string         `json:"step,omitempty" doc:"由哪一环节作出"`
	Reason   string         `json:"reason,omitempty"`
}

// SignOff gives it of one repair. Permission: as for the case. Errors: case.unknown,
// repair.unknown.
func (q *Queries) SignOff(ctx context.Context, a access.Actor, number string) (v SignOffFile, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		v = SignOffFile{Number: number, Grounds: []GroundView{}, Offices: []OfficeState{}, Disputes: []RelatedCase{}, Earlier: []EarlierRepair{}}
		c, err := q.readable(db, a, number)
		if err != nil {
			return err
		}
		if c.Kind != "repair" {
			return models.Refuse(models.Unknown, "repair.unknown", "不是信用修复案件", "案件%s不是信用修复，没有签批。", number)
		}
		pack, err := q.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return err
		}
		if err := v.listing(db, pack, c, q.now()); err != nil {
			return err
		}
		return v.before(db, c)
	})
	return v, err
}

// listing reads the record, its grounds and its offices.
func (v *SignOffFile) listing(db *gorm.DB, pack *policy.Pack, c models.Case, now models.Instant) error {
	var l models.Listing
	if err := db.Limit(1).Find(&l, "number = ?", c.Target).Error; err != nil || l.Number == "" {
		return err
	}
	one := viewListing(l)
	list, _ := pack.List(l.List)
	v.Listing, v.ListName = &one, list.Name
	tasks, people, err := officeTasks(db, []string{c.Number})
	if err != nil {
		return err
	}
	called := officesCalled{}
	if err := called.read(db, pack); err != nil {
		return err
	}
	v.Offices = officeStates(pack, l.List, tasks[c.Number], people, called, now)
	err = db.Table("grounds").
		Select("grounds.entry_id AS entry, grounds.opens_at, grounds.state, score_entries.case_number AS `case`, score_entries.points, score_entries.effective_at, "+
			"recognitions.behaviour, recognitions.founding_no, recognitions.founding_body").
		Joins("JOIN score_entries ON score_entries.id = grounds.entry_id").
		Joins("LEFT JOIN recognitions ON recognitions.id = score_entries.recognition_id").
		Where("grounds.listing_number = ?", l.Number).Order("score_entries.effective_at, grounds.entry_id").Scan(&v.Grounds).Error
	for i := range v.Grounds {
		b, _ := pack.Behaviour(v.Grounds[i].Behaviour)
		v.Grounds[i].BehaviourName = b.Name
	}
	return err
}

// before reads what else was brought about the record.
func (v *SignOffFile) before(db *gorm.DB, c models.Case) error {
	var about []models.Case
	err := db.Select("number, kind, title, stage, outcome, closed_at").Order("received_at, number").
		Find(&about, "target = ? AND number <> ? AND kind IN ?", c.Target, c.Number, []string{"dispute", "repair"}).Error
	if err != nil {
		return err
	}
	for _, o := range about {
		switch {
		case o.Kind == "dispute" && o.ClosedAt == 0:
			v.Disputes = append(v.Disputes, RelatedCase{o.Number, o.Kind, o.Title, o.Stage, o.Outcome})
		case o.Kind == "repair" && o.ClosedAt != 0:
			e := EarlierRepair{Number: o.Number, Outcome: o.Outcome, ClosedAt: o.ClosedAt}
			if e.Step, e.Reason, err = lastSaid(db, o.Number); err != nil {
				return err
			}
			v.Earlier = append(v.Earlier, e)
		}
	}
	return nil
}

// lastSaid gives a case's last answer: the step and its reason.
func lastSaid(db *gorm.DB, number string) (step, reason string, err error) {
	var t models.Task
	err = db.Order("closed_at DESC, id DESC").Limit(1).
		Find(&t, "case_number = ? AND kind = '' AND role <> '' AND closed_at <> 0 AND choice <> ?", number, models.Cancelled).Error
	if err != nil || t.CommandID == "" {
		return t.Name, "", err
	}
	err = db.Model(&models.Command{}).Select("COALESCE(reason, '')").Limit(1).Where("id = ?", t.CommandID).Scan(&reason).Error
	return t.Name, reason, err
}
