package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// mayDecide holds the decision against the duties of the step, in the register's
// own words and at the last moment: the API has checked before, but not under lock.
func (a *act) mayDecide() error {
	if a.cmd.Verb == string(contract.Withdraw) {
		return nil
	}
	task, step, err := a.step()
	if err != nil {
		return err
	}
	if task.ClosedAt != 0 || a.cmd.CaseNumber != a.c.Number {
		p, err := store.Stale(a.tx, *a.cmd)
		if err != nil {
			return err
		}
		return p
	}
	if p := store.Held(a.tx.DB, task, a.cmd.ActorID, a.cmd.OnBehalfOf); p != nil {
		return p
	}
	if err := a.running(); err != nil {
		return err
	}
	if err := a.coSigned(contract.QuestionID(task.ID)); err != nil {
		return err
	}
	p, err := store.Duties(a.tx, *a.c, step, a.cmd.ActorID, a.cmd.OnBehalfOf)
	if err != nil {
		return err
	}
	if p == nil {
		p = store.Lacks(step, *a.cmd)
	}
	if p == nil {
		p = store.TermRunning(task, step, *a.cmd)
	}
	if p == nil {
		return nil
	}
	return p.By(a.pack.Name(), step.Article)
}

// running refuses a decision while the case's clocks stand still: it would decide what
// is being waited for. A matter handed to criminal justice waits for its answer.
func (a *act) running() error {
	if a.c.Paused == "" || a.c.Paused == models.PauseCriminal {
		return nil
	}
	return models.Refuse(models.Conflict, "case.suspended", "案件已"+pauseWords[a.c.Paused], "案件正在%s，请先恢复计时再作决定。", pauseWords[a.c.Paused]).
		By(a.pack.Name(), a.process().Article)
}

// step finds the task that the command decides, and the step as the pack has it.
func (a *act) step() (t models.Task, s policy.Step, err error) {
	if err = a.tx.Take(&t, "id = ?", a.cmd.TaskID).Error; err != nil {
		return t, s, err
	}
	return t, s, json.Unmarshal(t.Spec, &s)
}
