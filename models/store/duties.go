package store

import (
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy"
)

// DecidedTheMatter in a step's `not` bars whoever decided what is disputed or repaired.
const DecidedTheMatter = "decided_the_matter"

// Duties says what keeps people from deciding a step: separation of duties (审办分离、
// 回避). Nil when nothing does. Who acts for another must be free as well as the one
// acted for; empty names are passed over.
func Duties(tx *Tx, c models.Case, step policy.Step, people ...string) (*models.Problem, error) {
	for _, who := range people {
		if who == "" {
			continue
		}
		if p, err := duties(tx, c, step, who); err != nil || p != nil {
			return p, err
		}
	}
	return nil, nil
}

func duties(tx *Tx, c models.Case, step policy.Step, actor string) (*models.Problem, error) {
	var recused models.Recusal
	if err := tx.Limit(1).Find(&recused, "case_number = ? AND user_id = ?", c.Number, actor).Error; err != nil {
		return nil, err
	}
	if recused.UserID != "" {
		return models.Refuse(models.Forbidden, "duty.recused", "已经回避", "%s已回避本案（%s），不得办理“%s”。", Named(tx.DB, actor), recused.Reason, step.Name), nil
	}
	var earlier []models.Task
	err := tx.Find(&earlier, "case_number = ? AND (decided_by = ? OR on_behalf_of = ?) AND closed_at <> 0 AND choice <> ?", c.Number, actor, actor, models.Cancelled).Error
	if err != nil {
		return nil, err
	}
	for _, t := range earlier {
		if t.Kind == models.KindSignature && t.Step == step.Key && signsTogether(tx, t) {
			return models.Refuse(models.Forbidden, "duty.signed", "不得重复签署", "您已在“%s”会签中签署，一人只能签署一次。", t.Name), nil
		}
		if barred(step, t) {
			return models.Refuse(models.Forbidden, "duty.own_step", "须由他人办理",
				"您已办理本案“%s”,不得再办理“%s”,请转由其他有权人员办理。", t.Name, step.Name), nil
		}
	}
	if c.Kind == "revocation" && c.CreatedBy == actor {
		return models.Refuse(models.Forbidden, "duty.own_report", "不得确认本人提交的事项",
			"本案由您提交,“%s”须由他人办理。", step.Name), nil
	}
	second, err := coHandled(tx, c.Number, actor)
	if err != nil {
		return nil, err
	}
	if second && slices.Contains(step.Not, "recognition") {
		return models.Refuse(models.Forbidden, "duty.own_step", "须由他人办理",
			"您是本案认定意见的承办人之一,不得再办理“%s”,请转由其他有权人员办理。", step.Name), nil
	}
	if !slices.Contains(step.Not, DecidedTheMatter) || c.Target == "" {
		return nil, nil
	}
	var decided int64
	err = tx.Model(&models.Task{}).Where("case_number = ? AND (decided_by = ? OR on_behalf_of = ?) AND closed_at <> 0 AND kind IN ?", c.Target, actor, actor,
		[]string{models.KindQuestion, models.KindSignature}).Count(&decided).Error
	if err != nil {
		return nil, err
	}
	if second, err = coHandled(tx, c.Target, actor); err != nil || decided == 0 && !second {
		return nil, err
	}
	return models.Refuse(models.Forbidden, "duty.own_decision", "不得办理本人决定的事项",
		"您参与了%s的办理,不得办理针对该事项的“%s”,请转由其他有权人员办理。", c.Target, step.Name), nil
}

// signsTogether says whether a signature belongs to a countersign that still waits.
func signsTogether(tx *Tx, voice models.Task) bool {
	var n int64
	err := tx.Model(&models.Task{}).Where("id = ? AND closed_at = 0", voice.ParentID).Count(&n).Error
	return err != nil || n > 0
}

// coHandled says whether somebody answers for a case's recognitions as second handler.
func coHandled(tx *Tx, number, actor string) (bool, error) {
	var n int64
	err := tx.Model(&models.Recognition{}).Where("case_number = ? AND co_handler = ?", number, actor).Count(&n).Error
	return n > 0, err
}

// barred says whether having decided the earlier task bars from this step: by the
// pack's word, and always between two offices' signatures on one file.
func barred(step policy.Step, earlier models.Task) bool {
	if slices.Contains(step.Not, earlier.Step) {
		return true
	}
	if step.Office == "" || earlier.Step == step.Key {
		return false
	}
	var other policy.Step
	return json.Unmarshal(earlier.Spec, &other) == nil && other.Office != ""
}

// Held refuses to decide what somebody else has taken on or was given: it must be put
// back or handed over first.
func Held(db *gorm.DB, t models.Task, people ...string) *models.Problem {
	if t.AssigneeID == "" || slices.Contains(people, t.AssigneeID) {
		return nil
	}
	return models.Refuse(models.Forbidden, "task.claimed", "待办由他人办理",
		"“%s”现由%s办理。如须改由您办理，请对方放回，或者由负责人转办。", t.Name, Named(db, t.AssigneeID))
}

// TermRunning refuses to say in a subject's name that it let its term pass while the
// term still runs, unless its written waiver is attached (行政处罚法 44, 45).
func TermRunning(t models.Task, step policy.Step, cmd models.Command) *models.Problem {
	if step.Lapse == "" || cmd.Choice != step.Lapse || t.DueAt == 0 || cmd.ReceivedAt >= t.DueAt.Over() || hasEvidence(cmd) {
		return nil
	}
	return models.Refuse(models.Invalid, "statement.term_running", "当事人的期限尚未届满",
		"当事人可以在%s前行使权利,期满由系统自动处理。当事人书面放弃的,请附放弃声明。", When(t.DueAt)).
		Where(models.Field{Field: "evidence", Message: "须附书面放弃声明"})
}

// hasEvidence says whether a decision names any material.
func hasEvidence(cmd models.Command) bool {
	return len(cmd.Evidence) > 0 && string(cmd.Evidence) != "[]" && string(cmd.Evidence) != "null"
}

// Lacks says what the decision lacks that the pack demands of its choice.
func Lacks(step policy.Step, cmd models.Command) *models.Problem {
	if cmd.Verb == "return" && cmd.Reason == "" {
		return models.Refuse(models.Invalid, "decision.incomplete", "决定材料不全", "退回须说明理由。").
			Where(models.Field{Field: "reason", Message: "须填写理由"})
	}
	choice, ok := step.Choice(cmd.Choice)
	if !ok {
		return nil // a return names a step, not a choice
	}
	p := models.Refuse(models.Invalid, "decision.incomplete", "决定材料不全",
		"作出“%s”须补齐所列内容后重新提交。", choice.Label)
	if choice.Reason && cmd.Reason == "" {
		p.Where(models.Field{Field: "reason", Message: "须填写理由"})
	}
	if choice.Evidence && !hasEvidence(cmd) {
		p.Where(models.Field{Field: "evidence", Message: "须附证据材料"})
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}
