package activities

import (
	"cmp"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// supervise puts a supervisor's note to whoever must decide a task (督办). It must be
// answered within the pack's term, whatever becomes of the task.
func (a *act) supervise(t *models.Task, _ policy.Step) error {
	if a.cmd.Reason == "" {
		return a.refuse("decision.incomplete", "督办意见不全", a.pack.Desk.Article, "督办须写明意见。").Where(models.Field{Field: "reason", Message: "须填写督办意见"})
	}
	if t.Kind == models.KindSupervision || t.Kind == models.KindAppeal {
		return a.refuse("supervision.not_here", "该待办不能督办", a.pack.Desk.Article, "督办意见针对办案环节提出，请在原待办上督办。")
	}
	id, err := a.nextBeside(t.ID, models.KindSupervision)
	if err != nil {
		return err
	}
	answer := policy.Step{
		Key: models.KindSupervision, Name: "答复督办：" + t.Name, Role: policy.Role(t.Role), Within: a.pack.Desk.Supervision, Article: a.pack.Desk.Article,
		Choices: []policy.Choice{{Key: "answered", Label: "答复", Reason: true}},
	}
	side := models.Task{
		ID: id, Kind: models.KindSupervision, ParentID: t.ID, OrganizationID: t.OrganizationID, AssigneeID: t.AssigneeID,
	}
	if err := a.openBeside(side, answer, map[string]string{"note": a.cmd.Reason, "by": a.actor()}); err != nil {
		return err
	}
	n := models.Notice{
		ID: id + ".asked", CaseNumber: a.c.Number, TaskID: id, Kind: models.KindSupervision, Role: t.Role, OrganizationID: t.OrganizationID, UserID: t.AssigneeID,
		Text: fmt.Sprintf("督办%s“%s”：%s。请按期答复。", a.c.Number, t.Name, a.cmd.Reason), CreatedAt: a.now,
	}
	if _, err := a.tx.Put(&n); err != nil {
		return err
	}
	return a.event(t, models.EventSupervised, a.cmd.Reason, t.DueAt)
}

// answerBeside closes a supervisor's note or a co-signature with its answer, and tells
// who asked.
func (a *act) answerBeside(t *models.Task, step policy.Step) error {
	if p := store.Held(a.tx.DB, *t, a.cmd.ActorID, a.cmd.OnBehalfOf); p != nil {
		return p
	}
	if !step.Has(a.cmd.Choice) {
		return a.refuse("task.not_a_choice", "不是本环节的可选结论", step.Article, "“%s”环节没有“%s”这一结论，请从待办列出的选项中选择。", t.Name, a.cmd.Choice)
	}
	if err := a.mayActBeside(step); err != nil {
		return err
	}
	var asked models.Command
	if err := a.tx.Limit(1).Find(&asked, "id = ?", t.CommandID).Error; err != nil {
		return err
	}
	if err := a.closeBeside(t); err != nil || asked.ActorID == "" {
		return err
	}
	_, err := a.tx.Put(&models.Notice{
		ID: t.ID + ".answered", CaseNumber: a.c.Number, TaskID: t.ID, Kind: models.EventAnswered, UserID: asked.ActorID, OrganizationID: t.OrganizationID, CreatedAt: a.now,
		Text: fmt.Sprintf("%s“%s”已答复：%s", a.c.Number, t.Name, cmp.Or(a.cmd.Reason, a.choiceLabel(step))),
	})
	return err
}

func (a *act) choiceLabel(step policy.Step) string {
	c, _ := step.Choice(a.cmd.Choice)
	return c.Label
}

// coSigned refuses a decision while a co-signer's opinion is awaited, and one against a
// co-signer's objection without a reason (加签).
func (a *act) coSigned(question string) error {
	var asked []models.Task
	if err := a.tx.Order("id").Find(&asked, "parent_id = ? AND kind = ?", question, models.KindCoSign).Error; err != nil {
		return err
	}
	for _, t := range asked {
		switch {
		case t.ClosedAt == 0:
			return models.Refuse(models.Conflict, "task.co_sign_open", "尚有加签未完成", "“%s”由%s加签，须待其签署意见后再决定，或者先撤回加签。", t.Name, store.Named(a.tx.DB, t.AssigneeID))
		case t.Choice == "objected" && a.cmd.Reason == "":
			return a.refuse("decision.incomplete", "决定材料不全", "", "加签人%s有不同意见，作出决定须说明理由。", store.Named(a.tx.DB, t.AssigneeID)).
				Where(models.Field{Field: "reason", Message: "须填写理由"})
		}
	}
	return nil
}
