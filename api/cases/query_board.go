package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// Board is what a supervisor must see at a glance (督办看板). Every figure is the length
// of a list that the same person can open: it is counted under the very conditions that
// the list is read under.
type Board struct {
	At            models.Instant `json:"at"`
	Organization  string         `json:"organization,omitempty" doc:"只看该机构及其下级"`
	Tasks         Load           `json:"tasks"`
	Unserved      int            `json:"unserved" doc:"文书已制作、逾期未送达的环节"`
	Lingering     int            `json:"lingering" doc:"应当撤下而仍在公布的名单"`
	Organizations []LoadOf       `json:"organizations" doc:"各机构自身的待办，超期多的在前"`
	Kinds         []LoadOf       `json:"kinds"`
	People        []LoadOf       `json:"people" doc:"各办理人的待办，超期多的在前；id 为 none 的是待认领"`
	Weeks         []Week         `json:"weeks" doc:"近八周，先早后晚，末一周截至现在"`
	Oldest        []TaskLine     `json:"oldest" doc:"超期最久的十项"`
	Near          []NearList     `json:"near" doc:"将达名单标准的主体"`
	Limits        []LimitCount   `json:"limits" doc:"期限将届满的案件"`
}

// Load is how many tasks are open, and how they stand.
type Load struct {
	Open    int `json:"open"`
	Overdue int `json:"overdue"`
	DueSoon int `json:"due_soon"`
}

// LoadOf is the load of an organization, a kind of case or a person.
type LoadOf struct {
	Name
	Load
}

// NearList is how many subjects are few points short of a list.
type NearList struct {
	Jurisdiction string `json:"jurisdiction"`
	List         Name   `json:"list"`
	At           int    `json:"at" doc:"名单标准"`
	Within       int    `json:"within" doc:"距标准不超过多少分"`
	Subjects     int    `json:"subjects"`
}

// LimitCount is how many open cases are near a limit.
type LimitCount struct {
	Limit string `json:"limit" enum:"whole,act"`
	Kind  string `json:"kind"`
	Term  string `json:"term" doc:"期限"`
	Warn  string `json:"warn" doc:"届满前多久列入"`
	Cases int    `json:"cases"`
}

// oldest is how many overdue tasks the board itself shows.
const oldest = 10

// Overseers are the roles that have a board: they answer for how others work.
func Overseers() []policy.Role {
	return append(Urgers(), policy.Auditor)
}

// Urgers are the overseers who take part: the auditor watches.
func Urgers() []policy.Role {
	return []policy.Role{policy.Supervisor, policy.Approver, policy.OfficeMember}
}

// Noters are those whose notes must be answered (督办).
func Noters() []policy.Role { return []policy.Role{policy.Supervisor} }

// Board counts what the actor may read, at an organization and below where one is named.
// Permission: supervisor, head, office member or auditor somewhere; the figures reach as
// far as the actor's roles do, as the lists behind them. Errors: access.role_required.
func (q *Queries) Board(ctx context.Context, a access.Actor, organization string) (Board, error) {
	b := Board{
		At: q.now(), Organization: organization, Organizations: []LoadOf{}, Kinds: []LoadOf{}, People: []LoadOf{}, Weeks: []Week{},
		Oldest: []TaskLine{}, Near: []NearList{}, Limits: []LimitCount{},
	}
	if !a.WithActing().Holds(Overseers()...) {
		return b, models.Refuse(models.Forbidden, "access.role_required", "没有该项权限", "督办看板供督办人员、负责人、办公室签批人和审计人员使用。")
	}
	db := q.db(ctx)
	in, err := within(db, a, organization, false)
	if err != nil || len(in) == 0 {
		return b, err
	}
	return b, together(
		func() error { return q.loads(db, in, &b) },
		func() (err error) { b.Weeks, err = q.weeks(db, in); return err },
		func() error {
			page, err := q.Tasks(ctx, a, TaskFilter{State: models.Overdue, Organization: organization}, Page{Limit: oldest})
			b.Oldest = page.Items
			return err
		},
		func() (err error) { b.Lingering, err = lingerers(db, in, b.At); return err },
		func() error { return q.near(ctx, a, in, &b) },
	)
}

// lingerers counts the publications that outlived their end, beginning with those: they
// are few, or none.
func lingerers(db *gorm.DB, in []string, now models.Instant) (int, error) {
	var n int64
	err := lingering(db.Model(&models.Listing{}).Joins("JOIN cases ON cases.number = listings.number"), now).
		Where("cases.organization_id IN ?", in).Count(&n).Error
	return int(n), err
}

// near counts who is few points short of a list, and what is near a limit, by the packs
// in force in the actor's jurisdictions.
func (q *Queries) near(ctx context.Context, a access.Actor, in []string, b *Board) error {
	var packs []*policy.Pack
	for _, j := range a.Jurisdictions(access.Readers()...) {
		pack, err := q.packNow(ctx, j)
		if _, none := models.AsProblem(err); none {
			continue // nothing in force there just now
		}
		if err != nil {
			return err
		}
		packs = append(packs, pack)
		for _, l := range pack.Lists {
			var n int64
			if err := q.nearing(ctx, pack, l).Count(&n).Error; err != nil {
				return err
			}
			b.Near = append(b.Near, NearList{j, Name{l.Key, l.Name}, l.At, pack.Desk.Near, int(n)})
		}
	}
	act, kinds := warned(packs)
	for _, k := range kinds {
		rule := firstWith(packs, k)
		if err := q.limitCount(ctx, a, in, b, LimitCount{Limit: LimitWhole, Kind: k, Term: rule.Within.Chinese(), Warn: rule.Warn.Chinese()}); err != nil {
			return err
		}
	}
	if !act {
		return nil
	}
	rule := packs[0].Violation.Limitation
	for _, p := range packs {
		if rule == nil {
			rule = p.Violation.Limitation
		}
	}
	return q.limitCount(ctx, a, in, b, LimitCount{Limit: LimitAct, Kind: "violation", Term: rule.Within.Chinese(), Warn: rule.Warn.Chinese()})
}

// firstWith is the process of a kind in the first pack that warns of its limit.
func firstWith(packs []*policy.Pack, kind string) (rule policy.Process) {
	for _, p := range packs {
		if rule = p.Process(kind); !rule.Warn.IsZero() {
			return rule
		}
	}
	return rule
}

func (q *Queries) limitCount(ctx context.Context, a access.Actor, in []string, b *Board, row LimitCount) error {
	db, err := q.limited(ctx, a, CaseFilter{Kind: row.Kind, Limit: row.Limit}, in)
	if err != nil {
		return err
	}
	var n int64
	err = db.Count(&n).Error
	row.Cases = int(n)
	b.Limits = append(b.Limits, row)
	return err
}
