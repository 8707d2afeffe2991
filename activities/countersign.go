package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// openSignatures opens the tasks of a question's signers (会签): all at once, or the
// first of them where they sign one after the other.
func (a *act) openSignatures(question models.Task, step policy.Step) error {
	for i := range step.Countersign.Signers {
		if step.Countersign.Sequential && i > 0 {
			break
		}
		if err := a.openSignature(question, step, i); err != nil {
			return err
		}
	}
	return nil
}

func (a *act) openSignature(question models.Task, step policy.Step, i int) error {
	mine := step.Signature(i)
	spec, err := json.Marshal(mine)
	if err != nil {
		return err
	}
	t := models.Task{
		ID: contract.SignatureID(question.ID, i+1), CaseNumber: a.c.Number, Kind: models.KindSignature, ParentID: question.ID, Step: mine.Key,
		Occurrence: question.Occurrence, Name: mine.Name, Spec: spec, OpenedAt: a.now,
	}
	organization, role := a.owner(mine)
	t.OrganizationID, t.Role = organization, string(role)
	own, err := clockOf(question.Deadline)
	if err != nil {
		return err
	}
	if err := a.wind(&t, mine, own.Own("task")); err != nil {
		return err
	}
	a.note("asked", map[string]any{"task": t.ID, "role": t.Role, "organization": t.OrganizationID, "due_at": t.DueAt})
	if err := a.tx.Create(&t).Error; err != nil {
		return err
	}
	return a.event(&t, models.EventOpened, "", 0)
}

// voice hears one signer. It gives the question's answer where this voice decides it,
// and else keeps the voice and lets the next one sign.
func (a *act) voice(t *models.Task, step policy.Step) (answer string, err error) {
	if err := a.mayDecide(); err != nil {
		return "", err
	}
	question, whole, err := a.question(t.ParentID)
	if err != nil {
		return "", err
	}
	if answer, err = a.tally(question, whole, t.ID, a.cmd.Choice); err != nil || answer != "" {
		return answer, err
	}
	if err := a.closeBeside(t); err != nil || !whole.Countersign.Sequential {
		return "", err
	}
	var given int64
	if err := a.tx.Model(&models.Task{}).Where("parent_id = ? AND kind = ?", question.ID, models.KindSignature).Count(&given).Error; err != nil {
		return "", err
	}
	if int(given) < len(whole.Countersign.Signers) {
		return "", a.openSignature(question, whole, int(given))
	}
	return "", nil
}

func (a *act) question(id string) (t models.Task, step policy.Step, err error) {
	if err = a.tx.Locked().Take(&t, "id = ?", id).Error; err != nil {
		return t, step, err
	}
	return t, step, json.Unmarshal(t.Spec, &step)
}

// tally counts the voices with one more; empty while nothing is decided.
func (a *act) tally(question models.Task, step policy.Step, voice, choice string) (string, error) {
	var given []models.Task
	if err := a.tx.Order("id").Find(&given, "parent_id = ? AND kind = ?", question.ID, models.KindSignature).Error; err != nil {
		return "", err
	}
	votes := make([]policy.Vote, len(step.Countersign.Signers))
	for i, s := range step.Countersign.Signers {
		votes[i].Veto = s.Veto
		for _, t := range given {
			switch {
			case t.ID != contract.SignatureID(question.ID, i+1):
			case t.ID == voice:
				votes[i].Choice = choice
			case t.ClosedAt != 0:
				votes[i].Choice = t.Choice
			}
		}
	}
	answer, _ := step.Tally(votes)
	return answer, nil
}

// voiceDecides holds the answer that a voice is said to decide against the voices as
// they stand under lock. Where they do not decide it, nothing is written and the voice
// is heard again.
func (a *act) voiceDecides() error {
	if a.cmd.Verb != string(contract.Decide) || contract.QuestionID(a.cmd.TaskID) == a.cmd.TaskID || len(a.t.Answers) == 0 {
		return nil
	}
	question, step, err := a.question(contract.QuestionID(a.cmd.TaskID))
	if err != nil {
		return err
	}
	got, err := a.tally(question, step, a.cmd.TaskID, a.cmd.Choice)
	a.undecided = got != a.t.Answers[0].Choice
	a.early = a.early || a.undecided
	return err
}
