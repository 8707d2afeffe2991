package cases

import (
	"context"

	"chengxin/models"
)

// Find gives the subject of a jurisdiction that a number names: a unified social credit
// code, or a resident's number. The zero subject where nobody is registered under it.
func (r *Registrar) Find(ctx context.Context, jurisdiction, number string) (s models.Subject, err error) {
	db, err := r.Store.Numbered(r.Store.Read(ctx).Where("jurisdiction = ?", jurisdiction), number, r.Now())
	if err != nil {
		return s, err
	}
	return s, db.Limit(1).Find(&s).Error
}
