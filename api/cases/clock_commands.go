package cases

import (
	"context"
	"errors"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Extend applies for more time for a task or its whole case (延期); details name which
// and how long. Permission: who may decide the task. Errors: task.*, extension.*.
func (s *Service) Extend(ctx context.Context, actor access.Actor, task string, d Decision, key string) (Settled, error) {
	d.Verb, d.Choice = contract.Extend, "applied"
	return s.order(ctx, actor, task, d, key, func(o *order) (string, error) {
		behalf, err := mayTake(o.tx.DB, actor, o.task)
		if p := store.Held(o.tx.DB, o.task, actor.ID, behalf); err == nil && p != nil {
			err = p
		}
		return behalf, err
	})
}

// Suspend lets a case's clocks stand still (中止计时 "suspended"、缓办 "deferred"), until
// the instant in details or as long as the rule allows. Permission: the role that the
// rule names, over the case's department. Errors: task.*, suspension.*.
func (s *Service) Suspend(ctx context.Context, actor access.Actor, task string, d Decision, key string) (Settled, error) {
	d.Verb = contract.Suspend
	return s.order(ctx, actor, task, d, key, func(o *order) (string, error) {
		return o.by(actor, o.standstill(d.Choice))
	})
}

// Resume lets the clocks run again before the pause is over. Permission: the role that
// may suspend, or who may decide the task. Errors: task.*, suspension.*.
func (s *Service) Resume(ctx context.Context, actor access.Actor, task string, d Decision, key string) (Settled, error) {
	d.Verb, d.Choice = contract.Resume, "resumed"
	return s.order(ctx, actor, task, d, key, func(o *order) (string, error) {
		if behalf, err := mayTake(o.tx.DB, actor, o.task); err == nil {
			return behalf, nil
		}
		return o.by(actor, o.standstill(o.c.Paused))
	})
}

// Supervise puts a note to whoever must decide a task, which must be answered (督办).
// Permission: supervisor over the task's organization. Errors: task.*, supervision.*.
func (s *Service) Supervise(ctx context.Context, actor access.Actor, task, note, key string) (Settled, error) {
	d := Decision{Verb: contract.Supervise, Choice: "noted", Reason: note}
	return s.order(ctx, actor, task, d, key, func(o *order) (string, error) {
		may, behalf, err := actor.MayAct(o.tx.DB, o.task.OrganizationID, policy.Supervisor)
		if err != nil || may {
			return behalf, err
		}
		return "", o.foreign(actor, policy.Supervisor)
	})
}

// order is a command that a case carries out beside its question.
type order struct {
	tx   *store.Tx
	task models.Task
	c    models.Case
	pack *policy.Pack
}

// order stores the command once who gives it may, and carries it to the case.
func (s *Service) order(ctx context.Context, actor access.Actor, task string, d Decision, key string, may func(*order) (behalf string, err error)) (Settled, error) {
	cmd := s.command(actor, task, d, key, []any{task, d})
	if earlier, err := s.repeated(ctx, cmd); err != nil || earlier != nil {
		return s.answer(ctx, earlier, err)
	}
	err := s.Store.Tx(ctx, func(tx *store.Tx) error {
		t, _, c, err := s.task(tx, task)
		if err != nil {
			return err
		}
		cmd.CaseNumber = c.Number
		if t, err = s.stamp(tx, &cmd, t.ID); err != nil {
			return err
		}
		pack, err := s.Rules.Pack(tx.Statement.Context, c.PackHash)
		if err != nil {
			return err
		}
		if cmd.OnBehalfOf, err = may(&order{tx, t, c, pack}); err != nil {
			return err
		}
		written, err := tx.Put(&cmd)
		if err != nil || written {
			return err
		}
		return errRaced
	})
	if errors.Is(err, errRaced) {
		if earlier, err := s.repeated(ctx, cmd); err != nil || earlier != nil {
			return s.answer(ctx, earlier, err)
		}
	}
	if err != nil {
		return Settled{}, err
	}
	return s.carry(ctx, cmd)
}

// standstill is the role that may let the case's clocks stand still; the head's where
// no rule lets anybody, so that the refusal comes from the rule.
func (o *order) standstill(kind string) policy.Role {
	rule := o.pack.Process(o.c.Kind).Suspension
	if kind == models.PauseDeferred {
		rule = o.pack.Process(o.c.Kind).Deferral
	}
	if rule == nil {
		return policy.Head()
	}
	return rule.By
}

func (o *order) by(actor access.Actor, role policy.Role) (behalf string, err error) {
	may, behalf, err := actor.MayAct(o.tx.DB, o.c.OrganizationID, role)
	if err != nil || may {
		return behalf, err
	}
	return "", o.foreign(actor, role)
}

// foreign refuses whoever may not.
func (o *order) foreign(actor access.Actor, role policy.Role) error {
	return refused(o.tx.DB, actor, o.task, models.Refuse(models.Forbidden, "task.not_yours", "无权办理该事项",
		"该事项须由%s中的%s办理。", organizationName(o.tx.DB, o.task.OrganizationID), role.Label()))
}
