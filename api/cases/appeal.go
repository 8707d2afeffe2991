package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Appeal objects to a task's being overdue (超期申诉).
type Appeal struct {
	Reason   string     `json:"reason"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// appealID says whether a task is an appeal: it outlives its case, so that no workflow
// decides it.
func appealID(task string) bool { return strings.Contains(task, "."+models.KindAppeal+".") }

// Appeal objects, once for each task, to its being overdue; the supervisors decide. The
// lateness itself stays on record. Permission: who holds or decided the task, or the
// head of its organization. Errors: task.*, appeal.*.
func (s *Service) Appeal(ctx context.Context, actor access.Actor, task string, in Appeal, key string) (Marked, error) {
	return s.aside(ctx, actor, verbAppeal, task, key, in, func(a *aside) error {
		if err := a.mayDirect(a.task.AssigneeID == actor.ID || a.task.DecidedBy == actor.ID || a.task.OnBehalfOf == actor.ID, "申诉", "其办理人"); err != nil {
			return err
		}
		if blank(in.Reason) {
			return needsReason("申诉")
		}
		if err := a.appealable(); err != nil {
			return err
		}
		pack, err := s.Rules.Pack(a.tx.Statement.Context, a.c.PackHash)
		if err != nil {
			return err
		}
		if in.Evidence, err = a.handIn(in.Evidence); err != nil {
			return err
		}
		return a.openAppeal(pack, s.Rules.Calendar(), in)
	})
}

func (a *aside) appealable() error {
	end := a.now
	if a.task.ClosedAt != 0 {
		end = a.task.ClosedAt
	}
	if a.task.Kind == models.KindAppeal || a.task.DueAt == 0 || !calendar.Overdue(end.Time(), a.task.DueAt.Time()) {
		return models.Refuse(models.Invalid, "appeal.not_overdue", "该待办没有超期", "“%s”未被认定超期，无须申诉。", a.task.Name)
	}
	var n int64
	err := a.tx.Model(&models.Task{}).Where("parent_id = ? AND kind = ?", a.task.ID, models.KindAppeal).Count(&n).Error
	if err == nil && n > 0 {
		err = models.Refuse(models.Conflict, "appeal.once", "只能申诉一次", "对“%s”的超期已提出过申诉，每个待办限一次。", a.task.Name)
	}
	return err
}

func (a *aside) openAppeal(pack *policy.Pack, cal *calendar.Calendar, in Appeal) error {
	step := policy.Step{
		Key: models.KindAppeal, Name: "超期申诉：" + a.task.Name, Role: policy.Supervisor, Within: pack.Desk.Appeal, Article: pack.Desk.Article,
		Choices: []policy.Choice{{Key: "allowed", Label: "申诉成立", Reason: true}, {Key: "rejected", Label: "申诉不成立", Reason: true}},
	}
	k := models.Clock{Of: models.KindAppeal, Event: string(policy.Received), From: a.now, Term: step.Within.String(), Rule: models.Rule{Pack: pack.Name(), Article: step.Article}}
	if err := k.Count(cal, pack.Counting()); err != nil {
		return err
	}
	t := models.Task{
		ID: fmt.Sprintf("%s.%s.1", a.task.ID, models.KindAppeal), CaseNumber: a.c.Number, Kind: models.KindAppeal, ParentID: a.task.ID, Step: step.Key, Occurrence: 1,
		Name: step.Name, Role: string(step.Role), OrganizationID: a.task.OrganizationID, OpenedAt: a.now, DueAt: k.DueAt, NextAt: k.DueAt.Over(), Calendar: k.Calendar, CommandID: a.id,
	}
	var err error
	if t.Spec, err = json.Marshal(step); err != nil {
		return err
	}
	if t.Deadline, err = json.Marshal(k); err != nil {
		return err
	}
	if t.Details, err = json.Marshal(map[string]any{"note": in.Reason, "by": a.actor.ID, "evidence": in.Evidence}); err != nil {
		return err
	}
	a.trail["reason"], a.trail["evidence"], a.trail["asked"] = in.Reason, in.Evidence, t.ID
	if err := a.tx.Create(&t).Error; err != nil {
		return err
	}
	if err := a.event(models.EventOpened, "", "超期申诉："+in.Reason); err != nil {
		return err
	}
	return a.wake()
}

// decideAppeal allows an appeal or not. Allowed, the task is excused; that it was late
// stays on record.
func (s *Service) decideAppeal(ctx context.Context, actor access.Actor, task string, d Decision, key string) (Settled, error) {
	m, err := s.aside(ctx, actor, verbAppeal, task, key, d, func(a *aside) error {
		behalf, err := mayTake(a.tx.DB, a.actor, a.task)
		if err != nil {
			return err
		}
		if a.task.ClosedAt != 0 {
			p, err := store.Stale(a.tx, models.Command{TaskID: a.task.ID, CaseNumber: a.c.Number})
			return either(err, p)
		}
		if !a.step.Has(d.Choice) {
			return models.Refuse(models.Invalid, "task.not_a_choice", "不是本环节的可选结论", "“%s”没有“%s”这一结论，请从待办列出的选项中选择。", a.task.Name, d.Choice)
		}
		if blank(d.Reason) {
			return needsReason("对申诉的决定")
		}
		var late models.Task
		if err := a.tx.Take(&late, "id = ?", a.task.ParentID).Error; err != nil {
			return err
		}
		if slices.ContainsFunc([]string{actor.ID, behalf}, func(who string) bool {
			return who != "" && (late.DecidedBy == who || late.OnBehalfOf == who || late.AssigneeID == who)
		}) {
			return models.Refuse(models.Forbidden, "duty.own_step", "须由他人办理", "您或者委托您的人是该待办的办理人，不得决定对其超期的申诉。")
		}
		var asked models.Command
		if err := a.tx.Limit(1).Find(&asked, "id = ?", a.task.CommandID).Error; err != nil {
			return err
		}
		if asked.ActorID == actor.ID || asked.ActorID == behalf {
			return models.Refuse(models.Forbidden, "duty.own_request", "不得决定本人的申诉", "申诉由您或者委托您的人提出，须由他人决定。")
		}
		if d.Evidence, err = a.handIn(d.Evidence); err != nil {
			return err
		}
		a.said = d
		a.trail["choice"], a.trail["reason"], a.trail["evidence"], a.trail["on_behalf_of"] = d.Choice, d.Reason, d.Evidence, behalf
		err = a.tx.Model(&models.Task{}).Where("id = ?", a.task.ID).Updates(map[string]any{
			"closed_at": a.now, "choice": d.Choice, "decided_by": actor.ID, "on_behalf_of": behalf, "command_id": a.id, "next_at": 0,
		}).Error
		if err != nil {
			return err
		}
		kind := models.EventAnswered
		if d.Choice == "allowed" {
			kind = models.EventExcused
			if err := a.tx.Model(&models.Task{}).Where("id = ?", late.ID).Update("excused_at", a.now).Error; err != nil {
				return err
			}
		}
		a.task = late // what the line of the history is about
		return a.event(kind, late.AssigneeID, d.Reason)
	})
	return Settled{Command: m.Command, Status: models.CommandCounted, Case: strings.SplitN(task, ".", 2)[0]}, err
}
