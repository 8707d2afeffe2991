package activities

import (
	"context"
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Aside carries out a command that does not answer the open question by itself: what
// moves a clock (延期、中止), what asks something beside the question (督办), and what
// answers such a thing. It is written in one transaction, with the register's last word.
// A signer's voice that decides a countersign writes nothing here: its answer goes back,
// and the transition to the next question writes both. Anything else is refused.
func (r *Register) Aside(ctx context.Context, in contract.Aside) (out contract.Asided, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		out, err = r.beside(ctx, tx, in)
		return err
	})
	refusal, ok := unmendable(err, in.Command.ID)
	if !ok {
		return out, err
	}
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		cmd, err := tx.Command(in.Command.ID)
		if err != nil {
			return err
		}
		c, err := tx.Case(cmd.CaseNumber)
		if err != nil {
			return err
		}
		if err := store.Settle(tx, cmd.ID, models.At(in.At), refusal); err != nil {
			return err
		}
		out = contract.Asided{}
		out.State, err = state(tx, c)
		return err
	})
	return out, err
}

func (r *Register) beside(ctx context.Context, tx *store.Tx, in contract.Aside) (out contract.Asided, err error) {
	cmd, err := tx.Command(in.Command.ID)
	if err != nil {
		return out, err
	}
	a, err := r.aside(ctx, tx, cmd.CaseNumber, models.At(in.At))
	if err != nil {
		return out, err
	}
	a.cmd, a.at = &cmd, cmd.ReceivedAt
	if cmd.Status == models.CommandReceived {
		if out.Answer, err = a.besideQuestion(); err != nil || out.Answer != "" {
			return out, err
		}
	}
	out.State, err = state(tx, *a.c)
	return out, err
}

// aside prepares an act beside the question, under the case's lock.
func (r *Register) aside(ctx context.Context, tx *store.Tx, number string, now models.Instant) (*act, error) {
	c, err := tx.Case(number)
	if err != nil {
		return nil, err
	}
	pack, err := r.Rules.Pack(ctx, c.PackHash)
	if err != nil {
		return nil, err
	}
	return &act{tx: tx, c: &c, pack: pack, cal: r.Rules.Calendar(), rules: r.Rules, ctx: ctx, now: now, at: now}, nil
}

// besideQuestion carries out the command, or refuses what nothing waits for.
func (a *act) besideQuestion() (answer string, err error) {
	var t models.Task
	if err := a.tx.Limit(1).Find(&t, "id = ? AND case_number = ?", a.cmd.TaskID, a.c.Number).Error; err != nil {
		return "", err
	}
	if t.ID == "" || t.ClosedAt != 0 || !a.c.Open() {
		return "", store.SettleStale(a.tx, *a.cmd, a.now)
	}
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return "", err
	}
	do := map[contract.Verb]func(*models.Task, policy.Step) error{
		contract.Extend: a.askForTime, contract.Suspend: a.suspend, contract.Resume: a.resume, contract.Supervise: a.supervise,
	}[contract.Verb(a.cmd.Verb)]
	if contract.Verb(a.cmd.Verb) == contract.Decide {
		switch t.Kind {
		case models.KindSignature:
			if answer, err = a.voice(&t, step); err != nil || answer != "" {
				return answer, err
			}
			return "", a.wrap()
		case models.KindExtension:
			do = a.decideOnTime
		case models.KindSupervision, models.KindCoSign:
			do = a.answerBeside
		}
	}
	if do == nil {
		return "", store.SettleStale(a.tx, *a.cmd, a.now)
	}
	if err := do(&t, step); err != nil {
		return "", err
	}
	return "", a.wrap()
}

// wrap saves the case, settles the command and writes the one audit entry of what
// happened beside the question.
func (a *act) wrap() error {
	a.c.Version++
	a.c.ChangedAt = a.now
	if err := a.tx.Save(a.c).Error; err != nil {
		return err
	}
	if err := store.Settle(a.tx, a.cmd.ID, a.now, nil); err != nil {
		return err
	}
	body := a.said()
	body["version"], body["stage"], body["acts"] = a.c.Version, a.c.Stage, a.trail
	return a.tx.Audit(a.c.Number, a.cmd.Verb+":"+a.cmd.Choice, a.actor(), a.now, body)
}

// said is what of a command stands in the trail.
func (a *act) said() map[string]any {
	return map[string]any{
		"command": a.cmd.ID, "task": a.cmd.TaskID, "reason": a.cmd.Reason, "received_at": a.cmd.ReceivedAt,
		"decided": raw(a.cmd.Details), "evidence": raw(a.cmd.Evidence), "on_behalf_of": a.cmd.OnBehalfOf,
	}
}

// closeBeside closes a task beside the question with its answer.
func (a *act) closeBeside(t *models.Task) error {
	t.ClosedAt, t.Choice, t.DecidedBy, t.OnBehalfOf, t.CommandID, t.NextAt = a.at, a.cmd.Choice, a.actor(), a.cmd.OnBehalfOf, a.cmd.ID, 0
	if err := a.tx.Save(t).Error; err != nil {
		return err
	}
	a.note("answered", map[string]any{"task": t.ID, "choice": t.Choice, "due_at": t.DueAt})
	return a.event(t, models.EventAnswered, a.cmd.Choice, t.DueAt)
}

// event keeps a line of the desk's history of a task.
func (a *act) event(t *models.Task, kind, why string, before models.Instant) error {
	e := models.TaskEvent{
		CaseNumber: a.c.Number, TaskID: t.ID, Kind: kind, At: a.now, ActorID: a.actor(), OrganizationID: t.OrganizationID,
		PersonID: t.AssigneeID, Why: why, DueBefore: before, DueAfter: t.DueAt, Calendar: t.Calendar,
	}
	if a.cmd != nil {
		e.OnBehalfOf = a.cmd.OnBehalfOf
	}
	return a.tx.Event(e)
}

// mayActBeside holds a decision beside the question against separation of duties.
func (a *act) mayActBeside(step policy.Step) error {
	p, err := store.Duties(a.tx, *a.c, step, a.cmd.ActorID, a.cmd.OnBehalfOf)
	if err != nil {
		return err
	}
	if p == nil {
		p = store.Lacks(step, *a.cmd)
	}
	if p == nil {
		return nil
	}
	return p.By(a.pack.Name(), step.Article)
}
