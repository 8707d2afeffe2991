package cases

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// mostViews is how many named filters one person keeps.
const mostViews = 20

// SavedViews lists the actor's named filters of my work, by name. They are a person's own
// and in nobody's trail.
func (q *Queries) SavedViews(ctx context.Context, a access.Actor) (views []models.SavedView, err error) {
	err = q.db(ctx).Order("name").Limit(mostViews).Find(&views, "user_id = ?", a.ID).Error
	return views, err
}

// SaveView keeps a filter under a name; under a name that is there, the new one replaces
// it. Permission: one's own. Errors: view.name, view.nothing, view.too_many.
func (s *Service) SaveView(ctx context.Context, a access.Actor, name, narrowed string) error {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0 || n > 20 || strings.ContainsFunc(name, unicode.IsControl):
		return models.Refuse(models.Invalid, "view.name", "名称有误", "请填写名称，不超过20个字。").Where(models.Field{Field: "name", Value: name})
	case narrowed == "" || len(narrowed) > 1000:
		return models.Refuse(models.Invalid, "view.nothing", "没有可以保存的筛选", "请先设定筛选条件，再保存。")
	}
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		var others int64
		if err := tx.Model(&models.SavedView{}).Where("user_id = ? AND name <> ?", a.ID, name).Count(&others).Error; err != nil {
			return err
		}
		if others >= mostViews {
			return models.Refuse(models.Conflict, "view.too_many", "保存的筛选已满", "每人最多保存%d项，请先删除不用的。", mostViews)
		}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&models.SavedView{UserID: a.ID, Name: name, Narrowed: narrowed, SavedAt: s.now()}).Error
	})
}

// DropView forgets a filter; one that is not there changes nothing. Permission: one's own.
func (s *Service) DropView(ctx context.Context, a access.Actor, name string) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Delete(&models.SavedView{}, "user_id = ? AND name = ?", a.ID, name).Error
	})
}
