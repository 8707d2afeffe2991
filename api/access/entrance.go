package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

// mostWrong is how many wrong codes end the right one: whoever guesses gets no further.
const mostWrong = 5

// CodeMark is what the register keeps of a code: it tells the same code of the same
// subject again, and nothing else.
func (g *Gate) CodeMark(subject, code string) string {
	return g.Store.Keys.Mark("entrance code", subject+"\n"+strings.Map(digit, code))
}

// digit drops everything that people put between digits.
func digit(r rune) rune {
	if r >= '０' && r <= '９' {
		r -= '０' - '0'
	}
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// Enter signs a subject in to its own file by its number and a code that it was given,
// once. Permission: anyone. Errors: access.throttled, access.code_failed, which does not
// tell a wrong number from a wrong or ended code.
func (g *Gate) Enter(ctx context.Context, number, code, address string) (a Actor, err error) {
	now, number := g.Now(), strings.ToUpper(strings.TrimSpace(number))
	name := "own " + g.Store.Keys.Mark("entrance number", number) // no number lies about in memory
	if left := g.throttle.admit(name, address, now); left > 0 {
		return a, models.Refuse(models.TooMany, "access.throttled", "尝试次数过多", "登录码错误次数过多，请在%d秒后再试。", int(left/time.Second)+1)
	}
	subjects, err := g.Numbered(ctx, number)
	if err != nil {
		return a, err
	}
	for _, s := range subjects {
		right := false
		if right, err = g.spend(ctx, s.ID, code, models.At(now)); err != nil {
			return a, err
		}
		if !right {
			continue
		}
		g.throttle.passed(name, address)
		if err := g.Sessions.openOwn(ctx, s.ID, now); err != nil {
			return a, err
		}
		return asSubject(s), nil
	}
	return a, models.Refuse(models.Unauthenticated, "access.code_failed", "登录失败", "号码或者登录码不正确，或者登录码已经用过、已经失效。请核对后再试，或者重新领取登录码。")
}

// Numbered lists who is registered under a number, in any city.
func (g *Gate) Numbered(ctx context.Context, number string) (all []models.Subject, err error) {
	if strings.TrimSpace(number) == "" {
		return nil, nil
	}
	db := g.Store.Read(ctx)
	var cities []string
	if err := db.Model(&models.StoredPack{}).Distinct("jurisdiction").Pluck("jurisdiction", &cities).Error; err != nil {
		return nil, err
	}
	if db, err = g.Store.Numbered(db.Where("jurisdiction IN ?", append(cities, "")), number, g.Now()); err != nil {
		return nil, err
	}
	err = db.Order("id").Find(&all, "erased_at = 0").Error
	return slices.DeleteFunc(all, func(s models.Subject) bool { return !live(s) }), err
}

func live(s models.Subject) bool {
	return s.ID != "" && s.ErasedAt == 0 && (s.Status == "" || s.Status == models.SubjectActive)
}

// spend uses a code up. A wrong one counts against all that are open.
func (g *Gate) spend(ctx context.Context, subject, code string, now models.Instant) (right bool, err error) {
	err = g.Store.Tx(ctx, func(tx *store.Tx) error {
		right = false
		var open []models.SubjectCode
		if err := tx.Locked().Find(&open, "subject_id = ? AND ended_at = 0 AND expires_at > ?", subject, now).Error; err != nil {
			return err
		}
		for _, c := range open {
			if right = right || c.Mark == g.CodeMark(subject, code); right {
				return tx.Model(&models.SubjectCode{}).Where("id = ?", c.ID).Update("ended_at", now).Error
			}
		}
		for _, c := range open {
			if c.Wrong++; c.Wrong >= mostWrong {
				c.EndedAt = now
			}
			if err := tx.Model(&models.SubjectCode{}).Where("id = ?", c.ID).Updates(map[string]any{"wrong": c.Wrong, "ended_at": c.EndedAt}).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return right, err
}

// subject is who signed in to its own file, as long as there is such a subject.
func (g *Gate) subject(ctx context.Context, id string) (a Actor, known bool, err error) {
	var s models.Subject
	err = g.Store.Read(ctx).Limit(1).Find(&s, "id = ?", id).Error
	if err != nil || !live(s) {
		return a, false, err
	}
	return asSubject(s), true, nil
}

func asSubject(s models.Subject) Actor {
	return Actor{ID: s.ID, Username: s.ID, Name: s.Name, Subject: s.ID}
}
