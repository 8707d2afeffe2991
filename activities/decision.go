package activities

import (
	"encoding/json"
	"fmt"

	"chengxin/models"
)

// decideRecognition issues the decision. What is worse than the notice said cannot be
// decided.
func (a *act) decideRecognition(string) error {
	rs, err := a.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		if r.Points > r.NotifiedPoints {
			return a.refuse("recognition.not_notified", "重于事先告知", a.article("notice"),
				"拟扣%d分重于告知的%d分,须重新告知后再作决定。", r.Points, r.NotifiedPoints)
		}
		r.DecidedBy = a.actor()
		if err := a.tx.Save(&r).Error; err != nil {
			return err
		}
	}
	a.c.DecidedAt = a.at
	return a.issue(RecognitionDecision, nil)
}

// postPoints gives the served decision effect: points count from the day of service.
func (a *act) postPoints(string) error {
	served, err := a.serve(RecognitionDecision)
	if err != nil {
		return err
	}
	rs, err := a.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		if err := a.actUnpunished(r); err != nil {
			return err
		}
		r.State, r.EffectiveAt = models.RecognitionEffective, served
		if err := a.tx.Save(&r).Error; err != nil {
			return err
		}
		if err := a.post(r); err != nil {
			return err
		}
	}
	return nil
}

// actUnpunished refuses a second deduction for an act that already cost points in
// another case: the same subject on the same founding document (一事不二扣). The
// cycle's row is locked first, so that two cases cannot both find nothing.
func (a *act) actUnpunished(r models.Recognition) error {
	if _, err := a.lockCycle(r.SubjectID, a.pack.CycleOf(a.at.Time(), r.ActAt.Time())); err != nil {
		return err
	}
	var other models.Recognition
	err := a.tx.Limit(1).Find(&other, "subject_id = ? AND founding_no = ? AND case_number <> ? AND state = ?",
		r.SubjectID, r.FoundingNo, r.CaseNumber, models.RecognitionEffective).Error
	if err != nil || other.ID == "" {
		return err
	}
	return a.refuse("recognition.act_already_counted", "同一行为不得重复扣分", a.pack.Score.Article,
		"依据%s已在%s中对该主体扣分,一事不二扣。请撤回本案或者另行核实。", r.FoundingNo, other.CaseNumber)
}

// dropRecognition ends the recognitions that have not taken effect.
func (a *act) dropRecognition(string) error {
	rs, err := a.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		if r.State == models.RecognitionEffective {
			continue
		}
		r.State = models.RecognitionDropped
		if err := a.tx.Save(&r).Error; err != nil {
			return err
		}
		a.note("dropped_recognition", r.ID)
		if err := a.closeDisputes(r.ID); err != nil {
			return err
		}
	}
	return nil
}

// issueBreachNotice draws up the notice of a commitment breach.
func (a *act) issueBreachNotice(string) error {
	return a.issue(BreachNotice, nil)
}

// behaviourBreach stands for the catalogue's code where a commitment was broken.
const behaviourBreach = "breach"

// recogniseBreach puts the breach into the file, bars the subject from
// notification-commitment until repaired (SJ-4), and costs points where the pack says so.
func (a *act) recogniseBreach(string) error {
	a.c.DecidedAt = a.at
	if err := a.issue(BreachDecision, nil); err != nil {
		return err
	}
	bar := models.Bar{
		ID: "bar/" + a.c.Number, SubjectID: a.c.SubjectID, Jurisdiction: a.c.Jurisdiction, Kind: models.BarNotificationCommitment,
		Reason: "违诺认定", CaseNumber: a.c.Number, FromAt: a.at,
	}
	if _, err := a.tx.Put(&bar); err != nil {
		return err
	}
	a.note("barred", bar.Kind)
	if a.pack.Breach.Points == 0 {
		return nil
	}
	var intake struct {
		OccurredAt models.Instant `json:"occurred_at"`
	}
	if err := json.Unmarshal(a.c.Intake, &intake); err != nil {
		return fmt.Errorf("intake of %s: %w", a.c.Number, err)
	}
	rec := models.Recognition{
		ID: a.c.Number + "-1", CaseNumber: a.c.Number, SubjectID: a.c.SubjectID, Act: a.c.Number, Behaviour: behaviourBreach, Grade: "general",
		Points: a.pack.Breach.Points, NotifiedPoints: a.pack.Breach.Points, ActAt: intake.OccurredAt,
		State: models.RecognitionEffective, DecidedBy: a.actor(), EffectiveAt: a.at,
	}
	if err := a.tx.Create(&rec).Error; err != nil {
		return err
	}
	return a.post(rec)
}
