package cases

import (
	"context"
	"errors"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Verbs of what moves neither flow nor clock: plain transactions on the register.
const (
	verbClaim   = "claim"
	verbRelease = "release"
	verbUrge    = "urge"
)

// Marked is what became of a claim, a release or an urging.
type Marked struct {
	Task     string `json:"task"`
	Assignee string `json:"assignee,omitempty" doc:"认领人"`
	Notice   string `json:"notice,omitempty"`
}

// aside carries out what moves neither flow nor clock, once per key: its command row,
// its change and its audit entry are one transaction. The case's row is locked, so
// that no decision comes in between.
func (s *Service) aside(ctx context.Context, actor access.Actor, verb, task, key string, body any, do func(*aside) error) (m Marked, err error) {
	cmd := models.Command{
		ID: newID(), ActorID: actor.ID, IdemKey: key, Verb: verb, TaskID: task, BodyHash: hashOf([]any{verb, task, body}),
		ReceivedAt: s.now(), SettledAt: s.now(), Status: models.CommandCounted,
	}
	if key == "" {
		cmd.IdemKey = cmd.ID
	}
	for range 2 { // a second time where the same key came in twice at once
		earlier, err := s.repeated(ctx, cmd)
		if err != nil || earlier != nil {
			return s.marked(ctx, task, err)
		}
		err = s.Store.Tx(ctx, func(tx *store.Tx) error { return s.mark(tx, actor, cmd, do) })
		if !errors.Is(err, errRaced) {
			return s.marked(ctx, task, err)
		}
	}
	return m, errRaced
}

// aside is one such act being carried out.
type aside struct {
	tx    *store.Tx
	actor access.Actor
	task  models.Task
	step  policy.Step
	c     models.Case
	now   models.Instant
	trail map[string]any
}

func (s *Service) mark(tx *store.Tx, actor access.Actor, cmd models.Command, do func(*aside) error) error {
	t, step, c, err := s.task(tx, cmd.TaskID)
	if err != nil {
		return err
	}
	if c, err = tx.Case(c.Number); err != nil {
		return err
	}
	if err := tx.Take(&t, "id = ?", t.ID).Error; err != nil { // as it is under the lock
		return err
	}
	a := &aside{tx, actor, t, step, c, s.now(), map[string]any{"task": t.ID, "command": cmd.ID}}
	if err := do(a); err != nil {
		return err
	}
	cmd.CaseNumber = c.Number
	if written, err := tx.Put(&cmd); err != nil || !written {
		return either(err, errRaced)
	}
	return tx.Audit(c.Number, cmd.Verb, actor.ID, a.now, a.trail)
}

// open refuses what comes too late. Rights are checked first: a foreign task tells
// nothing, not even that it is closed.
func (a *aside) open() error {
	if t := a.task; t.ClosedAt != 0 {
		return models.Refuse(models.Conflict, "task.not_open", "待办已关闭", "“%s”已于%s办结或者取消。", t.Name, store.When(t.ClosedAt))
	}
	return nil
}

func (s *Service) marked(ctx context.Context, task string, err error) (Marked, error) {
	m := Marked{Task: task}
	if err != nil {
		return m, err
	}
	var t models.Task
	err = s.Store.Read(context.WithoutCancel(ctx)).Limit(1).Find(&t, "id = ?", task).Error
	m.Assignee = t.AssigneeID
	return m, err
}
