package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// Recusal keeps a person from a case (回避).
type Recusal struct {
	User   string `json:"user,omitempty"` // user name; empty: oneself
	Reason string `json:"reason"`
}

// Recuse keeps somebody from every step of a task's case, and finds the next person for
// what they had. Permission: oneself where one could take the task, or the head of the
// task's organization for anybody. It is told at once where nobody is left. Errors:
// task.*, recusal.*.
func (s *Service) Recuse(ctx context.Context, actor access.Actor, task string, in Recusal, key string) (Marked, error) {
	return s.aside(ctx, actor, verbRecuse, task, key, in, func(a *aside) error {
		who, err := a.recused(in)
		if err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		if blank(in.Reason) {
			return needsReason("回避")
		}
		a.trail["user"], a.trail["reason"] = who.ID, in.Reason
		written, err := a.tx.Put(&models.Recusal{CaseNumber: a.c.Number, UserID: who.ID, Reason: in.Reason, EnteredBy: a.actor.ID, At: a.now})
		if err != nil {
			return err
		}
		if !written {
			return models.Refuse(models.Conflict, "recusal.already", "已经回避", "%s已回避本案。", who.Name)
		}
		var had []models.Task
		if err := a.tx.Order("id").Find(&had, "case_number = ? AND closed_at = 0 AND assignee_id = ?", a.c.Number, who.ID).Error; err != nil {
			return err
		}
		for _, t := range had {
			if err := a.tx.Succeed(a.c, t, store.Handing{Kind: models.EventRecused, Actor: a.actor.ID, Why: in.Reason, At: a.now, Mark: a.id}); err != nil {
				return err
			}
		}
		return a.tx.VacantUnlessAble(a.c, a.task, a.id, a.now)
	})
}

// recused finds whom the recusal is about.
func (a *aside) recused(in Recusal) (u models.User, err error) {
	if in.User == "" || in.User == a.actor.Username {
		if _, err := mayTake(a.tx.DB, a.actor, a.task); err != nil {
			return u, err
		}
		return u, a.tx.Take(&u, "id = ?", a.actor.ID).Error
	}
	if err := a.mayDirect(false, "决定他人回避", ""); err != nil {
		return u, err
	}
	err = a.tx.Limit(1).Find(&u, "username = ?", in.User).Error
	if err == nil && u.ID == "" {
		err = models.Refuse(models.Invalid, "recusal.unknown", "没有该人员", "没有用户“%s”。", in.User).Where(models.Field{Field: "user", Value: in.User})
	}
	return u, err
}
