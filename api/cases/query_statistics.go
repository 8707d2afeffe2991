package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// Statistics are what was done in a stretch of days, and how it stood at its end (周报、
// 月报; QD-4). They count what the actor may read.
type Statistics struct {
	From          calendar.Date    `json:"from"`
	Until         calendar.Date    `json:"until"`
	Organization  string           `json:"organization,omitempty"`
	Total         CaseFigures      `json:"total"`
	Before        CaseFigures      `json:"before" doc:"上一个同样长的期间"`
	Kinds         []CaseFigures    `json:"kinds" doc:"按案件类别"`
	Organizations []CaseFigures    `json:"organizations" doc:"按办理机构自身，不含下级"`
	Recognised    []CountOf        `json:"recognised" doc:"期间内生效的认定，按失信行为"`
	Sectors       []CountOf        `json:"sectors" doc:"期间内生效的认定，按领域"`
	Grades        []CountOf        `json:"grades" doc:"期间内生效的认定，按等级"`
	Lists         []ListFigures    `json:"lists"`
	Outcomes      []OutcomeFigures `json:"outcomes" doc:"期间内办结的异议、修复等，按结果"`
	Ratios        []Ratio          `json:"ratios"`
}

// CaseFigures are the cases of one kind or organization.
type CaseFigures struct {
	Name
	Received int `json:"received" doc:"期间内收到"`
	Closed   int `json:"closed" doc:"期间内办结"`
	Termed   int `json:"termed" doc:"其中有全案期限的"`
	InTime   int `json:"in_time" doc:"其中在期限内办结的"`
	Open     int `json:"open" doc:"期末未办结"`
}

// CountOf is how often something was recognised, and for how many points.
type CountOf struct {
	Name
	Count  int `json:"count"`
	Points int `json:"points"`
}

// ListFigures are what became of a list.
type ListFigures struct {
	Name
	Published int `json:"published" doc:"期间内公布"`
	Repaired  int `json:"repaired" doc:"期间内修复"`
	Ended     int `json:"ended" doc:"期间内因其他原因终止"`
	Standing  int `json:"standing" doc:"期末在公布中"`
}

// OutcomeFigures are how cases of a kind ended.
type OutcomeFigures struct {
	Kind    string `json:"kind"`
	Outcome string `json:"outcome"`
	Count   int    `json:"count"`
}

// Ratio is a share with what it is made of.
type Ratio struct {
	Name  string `json:"name"`
	Words string `json:"formula" doc:"分子÷分母的含义"`
	Of    int    `json:"numerator"`
	In    int    `json:"denominator"`
}

// Percent is the share in hundredths, "—" of nothing.
func (r Ratio) Percent() string {
	if r.In == 0 {
		return "—"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(r.Of)/float64(r.In))
}

// mostDays is how long a stretch may be: a leap year and a day.
const mostDays = 367

// Statistics counts a stretch of days, at an organization and below where one is named.
// Permission: Overseers; the figures reach as far as their roles do. Errors:
// access.role_required, span.invalid.
func (q *Queries) Statistics(ctx context.Context, a access.Actor, of Span, organization string) (s Statistics, err error) {
	if !a.Holds(Overseers()...) {
		return s, models.Refuse(models.Forbidden, "access.role_required", "没有该项权限", "统计由督办人员、负责人、办公室成员、审计人员查看。")
	}
	days := of.Until.Sub(of.From) + 1
	if of.From.IsZero() || of.Until.IsZero() || days < 1 || days > mostDays {
		return s, models.Refuse(models.Malformed, "span.invalid", "期间有误", "须写明起止日期，止不早于起，至多一年。")
	}
	s.From, s.Until, s.Organization = of.From, of.Until, organization
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		in, err := within(db, a, organization, false)
		if err != nil {
			return err
		}
		return q.count(ctx, db, append(in, ""), &s)
	})
	return s, err
}

func (q *Queries) count(ctx context.Context, db *gorm.DB, in []string, s *Statistics) (err error) {
	now := Span{s.From, s.Until}
	days := s.Until.Sub(s.From) + 1
	if s.Kinds, err = caseFigures(db, in, "kind", now); err != nil {
		return err
	}
	before, err := caseFigures(db, in, "kind", Span{s.From.AddDays(-days), s.From.AddDays(-1)})
	if err != nil {
		return err
	}
	s.Total, s.Before = sumOf(s.Kinds), sumOf(before)
	if s.Organizations, err = caseFigures(db, in, "organization_id", now); err != nil {
		return err
	}
	ids := make([]string, len(s.Organizations))
	for i, o := range s.Organizations {
		ids[i] = o.ID
	}
	called, err := organizationNames(db, ids)
	if err != nil {
		return err
	}
	for i := range s.Organizations {
		s.Organizations[i].Name.Name = called[s.Organizations[i].ID]
	}
	if err := q.recognised(ctx, db, in, now, s); err != nil {
		return err
	}
	if err := q.listed(ctx, db, in, now, s); err != nil {
		return err
	}
	from, until := edges(now)
	err = db.Model(&models.Case{}).Select("kind, outcome, COUNT(*) AS count").Group("kind, outcome").Order("kind, count DESC, outcome").
		Where("organization_id IN ? AND closed_at >= ? AND closed_at < ? AND outcome <> ''", in, from, until).Find(&s.Outcomes).Error
	s.ratios()
	return err
}

// edges are the first instant of a stretch and the first after it.
func edges(of Span) (from, until models.Instant) {
	return models.At(of.From.Start()), models.At(of.Until.AddDays(1).Start())
}

// caseFigures counts cases by a column.
func caseFigures(db *gorm.DB, in []string, by string, of Span) ([]CaseFigures, error) {
	from, until := edges(of)
	all := map[string]*CaseFigures{}
	for _, part := range []struct {
		sums  string
		where string
		into  func(*CaseFigures, [3]int)
	}{
		{"COUNT(*) AS a, 0 AS b, 0 AS c", "received_at >= ? AND received_at < ?", func(f *CaseFigures, n [3]int) { f.Received = n[0] }},
		{
			"COUNT(*) AS a, SUM(CASE WHEN due_at > 0 THEN 1 ELSE 0 END) AS b, SUM(CASE WHEN due_at > 0 AND closed_at <= due_at THEN 1 ELSE 0 END) AS c",
			"closed_at >= ? AND closed_at < ?", func(f *CaseFigures, n [3]int) { f.Closed, f.Termed, f.InTime = n[0], n[1], n[2] },
		},
		{"COUNT(*) AS a, 0 AS b, 0 AS c", "(closed_at = 0 OR closed_at >= ?) AND received_at < ?", func(f *CaseFigures, n [3]int) { f.Open = n[0] }},
	} {
		first := from
		if strings.HasPrefix(part.where, "(closed_at") {
			first = until
		}
		var rows []struct {
			Of      string
			A, B, C int
		}
		err := db.Model(&models.Case{}).Select(by+" AS `of`, "+part.sums).Group(by).Where("organization_id IN ?", in).Where(part.where, first, until).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if all[r.Of] == nil {
				all[r.Of] = &CaseFigures{Name: Name{ID: r.Of}}
			}
			part.into(all[r.Of], [3]int{r.A, r.B, r.C})
		}
	}
	out := make([]CaseFigures, 0, len(all))
	for _, f := range all {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b CaseFigures) int { return cmp.Or(b.Received-a.Received, strings.Compare(a.ID, b.ID)) })
	return out, nil
}

func sumOf(all []CaseFigures) (t CaseFigures) {
	for _, f := range all {
		t.Received, t.Closed, t.Termed, t.InTime, t.Open = t.Received+f.Received, t.Closed+f.Closed, t.Termed+f.Termed, t.InTime+f.InTime, t.Open+f.Open
	}
	return t
}

// recognised counts the recognitions that took effect, as they were when they did: what
// was reversed later counts here, and its reversal in its own time.
func (q *Queries) recognised(ctx context.Context, db *gorm.DB, in []string, of Span, s *Statistics) error {
	from, until := edges(of)
	var rows []struct {
		Jurisdiction, Behaviour, Grade string
		Count, Points                  int
	}
	err := db.Table("recognitions").Joins("JOIN cases ON cases.number = recognitions.case_number").
		Select("cases.jurisdiction, recognitions.behaviour, recognitions.grade, COUNT(*) AS count, SUM(recognitions.points) AS points").
		Group("cases.jurisdiction, recognitions.behaviour, recognitions.grade").
		Where("cases.organization_id IN ? AND recognitions.effective_at >= ? AND recognitions.effective_at < ?", in, from, until).Scan(&rows).Error
	if err != nil {
		return err
	}
	behaviours, sectors, grades := map[string]*CountOf{}, map[string]*CountOf{}, map[string]*CountOf{}
	add := func(to map[string]*CountOf, id, name string, count, points int) {
		if to[id] == nil {
			to[id] = &CountOf{Name: Name{id, cmp.Or(name, id)}}
		}
		to[id].Count += count
		to[id].Points += points
	}
	for _, r := range rows {
		pack, err := q.packNow(ctx, r.Jurisdiction)
		if err != nil {
			return err
		}
		b, _ := pack.Behaviour(r.Behaviour)
		sector, _ := pack.Sector(b.Sector)
		add(behaviours, r.Behaviour, b.Name, r.Count, r.Points)
		add(sectors, b.Sector, sector.Name, r.Count, r.Points)
		add(grades, r.Grade, GradeLabel(r.Grade), r.Count, r.Points)
	}
	s.Recognised, s.Sectors, s.Grades = counts(behaviours), counts(sectors), counts(grades)
	return nil
}

// GradeLabel is what a grade is called.
func GradeLabel(grade string) string { return cmp.Or(policy.Grade(grade).Label(), grade) }

func counts(all map[string]*CountOf) []CountOf {
	out := make([]CountOf, 0, len(all))
	for _, c := range all {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b CountOf) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.ID, b.ID)) })
	return out
}

// listed counts what came onto lists and off them.
func (q *Queries) listed(ctx context.Context, db *gorm.DB, in []string, of Span, s *Statistics) error {
	from, until := edges(of)
	var rows []struct {
		Jurisdiction, List                   string
		Published, Repaired, Ended, Standing int
	}
	err := db.Table("listings").Joins("JOIN cases ON cases.number = listings.number").Where("cases.organization_id IN ? AND listings.published_at > 0", in).
		Select(`cases.jurisdiction, listings.list,
			SUM(CASE WHEN listings.published_at >= ? AND listings.published_at < ? THEN 1 ELSE 0 END) AS published,
			SUM(CASE WHEN listings.ended_at >= ? AND listings.ended_at < ? AND listings.state = ? THEN 1 ELSE 0 END) AS repaired,
			SUM(CASE WHEN listings.ended_at >= ? AND listings.ended_at < ? AND listings.state <> ? THEN 1 ELSE 0 END) AS ended,
			SUM(CASE WHEN listings.published_at < ? AND (listings.ended_at = 0 OR listings.ended_at >= ?) THEN 1 ELSE 0 END) AS standing`,
			from, until, from, until, models.ListingRepaired, from, until, models.ListingRepaired, until, until).
		Group("cases.jurisdiction, listings.list").Scan(&rows).Error
	if err != nil {
		return err
	}
	all := map[string]*ListFigures{}
	for _, r := range rows {
		pack, err := q.packNow(ctx, r.Jurisdiction)
		if err != nil {
			return err
		}
		if all[r.List] == nil {
			list, _ := pack.List(r.List)
			all[r.List] = &ListFigures{Name: Name{r.List, cmp.Or(list.Name, r.List)}}
		}
		f := all[r.List]
		f.Published, f.Repaired, f.Ended, f.Standing = f.Published+r.Published, f.Repaired+r.Repaired, f.Ended+r.Ended, f.Standing+r.Standing
	}
	s.Lists = []ListFigures{}
	for _, f := range all {
		s.Lists = append(s.Lists, *f)
	}
	slices.SortFunc(s.Lists, func(a, b ListFigures) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

// ratios are what is reported upwards, each with what it is made of.
func (s *Statistics) ratios() {
	outcome := func(kind contract.Kind, outcomes ...string) (of, in int) {
		for _, o := range s.Outcomes {
			if o.Kind != string(kind) {
				continue
			}
			in += o.Count
			if slices.Contains(outcomes, o.Outcome) {
				of += o.Count
			}
		}
		return of, in
	}
	upheld, disputes := outcome(contract.Dispute, "upheld", "partly_upheld")
	repaired, repairs := outcome(contract.Repair, "repaired")
	recognised := 0
	for _, c := range s.Grades {
		recognised += c.Count
	}
	s.Ratios = []Ratio{
		{"按期办结率", "期限内办结的÷办结且有全案期限的", s.Total.InTime, s.Total.Termed},
		{"办结率", "期间内办结的÷期间内办结的与期末未办结的之和", s.Total.Closed, s.Total.Closed + s.Total.Open},
		{"异议成立率", "成立、部分成立的÷办结的异议", upheld, disputes},
		{"修复率", "准予修复的÷办结的修复申请", repaired, repairs},
		{"异议率", "办结的异议÷期间内生效的认定", disputes, recognised},
	}
}
