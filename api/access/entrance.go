package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

// How many wrong codes end a right one. A code that is mailed is soon drawn anew; one that
// was handed over is not, and whoever knows a company's number must not end it in a moment.
// Eight digits bear either.
var mostWrong = map[string]int{models.CodeMail: 5, models.CodeWindow: 50}

// verbEntered and verbCodeEnded mark in a subject's trail that it signed in, and that a code
// of its own was guessed at until it ended.
const (
	verbEntered   = "entered"
	verbCodeEnded = "code_ended"
)

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
	from := "own " + address                                      // people of the office behind the same address are not slowed down
	if left := g.throttle.admit(name, from, now); left > 0 {
		return a, models.Refuse(models.TooMany, "access.throttled", "尝试次数过多", "登录码错误次数过多，请在%d秒后再试。", int(left/time.Second)+1)
	}
	subjects, err := g.Numbered(ctx, number)
	if err != nil {
		return a, err
	}
	who, with, err := g.spend(ctx, subjects, code, models.At(now))
	if err != nil {
		return a, err
	}
	if with == "" {
		return a, models.Refuse(models.Unauthenticated, "access.code_failed", "登录失败", "号码或者登录码不正确，或者登录码已经用过、已经失效。请核对后再试，或者重新领取登录码。")
	}
	g.throttle.passed(name, from)
	if err := g.Sessions.openOwn(ctx, who.ID, with, now); err != nil {
		return a, err
	}
	return asSubject(who, with), nil
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

// spend uses a code up, whichever of the subjects it is of. A wrong one counts against all
// that are open.
func (g *Gate) spend(ctx context.Context, subjects []models.Subject, code string, now models.Instant) (who models.Subject, with string, err error) {
	byID, ids := map[string]models.Subject{}, []string{""}
	for _, s := range subjects {
		byID[s.ID] = s
		ids = append(ids, s.ID)
	}
	err = g.Store.Tx(ctx, func(tx *store.Tx) error {
		with = ""
		var open []models.SubjectCode
		if err := tx.Locked().Order("id").Find(&open, "subject_id IN ? AND ended_at = 0 AND expires_at > ?", ids, now).Error; err != nil {
			return err
		}
		for _, c := range open {
			if c.Mark != g.CodeMark(c.SubjectID, code) {
				continue
			}
			who, with = byID[c.SubjectID], c.ID
			if err := tx.Model(&models.SubjectCode{}).Where("id = ?", c.ID).Update("ended_at", now).Error; err != nil {
				return err
			}
			return tx.Audit(store.SubjectChain(c.SubjectID), verbEntered, c.SubjectID, now, map[string]any{"code": c.ID, "channel": c.Channel, "issued_by": c.IssuedBy})
		}
		for _, c := range open {
			if err := wrong(tx, c, now); err != nil {
				return err
			}
		}
		return nil
	})
	return who, with, err
}

// wrong counts a wrong code against an open one.
func wrong(tx *store.Tx, c models.SubjectCode, now models.Instant) error {
	ends := c.Wrong+1 >= mostWrong[c.Channel]
	if ends {
		c.EndedAt = now
	}
	err := tx.Model(&models.SubjectCode{}).Where("id = ?", c.ID).Updates(map[string]any{"wrong": c.Wrong + 1, "ended_at": c.EndedAt}).Error
	if err != nil || !ends {
		return err
	}
	return tx.Audit(store.SubjectChain(c.SubjectID), verbCodeEnded, "system", now, map[string]any{"code": c.ID, "channel": c.Channel, "wrong": c.Wrong + 1})
}

// subject is who signed in to its own file, as long as there is such a subject.
func (g *Gate) subject(ctx context.Context, id, code string) (a Actor, known bool, err error) {
	var s models.Subject
	err = g.Store.Read(ctx).Limit(1).Find(&s, "id = ?", id).Error
	if err != nil || !live(s) {
		return a, false, err
	}
	return asSubject(s, code), true, nil
}

func asSubject(s models.Subject, code string) Actor {
	return Actor{ID: s.ID, Username: s.ID, Name: s.Name, Subject: s.ID, Code: code}
}
