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

// OwnDocument is a document that is addressed to the subject.
type OwnDocument struct {
	DocumentView
	Case    string
	SaidAt  models.Instant // when the subject acknowledged it
	Consent bool           // it consented to be served by wire
}

// Waits says that the subject may acknowledge it.
func (d OwnDocument) Waits() bool { return d.ServedAt == 0 && d.SaidAt == 0 && d.Consent }

// ownDocuments are what was addressed to a subject and reached it, and, where it consented
// in writing to be served electronically, what waits to be acknowledged.
func (q *Queries) ownDocuments(db *gorm.DB, s models.Subject) (all []OwnDocument, err error) {
	rows, err := q.addressedTo(db, s, "")
	if err != nil {
		return nil, err
	}
	return q.ownDocumentViews(db, s.ID, rows)
}

func (q *Queries) ownDocumentViews(db *gorm.DB, subject string, rows []models.Document) (all []OwnDocument, err error) {
	ids := make([]string, len(rows))
	for i, d := range rows {
		ids[i] = d.ID
	}
	said, err := acknowledged(db, ids)
	if err != nil {
		return nil, err
	}
	confirmed, err := (&store.Tx{DB: db}).Confirmed(subject, q.now())
	for _, d := range rows {
		v := OwnDocument{DocumentView: lineOf(d), Case: d.CaseNumber, Consent: confirmed.Consents}
		for _, by := range said[d.ID] {
			if by.Subject.ID == subject {
				v.SaidAt = by.At
			}
		}
		all = append(all, v)
	}
	return all, err
}

// addressedTo reads them, or the one of an id. What answers the subject's own application is
// always there to be read; of what is served in a step, only the newest of a running case.
func (q *Queries) addressedTo(db *gorm.DB, s models.Subject, id string) (out []models.Document, err error) {
	confirmed, err := (&store.Tx{DB: db}).Confirmed(s.ID, q.now())
	if err != nil {
		return nil, err
	}
	own := db.Model(&models.Case{}).Select("number").Where("subject_id = ?", s.ID)
	query := db.Where("case_number IN (?) OR case_number IN (?)", own, db.Model(&models.Recognition{}).Select("case_number").Where("subject_id = ?", s.ID))
	if !confirmed.Consents {
		query = query.Where("served_at > 0 OR case_number IN (?)", db.Model(&models.Case{}).Select("number").Where("subject_id = ? AND kind IN ?", s.ID, ownKinds))
	}
	if err := query.Order("issued_at DESC, id DESC").Limit(MostPerPage).Find(&out).Error; err != nil {
		return nil, err
	}
	open, err := openCases(db, out)
	newest := map[string]bool{}
	return slices.DeleteFunc(out, func(d models.Document) bool {
		var body models.DocumentBody
		if json.Unmarshal(d.Body, &body) != nil || body.To == "" { // for the file, or from an earlier system
			return true
		}
		c, last := open[d.CaseNumber], !newest[d.CaseNumber+d.Kind]
		newest[d.CaseNumber+d.Kind] = true
		if d.ServedAt == 0 && servedByStep(c.Kind, d.Kind) && (!c.Open() || !last) {
			return true // withdrawn with its case, or another one took its place
		}
		return id != "" && d.ID != id
	}), err
}

// openCases are the cases of documents, by number.
func openCases(db *gorm.DB, documents []models.Document) (map[string]models.Case, error) {
	var numbers []string
	for _, d := range documents {
		numbers = append(numbers, d.CaseNumber)
	}
	var rows []models.Case
	err := db.Select("number, kind, closed_at").Find(&rows, "number IN ?", append(numbers, "")).Error
	out := map[string]models.Case{}
	for _, c := range rows {
		out[c.Number] = c
	}
	return out, err
}

func (q *Queries) ownDocument(db *gorm.DB, a access.Actor, id string) (d models.Document, c models.Case, err error) {
	var s models.Subject
	if err = db.Limit(1).Find(&s, "id = ?", a.Subject).Error; err != nil {
		return d, c, err
	}
	found, err := q.addressedTo(db, s, id)
	if err != nil || len(found) == 0 || a.Subject == "" {
		return d, c, either(err, models.Refuse(models.Unknown, "document.unknown", "没有这份文书", "没有送达给您的文书%s。", id))
	}
	return found[0], c, db.Take(&c, "number = ?", found[0].CaseNumber).Error
}

// OwnDocumentFull is a document addressed to the actor, with its words.
type OwnDocumentFull struct {
	DocumentFull
	Own OwnDocument
}

// OwnDocument gives a document addressed to the actor. Permission: the subject itself.
// Errors: document.unknown.
func (q *Queries) OwnDocument(ctx context.Context, a access.Actor, id string) (v OwnDocumentFull, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		d, c, err := q.ownDocument(db, a, id)
		if err != nil {
			return err
		}
		own, err := q.ownDocumentViews(db, a.Subject, []models.Document{d})
		if err != nil {
			return err
		}
		v.Own = own[0]
		v.DocumentFull, err = viewDocument(db, d, c)
		return err
	})
	return v, err
}
