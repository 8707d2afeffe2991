package cases

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

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

	verbTransfer = "transfer"
	verbRecuse   = "recuse"
	verbCoSign   = "co_sign"
	verbCallOff  = "call_off"
	verbCopy     = "copy"
	verbAppeal   = "appeal"
)

// Marked is what became of an act that a plain transaction carries out.
type Marked struct {
	Command  string `json:"command"`
	Task     string `json:"task"`
	Assignee string `json:"assignee,omitempty" doc:"此后由何人办理"`
}

// aside carries out what moves neither flow nor clock of a task's case, once per key: its
// command row, its change and its audit entry are one transaction. The case's row is
// locked, so that no decision comes in between.
func (s *Service) aside(ctx context.Context, actor access.Actor, verb, task, key string, body any, do func(*aside) error) (Marked, error) {
	cmd, err := s.once(ctx, actor, models.Command{Verb: verb, TaskID: task, IdemKey: key, BodyHash: hashOf([]any{verb, task, body})},
		func(tx *store.Tx, cmd *models.Command) error { return s.mark(tx, actor, cmd, do) })
	return marked(cmd), err
}

// Sent says that the actor sent something under a key before: a page need not ask again
// what it asked then, for the answer will be the same.
func (q *Queries) Sent(ctx context.Context, a access.Actor, key string) (bool, error) {
	var n int64
	err := q.db(ctx).Model(&models.Command{}).Where("actor_id = ? AND idem_key = ?", a.ID, key).Limit(1).Count(&n).Error
	return key != "" && n > 0, err
}

// once carries out a plain transaction once per key; do writes the command's row with
// what it does, or says errRaced. Asked again, it gives the row that was written.
func (s *Service) once(ctx context.Context, actor access.Actor, cmd models.Command, do func(*store.Tx, *models.Command) error) (models.Command, error) {
	cmd.ID, cmd.ActorID, cmd.ReceivedAt, cmd.SettledAt, cmd.Status = newID(), actor.ID, s.now(), s.now(), models.CommandCounted
	if cmd.IdemKey == "" {
		cmd.IdemKey = cmd.ID
	}
	for range 2 { // a second time where the same key came in twice at once
		earlier, err := s.repeated(ctx, cmd)
		if err != nil {
			return models.Command{}, err
		}
		if earlier != nil {
			return *earlier, nil
		}
		done := cmd
		err = s.Store.Tx(ctx, func(tx *store.Tx) error { return do(tx, &done) })
		if !errors.Is(err, errRaced) {
			return done, err
		}
	}
	return models.Command{}, errRaced
}

// aside is one such act being carried out.
type aside struct {
	tx    *store.Tx
	actor access.Actor
	task  models.Task
	step  policy.Step
	c     models.Case
	now   models.Instant
	id    string // of its command
	trail map[string]any
	said  Decision // where the act answers something
}

func (s *Service) mark(tx *store.Tx, actor access.Actor, cmd *models.Command, do func(*aside) error) error {
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
	a := &aside{tx: tx, actor: actor, task: t, step: step, c: c, now: s.now(), id: cmd.ID, trail: map[string]any{"task": t.ID, "command": cmd.ID}}
	if err := do(a); err != nil {
		return err
	}
	if err := tx.Take(&t, "id = ?", t.ID).Error; err != nil {
		return err
	}
	cmd.CaseNumber, cmd.Choice, cmd.Reason = c.Number, a.said.Choice, strings.TrimSpace(a.said.Reason)
	if len(a.said.Evidence) > 0 {
		cmd.Evidence, _ = json.Marshal(a.said.Evidence)
	}
	if cmd.Details = nil; t.AssigneeID != "" && a.said.Choice == "" {
		cmd.Details, _ = json.Marshal(hasIt{t.AssigneeID})
	}
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	return tx.Audit(c.Number, cmd.Verb, actor.ID, a.now, a.trail)
}

// handIn makes uploaded files part of the act.
func (a *aside) handIn(list []Evidence) ([]Evidence, error) {
	return handIn(a.tx, a.actor, list, a.c.Number, a.id, a.now)
}

// wake has the case's workflow read its clocks again; a closed case has none.
func (a *aside) wake() error {
	return wake(a.tx, &a.c, a.now, a.trail)
}

// wake has a case's workflow read its clocks again, with the trail entry that says so.
func wake(tx *store.Tx, c *models.Case, now models.Instant, said map[string]any) error {
	if !c.Open() {
		return nil
	}
	c.Version++
	said["version"], said["stage"] = c.Version, c.Stage
	err := tx.Model(&models.Case{}).Where("number = ?", c.Number).Updates(map[string]any{"version": c.Version, "changed_at": now}).Error
	if err != nil {
		return err
	}
	return tx.Wake(c.Number, c.Version, now)
}

// open refuses what comes too late. Rights are checked first: a foreign task tells
// nothing, not even that it is closed.
func (a *aside) open() error {
	if t := a.task; t.ClosedAt != 0 {
		return models.Refuse(models.Conflict, "task.not_open", "待办已关闭", "“%s”已于%s办结或者取消。", t.Name, store.When(t.ClosedAt))
	}
	return nil
}

// hasIt is who had the task when the act was done: a repeat is answered as the first was,
// whoever has it since.
type hasIt struct {
	Assignee string `json:"assignee"`
}

// marked is the answer to an act, the first time and every other.
func marked(cmd models.Command) Marked {
	var has hasIt
	_ = json.Unmarshal(cmd.Details, &has)
	return Marked{Command: cmd.ID, Task: cmd.TaskID, Assignee: has.Assignee}
}

// event keeps a line of the desk's history of the task.
func (a *aside) event(kind, person, why string) error {
	return a.tx.Event(models.TaskEvent{
		CaseNumber: a.c.Number, TaskID: a.task.ID, Kind: kind, At: a.now, ActorID: a.actor.ID, PersonID: person,
		OrganizationID: a.task.OrganizationID, Why: why, DueBefore: a.task.DueAt, DueAfter: a.task.DueAt,
	})
}
