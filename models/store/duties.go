package store

import (
	"encoding/json"
	"slices"

	"chengxin/models"
	"chengxin/policy"
)

// DecidedTheMatter in a step's `not` bars whoever decided what is disputed or repaired.
const DecidedTheMatter = "decided_the_matter"

// Duties says what keeps a person from deciding a step: separation of duties
// (审办分离、回避). Nil when nothing does.
func Duties(tx *Tx, c models.Case, step policy.Step, actor string) (*models.Problem, error) {
	var earlier []models.Task
	err := tx.Find(&earlier, "case_number = ? AND decided_by = ? AND closed_at <> 0", c.Number, actor).Error
	if err != nil {
		return nil, err
	}
	for _, t := range earlier {
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
	err = tx.Model(&models.Task{}).Where("case_number = ? AND decided_by = ? AND closed_at <> 0", c.Target, actor).
		Count(&decided).Error
	if err != nil {
		return nil, err
	}
	if second, err = coHandled(tx, c.Target, actor); err != nil || decided == 0 && !second {
		return nil, err
	}
	return models.Refuse(models.Forbidden, "duty.own_decision", "不得办理本人决定的事项",
		"您参与了%s的办理,不得办理针对该事项的“%s”,请转由其他有权人员办理。", c.Target, step.Name), nil
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

// TermRunning refuses to say in a subject's name that it let its term pass while the
// term still runs, unless its written waiver is attached (行政处罚法 44, 45).
func TermRunning(t models.Task, step policy.Step, cmd models.Command) *models.Problem {
	if step.Lapse == "" || cmd.Choice != step.Lapse || t.DueAt == 0 || cmd.ReceivedAt >= t.DueAt || hasEvidence(cmd) {
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
