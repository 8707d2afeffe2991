package cases

import (
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

const (
	verbAcknowledge = "acknowledge"
	acknowledgedBy  = "当事人本人，在本人入口签收"
)

// Acknowledge says that the actor has a document that is addressed to it. Where it is the
// only addressee and service is no step of the case, the document is served by that; else
// who serves it is told. Said again, it changes nothing. Permission: the subject itself,
// that consented in writing to be served by wire. Errors: document.unknown,
// service.no_consent.
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
		said, err := acknowledged(tx.DB, []string{d.ID})
		if err != nil || d.ServedAt != 0 || slices.ContainsFunc(said[d.ID], func(by AcknowledgedBy) bool { return by.Subject.ID == a.Subject }) {
			return err // there is nothing left to say, and nothing is written
		}
		confirmed, err := tx.Confirmed(a.Subject, cmd.ReceivedAt)
		if err != nil {
			return err
		}
		if !confirmed.Consents {
			return models.Refuse(models.Invalid, "service.no_consent", "未经同意不得电子送达", "您没有签过同意电子送达的确认书，本文书将以其他方式送达。")
		}
		cmd.CaseNumber = c.Number
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		return s.acknowledge(tx, a, d, c, cmd)
	})
	return err
}

func (s *Service) acknowledge(tx *store.Tx, a access.Actor, d models.Document, c models.Case, cmd *models.Command) error {
	if err := tx.Create(&models.Acknowledgement{DocumentID: d.ID, SubjectID: a.Subject, CodeID: a.Code, At: cmd.ReceivedAt}).Error; err != nil {
		return err
	}
	said := map[string]any{"command": cmd.ID, "document": d.ID, "number": d.Number, "subject": a.Subject, "code": a.Code}
	several, err := tx.SeveralParties(c.Number)
	if err != nil {
		return err
	}
	if servedByStep(c.Kind, d.Kind) || several {
		if err := s.tellWorkers(tx, c, models.NoticeAcknowledged, cmd.ID, "当事人已在本人入口签收"+d.Number+"《"+d.Title+"》，请登记送达。"); err != nil {
			return err
		}
		return tx.Audit(c.Number, verbAcknowledge, a.ID, cmd.ReceivedAt, said)
	}
	pack, err := s.Rules.Pack(tx.Statement.Context, c.PackHash)
	if err != nil {
		return err
	}
	told, err := tx.Served(pack, s.Rules.Calendar(), c, &d, store.Service{Method: "electronic", To: acknowledgedBy}, nil, a.ID, cmd.ReceivedAt)
	if err != nil {
		return err
	}
	said["acts"] = []any{map[string]any{"did": "served", "what": told}}
	if err := s.supplementServed(tx, pack, &c, d, cmd.ReceivedAt, said); err != nil {
		return err
	}
	return tx.Audit(c.Number, verbAcknowledge, a.ID, cmd.ReceivedAt, said)
}

// acknowledged are those who said that they have some documents.
func acknowledged(db *gorm.DB, documents []string) (map[string][]AcknowledgedBy, error) {
	var rows []struct {
		models.Acknowledgement
		IssuedBy string
	}
	err := db.Table("acknowledgements").Select("acknowledgements.*, COALESCE(subject_codes.issued_by, '') AS issued_by").
		Joins("LEFT JOIN subject_codes ON subject_codes.id = acknowledgements.code_id").
		Where("acknowledgements.document_id IN ?", append(documents, "")).Order("acknowledgements.at, acknowledgements.subject_id").Scan(&rows).Error
	out := map[string][]AcknowledgedBy{}
	if err != nil || len(rows) == 0 {
		return out, err
	}
	var who, whose []string
	for _, r := range rows {
		who, whose = append(who, r.IssuedBy), append(whose, r.SubjectID)
	}
	issuers, err := userNames(db, who)
	if err != nil {
		return nil, err
	}
	named, err := subjectNames(db, whose)
	for _, r := range rows {
		by := AcknowledgedBy{Subject: SubjectName{ID: r.SubjectID}, At: r.At}
		if n := named[r.SubjectID]; n != nil {
			by.Subject = *n
		}
		if r.IssuedBy != "" {
			by.CodeBy = &Name{r.IssuedBy, issuers[r.IssuedBy]}
		}
		out[r.DocumentID] = append(out[r.DocumentID], by)
	}
	return out, err
}
