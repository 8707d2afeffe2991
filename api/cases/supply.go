package cases

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// NewSupply is what a party hands in to its running application.
type NewSupply struct {
	Text     string     `json:"text"`
	Evidence []Evidence `json:"evidence"`
}

// recordSupplied is a record that a party itself made: what it handed in.
const recordSupplied = "supplied"

// Supply hands in more material to an application of the actor's own that is being worked on; who
// works on it is told. It moves no clock, but brought in time it keeps the term for missing
// material from lapsing: whether it is complete, they decide.
// Permission: the subject itself. Errors: case.unknown, case.closed, intake.incomplete,
// evidence.*.
func (s *Service) Supply(ctx context.Context, a access.Actor, number string, in NewSupply, key string) error {
	in.Text = strings.TrimSpace(in.Text)
	if p := required(map[string]string{"text": in.Text}); p != nil {
		return p
	}
	if p := short(map[string]limit{"text": {in.Text, 5000}}); p != nil {
		return p
	}
	_, err := s.once(ctx, a, models.Command{Verb: verbRecord, IdemKey: key, BodyHash: s.keyedHash([]any{recordSupplied, number, in})}, func(tx *store.Tx, cmd *models.Command) error {
		c, err := ownCase(tx, a, number)
		if err != nil {
			return err
		}
		if !c.Open() {
			return models.Refuse(models.Conflict, "case.closed", "已经办结", "该事项已于%s办结，不能再补充材料。", store.When(c.ClosedAt))
		}
		if err := s.seldom(tx, a, verbRecord, mostSupplies, cmd.ReceivedAt); err != nil {
			return err
		}
		r := NewRecord{Kind: recordSupplied, At: cmd.ReceivedAt, Target: "当事人", Method: "本人入口", Content: in.Text}
		if r.Evidence, err = handIn(tx, a, in.Evidence, number, cmd.ID, cmd.ReceivedAt); err != nil {
			return err
		}
		cmd.CaseNumber = number
		if cmd.Details, err = json.Marshal(r); err != nil {
			return err
		}
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if err := s.tellWorkers(tx, c, models.NoticeSupplied, cmd.ID, "当事人在"+number+"中补充了材料，请查看过程记录。"); err != nil {
			return err
		}
		said := map[string]any{"command": cmd.ID, "record": r, "reason": r.Content, "code": a.Code}
		if err := supplied(tx, &c, cmd.ReceivedAt, said); err != nil {
			return err
		}
		return tx.Audit(number, verbRecord, a.ID, cmd.ReceivedAt, said)
	})
	return err
}

// How much one subject brings in a day: more is a program gone wrong, or somebody who
// wants to tire the office.
const (
	mostBegun    = 10
	mostSupplies = 30
)

// seldom refuses a subject that brought too much within a day. People of an office are not
// counted.
func (s *Service) seldom(tx *store.Tx, a access.Actor, verb string, most int, now models.Instant) error {
	if a.Subject == "" {
		return nil
	}
	var n int64
	err := tx.Model(&models.Command{}).Where("actor_id = ? AND verb = ? AND received_at > ?", a.ID, verb, models.At(now.Time().Add(-24*time.Hour))).Count(&n).Error
	if err == nil && int(n) >= most {
		err = models.Refuse(models.TooMany, "own.too_many", "提交过多", "您在一天内已提交%d次。请次日再提交，或者到受理窗口办理。", n)
	}
	return err
}

// tellWorkers tells who has the case's question, or whoever may take it.
func (s *Service) tellWorkers(tx *store.Tx, c models.Case, kind, id, text string) error {
	var open []models.Task
	if err := tx.Find(&open, "case_number = ? AND closed_at = 0 AND kind = ?", c.Number, models.KindQuestion).Error; err != nil {
		return err
	}
	for _, t := range open {
		n := models.Notice{
			ID: kind + "." + id + "." + t.ID, CaseNumber: c.Number, TaskID: t.ID, Kind: kind, UserID: t.AssigneeID, Role: t.Role, OrganizationID: t.OrganizationID,
			Text: text, CreatedAt: s.now(),
		}
		if n.UserID != "" {
			n.Role = ""
		}
		if _, err := tx.Put(&n); err != nil {
			return err
		}
	}
	return nil
}
