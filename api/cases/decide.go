package cases

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Decision is what somebody decides on a task.
type Decision struct {
	Verb     contract.Verb   `json:"verb"`
	Choice   string          `json:"choice"`
	Reason   string          `json:"reason,omitempty"`
	Details  json.RawMessage `json:"details,omitempty"`
	Evidence []Evidence      `json:"evidence,omitempty"`
}

// Settled is what became of a command. Status "received" means it is kept and will
// count as soon as a worker runs, if nobody was first.
type Settled struct {
	Command string          `json:"command"`
	Status  string          `json:"status"`
	Case    string          `json:"case"`
	Refusal *models.Problem `json:"-"`
}

// Decide answers, returns or withdraws a task. The same key always gives the same
// outcome; another body under the key is refused. Errors: task.unknown, task.not_yours,
// duty.*, decision.incomplete, task.already_decided, case.closed, idempotency.reused,
// and whatever rule the register finds broken.
func (s *Service) Decide(ctx context.Context, actor access.Actor, taskID string, d Decision, key string) (Settled, error) {
	if d.Verb == "" {
		d.Verb = contract.Decide
	}
	if d.Verb == contract.Decide && appealID(taskID) {
		return s.decideAppeal(ctx, actor, taskID, d, key)
	}
	cmd := s.command(actor, taskID, d, key, []any{taskID, d})
	if earlier, err := s.repeated(ctx, cmd); err != nil || earlier != nil {
		return s.answer(ctx, earlier, err)
	}
	err := s.receive(ctx, actor, &cmd)
	if errors.Is(err, errRaced) {
		earlier, err := s.repeated(ctx, cmd)
		if err != nil || earlier != nil {
			return s.answer(ctx, earlier, err)
		}
		return Settled{}, errRaced
	}
	if err != nil {
		return Settled{}, err
	}
	return s.carry(ctx, cmd)
}

// command is a decision as it is stored.
func (s *Service) command(actor access.Actor, task string, d Decision, key string, body any) models.Command {
	cmd := models.Command{
		ID: newID(), ActorID: actor.ID, IdemKey: key, BodyHash: hashOf(body),
		Verb: string(d.Verb), TaskID: task, Choice: d.Choice, Reason: strings.TrimSpace(d.Reason), Details: d.Details,
		ReceivedAt: s.now(), Status: models.CommandReceived,
	}
	if cmd.IdemKey == "" {
		cmd.IdemKey = cmd.ID
	}
	if len(d.Evidence) > 0 {
		cmd.Evidence, _ = json.Marshal(d.Evidence)
	}
	cmd.NextTryAt = s.afterPatience()
	return cmd
}

// answer repeats what became of an earlier command under the same key.
func (s *Service) answer(ctx context.Context, earlier *models.Command, err error) (Settled, error) {
	if err != nil {
		return Settled{}, err
	}
	if earlier.Status == models.CommandReceived {
		return s.carry(ctx, *earlier)
	}
	return outcome(*earlier)
}

// repeated finds a command already stored under the caller's key.
func (s *Service) repeated(ctx context.Context, cmd models.Command) (*models.Command, error) {
	var found models.Command
	err := s.Store.Read(ctx).Limit(1).Find(&found, "actor_id = ? AND idem_key = ?", cmd.ActorID, cmd.IdemKey).Error
	if err != nil || found.ID == "" {
		return nil, err
	}
	if found.BodyHash != cmd.BodyHash {
		return nil, keyReused()
	}
	return &found, nil
}

func keyReused() *models.Problem {
	return models.Refuse(models.Conflict, "idempotency.reused", "幂等键已被另一内容使用",
		"同一 Idempotency-Key 只能用于同一请求。如需提交新的内容，请更换键值。")
}

// receive checks rights and duties and stores the command: from here on it is not lost.
func (s *Service) receive(ctx context.Context, actor access.Actor, cmd *models.Command) error {
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		t, step, c, err := s.task(tx, cmd.TaskID)
		if err != nil {
			return err
		}
		cmd.CaseNumber = c.Number
		if t, err = s.stamp(tx, cmd, t.ID); err != nil {
			return err
		}
		if cmd.OnBehalfOf, err = mayTake(tx.DB, actor, t); err != nil {
			return err
		}
		if t.ClosedAt == 0 {
			if p := store.Held(tx.DB, t, actor.ID, cmd.OnBehalfOf); p != nil {
				return p
			}
			if err := s.allowed(tx, c, step, *cmd); err != nil {
				return err
			}
		}
		if err := s.enclosed(tx, actor, cmd); err != nil {
			return err
		}
		written, err := tx.Put(cmd)
		if err != nil || written {
			return err
		}
		return errRaced // the same key came in twice at once: the other one is stored
	})
}

// enclosed hands in the files of a decision's evidence with it.
func (s *Service) enclosed(tx *store.Tx, actor access.Actor, cmd *models.Command) error {
	if len(cmd.Evidence) == 0 {
		return nil
	}
	var list []Evidence
	if err := json.Unmarshal(cmd.Evidence, &list); err != nil {
		return err
	}
	list, err := handIn(tx, actor, list, cmd.CaseNumber, cmd.ID, cmd.ReceivedAt)
	if err != nil {
		return err
	}
	cmd.Evidence, err = json.Marshal(list)
	return err
}

// mayTake refuses whoever neither holds a task's role nor acts for one who does; it
// gives the one acted for. What waits for a named person is that person's alone.
func mayTake(db *gorm.DB, actor access.Actor, t models.Task) (behalf string, err error) {
	may, behalf, err := actor.MayAct(db, t.OrganizationID, policy.Role(t.Role))
	if slices.Contains(actor.Principals(), t.AssigneeID) {
		may, behalf = true, t.AssigneeID
	}
	if t.Kind == models.KindCoSign {
		may = may || t.AssigneeID == actor.ID
	}
	if err != nil || may {
		return behalf, err
	}
	return "", refused(db, actor, t, models.Refuse(models.Forbidden, "task.not_yours", "无权办理该待办",
		"“%s”须由%s中的%s办理。", t.Name, organizationName(db, t.OrganizationID), policy.Role(t.Role).Label()))
}

// stamp takes the receipt under the case's lock, so that it and a lapse have one order:
// what is stored before the lapse commits was received before it and counts, and nothing
// that is stored after it bears an earlier instant. It gives the task as it is then.
func (s *Service) stamp(tx *store.Tx, cmd *models.Command, task string) (t models.Task, err error) {
	if _, err = tx.Case(cmd.CaseNumber); err != nil {
		return t, err
	}
	err = tx.Take(&t, "id = ?", task).Error
	cmd.ReceivedAt = max(s.now(), t.ClosedAt)
	return t, err
}

// allowed refuses what plainly cannot count, before anything is stored.
func (s *Service) allowed(tx *store.Tx, c models.Case, step policy.Step, cmd models.Command) error {
	pack, err := s.Rules.Pack(tx.Statement.Context, c.PackHash)
	if err != nil {
		return err
	}
	switch contract.Verb(cmd.Verb) {
	case contract.Decide:
		if !step.Has(cmd.Choice) {
			return models.Refuse(models.Invalid, "task.not_a_choice", "不是本环节的可选结论",
				"“%s”环节没有“%s”这一结论，请从待办列出的选项中选择。", step.Name, cmd.Choice).By(pack.Name(), step.Article)
		}
	case contract.Return:
		been, err := store.Been(tx, c.Number, cmd.Choice)
		if err != nil {
			return err
		}
		if !been || !slices.Contains(step.ReturnTo, cmd.Choice) {
			return store.NoSuchReturn(step.Name, cmd.Choice).By(pack.Name(), step.Article)
		}
	default:
		return models.Refuse(models.Malformed, "command.unknown", "无法识别的操作", "请检查 verb。")
	}
	p, err := store.Duties(tx, c, step, cmd.ActorID, cmd.OnBehalfOf)
	if err != nil {
		return err
	}
	if p == nil {
		p = store.Lacks(step, cmd)
	}
	if p != nil {
		return p.By(pack.Name(), step.Article)
	}
	return nil
}

// task reads a task with its step and case.
func (s *Service) task(tx *store.Tx, id string) (t models.Task, step policy.Step, c models.Case, err error) {
	if err = tx.Take(&t, "id = ?", id).Error; store.Missing(err) || err == nil && t.Role == "" {
		return t, step, c, unknownTask(id)
	}
	if err != nil {
		return t, step, c, err
	}
	if err = json.Unmarshal(t.Spec, &step); err != nil {
		return t, step, c, err
	}
	err = tx.Take(&c, "number = ?", t.CaseNumber).Error
	return t, step, c, err
}

// newID is a random id nobody can guess.
func newID() string {
	return rand.Text()
}
