package activities

import (
	"cmp"
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Standstill is what a decision to let the clocks stand still says besides its reason.
type Standstill struct {
	Until models.Instant `json:"until,omitempty"` // default: as long as the rule allows
}

var pauseWords = map[string]string{
	models.PauseSuspended: "中止计时", models.PauseDeferred: "缓办", models.PauseCriminal: "移送司法机关，中止计时",
}

// suspend lets the case's clocks stand still, as long as the pack allows at most; they
// run again by themselves (中止计时、缓办).
func (a *act) suspend(t *models.Task, step policy.Step) error {
	kind := a.cmd.Choice
	rule := a.process().Suspension
	if kind == models.PauseDeferred {
		rule = a.process().Deferral
	}
	question := step.Key
	switch {
	case pauseWords[kind] == "" || kind == models.PauseCriminal:
		return a.refuse("suspension.kind", "没有这种中止", a.process().Article, "请选择中止计时（suspended）或者缓办（deferred）。")
	case !t.Question() && t.Kind != models.KindSignature:
		return a.refuse("suspension.not_here", "该待办不能中止计时", a.process().Article, "只有案件的主办环节可以%s，“%s”不能。", pauseWords[kind], t.Name)
	case !rule.At(question):
		return a.refuse("suspension.not_allowed", "规则未规定可以"+pauseWords[kind], a.process().Article,
			"“%s”环节不能%s，请在期限内办理。", t.Name, pauseWords[kind])
	case a.c.Paused != "":
		return a.conflict("suspension.already", "案件已在"+pauseWords[a.c.Paused], rule.Article, "案件目前已%s，无须再次中止。", pauseWords[a.c.Paused])
	case a.cmd.Reason == "":
		return a.refuse("decision.incomplete", "决定材料不全", rule.Article, "%s须说明理由。", pauseWords[kind]).Where(models.Field{Field: "reason", Message: "须填写理由"})
	}
	var d Standstill
	if err := a.details(&d); err != nil {
		return err
	}
	most, err := a.cal.Deadline(a.at.Time(), rule.AtMost, a.pack.Counting())
	if err != nil {
		return err
	}
	until := cmp.Or(d.Until, models.At(most.DueAt))
	switch {
	case until > models.At(most.DueAt):
		return a.refuse("suspension.too_long", "中止时间过长", rule.Article, "最长%s，即至%s，请改短。", rule.AtMost.Chinese(), store.When(models.At(most.DueAt))).
			Where(models.Field{Field: "until", Value: until})
	case until <= a.now:
		return a.refuse("suspension.past", "恢复日期已过", rule.Article, "恢复日期%s须晚于现在。", store.When(until)).Where(models.Field{Field: "until", Value: until})
	}
	return a.stop(kind, a.cmd.Reason, until)
}

// stopClocks lets the clocks stand still as part of the process itself.
func (a *act) stopClocks(kind string) error {
	return a.stop(kind, pauseWords[kind]+"："+a.reason(), 0)
}

func (a *act) stop(kind, reason string, until models.Instant) error {
	var n int64
	if err := a.tx.Model(&models.Pause{}).Where("case_number = ?", a.c.Number).Count(&n).Error; err != nil {
		return err
	}
	p := models.Pause{
		ID: fmt.Sprintf("%s/%d", a.c.Number, n+1), CaseNumber: a.c.Number, Kind: kind, Reason: reason, ByID: a.actor(), FromAt: a.at, UntilAt: until,
	}
	if err := a.tx.Create(&p).Error; err != nil {
		return err
	}
	before := a.c.DueAt
	a.c.Paused, a.c.DueAt = kind, 0
	a.note("clocks_stopped", p)
	if err := a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, Kind: models.EventPaused, At: a.now, ActorID: a.actor(), Why: pauseWords[kind] + "：" + reason, DueBefore: before,
	}); err != nil {
		return err
	}
	return a.rewind(models.EventPaused, reason)
}

// resume lets the clocks run again before their time is up.
func (a *act) resume(_ *models.Task, _ policy.Step) error {
	switch a.c.Paused {
	case "":
		return a.conflict("suspension.none", "案件没有中止", a.process().Article, "案件的期限正在计算，无须恢复。")
	case models.PauseCriminal:
		return a.conflict("suspension.criminal", "须登记司法机关的处理结果", a.process().Article, "案件已移送司法机关，请办理“登记司法机关处理结果”后恢复计时。")
	}
	return a.start(a.cmd.Reason)
}

// startClocks lets the clocks run again as part of the process itself.
func (a *act) startClocks(string) error { return a.start(a.reason()) }

// resumeByItself lets the clocks run again because the pause's time is up.
func (a *act) resumeByItself() error {
	p, err := a.lasting()
	if err != nil || p.UntilAt == 0 || p.UntilAt > a.now {
		return err
	}
	a.at = p.UntilAt
	if err := a.start("中止期限届满，自动恢复"); err != nil {
		return err
	}
	a.c.Version++
	a.c.ChangedAt = a.now
	if err := a.tx.Save(a.c).Error; err != nil {
		return err
	}
	return a.tx.Audit(a.c.Number, "clock", "system", a.now, map[string]any{"version": a.c.Version, "stage": a.c.Stage, "acts": a.trail})
}

// start ends the pause that lasts. Every clock that ran through it is counted again
// without it.
func (a *act) start(why string) error {
	p, err := a.lasting()
	if err != nil {
		return err
	}
	p.ResumedAt, p.ResumedBy = a.at, a.actor()
	if err := a.tx.Save(&p).Error; err != nil {
		return err
	}
	a.c.Paused = ""
	a.note("clocks_started", p)
	whole, err := clockOf(a.c.Deadline)
	if err != nil {
		return err
	}
	if whole != nil {
		if err := a.withoutPauses(whole); err != nil {
			return err
		}
		if err := a.windCase(whole); err != nil {
			return err
		}
	}
	if err := a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, Kind: models.EventResumed, At: a.now, ActorID: a.actor(), Why: why, DueAfter: a.c.DueAt, Calendar: a.c.Calendar,
	}); err != nil {
		return err
	}
	return a.rewind(models.EventResumed, why)
}

// withoutPauses counts a clock again with every pause that ended after it began.
func (a *act) withoutPauses(k *models.Clock) error {
	pauses, err := a.pausesSince(k.From)
	if err != nil {
		return err
	}
	moves := pauses
	for _, m := range k.Moves {
		if m.Kind != models.EventPaused {
			moves = append(moves, m)
		}
	}
	k.Moves = moves
	return k.Count(a.cal, a.pack.Counting())
}

// rewind sets the clocks of the case's open questions anew, and keeps for each what
// moved it.
func (a *act) rewind(kind, why string) error {
	var open []models.Task
	err := a.tx.Order("id").Find(&open, "case_number = ? AND closed_at = 0 AND kind IN ? AND step NOT IN ?", a.c.Number,
		[]string{models.KindQuestion, models.KindSignature}, []contract.Term{contract.Minimum, contract.Maximum}).Error
	if err != nil {
		return err
	}
	for _, t := range open {
		if err := a.rewindTask(&t, kind, why); err != nil {
			return err
		}
	}
	return nil
}

func (a *act) rewindTask(t *models.Task, kind, why string) error {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	k, err := clockOf(t.Deadline)
	if err != nil {
		return err
	}
	own := k.Own("task")
	if own != nil && a.c.Paused == "" {
		if err := a.withoutPauses(own); err != nil {
			return err
		}
	}
	before := t.DueAt
	if err := a.wind(t, step, own); err != nil {
		return err
	}
	if err := a.saveClock(t); err != nil || before == t.DueAt {
		return err
	}
	return a.event(t, kind, why, before)
}

// saveClock saves a task whose clock was set anew. Opinions asked for beside a question
// are due when it is.
func (a *act) saveClock(t *models.Task) error {
	if err := a.tx.Save(t).Error; err != nil || !t.Question() {
		return err
	}
	return a.tx.Model(&models.Task{}).Where("parent_id = ? AND kind = ? AND closed_at = 0", t.ID, models.KindCoSign).
		Updates(map[string]any{"due_at": t.DueAt, "warn_at": t.WarnAt, "deadline": t.Deadline}).Error
}

// pausesSince are the stretches in which the case's clocks stood still and that ended
// after an instant.
func (a *act) pausesSince(from models.Instant) (moves []models.ClockMove, err error) {
	var ps []models.Pause
	err = a.tx.Order("from_at").Find(&ps, "case_number = ? AND resumed_at > ?", a.c.Number, from).Error
	for _, p := range ps {
		moves = append(moves, models.ClockMove{Kind: models.EventPaused, From: p.FromAt, To: p.ResumedAt, By: p.ByID, Why: p.Reason})
	}
	return moves, err
}

// lasting is the pause that lasts.
func (a *act) lasting() (p models.Pause, err error) {
	err = a.tx.Locked().Take(&p, "case_number = ? AND resumed_at = 0", a.c.Number).Error
	return p, err
}

// resumesAt is when the clocks run again by themselves, 0 where only an act can do it.
func (a *act) resumesAt() (models.Instant, error) {
	p, err := a.lasting()
	return p.UntilAt, err
}
