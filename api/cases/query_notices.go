package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
)

// NoticeView is a message in the product's own inbox.
type NoticeView struct {
	ID           string         `json:"id"`
	Kind         string         `json:"kind" doc:"warning、overdue、urge 等"`
	Text         string         `json:"text"`
	Case         string         `json:"case"`
	Task         string         `json:"task,omitempty"`
	Role         Name           `json:"role"`
	Organization string         `json:"organization"`
	CreatedAt    models.Instant `json:"created_at"`
	ReadAt       models.Instant `json:"read_at,omitzero"`
}

// NoticePage is one page of notices, latest first.
type NoticePage struct {
	Items []NoticeView `json:"items"`
	Next  string       `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// Notices lists what was sent to the actor, or to a role the actor holds, where it
// reaches. Permission:
// whoever is signed in. Errors: cursor.invalid.
func (q *Queries) Notices(ctx context.Context, a access.Actor, unread bool, p Page) (NoticePage, error) {
	out := NoticePage{Items: []NoticeView{}}
	at, err := p.from(unread)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	where, args := []string{}, []any{}
	if unread {
		where = append(where, "read_at = 0")
	}
	if at != nil {
		where = append(where, "created_at <= ?", "(created_at < ? OR id < ?)")
		args = append(args, at.At, at.At, at.ID)
	}
	l := legs{table: "notices", columns: "*", order: "created_at DESC, id DESC", limit: p.limit() + 1}
	l.add(append([]string{"user_id = ?"}, where...), append([]any{a.ID}, args...)...)
	a = a.WithActing()
	for _, role := range roles(a) {
		var reached []string
		err := db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", a.Where(role)).
			Order("descendant").Pluck("descendant", &reached).Error
		if err != nil {
			return out, err
		}
		l.each(reached, append([]string{"role = ?", "user_id = ''"}, where...), append([]any{role}, args...)...)
	}
	var rows []models.Notice
	if err := l.find(db, &rows); err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	for _, n := range rows {
		out.Items = append(out.Items, NoticeView{
			n.ID, n.Kind, n.Text, n.CaseNumber, n.TaskID, roleName(n.Role), n.OrganizationID, n.CreatedAt, n.ReadAt,
		})
	}
	if more {
		last := rows[len(rows)-1]
		out.Next = next(true, last.CreatedAt, last.ID, unread)
	}
	return out, nil
}
