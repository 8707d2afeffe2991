package cases

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// CommitmentView is a commitment that the register knows of: given with an application
// for repair.
type CommitmentView struct {
	Case        string         `json:"case"`
	Title       string         `json:"title"`
	Number      string         `json:"number,omitempty"`
	CommittedAt models.Instant `json:"committed_at" doc:"收到之日"`
}

// mostCommitments is how many are listed, the newest first.
const mostCommitments = 50

// Commitments lists what a subject committed itself to in cases that the actor reads.
// Permission: whoever reads subjects of its jurisdiction. Errors: subject.unknown.
func (q *Queries) Commitments(ctx context.Context, a access.Actor, subject string) (all []CommitmentView, err error) {
	if _, err := q.seen(ctx, a, subject); err != nil {
		return nil, err
	}
	all = []CommitmentView{}
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		in, err := a.Readable(db)
		if err != nil {
			return err
		}
		var cs []models.Case
		err = db.Select("number, intake, received_at").Order("received_at DESC").Limit(mostCommitments).
			Find(&cs, "subject_id = ? AND kind = ? AND organization_id IN ?", subject, contract.Repair, append(in, "")).Error
		if err != nil {
			return err
		}
		for _, c := range cs {
			var said NewRepair
			if err := json.Unmarshal(c.Intake, &said); err != nil {
				return err
			}
			for _, e := range said.Attachments {
				if e.Kind == "commitment_letter" {
					all = append(all, CommitmentView{c.Number, e.Title, e.Number, c.ReceivedAt})
				}
			}
		}
		return nil
	})
	return all, err
}

// committed refuses a breach of what was not promised yet, or was promised elsewhere.
func (s *Service) committed(tx *store.Tx, actor access.Actor, in NewBreach) error {
	if in.CommittedAt != 0 && in.CommittedAt > in.OccurredAt {
		return models.Refuse(models.Invalid, "breach.before_commitment", "违诺早于承诺", "承诺于%s作出，违诺时间不能早于承诺。", day(in.CommittedAt.Time())).
			Where(models.Field{Field: "committed_at"})
	}
	if in.Related == "" {
		return nil
	}
	c, err := s.Queries().readable(tx.DB, actor, in.Related)
	if _, hidden := models.AsProblem(err); hidden || err == nil && c.SubjectID != in.Subject {
		return models.Refuse(models.Invalid, "breach.related", "没有这个承诺的案件", "%s不是该信用主体作出承诺的案件，请核对编号。", in.Related).Where(models.Field{Field: "related", Value: in.Related})
	}
	return err
}
