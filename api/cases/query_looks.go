package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// LookFilter narrows the looks. Empty fields leave nothing out.
type LookFilter struct {
	Subject string
	User    string // user name
	Day     string // 2026-11-24
}

// LookView is one look of staff at personal data.
type LookView struct {
	Subject SubjectName    `json:"subject"`
	Who     Name           `json:"who"`
	What    string         `json:"what" enum:"subject,file,score,listings,report,evidence,address,number,copy"`
	Purpose string         `json:"purpose,omitempty" doc:"用途"`
	At      models.Instant `json:"at"`
}

// LookPage is one page of looks, latest first.
type LookPage struct {
	Items []LookView `json:"items"`
	Next  string     `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// Watchers are who may see who looked at whose data.
func Watchers() []policy.Role { return []policy.Role{policy.Auditor} }

// Looks lists who looked at whose personal data, in the jurisdictions the actor audits.
// Permission: auditor. Errors: cursor.invalid, date.unreadable.
func (q *Queries) Looks(ctx context.Context, a access.Actor, f LookFilter, p Page) (LookPage, error) {
	out := LookPage{Items: []LookView{}}
	at, err := p.from(f)
	if err != nil {
		return out, err
	}
	in := a.Jurisdictions(Watchers()...)
	if len(in) == 0 {
		return out, nil
	}
	db := q.db(ctx)
	where, args, err := f.conditions(db)
	if err != nil {
		return out, err
	}
	if at != nil {
		where, args = append(where, "at <= ?", "(at < ? OR id < ?)"), append(args, at.At, at.At, at.ID)
	}
	l := legs{table: "looks", columns: "*", order: "at DESC, id DESC", limit: p.limit() + 1}
	for _, j := range in {
		l.add(append([]string{"jurisdiction = ?"}, where...), append([]any{j}, args...)...)
	}
	var rows []models.Look
	if err := l.find(db, &rows); err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if len(rows) == 0 {
		return out, nil
	}
	if out.Items, err = lookViews(db, rows); err != nil {
		return out, err
	}
	last := rows[len(rows)-1]
	out.Next = next(more, last.At, last.ID, f)
	return out, nil
}

func (f LookFilter) conditions(db *gorm.DB) (where []string, args []any, err error) {
	if f.Subject != "" {
		where, args = append(where, "subject_id = ?"), append(args, f.Subject)
	}
	if f.User != "" {
		var id string
		if err := db.Model(&models.User{}).Select("id").Limit(1).Where("username = ?", f.User).Scan(&id).Error; err != nil {
			return nil, nil, err
		}
		where, args = append(where, "user_id = ?"), append(args, id)
	}
	if f.Day != "" {
		d, err := calendar.ParseDate(f.Day)
		if err != nil {
			return nil, nil, models.Refuse(models.Malformed, "date.unreadable", "日期无法识别", "日期须写作2026-11-24。").Where(models.Field{Field: "day", Value: f.Day})
		}
		where, args = append(where, "at >= ?", "at < ?"), append(args, models.At(d.Start()), models.At(d.AddDays(1).Start()))
	}
	return where, args, nil
}

func lookViews(db *gorm.DB, rows []models.Look) ([]LookView, error) {
	var subjects, people []string
	for _, r := range rows {
		subjects, people = append(subjects, r.SubjectID), append(people, r.UserID)
	}
	of, err := subjectNames(db, subjects)
	if err != nil {
		return nil, err
	}
	who, err := userNames(db, people)
	out := make([]LookView, 0, len(rows))
	for _, r := range rows {
		v := LookView{Subject: SubjectName{ID: r.SubjectID}, Who: Name{r.UserID, who[r.UserID]}, What: r.What, Purpose: r.Purpose, At: r.At}
		if s := of[r.SubjectID]; s != nil {
			v.Subject = *s
		}
		out = append(out, v)
	}
	return out, err
}
