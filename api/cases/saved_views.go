package cases

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// View is a named filter of my work. It is a person's own and in nobody's trail, moves no
// case and grants no sight: it is read with the rights of the moment.
type View struct {
	Name  string `json:"name" minLength:"1" maxLength:"20"`
	Query string `json:"query" minLength:"1" maxLength:"1000" doc:"待办列表地址中的筛选条件，如 of=all&state=overdue"`
	First bool   `json:"first,omitempty" doc:"登录后首先打开，至多一项"`
}

// mostViews is how many named filters one person keeps.
const mostViews = 20

// narrowing are the parameters of a worklist's address that are worth a name.
var narrowing = []string{"of", "post", "state", "kind", "step", "organization", "own", "assignee", "overdue_at"}

// SavedViews lists the actor's named filters of my work, by name. Permission: one's own.
func (q *Queries) SavedViews(ctx context.Context, a access.Actor) ([]View, error) {
	var rows []models.SavedView
	err := q.db(ctx).Order("name").Limit(mostViews).Find(&rows, "user_id = ?", a.ID).Error
	out := make([]View, 0, len(rows))
	for _, r := range rows {
		out = append(out, viewOf(r))
	}
	return out, err
}

func viewOf(r models.SavedView) View { return View{r.Name, r.Narrowed, r.Opens} }

// SaveView keeps a filter under a name; under a name that is there, the new one replaces
// it. Permission: one's own. Errors: view.name, view.nothing, view.too_many.
func (s *Service) SaveView(ctx context.Context, a access.Actor, in View) (v View, err error) {
	row := models.SavedView{UserID: a.ID, Name: strings.TrimSpace(in.Name), Narrowed: narrowedTo(in.Query), Opens: in.First, SavedAt: s.now()}
	if p := viewName("name", row.Name); p != nil {
		return v, p
	}
	if row.Narrowed == "" || len(row.Narrowed) > 1000 {
		return v, models.Refuse(models.Invalid, "view.nothing", "没有可以保存的筛选", "请先设定筛选条件，再保存。")
	}
	err = s.onViews(ctx, a, func(tx *store.Tx, mine []models.SavedView) error {
		at := slices.IndexFunc(mine, func(m models.SavedView) bool { return m.Name == row.Name })
		switch {
		case at >= 0:
			row.Opens = row.Opens || mine[at].Opens // the first screen stays one
		case len(mine) >= mostViews:
			return models.Refuse(models.Conflict, "view.too_many", "保存的筛选已满", "每人最多保存%d项，请先删除不用的。", mostViews)
		}
		return putView(tx, row)
	})
	return viewOf(row), err
}

// AmendView renames a filter, and makes it the first screen or no longer. Permission:
// one's own. Errors: view.unknown, view.name, view.name_taken.
func (s *Service) AmendView(ctx context.Context, a access.Actor, name, rename string, first bool) (v View, err error) {
	rename = strings.TrimSpace(rename)
	if p := viewName("rename", rename); p != nil {
		return v, p
	}
	err = s.onViews(ctx, a, func(tx *store.Tx, mine []models.SavedView) error {
		called := func(name string) int {
			return slices.IndexFunc(mine, func(m models.SavedView) bool { return m.Name == name })
		}
		at := called(name)
		if at < 0 {
			return models.Refuse(models.Unknown, "view.unknown", "没有这项筛选", "没有名为“%s”的筛选，可能已经删除或者改名。", name)
		}
		if rename != name && called(rename) >= 0 {
			return models.Refuse(models.Conflict, "view.name_taken", "名称已使用", "您已有名为“%s”的筛选，请另取名称。", rename).
				Where(models.Field{Field: "rename", Message: "名称已使用"})
		}
		row := mine[at]
		if err := tx.Delete(&row).Error; err != nil { // its name is its key
			return err
		}
		row.Name, row.Opens = rename, first
		v = viewOf(row)
		return putView(tx, row)
	})
	return v, err
}

// DropView forgets a filter; one that is not there changes nothing. Permission: one's own.
func (s *Service) DropView(ctx context.Context, a access.Actor, name string) error {
	return s.onViews(ctx, a, func(tx *store.Tx, _ []models.SavedView) error {
		return tx.Delete(&models.SavedView{}, "user_id = ? AND name = ?", a.ID, name).Error
	})
}

// onViews works on somebody's filters, one request after the other.
func (s *Service) onViews(ctx context.Context, a access.Actor, do func(*store.Tx, []models.SavedView) error) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		var owner models.User
		if err := tx.Locked().Take(&owner, "id = ?", a.ID).Error; err != nil {
			return err
		}
		var mine []models.SavedView
		if err := tx.Find(&mine, "user_id = ?", a.ID).Error; err != nil {
			return err
		}
		return do(tx, mine)
	})
}

// putView writes a filter; where it opens first, no other does.
func putView(tx *store.Tx, row models.SavedView) error {
	if row.Opens {
		if err := tx.Model(&models.SavedView{}).Where("user_id = ? AND opens = ?", row.UserID, true).Update("opens", false).Error; err != nil {
			return err
		}
	}
	return tx.Save(&row).Error
}

// narrowedTo keeps what narrows a worklist, in a steady order; empty for nothing.
func narrowedTo(query string) string {
	in, err := url.ParseQuery(strings.TrimPrefix(query, "?"))
	if err != nil {
		return ""
	}
	kept := url.Values{}
	for _, name := range narrowing {
		if v := in.Get(name); v != "" {
			kept.Set(name, v)
		}
	}
	if len(kept) == 1 && kept.Get("of") == "mine" {
		return "" // the list as it is
	}
	return kept.Encode()
}

func viewName(field, name string) *models.Problem {
	if n := utf8.RuneCountInString(name); n == 0 || n > 20 || strings.ContainsFunc(name, unicode.IsControl) {
		return models.Refuse(models.Invalid, "view.name", "名称有误", "请填写名称，不超过20个字。").
			Where(models.Field{Field: field, Value: name, Message: "须为1至20个字"})
	}
	return nil
}
