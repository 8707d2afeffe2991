package cases

import (
	"context"
	"encoding/json"
	"strings"

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
// works on it is told. It moves no clock: whether the material is complete, they decide.
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
		r := NewRecord{Kind: recordSupplied, At: cmd.ReceivedAt, Target: a.Name, Method: "本人入口", Content: in.Text}
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
		if err := s.tellWorkers(tx, c, models.NoticeSupplied, cmd.ID, "当事人在"+number+"中补充了材料："+firstLine(in.Text)); err != nil {
			return err
		}
		return tx.Audit(number, verbRecord, a.ID, cmd.ReceivedAt, map[string]any{"command": cmd.ID, "record": r, "reason": r.Content})
	})
	return err
}

// firstLine is the beginning of a text, for whoever is told of it.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	const most = 60
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most]) + "……"
	}
	return line
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
