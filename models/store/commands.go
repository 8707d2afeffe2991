package store

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/policy"
)

// Settle says what became of a command: counted, or refused and why. The first word
// stands. A refusal is trailed here; a counted command is part of its transition's
// entry.
func Settle(tx *Tx, id string, at models.Instant, refusal *models.Problem) error {
	set := map[string]any{"status": models.CommandCounted, "settled_at": at}
	if refusal != nil {
		words, err := json.Marshal(refusal)
		if err != nil {
			return err
		}
		set["status"], set["refusal"] = models.CommandRefused, words
	}
	r := tx.Model(&models.Command{}).Where("id = ? AND status = ?", id, models.CommandReceived).Updates(set)
	if r.Error != nil || refusal == nil || r.RowsAffected == 0 {
		return r.Error
	}
	var c models.Command
	if err := tx.Take(&c, "id = ?", id).Error; err != nil {
		return err
	}
	return tx.Audit(c.CaseNumber, "refused", c.ActorID, at, map[string]any{
		"command": id, "task": c.TaskID, "verb": c.Verb, "choice": c.Choice,
		"received_at": c.ReceivedAt, "code": refusal.Code,
	})
}

// Awaits says whether the command's case still waits for what it decides.
func Awaits(tx *Tx, cmd models.Command) (bool, error) {
	var c models.Case
	if err := tx.Take(&c, "number = ?", cmd.CaseNumber).Error; err != nil || !c.Open() || cmd.TaskID == "" {
		return err == nil && c.Open(), err
	}
	var open int64
	err := tx.Model(&models.Task{}).Where("id = ? AND closed_at = 0", cmd.TaskID).Count(&open).Error
	return open > 0, err
}

// SettleStale refuses a command nothing waits for, in words that say who was first.
func SettleStale(tx *Tx, cmd models.Command, at models.Instant) error {
	p, err := Stale(tx, cmd)
	if err != nil {
		return err
	}
	return Settle(tx, cmd.ID, at, p)
}

// Stale says why a command cannot count.
func Stale(tx *Tx, cmd models.Command) (*models.Problem, error) {
	var t models.Task
	if err := tx.Limit(1).Find(&t, "id = ? AND case_number = ?", cmd.TaskID, cmd.CaseNumber).Error; err != nil {
		return nil, err
	}
	if t.ClosedAt != 0 && t.Choice != "cancelled" {
		return decided(tx, t)
	}
	var c models.Case
	if err := tx.Take(&c, "number = ?", cmd.CaseNumber).Error; err != nil {
		return nil, err
	}
	switch {
	case !c.Open():
		return models.Refuse(models.Conflict, "case.closed", "案件已办结",
			"案件%s已于%s办结，不能再办理。", c.Number, When(c.ClosedAt)), nil
	case t.ID == "":
		return models.Refuse(models.Conflict, "task.not_open", "待办不存在或已关闭",
			"该待办不在案件%s的当前环节，请刷新后按最新待办办理。", c.Number), nil
	case t.ClosedAt != 0:
		return models.Refuse(models.Conflict, "task.not_open", "待办已关闭",
			"“%s”已于%s取消，请刷新后按案件%s的最新待办办理。", t.Name, When(t.ClosedAt), c.Number), nil
	}
	if cmd.Verb == "return" {
		return NoSuchReturn(t.Name, cmd.Choice), nil
	}
	return models.Refuse(models.Invalid, "task.not_a_choice", "不是本环节的可选结论",
		"“%s”环节没有“%s”这一结论，请从待办列出的选项中选择。", t.Name, cmd.Choice), nil
}

// NoSuchReturn refuses to send a case back to where it may not go or never was.
func NoSuchReturn(from, to string) *models.Problem {
	return models.Refuse(models.Invalid, "task.no_such_return", "不能退回该环节",
		"“%s”不能退回到“%s”：规则不允许，或者本案未经过该环节。", from, to)
}

// Been says whether a case came by a step that still stands: only there it can return.
func Been(tx *Tx, number, step string) (bool, error) {
	var n int64
	err := tx.Model(&models.JournalEntry{}).Where("case_number = ? AND step = ? AND struck = ?", number, step, false).Count(&n).Error
	return n > 0, err
}

// decided tells who was first.
func decided(tx *Tx, t models.Task) (*models.Problem, error) {
	who, label := "系统（期限届满）", t.Choice
	if t.DecidedBy != "system" {
		var u models.User
		if err := tx.Limit(1).Find(&u, "id = ?", t.DecidedBy).Error; err != nil {
			return nil, err
		}
		who = u.Name
	}
	var step policy.Step
	if json.Unmarshal(t.Spec, &step) == nil {
		if c, ok := step.Choice(t.Choice); ok {
			label = c.Label
		}
	}
	if t.Choice == "returned" {
		label = "退回"
	}
	p := models.Refuse(models.Conflict, "task.already_decided", "该待办已有决定",
		"“%s”已由%s于%s作出决定：%s。您的操作未生效。", t.Name, who, When(t.ClosedAt), label)
	return p.Where(models.Field{Field: "task", Value: t.Choice}), nil
}

// When writes an instant as officials do.
func When(i models.Instant) string { return i.Time().Format("2006年1月2日15:04:05") }
