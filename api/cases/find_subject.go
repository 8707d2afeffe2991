package cases

import (
	"context"
	"strings"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// Find gives the subject of a jurisdiction that a number names: a unified social credit
// code, or a resident's number. The zero subject where nobody is registered under it.
func (r *Registrar) Find(ctx context.Context, jurisdiction, number string) (s models.Subject, err error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	where, value := "code = ?", any(number)
	if id, err := identifiers.ParseResidentID(number, calendar.From(r.Now())); err == nil {
		if r.Store.Keys == nil {
			return s, store.ErrNoKeys
		}
		where, value = "id_hash IN ?", r.Store.Keys.Hashes(id.Reveal())
	}
	err = r.Store.Read(ctx).Limit(1).Find(&s, "jurisdiction = ? AND "+where, jurisdiction, value).Error
	return s, err
}
