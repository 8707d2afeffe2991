package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Claim takes a task on (认领), so that others see who is at it. It moves neither flow
// nor clock. Permission: the task's role, unless separation of duties bars the actor.
// Errors: task.unknown, task.not_yours, task.not_open, task.claimed, duty.*.
func (s *Service) Claim(ctx context.Context, actor access.Actor, task, key string) (Marked, error) {
	return s.aside(ctx, actor, verbClaim, task, key, nil, func(a *aside) error {
		behalf, err := mayTake(a.tx.DB, a.actor, a.task)
		if err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		p, err := store.Duties(a.tx, a.c, a.step, a.actor.ID, behalf)
		if err != nil || p != nil {
			return either(err, p)
		}
		if a.step.Assign == policy.Manual && a.task.AssigneeID == "" {
			return models.Refuse(models.Forbidden, "task.appointed", "须由负责人指派", "“%s”由%s指派人员办理，不能自行认领。", a.task.Name, policy.Head().Label()).By("", a.step.Article)
		}
		if t := a.task; t.AssigneeID != "" && t.AssigneeID != a.actor.ID {
			return models.Refuse(models.Conflict, "task.claimed", "待办已被认领",
				"“%s”已由%s认领。如须改由您办理，请对方先放回。", t.Name, a.person(t.AssigneeID))
		}
		if a.task.AssigneeID == a.actor.ID {
			a.trail["assignee"] = a.actor.ID
			return nil // theirs already: the history tells of one claim
		}
		return a.hand(models.EventClaimed, a.actor.ID, behalf, "", true)
	})
}

// Release puts a claimed task back (放回). Permission: whoever claimed it, or the
// supervisor and approver over its organization, where somebody left it lying. Errors:
// task.unknown, task.not_open, task.not_claimed, task.claimed.
func (s *Service) Release(ctx context.Context, actor access.Actor, task, key string) (Marked, error) {
	return s.aside(ctx, actor, verbRelease, task, key, nil, func(a *aside) error {
		t := a.task
		if err := a.sees(); err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		if t.AssigneeID == "" {
			return models.Refuse(models.Conflict, "task.not_claimed", "待办未被认领", "“%s”目前无人认领，无须放回。", t.Name)
		}
		if t.AssigneeID != a.actor.ID {
			may, err := a.actor.Reaches(a.tx.DB, t.OrganizationID, policy.Supervisor, policy.Approver)
			if err != nil || !may {
				return either(err, models.Refuse(models.Forbidden, "task.claimed", "待办由他人认领",
					"“%s”由%s认领，须由本人放回，或者由负责人、督办人员放回。", t.Name, a.person(t.AssigneeID)))
			}
		}
		a.trail["was"] = t.AssigneeID
		return a.hand(models.EventReleased, "", "", "", true)
	})
}

// hand gives the task to somebody, or back to the pool.
func (a *aside) hand(kind, to, behalf, why string, silent bool) error {
	a.trail["assignee"] = to
	if behalf != "" {
		a.trail["on_behalf_of"] = behalf
	}
	return a.tx.Hand(&a.task, store.Handing{To: to, Kind: kind, Actor: a.actor.ID, Behalf: behalf, Why: why, At: a.now, Silent: silent, Mark: a.id})
}

// person names somebody as pages do.
func (a *aside) person(id string) string { return store.Named(a.tx.DB, id) }
