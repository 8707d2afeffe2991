package cases

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// CoSigner asks somebody for their opinion before a task is decided (加签).
type CoSigner struct {
	User   string `json:"user"`
	Reason string `json:"reason"`
}

// AddSigner asks a colleague's opinion, which the decision then waits for; it is due when
// the task is. Permission: who may decide the task. The co-signer must hold a role that
// decides cases in the same jurisdiction, and be free of what bars them. Errors: task.*,
// co_sign.*.
func (s *Service) AddSigner(ctx context.Context, actor access.Actor, task string, in CoSigner, key string) (Marked, error) {
	return s.aside(ctx, actor, verbCoSign, task, key, in, func(a *aside) error {
		behalf, err := mayTake(a.tx.DB, a.actor, a.task)
		if err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		if p := store.Held(a.tx.DB, a.task, a.actor.ID, behalf); p != nil {
			return p
		}
		if !a.task.Question() && a.task.Kind != models.KindSignature {
			return models.Refuse(models.Invalid, "co_sign.not_here", "该待办不能加签", "只有案件的办理环节可以加签，“%s”不能。", a.task.Name)
		}
		if blank(in.Reason) {
			return needsReason("加签")
		}
		u, err := a.opinion(in.User)
		if err != nil {
			return err
		}
		return a.askOpinion(u, in.Reason)
	})
}

// opinion finds a colleague who may give one.
func (a *aside) opinion(username string) (u models.User, err error) {
	field := models.Field{Field: "user", Value: username}
	if err = a.tx.Limit(1).Find(&u, "username = ? AND disabled_at = 0", username).Error; err != nil {
		return u, err
	}
	var held []models.Assignment
	err = a.tx.Find(&held, "user_id = ? AND organization_id LIKE ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", u.ID, a.c.Jurisdiction+"/%", a.now, a.now).Error
	if err != nil {
		return u, err
	}
	if u.ID == "" || !slices.ContainsFunc(held, func(h models.Assignment) bool { return slices.Contains(access.Deciders(), policy.Role(h.Role)) }) {
		return u, models.Refuse(models.Invalid, "co_sign.not_eligible", "该人员不能加签", "“%s”不是本管辖区的办案人员。", username).Where(field)
	}
	if u.ID == a.actor.ID {
		return u, models.Refuse(models.Invalid, "co_sign.self", "不能请本人加签", "加签须请他人签署意见。").Where(field)
	}
	away, _, err := store.Away(a.tx.DB, u.ID, a.now)
	if err != nil || away {
		return u, either(err, models.Refuse(models.Invalid, "transfer.away", "该人员不在岗", "%s目前外出，请另选人员。", u.Name).Where(field))
	}
	p, err := store.Duties(a.tx, a.c, a.step, u.ID)
	if err != nil || p != nil {
		return u, either(err, p)
	}
	return u, nil
}

func (a *aside) askOpinion(u models.User, reason string) error {
	question := a.task.ID
	if a.task.Kind == models.KindSignature {
		question = a.task.ParentID
	}
	var asked []models.Task
	if err := a.tx.Find(&asked, "parent_id = ? AND kind = ?", question, models.KindCoSign).Error; err != nil {
		return err
	}
	if slices.ContainsFunc(asked, func(t models.Task) bool { return t.AssigneeID == u.ID && t.Choice != models.Cancelled }) {
		return models.Refuse(models.Conflict, "co_sign.already", "已请其加签", "已请%s对“%s”加签，一人只加签一次。", u.Name, a.task.Name)
	}
	step := policy.Step{
		Key: models.KindCoSign, Name: "加签：" + a.task.Name, Role: policy.Role(a.task.Role), Not: a.step.Not, Article: a.step.Article,
		Choices: []policy.Choice{{Key: "agreed", Label: "同意"}, {Key: "objected", Label: "不同意", Reason: true}},
	}
	t := models.Task{
		ID: fmt.Sprintf("%s.%s.%d", question, models.KindCoSign, len(asked)+1), CaseNumber: a.c.Number, Kind: models.KindCoSign, ParentID: question,
		Step: step.Key, Occurrence: 1, Name: step.Name, Role: string(step.Role), OrganizationID: a.task.OrganizationID, OpenedAt: a.now,
		DueAt: a.task.DueAt, WarnAt: a.task.WarnAt, Deadline: a.task.Deadline, CommandID: a.id,
	}
	var err error
	if t.Spec, err = json.Marshal(step); err != nil {
		return err
	}
	if t.Details, err = json.Marshal(map[string]string{"note": reason, "by": a.actor.ID}); err != nil {
		return err
	}
	a.trail["co_signer"], a.trail["reason"], a.trail["asked"] = u.ID, reason, t.ID
	if err := a.tx.Create(&t).Error; err != nil {
		return err
	}
	// Whoever is asked must be able to read what they are asked about, wherever they work.
	if _, err := a.tx.Put(&models.CaseReader{UserID: u.ID, CaseNumber: a.c.Number, At: a.now, ByID: a.actor.ID}); err != nil {
		return err
	}
	return a.tx.Hand(&t, store.Handing{To: u.ID, Kind: models.EventAssigned, Actor: a.actor.ID, Why: reason, At: a.now, Mark: a.id})
}

// CallOff takes back what was asked beside a question: a co-signature or an application
// for more time. Permission: who asked for it, or the head. Errors: task.*,
// call_off.not_possible.
func (s *Service) CallOff(ctx context.Context, actor access.Actor, task, key string) (Marked, error) {
	return s.aside(ctx, actor, verbCallOff, task, key, nil, func(a *aside) error {
		var asked models.Command
		if err := a.tx.Limit(1).Find(&asked, "id = ?", a.task.CommandID).Error; err != nil {
			return err
		}
		if err := a.mayDirect(asked.ActorID == a.actor.ID, "撤回", "提出人"); err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		if k := a.task.Kind; k != models.KindCoSign && k != models.KindExtension && k != models.KindSupervision {
			return models.Refuse(models.Invalid, "call_off.not_possible", "不能撤回", "“%s”须由办理人决定，不能撤回。", a.task.Name)
		}
		return a.tx.CallOff(a.task, store.Handing{Actor: a.actor.ID, Why: "撤回", At: a.now})
	})
}
