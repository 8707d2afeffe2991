package activities

import (
	"context"
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Revision changes proposed recognitions after statement and review.
type Revision struct {
	Recognitions []Revised `json:"recognitions"`
}

// Revised is one subject's new behaviour and points.
type Revised struct {
	Subject   string `json:"subject"`
	Behaviour string `json:"behaviour"` // unchanged when empty
	Points    int    `json:"points"`
}

// reviseRecognition makes recognitions lighter, or heavier with a new notice to come.
func (a *act) reviseRecognition(how string) error {
	var rev Revision
	if err := a.details(&rev); err != nil {
		return err
	}
	rs, err := a.live()
	if err != nil {
		return err
	}
	changed := 0
	for _, r := range rs {
		for _, to := range rev.Recognitions {
			if to.Subject != r.SubjectID {
				continue
			}
			if err := a.revise(r, to, how); err != nil {
				return err
			}
			changed++
		}
	}
	if changed == 0 || changed != len(rev.Recognitions) {
		return a.refuse("review.revision", "缺少变更内容", a.article("review"),
			"变更须写明所涉信用主体、失信行为和扣分。").Where(models.Field{Field: "details.recognitions"})
	}
	if how == "heavier" {
		return a.giveNotice()
	}
	return nil
}

func (a *act) revise(r models.Recognition, to Revised, how string) error {
	r, b := applied(r, to, a.pack)
	if v := a.pack.CheckPoints(r.Behaviour, to.Points); v != nil {
		return models.Judged(v)
	}
	if how == "lighter" && to.Points >= r.Points || how == "heavier" && to.Points <= r.Points {
		return a.refuse("review.direction", "变更方向与结论不符", a.article("review"),
			"原拟扣%d分,变更为%d分与所选结论不一致;不得因陈述申辩而加重。", r.Points, to.Points)
	}
	a.note("revised", map[string]any{"recognition": r.ID, "from": r.Points, "to": to.Points, "behaviour": b.Code})
	r.Points = to.Points
	return a.tx.Save(&r).Error
}

// applied gives a recognition its revised behaviour; the points are the caller's.
func applied(r models.Recognition, to Revised, pack *policy.Pack) (models.Recognition, policy.Behaviour) {
	if to.Behaviour != "" {
		r.Behaviour = to.Behaviour
	}
	b, _ := pack.Behaviour(r.Behaviour)
	r.Grade = string(b.Grade)
	return r, b
}

// Ask answers a rule's question about a case as it will be once the pending command
// counts.
func (r *Register) Ask(ctx context.Context, q contract.Question) (answer string, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(q.Case)
		if err != nil {
			return err
		}
		pack, err := r.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return err
		}
		switch q.Name {
		case contract.Undisputed:
			answer, err = undisputed(tx, c)
		case contract.LegalReviewNeeded:
			answer, err = legalReview(tx, c, pack, q.Command)
		default:
			err = fmt.Errorf("no rule answers %q: a worker older than its workflow", q.Name)
		}
		return err
	})
	return answer, err
}

func undisputed(tx *store.Tx, c models.Case) (string, error) {
	n, err := store.OpenDisputes(tx.DB, c.Target, "")
	if n > 0 {
		return "disputed", err
	}
	return "free", err
}

func legalReview(tx *store.Tx, c models.Case, pack *policy.Pack, command string) (string, error) {
	var rs []models.Recognition
	if err := tx.Find(&rs, "case_number = ? AND state NOT IN ?", c.Number, []string{models.RecognitionDropped, models.RecognitionReversed}).Error; err != nil {
		return "", err
	}
	var rev Revision
	if command != "" {
		cmd, err := tx.Command(command)
		if err != nil {
			return "", err
		}
		if cmd.Choice == "lighter" {
			_ = json.Unmarshal(cmd.Details, &rev) // what cannot be read is refused when it is written
		}
	}
	for _, r := range rs {
		for _, to := range rev.Recognitions {
			if to.Subject == r.SubjectID {
				r, _ = applied(r, to, pack)
				r.Points = to.Points
			}
		}
		if pack.NeedsLegalReview(policy.Grade(r.Grade), r.Points) {
			return "needed", nil
		}
	}
	return "not_needed", nil
}
