package cases

import (
	"context"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Policy is a jurisdiction's pack, and which versions there are.
type Policy struct {
	Jurisdiction string          `json:"jurisdiction"`
	Name         string          `json:"name"`
	Version      string          `json:"version"`
	Effective    calendar.Date   `json:"effective"`
	Hash         string          `json:"hash"`
	Trial        bool            `json:"trial,omitempty"`
	Words        string          `json:"words" doc:"规则包的文字全文"`
	Pack         any             `json:"pack" doc:"规则包全文"`
	Versions     []PolicyVersion `json:"versions" doc:"已载入的各版本，新的在前"`
}

// PolicyVersion is one stored pack.
type PolicyVersion struct {
	Version     string         `json:"version"`
	Effective   string         `json:"effective"`
	Hash        string         `json:"hash"`
	LoadedAt    models.Instant `json:"loaded_at"`
	WithdrawnAt models.Instant `json:"withdrawn_at,omitzero"`
}

// Policy gives the pack in force, or a version by name. Permission: whoever is signed
// in: rules are public. Errors: policy.unknown, policy.none_in_force.
func (q *Queries) Policy(ctx context.Context, jurisdiction, version string) (Policy, error) {
	out := Policy{Jurisdiction: jurisdiction, Versions: []PolicyVersion{}}
	var rows []models.StoredPack
	err := q.db(ctx).Omit("source").Order("effective DESC, loaded_at DESC").Find(&rows, "jurisdiction = ?", jurisdiction).Error
	if err != nil {
		return out, err
	}
	hash := ""
	for _, r := range rows {
		out.Versions = append(out.Versions, PolicyVersion{r.Version, r.Effective, r.Hash, r.LoadedAt, r.WithdrawnAt})
		if r.Version == version {
			hash = r.Hash
		}
	}
	if len(rows) == 0 || version != "" && hash == "" {
		return out, models.Refuse(models.Unknown, "policy.unknown", "没有该规则包", "没有管辖区%s的规则包%s。", jurisdiction, version)
	}
	pack, err := q.pack(ctx, jurisdiction, hash)
	if err != nil {
		return out, err
	}
	out.Name, out.Version, out.Effective, out.Hash = pack.Jurisdiction.Name, pack.Version, pack.Effective, pack.Hash
	out.Trial, out.Words, out.Pack = pack.Trial, policy.Words(pack), pack
	return out, nil
}

func (q *Queries) pack(ctx context.Context, jurisdiction, hash string) (*policy.Pack, error) {
	if hash == "" {
		return q.packNow(ctx, jurisdiction)
	}
	return q.Rules.Pack(ctx, hash)
}

// Reckoning is a deadline reckoned on request.
type Reckoning struct {
	From        models.Instant `json:"from"`
	Term        string         `json:"term"`
	DueAt       models.Instant `json:"due_at"`
	Provisional bool           `json:"provisional" doc:"涉及放假安排尚未公布的年度，暂按周末推算"`
	Because     string         `json:"because"`
	Counted     []calendar.Day `json:"counted"`
	Calendar    string         `json:"calendar" doc:"所用日历的摘要"`
}

// Reckon counts a term from an event, as a duty of the jurisdiction's pack is counted.
// Permission: whoever is signed in. Errors: calendar.term, calendar.from, policy.*.
func (q *Queries) Reckon(ctx context.Context, jurisdiction, from, term string) (Reckoning, error) {
	pack, err := q.packNow(ctx, jurisdiction)
	if err != nil {
		return Reckoning{}, err
	}
	t, err := calendar.ParseTerm(term)
	if err != nil {
		return Reckoning{}, models.Refuse(models.Invalid, "calendar.term", "期限写法有误", "%s", err).Where(models.Field{Field: "term"})
	}
	at, err := instant(from)
	if err != nil {
		return Reckoning{}, models.Refuse(models.Invalid, "calendar.from", "起算时间有误",
			"须为日期，如2026-11-24，或者 RFC 3339 时间。").Where(models.Field{Field: "from"})
	}
	d, err := q.Rules.Calendar().Deadline(at, t, calendar.Options{RollForward: pack.RollForward})
	if err != nil {
		return Reckoning{}, models.Refuse(models.Invalid, "calendar.term", "期限无法计算", "%s", err).Where(models.Field{Field: "term"})
	}
	out := Reckoning{
		From: models.At(d.From), Term: d.Term.String(), DueAt: models.At(d.DueAt), Provisional: d.Provisional,
		Because: d.Because(""), Counted: d.Counted, Calendar: d.Calendar,
	}
	if out.Counted == nil {
		out.Counted = []calendar.Day{}
	}
	return out, nil
}

// instant reads a day, or a moment.
func instant(text string) (time.Time, error) {
	if day, err := calendar.ParseDate(text); err == nil {
		return day.Start(), nil
	}
	return time.Parse(time.RFC3339, text)
}

// OrganizationView is a department, bureau, team or office.
type OrganizationView struct {
	ID           string `json:"id"`
	Jurisdiction string `json:"jurisdiction"`
	Name         string `json:"name"`
	Kind         string `json:"kind"`
	Region       string `json:"region,omitempty"`
	Parent       string `json:"parent,omitempty"`
	Manager      string `json:"manager,omitempty" doc:"日常管理机构（双重领导）"`
}

// OrganizationPage is one page of organizations.
type OrganizationPage struct {
	Items []OrganizationView `json:"items"`
	Next  string             `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// Organizations lists the organizations of the actor's jurisdictions. Permission:
// whoever is signed in. Errors: cursor.invalid.
func (q *Queries) Organizations(ctx context.Context, a access.Actor, kind string, p Page) (OrganizationPage, error) {
	out := OrganizationPage{Items: []OrganizationView{}}
	at, err := p.from(kind)
	if err != nil {
		return out, err
	}
	query := q.db(ctx).Where("closed_at = 0 AND jurisdiction IN ?", a.Jurisdictions(policy.Roles()...))
	if kind != "" {
		query = query.Where("kind = ?", kind)
	}
	if at != nil {
		query = query.Where("id > ?", at.ID)
	}
	var rows []models.Organization
	if err := query.Order("id").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	for _, o := range rows {
		out.Items = append(out.Items, viewOrganization(o))
	}
	if more {
		out.Next = next(true, 0, rows[len(rows)-1].ID, kind)
	}
	return out, nil
}
