package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"

	"chengxin/models"
	"chengxin/models/store"
)

// ShortestPassword is how many characters a password has at least.
const ShortestPassword = 10

// longestPassword bounds what is derived.
const longestPassword = 128

// ChangePassword gives the actor a new password. Every other browser that signed in
// with the former one is signed out; the one that asks stays. Permission: whoever knows
// the present password. Errors: access.password_wrong, access.password_weak,
// access.throttled.
func (g *Gate) ChangePassword(ctx context.Context, a Actor, present, wanted, address string) error {
	if p := acceptable(a, present, wanted); p != nil {
		return p
	}
	if _, err := g.Authenticate(ctx, a.Username, present, address); err != nil {
		if p, ok := models.AsProblem(err); ok && p.Class == models.Unauthenticated {
			return models.Refuse(models.Invalid, "access.password_wrong", "现用密码不正确", "请重新输入现用密码。").
				Where(models.Field{Field: "present", Message: "现用密码不正确"})
		}
		return err
	}
	hash := HashPassword(wanted)
	err := g.Store.Tx(ctx, func(tx *store.Tx) error {
		err := tx.Model(&models.User{}).Where("id = ?", a.ID).Updates(map[string]any{"password_hash": hash, "must_change": false}).Error
		if err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, "password_changed", a.ID, models.At(g.Now()), map[string]string{"user": a.ID})
	})
	if err != nil {
		return err
	}
	return g.Sessions.Open(ctx, a.ID, stampOf(models.User{PasswordHash: hash}))
}

func acceptable(a Actor, present, wanted string) *models.Problem {
	n, message := utf8.RuneCountInString(wanted), ""
	switch {
	case n < ShortestPassword:
		message = "新密码不得少于10个字符"
	case n > longestPassword:
		message = "新密码不得超过128个字符"
	case wanted == present:
		message = "新密码不得与现用密码相同"
	case wanted == a.Username:
		message = "新密码不得与用户名相同"
	default:
		return nil
	}
	return models.Refuse(models.Invalid, "access.password_weak", "新密码不符合要求", "%s。", message).
		Where(models.Field{Field: "wanted", Message: message})
}

// stampOf ties a session to the password it was opened with, without telling anything
// about it.
func stampOf(u models.User) string {
	sum := sha256.Sum256([]byte("session " + u.PasswordHash))
	return hex.EncodeToString(sum[:8])
}
