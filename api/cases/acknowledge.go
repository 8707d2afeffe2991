package cases

import (
	"context"
	"encoding/json"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

const (
	verbAcknowledge = "acknowledge"
	acknowledgedBy  = "当事人本人，在本人入口签收"
)

// Acknowledge says that the actor has a document that is addressed to it. Where its service
// is no step of the case it is served by that; else who serves it is told. Said again, it
// changes nothing. Permission: the subject itself. Errors: document.unknown, service.*.
func (s *Service) Acknowledge(ctx context.Context, a access.Actor, id, key string) error {
	about, _ := json.Marshal(map[string]string{"document": id})
	_, err := s.once(ctx, a, models.Command{Verb: verbAcknowledge, IdemKey: key, Details: about, BodyHash: hashOf([]any{verbAcknowledge, id})}, func(tx *store.Tx, cmd *models.Command) error {
		d, c, err := s.Queries().ownDocument(tx.DB, a, id)
		if err != nil {
			return err
		}
		if c, err = tx.Case(c.Number); err != nil {
			return err
		}
		if err := tx.Take(&d, "id = ?", id).Error; err != nil { // as it is under the lock
			return err
		}
		cmd.CaseNumber = c.Number
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if d.AcknowledgedAt != 0 || d.ServedAt != 0 {
			return nil
		}
		d.AcknowledgedAt = cmd.ReceivedAt
		said := map[string]any{"command": cmd.ID, "document": d.ID, "number": d.Number}
		if servedByStep(c.Kind, d.Kind) {
			if err := tx.Save(&d).Error; err != nil {
				return err
			}
			if err := s.tellWorkers(tx, c, models.NoticeAcknowledged, cmd.ID, "当事人已在本人入口签收"+d.Number+"《"+d.Title+"》，请在送达环节登记。"); err != nil {
				return err
			}
			return tx.Audit(c.Number, verbAcknowledge, a.ID, cmd.ReceivedAt, said)
		}
		pack, err := s.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return err
		}
		told, err := tx.Served(pack, s.Rules.Calendar(), c, &d, store.Service{Method: "electronic", To: acknowledgedBy}, nil, a.ID, cmd.ReceivedAt)
		if err != nil {
			return err
		}
		said["acts"] = []any{map[string]any{"did": "served", "what": told}}
		return tx.Audit(c.Number, verbAcknowledge, a.ID, cmd.ReceivedAt, said)
	})
	return err
}
