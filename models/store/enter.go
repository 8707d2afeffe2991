package store

import (
	"encoding/json"
	"fmt"

	"chengxin/models"
	"chengxin/policy"
)

// letters lead case numbers: one series per jurisdiction, kind and year.
var letters = map[string]string{
	"violation": "V", "listing": "L", "dispute": "D", "breach": "B", "repair": "R", "revocation": "X",
}

// OfKind is the LIKE pattern of a kind's case numbers.
func OfKind(kind string) string { return "%-" + letters[kind] + "-%" }

// KindOf is the kind of case whose numbers a letter leads, empty where none does.
func KindOf(letter string) string {
	for kind, l := range letters {
		if l == letter {
			return kind
		}
	}
	return ""
}

// Enter puts a new case into the register: number, row, intake, first trail entry and
// the message that starts its workflow, all in the caller's transaction. The caller
// fills in kind, organization, subject, target, title and when it was received; and as
// ChangedAt when it is written, where that is later: the trail is of that instant. The
// relay starts the workflow from startAt on, unless it runs by then.
func (tx *Tx) Enter(pack *policy.Pack, c *models.Case, actor string, intake any, startAt models.Instant) error {
	j := pack.Jurisdiction
	series := fmt.Sprintf("%s-%s-%d", j.Code, letters[c.Kind], c.ReceivedAt.Time().Year())
	if pack.Trial { // a case that was only tried out shows it, and leaves no gap among the real ones
		series = "T" + series
	}
	n, err := tx.Next("case/" + series)
	if err != nil {
		return err
	}
	c.Number = fmt.Sprintf("%s-%06d", series, n)
	if c.Intake, err = json.Marshal(intake); err != nil {
		return err
	}
	c.Jurisdiction, c.PackHash, c.CreatedBy = j.Key, pack.Hash, actor
	c.ChangedAt, c.CompleteAt = max(c.ChangedAt, c.ReceivedAt), c.ReceivedAt
	if err := tx.Create(c).Error; err != nil {
		return err
	}
	if err := tx.Start(c.Number, 0, startAt); err != nil {
		return err
	}
	return tx.Audit(c.Number, "received", actor, c.ChangedAt, map[string]any{
		"received_at": c.ReceivedAt,
		"kind":        c.Kind, "organization": c.OrganizationID, "subject": c.SubjectID, "target": c.Target,
		"pack": pack.Name(), "pack_hash": pack.Hash, "intake": json.RawMessage(c.Intake),
	})
}
