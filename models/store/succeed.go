package store

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/policy"
)

// Succeed finds the next person for a task that its holder leaves: by the step's rule,
// else it goes back to the pool. A co-signature that its person cannot give is called
// off. The case's row must be locked.
func (tx *Tx) Succeed(c models.Case, t models.Task, h Handing) error {
	if t.Kind == models.KindCoSign {
		return tx.CallOff(t, h)
	}
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	next, why, err := tx.Appoint(c, step, t.OrganizationID, h.At)
	if err != nil {
		return err
	}
	h.To = next
	if why != "" {
		h.Why += "；" + why
	}
	return tx.Hand(&t, h)
}

// CallOff ends a task beside a question without an answer.
func (tx *Tx) CallOff(t models.Task, h Handing) error {
	err := tx.Model(&models.Task{}).Where("id = ?", t.ID).Updates(map[string]any{"closed_at": h.At, "choice": models.Cancelled, "next_at": 0}).Error
	if err != nil {
		return err
	}
	return tx.Event(models.TaskEvent{
		CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: models.EventClosed, At: h.At, ActorID: h.Actor, PersonID: t.AssigneeID,
		OrganizationID: t.OrganizationID, Why: h.Why, DueBefore: t.DueAt,
	})
}

// CloseTasks ends everything of a case that still waits, but for appeals against
// "overdue": those are about what was, and outlive the case.
func (tx *Tx) CloseTasks(number string, at models.Instant) error {
	return tx.Model(&models.Task{}).Where("case_number = ? AND closed_at = 0 AND kind <> ?", number, models.KindAppeal).
		Updates(map[string]any{"closed_at": at, "choice": models.Cancelled, "next_at": 0}).Error
}

// VacantUnlessAble is Vacant where nobody could take the task on.
func (tx *Tx) VacantUnlessAble(c models.Case, t models.Task, mark string, now models.Instant) error {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil {
		return err
	}
	able, err := tx.Eligible(c, step, t.OrganizationID, now)
	if err != nil || len(able) > 0 {
		return err
	}
	return tx.Vacant(t, mark, now)
}

// Vacant tells the head of an organization, and its supervisors, that nobody there can
// take a task on.
func (tx *Tx) Vacant(t models.Task, mark string, now models.Instant) error {
	for _, role := range []policy.Role{policy.Head(), policy.Supervisor} {
		_, err := tx.Put(&models.Notice{
			ID: t.ID + ".vacant." + mark + "." + string(role), CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: models.NoticeVacant, Role: string(role),
			OrganizationID: t.OrganizationID, Text: t.CaseNumber + "“" + t.Name + "”目前无人可以办理，请配备或者指派人员。", CreatedAt: now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
