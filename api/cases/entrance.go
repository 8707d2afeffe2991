package cases

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// verbEntranceCode marks that a code to a subject's own entrance was handed over.
const verbEntranceCode = "entrance_code"

// How long a code opens: one that is mailed, as long as somebody waits before the screen;
// one that is handed over, until its bearer is home and has time.
const (
	mailedFor = 10 * time.Minute
	handedFor = 72 * time.Hour
)

// mostMailed is how many codes are mailed to one subject in an hour.
const mostMailed = 5

// Entrance lets subjects in to their own files.
type Entrance struct {
	*Service
	Gate *access.Gate
	// Mail sends a code to a confirmed electronic address; nil: codes are handed over at
	// the window alone.
	Mail func(ctx context.Context, address, title, text string) error
}

// NewEntranceCode says to whom a code is handed over.
type NewEntranceCode struct {
	Proof string `json:"proof" minLength:"2" maxLength:"200" doc:"领取人及核验的证件，如：法定代表人，营业执照和身份证原件"`
}

// EntranceCode is a code as it is handed over: the register knows it no more.
type EntranceCode struct {
	Code      string         `json:"code" doc:"一次性登录码，只在此显示"`
	ExpiresAt models.Instant `json:"expires_at"`
}

// HandOverCode draws a code for a subject's own entrance, to be handed to whoever proved to
// act for it; an earlier one of this kind ends. Each call draws another. Permission:
// window clerk or handler of the jurisdiction. Errors: subject.unknown, subject.ended,
// intake.incomplete, access.not_here.
func (e *Entrance) HandOverCode(ctx context.Context, a access.Actor, id string, in NewEntranceCode) (out EntranceCode, err error) {
	if p := required(map[string]string{"proof": in.Proof}); p != nil {
		return out, p
	}
	if p := short(map[string]limit{"proof": {in.Proof, 200}}); p != nil {
		return out, p
	}
	of, err := e.Queries().seen(ctx, a, id)
	if err != nil {
		return out, err
	}
	if err := keepsRights(a, of, applicants); err != nil {
		return out, err
	}
	err = e.Store.Tx(ctx, func(tx *store.Tx) error {
		if _, err := subject(tx, of.ID, of.Jurisdiction); err != nil {
			return err
		}
		var row models.SubjectCode
		if row, out.Code, err = drawCode(tx, e.Gate, of.ID, models.CodeWindow, a.ID, e.now(), handedFor); err != nil {
			return err
		}
		out.ExpiresAt = row.ExpiresAt
		return tx.Audit(store.SubjectChain(of.ID), verbEntranceCode, a.ID, row.IssuedAt, map[string]any{"code": row.ID, "proof": strings.TrimSpace(in.Proof), "expires_at": row.ExpiresAt})
	})
	return out, err
}

// drawCode draws eight digits. The subject's row is locked, or nobody else draws.
func drawCode(tx *store.Tx, gate *access.Gate, subject, channel, by string, now models.Instant, lasts time.Duration) (row models.SubjectCode, code string, err error) {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return row, "", err
	}
	code = fmt.Sprintf("%04d %04d", n.Int64()/10_000, n.Int64()%10_000)
	if channel == models.CodeWindow { // a mail may be slow, and another asked for meanwhile
		err = tx.Model(&models.SubjectCode{}).Where("subject_id = ? AND channel = ? AND ended_at = 0", subject, channel).Update("ended_at", now).Error
		if err != nil {
			return row, "", err
		}
	}
	row = models.SubjectCode{
		ID: newID(), SubjectID: subject, Channel: channel, Mark: gate.CodeMark(subject, code), IssuedBy: by, IssuedAt: now,
		ExpiresAt: models.At(now.Time().Add(lasts)),
	}
	return row, code, tx.Create(&row).Error
}

// MailCode mails a code to whoever is registered under a number and confirmed an e-mail
// address in writing. Whether there is anybody, nobody learns: it answers before it looks.
// Permission: anyone.
func (e *Entrance) MailCode(ctx context.Context, number string) {
	if e.Mail == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	go func() {
		defer cancel()
		e.mailCode(ctx, number)
	}()
}

// mailCode mails one to each that is registered under the number. What went wrong is told
// the log without an address: it is nobody's business there.
func (e *Entrance) mailCode(ctx context.Context, number string) {
	all, err := e.Gate.Numbered(ctx, number)
	if err != nil {
		e.Log.Warn("code was not mailed", "err", err)
		return
	}
	for _, of := range all {
		address, code, row, err := e.drawMailed(ctx, of.ID)
		if err != nil {
			e.Log.Warn("code was not mailed", "subject", of.ID, "err", err)
		}
		if err != nil || address == "" {
			continue
		}
		text := "您的城信登录码：" + code + "，10分钟内有效，只能用一次。登录后可以查看本单位或者本人的信用记录，提出异议、申请信用修复。\n不是您本人操作的，不必理会；任何人都不应向您索要登录码。"
		if e.Mail(ctx, address, "登录码", text) == nil {
			continue
		}
		e.Log.Warn("code was not mailed: the mail server did not take it", "subject", of.ID)
		err = e.Store.Tx(ctx, func(tx *store.Tx) error { return tx.Delete(&models.SubjectCode{}, "id = ?", row).Error })
		if err != nil {
			e.Log.Warn("code that was not mailed stays", "subject", of.ID, "err", err)
		}
	}
}

// drawMailed draws a code for a subject that confirmed an e-mail address in writing; no
// address where it did not, or had enough of them lately.
func (e *Entrance) drawMailed(ctx context.Context, subject string) (address, code, row string, err error) {
	err = e.Store.Tx(ctx, func(tx *store.Tx) error {
		address = ""
		if err := tx.Locked().Take(&models.Subject{}, "id = ?", subject).Error; err != nil {
			return err
		}
		now := e.now()
		var lately int64
		err := tx.Model(&models.SubjectCode{}).Where("subject_id = ? AND channel = ? AND issued_at > ?", subject, models.CodeMail, models.At(now.Time().Add(-time.Hour))).Count(&lately).Error
		if err != nil || lately >= mostMailed {
			return err
		}
		confirmed, err := tx.Confirmed(subject, now)
		if err != nil || confirmed.ID == "" {
			return err
		}
		var d models.AddressData
		if _, err := e.Store.Unseal(tx.DB, store.SealedAddress(confirmed.ID), &d); err != nil {
			return err
		}
		to, ok := mailAddress(d.Electronic)
		if !ok || to == "" {
			return nil
		}
		drawn, digits, err := drawCode(tx, e.Gate, subject, models.CodeMail, "", now, mailedFor)
		address, code, row = to, digits, drawn.ID
		return err
	})
	return address, code, row, err
}
