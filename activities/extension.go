package activities

import (
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// MoreTime is what an application for more time asks for (延期).
type MoreTime struct {
	Of   string `json:"of"`   // task, case
	Term string `json:"term"` // "5 working_days"
}

// askForTime puts an application for more time to whoever may grant it. The clock runs
// on meanwhile.
func (a *act) askForTime(t *models.Task, step policy.Step) error {
	var want MoreTime
	if err := a.details(&want); err != nil {
		return err
	}
	rule, clock, err := a.extendable(t, step, want)
	if err != nil {
		return err
	}
	term, err := calendar.ParseTerm(want.Term)
	switch {
	case rule == nil:
		return a.refuse("extension.not_allowed", "规则未规定可以延期", step.Article, "“%s”不能延期，请在期限内办理。", t.Name)
	case err != nil:
		return a.refuse("extension.term", "延长的时间无法识别", rule.Article, "%s。", err).Where(models.Field{Field: "term", Value: want.Term})
	case term.Unit != rule.Each.Unit || term.N > rule.Each.N:
		return a.refuse("extension.too_long", "延长的时间超过限度", rule.Article, "每次最长延期%s。", rule.Each.Chinese()).
			Where(models.Field{Field: "term", Value: want.Term})
	case a.cmd.Reason == "":
		return a.refuse("decision.incomplete", "申请材料不全", rule.Article, "申请延期须说明理由。").Where(models.Field{Field: "reason", Message: "须填写理由"})
	case clock == nil || a.c.Paused != "":
		return a.conflict("extension.no_clock", "没有正在计算的期限", rule.Article, "该期限没有规定或者正在中止，无须延期。")
	case clock.Extensions() >= rule.Times:
		return a.refuse("extension.used_up", "延期次数已用完", rule.Article, "最多延期%d次，已延期%d次。", rule.Times, clock.Extensions())
	case calendar.Overdue(a.at.Time(), clock.DueAt.Time()):
		return a.refuse("extension.late", "期限已经届满", rule.Article, "期限已于%s届满，延期须在届满前申请。", store.When(clock.DueAt))
	}
	id, err := a.nextBeside(t.ID, models.KindExtension)
	if err != nil {
		return err
	}
	var waiting int64
	if err := a.tx.Model(&models.Task{}).Where("parent_id = ? AND kind = ? AND closed_at = 0", t.ID, models.KindExtension).Count(&waiting).Error; err != nil {
		return err
	}
	if waiting > 0 {
		return a.conflict("extension.pending", "已有延期申请待决定", rule.Article, "该待办已有一件延期申请，请等待决定。")
	}
	ask := policy.Step{
		Key: models.KindExtension, Name: fmt.Sprintf("延期审批：%s延长%s", t.Name, term.Chinese()), Role: rule.By, Within: rule.Within, Article: rule.Article,
		Choices: []policy.Choice{{Key: "granted", Label: "同意延期"}, {Key: "denied", Label: "不同意延期", Reason: true}},
	}
	return a.openBeside(models.Task{ID: id, Kind: models.KindExtension, ParentID: t.ID, OrganizationID: a.c.OrganizationID}, ask, want)
}

// extendable finds the rule under which a limit may be extended, and its clock.
func (a *act) extendable(t *models.Task, step policy.Step, want MoreTime) (*policy.Extension, *models.Clock, error) {
	if !t.Question() {
		return nil, nil, nil
	}
	if want.Of == "case" {
		k, err := clockOf(a.c.Deadline)
		return a.process().Extension, k, err
	}
	k, err := clockOf(t.Deadline)
	return step.Extension, k.Own("task"), err
}

// decideOnTime grants more time or not. Granted, the new end is counted from the old
// one; what is sooner, step or case, still rules.
func (a *act) decideOnTime(t *models.Task, step policy.Step) error {
	var applied models.Command
	if err := a.tx.Take(&applied, "id = ?", t.CommandID).Error; err != nil {
		return err
	}
	if applied.ActorID == a.actor() {
		return models.Refuse(models.Forbidden, "duty.own_request", "不得审批本人的申请", "延期由您申请，须由他人审批。").By(a.pack.Name(), step.Article)
	}
	if err := a.mayActBeside(step); err != nil {
		return err
	}
	if err := a.closeBeside(t); err != nil || a.cmd.Choice != "granted" {
		return err
	}
	var parent models.Task
	if err := a.tx.Locked().Take(&parent, "id = ?", t.ParentID).Error; err != nil {
		return err
	}
	var want MoreTime
	if err := json.Unmarshal(t.Details, &want); err != nil {
		return err
	}
	move := models.ClockMove{Kind: models.EventExtended, Term: want.Term, By: a.actor(), Why: applied.Reason}
	if want.Of == "case" {
		return a.extendCase(move)
	}
	return a.extendTask(&parent, move)
}

func (a *act) extendTask(t *models.Task, move models.ClockMove) error {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	k, err := clockOf(t.Deadline)
	if err != nil {
		return err
	}
	own := k.Own("task")
	own.Moves = append(own.Moves, move)
	if err := own.Count(a.cal, a.pack.Counting()); err != nil {
		return err
	}
	before := t.DueAt
	if err := a.wind(t, step, own); err != nil {
		return err
	}
	if err := a.saveClock(t); err != nil {
		return err
	}
	a.note("extended", map[string]any{"task": t.ID, "term": move.Term, "from": before, "to": t.DueAt})
	return a.event(t, models.EventExtended, move.Why, before)
}

func (a *act) extendCase(move models.ClockMove) error {
	k, err := clockOf(a.c.Deadline)
	if err != nil {
		return err
	}
	before := a.c.DueAt
	k.Moves = append(k.Moves, move)
	if err := k.Count(a.cal, a.pack.Counting()); err != nil {
		return err
	}
	if err := a.windCase(k); err != nil {
		return err
	}
	a.note("extended", map[string]any{"case": a.c.Number, "term": move.Term, "from": before, "to": a.c.DueAt})
	err = a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, Kind: models.EventExtended, At: a.now, ActorID: a.actor(), Why: move.Why, DueBefore: before, DueAfter: a.c.DueAt, Calendar: a.c.Calendar,
	})
	if err != nil {
		return err
	}
	return a.rewind(models.EventExtended, move.Why)
}

// nextBeside names the next task of a kind beside a question.
func (a *act) nextBeside(parent, kind string) (string, error) {
	var n int64
	err := a.tx.Model(&models.Task{}).Where("parent_id = ? AND kind = ?", parent, kind).Count(&n).Error
	return fmt.Sprintf("%s.%s.%d", parent, kind, n+1), err
}

// openBeside opens a task beside the question, with a clock and a ladder of its own.
func (a *act) openBeside(t models.Task, step policy.Step, about any) (err error) {
	t.CaseNumber, t.Step, t.Occurrence, t.Name, t.Role, t.OpenedAt = a.c.Number, step.Key, 1, step.Name, string(step.Role), a.now
	t.CommandID = a.cmd.ID // what asked for it
	if t.Spec, err = json.Marshal(step); err != nil {
		return err
	}
	if t.Details, err = json.Marshal(about); err != nil {
		return err
	}
	k := &models.Clock{Of: t.Kind, Event: string(policy.Received), From: a.at, Term: step.Within.String(), Rule: models.Rule{Pack: a.pack.Name(), Article: step.Article}}
	if err := k.Count(a.cal, a.pack.Counting()); err != nil {
		return err
	}
	if t.Deadline, err = json.Marshal(k); err != nil {
		return err
	}
	t.DueAt, t.Calendar = k.DueAt, k.Calendar
	t.NextAt = next(t, alarms(t, step, a.pack, a.cal), a.cal)
	a.note("asked", map[string]any{"task": t.ID, "role": t.Role, "organization": t.OrganizationID, "due_at": t.DueAt})
	if err := a.tx.Create(&t).Error; err != nil {
		return err
	}
	return a.event(&t, models.EventOpened, k.Because, 0)
}
