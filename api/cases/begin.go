package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// letters lead case numbers: one series per jurisdiction, kind and year.
var letters = map[contract.Kind]string{
	contract.Violation: "V", contract.Listing: "L", contract.Dispute: "D",
	contract.Breach: "B", contract.Repair: "R", contract.Revocation: "X",
}

// Number gives the next number of a series, without gaps.
func Number(tx *store.Tx, j policy.Jurisdiction, kind contract.Kind, at models.Instant) (string, error) {
	series := fmt.Sprintf("%s-%s-%d", j.Code, letters[kind], at.Time().Year())
	n, err := tx.Next("case/" + series)
	return fmt.Sprintf("%s-%06d", series, n), err
}

// Enter puts a new case into the register: number, row, intake, first trail entry and
// the message that starts its workflow, all in the caller's transaction.
func Enter(tx *store.Tx, pack *policy.Pack, kind contract.Kind, c *models.Case, actor string, intake any) error {
	var err error
	if c.Number, err = Number(tx, pack.Jurisdiction, kind, c.ReceivedAt); err != nil {
		return err
	}
	if c.Intake, err = json.Marshal(intake); err != nil {
		return err
	}
	c.Kind, c.Jurisdiction, c.PackHash = string(kind), pack.Jurisdiction.Key, pack.Hash
	c.CreatedBy, c.ChangedAt, c.CompleteAt = actor, c.ReceivedAt, c.ReceivedAt
	if err := tx.Create(c).Error; err != nil {
		return err
	}
	if err := tx.Start(c.Number, 0, c.ReceivedAt); err != nil {
		return err
	}
	return tx.Audit(c.Number, "received", actor, c.ReceivedAt, map[string]any{
		"kind": kind, "organization": c.OrganizationID, "subject": c.SubjectID, "target": c.Target,
		"pack": pack.Name(), "pack_hash": pack.Hash, "intake": json.RawMessage(c.Intake),
	})
}

// launch starts a case's workflow at once, so that its first task is in the worklist
// when the caller hears of the number. Where Temporal is away, the relay does it.
func (s *Service) launch(ctx context.Context, ref contract.Case) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Patience)
	defer cancel()
	if _, err := s.Temporal.ExecuteWorkflow(ctx, ref.StartOptions(), string(ref.Kind), ref); err != nil {
		s.Log.Warn("start stays with the relay", "case", ref.Number, "err", err)
	}
}
