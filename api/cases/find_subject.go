package cases

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"chengxin/models"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// Find gives the subject of a jurisdiction that a number names: a unified social credit
// code, or a resident's number. The zero subject where nobody is registered under it.
func (r *Registrar) Find(ctx context.Context, jurisdiction, number string) (s models.Subject, err error) {
	number = strings.ToUpper(strings.TrimSpace(number))
	where, value := "code = ?", number
	if id, err := identifiers.ParseResidentID(number, calendar.From(r.Now())); err == nil {
		where, value = "id_hash = ?", r.hash(id)
	}
	err = r.Store.Read(ctx).Limit(1).Find(&s, "jurisdiction = ? AND "+where, jurisdiction, value).Error
	return s, err
}

// hash finds a person again without keeping the number.
func (r *Registrar) hash(id identifiers.ResidentID) string {
	h := hmac.New(sha256.New, r.Key)
	h.Write([]byte(id.Reveal()))
	return hex.EncodeToString(h.Sum(nil))
}
