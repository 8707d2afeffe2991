package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// answer closes the task that was answered and journals the answer.
func (a *act) answer() error {
	task, closes, err := a.closing()
	if err != nil || !closes {
		return err
	}
	e := a.t.Answers[0]
	task.ClosedAt, task.Choice, task.DecidedBy = a.at, e.Choice, a.actor()
	if a.cmd != nil {
		task.CommandID, task.OnBehalfOf = a.cmd.ID, a.cmd.OnBehalfOf
	}
	task.NextAt = 0
	if err := a.tx.Save(&task).Error; err != nil {
		return err
	}
	a.note("answered", map[string]any{"task": task.ID, "choice": e.Choice, "due_at": task.DueAt})
	if err := a.answerBesides(task); err != nil {
		return err
	}
	return a.tx.Model(&models.JournalEntry{}).
		Where("case_number = ? AND step = ? AND occurrence = ?", a.c.Number, e.Step, e.Occurrence).
		Updates(map[string]any{"answered": true, "choice": e.Choice}).Error
}

// answerBesides closes what stood beside an answered question: the voice that decided
// it, and whatever still waited for its sake. A supervisor's note stays.
func (a *act) answerBesides(question models.Task) error {
	if a.cmd != nil && a.cmd.TaskID != question.ID {
		var voice models.Task
		if err := a.tx.Take(&voice, "id = ?", a.cmd.TaskID).Error; err != nil {
			return err
		}
		if err := a.closeBeside(&voice); err != nil {
			return err
		}
	}
	err := a.tx.Model(&models.Task{}).Where("parent_id = ? AND closed_at = 0 AND kind <> ?", question.ID, models.KindSupervision).
		Updates(map[string]any{"closed_at": a.at, "choice": models.Cancelled, "next_at": 0}).Error
	if err != nil {
		return err
	}
	return a.event(&question, models.EventClosed, question.Choice, question.DueAt)
}

// strike undoes the journal from the step that the case is sent back to (退回).
func (a *act) strike() error {
	if a.t.Return == "" {
		return nil
	}
	var from models.JournalEntry
	err := a.tx.Order("seq DESC").Take(&from, "case_number = ? AND step = ? AND struck = ?", a.c.Number, a.t.Return, false).Error
	if err != nil {
		return err
	}
	a.note("returned", a.t.Return)
	return a.tx.Model(&models.JournalEntry{}).
		Where("case_number = ? AND seq >= ?", a.c.Number, from.Seq).Update("struck", true).Error
}

// facts journals what rules established on the way.
func (a *act) facts() error {
	for _, e := range a.t.Answers {
		if !e.Fact {
			continue
		}
		if err := a.journal(e); err != nil {
			return err
		}
		a.note("established", map[string]string{e.Step: e.Choice})
	}
	return nil
}

func (a *act) journal(e contract.Entry) error {
	var last int
	err := a.tx.Model(&models.JournalEntry{}).Where("case_number = ?", a.c.Number).
		Select("COALESCE(MAX(seq), 0)").Scan(&last).Error
	if err != nil {
		return err
	}
	return a.tx.Create(&models.JournalEntry{
		CaseNumber: a.c.Number, Seq: last + 1, Step: e.Step, Occurrence: e.Occurrence,
		Fact: e.Fact, Answered: e.Answered, Choice: e.Choice,
	}).Error
}

// advance moves the case to its new stage.
func (a *act) advance() error {
	if a.t.Stage != "" && a.t.Stage != a.c.Stage {
		a.note("stage", a.t.Stage)
		a.c.Stage = a.t.Stage
	}
	return nil
}

// ask opens the next task, with its deadline and whose it is.
func (a *act) ask() error {
	if a.t.Open == nil {
		return nil
	}
	q := *a.t.Open
	spec, err := json.Marshal(q.Step)
	if err != nil {
		return err
	}
	organization, role := a.owner(q.Step)
	if q.Step.Assign == policy.Area && organization == a.c.OrganizationID {
		if organization, err = a.tx.Responsible(*a.c, role, a.now); err != nil {
			return err
		}
	}
	if q.Step.Countersign != nil {
		role = "" // its signers' tasks are decided, not the question itself
	}
	t := models.Task{
		ID:         contract.TaskID(a.c.Number, q.Step.Key, q.Occurrence),
		CaseNumber: a.c.Number, Step: q.Step.Key, Occurrence: q.Occurrence, Name: q.Step.Name,
		Role: string(role), OrganizationID: organization, Spec: spec, OpenedAt: a.now,
	}
	why := ""
	if t.Role != "" {
		if t.AssigneeID, why, err = a.tx.Appoint(*a.c, q.Step, t.OrganizationID, a.now); err != nil {
			return err
		}
	}
	if err := a.clock(&t, q); err != nil {
		return err
	}
	if err := a.tx.Create(&t).Error; err != nil {
		return err
	}
	a.note("asked", map[string]any{"task": t.ID, "role": t.Role, "organization": t.OrganizationID, "due_at": t.DueAt})
	if err := a.event(&t, models.EventOpened, "", 0); err != nil {
		return err
	}
	if t.AssigneeID != "" {
		if err := a.tx.Hand(&t, store.Handing{To: t.AssigneeID, Kind: models.EventAssigned, Actor: "system", Why: why, At: a.now, Mark: "rule"}); err != nil {
			return err
		}
	}
	if q.Step.Countersign != nil {
		if err := a.openSignatures(t, q.Step); err != nil {
			return err
		}
	}
	return a.journal(contract.Entry{Step: t.Step, Occurrence: t.Occurrence})
}

// stageClosed is the last stage of what ends in one way only.
const stageClosed = "closed"

// end closes the case and whatever of it still waits.
func (a *act) end() error {
	if a.t.Outcome == "" {
		return nil
	}
	a.c.Outcome, a.c.ClosedAt, a.c.DueAt = a.t.Outcome, a.at, 0
	if a.t.Stage != stageClosed { // a violation is closed whatever came of it; others end as their outcome says
		a.c.Stage = a.t.Outcome
	}
	a.note("closed", a.t.Outcome)
	if err := a.tx.CloseTasks(a.c.Number, a.at); err != nil {
		return err
	}
	return a.closed()
}
