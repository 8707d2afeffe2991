package cases

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// SubjectName is a subject where it is mentioned.
type SubjectName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// SubjectView is a subject. Of a natural person's number only the mask is kept.
type SubjectView struct {
	SubjectName
	KindLabel    string         `json:"kind_label"`
	Jurisdiction string         `json:"jurisdiction"`
	Code         string         `json:"code,omitempty" doc:"统一社会信用代码"`
	IDMask       string         `json:"id_mask,omitempty" doc:"公民身份号码（已遮盖）"`
	Birth        string         `json:"birth_date,omitempty"`
	Address      string         `json:"address,omitempty"`
	Unlawful     string         `json:"code_override,omitempty" doc:"代码校验不符而仍予登记的理由"`
	Status       string         `json:"status"`
	CreatedAt    models.Instant `json:"created_at"`
	ErasedAt     models.Instant `json:"erased_at,omitzero" doc:"个人信息依法删除的时间"`
	Counted      *int           `json:"counted,omitempty" doc:"本期计入名单的扣分，只在查询将达名单标准的主体时给出"`
}

func viewSubject(s models.Subject) SubjectView {
	return SubjectView{
		SubjectName: SubjectName{s.ID, s.Name, s.Kind}, KindLabel: policy.SubjectKind(s.Kind).Label(), Jurisdiction: s.Jurisdiction,
		Code: s.Code, IDMask: s.IDMask, Birth: s.Birth, Address: s.Address, Unlawful: s.Unlawful, Status: s.Status, CreatedAt: s.CreatedAt, ErasedAt: s.ErasedAt,
	}
}

// SubjectPage is one page of subjects.
type SubjectPage struct {
	Items []SubjectView `json:"items"`
	Next  string        `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// Subjects finds subjects of the actor's jurisdictions by a whole credit code or the
// beginning of a name, the first 200 of them; without a text it lists all. A natural
// person is not found by name: whoever needs the file has the number, and registers
// the person again to get to it. Errors: cursor.invalid.
func (q *Queries) Subjects(ctx context.Context, a access.Actor, text string, p Page) (SubjectPage, error) {
	out := SubjectPage{Items: []SubjectView{}}
	at, err := p.from(text)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	query := db.Where("jurisdiction IN ? AND kind <> ?", a.Jurisdictions(access.Readers()...), models.NaturalPerson)
	if text != "" {
		ids, err := subjectsMatching(db, a, text)
		if err != nil {
			return out, err
		}
		query = query.Where("id IN ?", ids)
	}
	if at != nil {
		query = query.Where("id > ?", at.ID)
	}
	var rows []models.Subject
	if err := query.Order("id").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	for _, s := range rows {
		out.Items = append(out.Items, viewSubject(s))
	}
	if more {
		out.Next = next(true, 0, rows[len(rows)-1].ID, text)
	}
	return out, nil
}

// subjectsMatching finds subjects by a whole code or the beginning of a name, each from
// its index.
func subjectsMatching(db *gorm.DB, a access.Actor, text string) (ids []string, err error) {
	in := a.Jurisdictions(access.Readers()...)
	err = db.Model(&models.Subject{}).Limit(enough).
		Where("jurisdiction IN ? AND code = ?", in, strings.ToUpper(text)).Pluck("id", &ids).Error
	if err != nil || len(ids) > 0 {
		return ids, err
	}
	err = db.Model(&models.Subject{}).Limit(enough).
		Where("jurisdiction IN ? AND name >= ? AND name < ?", in, text, text+string(unicode.MaxRune)).Order("name, id").Pluck("id", &ids).Error
	return ids, err
}

// enough subjects for a search: whoever gets more types more.
const enough = 200

func subjectNames(db *gorm.DB, ids []string) (map[string]*SubjectName, error) {
	out := map[string]*SubjectName{}
	var rows []models.Subject
	err := db.Select("id, name, kind").Find(&rows, "id IN ?", ids).Error
	for _, s := range rows {
		out[s.ID] = &SubjectName{s.ID, s.Name, s.Kind}
	}
	return out, err
}

// Subject gives one subject. Permission: a role in its jurisdiction that reads cases.
// A look at a natural person's data is trailed (个人信息保护法 51, 54). Errors:
// subject.unknown.
func (q *Queries) Subject(ctx context.Context, a access.Actor, id string) (SubjectView, error) {
	s, err := q.subject(ctx, a, id, "subject")
	return masked(a, viewSubject(s)), err
}

func (q *Queries) subject(ctx context.Context, a access.Actor, id, what string) (models.Subject, error) {
	s, err := q.seen(ctx, a, id)
	if err != nil {
		return s, err
	}
	return s, q.looked(ctx, a, s, what)
}

// seen finds a subject in the actor's jurisdictions; nothing is trailed.
func (q *Queries) seen(ctx context.Context, a access.Actor, id string) (s models.Subject, err error) {
	if err := q.db(ctx).Limit(1).Find(&s, "id = ?", id).Error; err != nil {
		return s, err
	}
	if s.ID == "" || !slices.Contains(a.Jurisdictions(access.Readers()...), s.Jurisdiction) {
		return models.Subject{}, unknownSubject(id)
	}
	if s.Kind == models.NaturalPerson {
		var d models.SubjectData
		_, err = q.Store.Unseal(q.db(ctx), store.SealedSubject(s.ID), &d)
		s.Address = d.Address
	}
	return s, err
}

func unknownSubject(id string) *models.Problem {
	return models.Refuse(models.Unknown, "subject.unknown", "没有该信用主体", "信用主体%s不存在，或者不在您的管辖区内。", id)
}

// subjectChain is the trail of a subject's own data.
