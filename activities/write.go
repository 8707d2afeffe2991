package activities

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// Write commits a transition, or returns what stands instead. It arbitrates: of two
// decisions on one task the first to commit counts, and a retry of either changes
// nothing.
func (r *Register) Write(ctx context.Context, t contract.Transition) (w contract.Written, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		w, err = r.write(ctx, tx, t)
		return err
	})
	refusal, ok := unmendable(err, t.Command)
	if !ok || t.Command == "" {
		return w, err
	}
	// A rule refused the decision: nothing of it was written, and it is told why.
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(t.Case)
		if err != nil {
			return err
		}
		if err := store.Settle(tx, t.Command, models.At(t.At), refusal); err != nil {
			return err
		}
		w.Applied, w.Settled = false, true
		w.State, err = state(tx, c)
		return err
	})
	return w, err
}

// unmendable turns what no retry mends into the command's refusal: the case must stay
// open to other decisions, and the log tells.
func unmendable(err error, command string) (*models.Problem, bool) {
	refusal, ok := models.AsProblem(err)
	if !ok && store.Permanent(err) {
		slog.Error("decision refused", "command", command, "err", err)
		refusal, ok = models.Refuse(models.Invalid, "decision.not_possible", "该决定无法执行",
			"所填内容与登记不符或超出限度，决定未生效。请核对所填内容；仍不能办理的，请联系系统管理员。").Because(err), true
	}
	return refusal, ok
}

func (r *Register) write(ctx context.Context, tx *store.Tx, t contract.Transition) (w contract.Written, err error) {
	c, err := lock(tx, t)
	if err != nil {
		return w, err
	}
	if c.Version != t.Version || !c.Open() {
		if w.Settled, err = r.overtaken(tx, t); err != nil {
			return w, err
		}
		w.State, err = state(tx, c)
		return w, err
	}
	pack, err := r.Rules.Pack(ctx, c.PackHash)
	if err != nil {
		return w, err
	}
	a := &act{tx: tx, t: t, c: &c, pack: pack, cal: r.Rules.Calendar(), rules: r.Rules, ctx: ctx, now: models.At(t.At), at: models.At(t.At)}
	if w.Instead, err = a.judge(); err != nil || w.Instead != nil || a.early {
		w.Settled = err == nil && a.t.Command != "" && !a.undecided
		if err == nil {
			w.State, err = state(tx, c)
		}
		return w, err
	}
	if err := a.carryOut(); err != nil {
		return w, err
	}
	w.Applied, w.Settled = true, true
	w.State, err = state(tx, c)
	return w, err
}

// acting are effects on the case that another is about: it is locked with its own.
var acting = []string{contract.SignRepair, contract.RepairEntry, contract.UpholdDispute}

// lock takes the rows of the case and of the one it acts on, in the order of their
// numbers: whoever opens a dispute of that one waits, or was seen.
func lock(tx *store.Tx, t contract.Transition) (c models.Case, err error) {
	if !slices.ContainsFunc(t.Effects, func(e contract.Effect) bool { return slices.Contains(acting, e.Name) }) {
		return tx.Case(t.Case)
	}
	if err := tx.Select("target").Take(&c, "number = ?", t.Case).Error; err != nil {
		return c, err
	}
	target := c.Target
	if target < t.Case {
		if _, err := tx.Case(target); err != nil {
			return c, err
		}
	}
	if c, err = tx.Case(t.Case); err != nil || target < t.Case {
		return c, err
	}
	_, err = tx.Case(target)
	return c, err
}

// act is one transition being carried out.
type act struct {
	ctx   context.Context
	tx    *store.Tx
	t     contract.Transition
	c     *models.Case
	cmd   *models.Command // nil when time or the start caused it
	pack  *policy.Pack
	rules Rules
	cal   *calendar.Calendar
	now   models.Instant // the workflow's: when this is written
	at    models.Instant // the law's: when the decision was received, else now
	early bool           // a lapse asked for before its time, or an answer that the voices do not give
	// undecided: the command still waits for its turn, the answer it was said to give
	// does not stand (会签).
	undecided bool
	trail     []trailed // what was done, for the one audit entry

	beside map[string][]trailed // what was done to another case's things, for an entry in its own trail
}

// trailed is one thing done, as the trail tells it.
type trailed struct {
	Did  string `json:"did"`
	What any    `json:"what,omitempty"`
}

func (a *act) note(did string, what any) { a.trail = append(a.trail, trailed{did, what}) }

// actor is who caused the transition, "system" where time did.
func (a *act) actor() string {
	if a.cmd == nil {
		return "system"
	}
	return a.cmd.ActorID
}

// judge decides whether the transition may be carried out at all.
func (a *act) judge() (instead *contract.Command, err error) {
	if a.t.Command != "" {
		cmd, err := a.tx.Command(a.t.Command)
		if err != nil {
			return nil, err
		}
		if cmd.Status != models.CommandReceived {
			a.early = true // settled before: nothing left to do
			return nil, nil
		}
		a.cmd, a.at = &cmd, cmd.ReceivedAt
		if err := a.mayDecide(); err != nil {
			return nil, err
		}
		return nil, a.voiceDecides()
	}
	task, closes, err := a.closing()
	if err != nil || !closes {
		return nil, err
	}
	at, err := lapsesAt(task)
	if err != nil {
		return nil, err
	}
	if task.DueAt == 0 || at == 0 || at > a.now {
		a.early = true // the clock was moved, or stands still
		return nil, nil
	}
	return a.inTime(task)
}

// closing finds the task that this transition answers, if any.
func (a *act) closing() (task models.Task, ok bool, err error) {
	if len(a.t.Answers) == 0 || a.t.Answers[0].Fact {
		return task, false, nil
	}
	e := a.t.Answers[0]
	err = a.tx.Take(&task, "id = ?", contract.TaskID(a.c.Number, e.Step, e.Occurrence)).Error
	return task, err == nil, err
}

// inTime finds a decision that was received before the deadline but not yet carried
// out: it counts before the lapse. Timeliness is judged by receipt.
func (a *act) inTime(task models.Task) (*contract.Command, error) {
	var cmd models.Command
	err := a.tx.Order("received_at").Limit(1).
		Find(&cmd, "task_id = ? AND status = ? AND received_at < ?", task.ID, models.CommandReceived, task.DueAt.Over()).Error
	if err != nil || cmd.ID == "" {
		return nil, err
	}
	return ptr(contract.NewCommand(cmd.ID, cmd.Verb, cmd.TaskID, cmd.Choice)), nil
}

// carryOut writes the whole transition.
func (a *act) carryOut() error {
	for _, step := range []func() error{a.answer, a.strike, a.effects, a.facts, a.advance, a.ask, a.end, a.finish} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// finish saves the case, settles the command and writes the one audit entry.
func (a *act) finish() error {
	a.c.Version++
	a.c.ChangedAt = a.now
	if a.c.StartedAt == 0 { // it runs: the relay need not start it
		a.c.StartedAt = a.now
		if err := a.tx.Started(a.c.Number, a.now); err != nil {
			return err
		}
	}
	if err := a.tx.Save(a.c).Error; err != nil {
		return err
	}
	body := map[string]any{}
	action := "clock"
	if a.cmd != nil {
		action = a.cmd.Verb + ":" + a.cmd.Choice
		body = a.said()
		if err := store.Settle(a.tx, a.cmd.ID, a.now, nil); err != nil {
			return err
		}
	} else if a.c.Version == 1 {
		action = "begin"
	}
	body["version"], body["stage"], body["acts"] = a.c.Version, a.c.Stage, a.trail
	if err := a.tx.Audit(a.c.Number, action, a.actor(), a.now, body); err != nil {
		return err
	}
	return a.finishBeside()
}

func raw(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return json.RawMessage(b)
}

func ptr[T any](v T) *T { return &v }

func utc(i models.Instant) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return i.Time().UTC()
}

// details reads what the decision carries besides its choice. What cannot be read is
// refused like any wrong decision: tried again for ever, it would hold up its case.
func (a *act) details(into any) error {
	if a.cmd == nil || len(a.cmd.Details) == 0 {
		return nil
	}
	if err := json.Unmarshal(a.cmd.Details, into); err != nil {
		return a.refuse("decision.details", "决定内容无法识别", "",
			"决定所附内容(details)的格式不符合“%s”环节的要求,请按接口说明填写后重新提交。", a.stepName()).
			Where(models.Field{Field: "details"}).Because(err)
	}
	return nil
}

func (a *act) stepName() string {
	task, _, err := a.closing()
	if err != nil {
		return ""
	}
	return task.Name
}
