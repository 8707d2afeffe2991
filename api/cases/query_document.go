package cases

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
)

// DocumentFull is an issued document with its words.
type DocumentFull struct {
	DocumentView
	Case        string         `json:"case"`
	Issuer      string         `json:"issuer" doc:"作出机关"`
	To          string         `json:"to,omitempty" doc:"受文对象；没有则仅存卷"`
	Paragraphs  []string       `json:"paragraphs" doc:"正文各段，作出后不变"`
	Pack        string         `json:"pack,omitempty"`
	Trial       bool           `json:"trial,omitempty" doc:"试运行中制作，不具法律效力"`
	ServedBy    *Name          `json:"served_by,omitempty"`
	Service     *HowServed     `json:"service,omitempty" doc:"送达回证所记"`
	Confirmed   *AddressLine   `json:"confirmed,omitempty" doc:"受送达人确认的送达地址"`
	ByStep      bool           `json:"by_step" doc:"送达为案件的一个环节；否则须登记送达"`
	Corrections []DocumentView `json:"corrections,omitempty" doc:"对本文书的更正"`
	Corrects    *DocumentView  `json:"corrects,omitempty" doc:"本更正所针对的文书"`
	Acts        []string       `json:"acts" enum:"correction,service" doc:"您可以对本文书办理的事项"`
}

// Document gives one document with its words. Permission: whoever reads its case.
// Errors: document.unknown.
func (q *Queries) Document(ctx context.Context, a access.Actor, id string) (v DocumentFull, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		d, c, err := q.readableDocument(db, a, id)
		if err != nil {
			return err
		}
		if v, err = viewDocument(db, d, c); err != nil {
			return err
		}
		if v.Confirmed, err = q.confirmedOf(db, c.SubjectID, q.now()); err != nil {
			return err
		}
		v.Acts, err = documentActs(db, a, d, c, v)
		return err
	})
	return v, err
}

// documentActs are what the actor may do about a document as it stands.
func documentActs(db *gorm.DB, a access.Actor, d models.Document, c models.Case, v DocumentFull) (acts []string, err error) {
	acts = []string{}
	if d.Kind != kindCorrection && len(v.Paragraphs) > 0 {
		may, err := a.Reaches(db, c.OrganizationID, correctors...)
		if err != nil {
			return nil, err
		}
		if may {
			acts = append(acts, "correction")
		}
	}
	if d.ServedAt == 0 && !v.ByStep && v.To != "" {
		may, err := a.Reaches(db, c.OrganizationID, servers...)
		if err != nil {
			return nil, err
		}
		if may {
			acts = append(acts, "service")
		}
	}
	return acts, nil
}

func (q *Queries) readableDocument(db *gorm.DB, a access.Actor, id string) (d models.Document, c models.Case, err error) {
	if err = db.Limit(1).Find(&d, "id = ?", id).Error; err != nil {
		return d, c, err
	}
	if d.ID != "" {
		c, err = q.readable(db, a, d.CaseNumber)
	}
	if p, refused := models.AsProblem(err); d.ID == "" || refused && p.Class == models.Unknown {
		return d, c, unknownDocument(id)
	}
	return d, c, err
}

// unknownDocument is what whoever may not read its case is told too.
func unknownDocument(id string) *models.Problem {
	return models.Refuse(models.Unknown, "document.unknown", "没有这份文书", "文书%s不存在，或者不在您的职责范围内。", id)
}

func viewDocument(db *gorm.DB, d models.Document, c models.Case) (v DocumentFull, err error) {
	v = DocumentFull{DocumentView: lineOf(d), Case: c.Number, Paragraphs: []string{}, ByStep: servedByStep(c.Kind, d.Kind)}
	told, err := acknowledged(db, []string{d.ID})
	if err != nil {
		return v, err
	}
	v.Acknowledged = told[d.ID]
	var body models.DocumentBody
	if json.Unmarshal(d.Body, &body) == nil { // what came from an earlier system may hold anything
		v.Issuer, v.To, v.Pack, v.Trial = body.Issuer, body.To, body.Pack, body.Trial
		v.Paragraphs = append(v.Paragraphs, body.Paragraphs...)
	}
	if len(d.Service) > 0 {
		v.Service = &HowServed{}
		if err := json.Unmarshal(d.Service, v.Service); err != nil {
			return v, err
		}
	}
	if d.ServedBy != "" {
		called, err := userNames(db, []string{d.ServedBy})
		if err != nil {
			return v, err
		}
		v.ServedBy = &Name{d.ServedBy, called[d.ServedBy]}
	}
	var beside []models.Document
	if err = db.Order("issued_at, id").Find(&beside, "case_number = ? AND (corrects = ? OR id = ?)", d.CaseNumber, d.ID, d.Corrects).Error; err != nil {
		return v, err
	}
	for _, b := range beside {
		if line := lineOf(b); b.ID == d.Corrects {
			v.Corrects = &line
		} else {
			v.Corrections = append(v.Corrections, line)
		}
	}
	return v, nil
}

func lineOf(d models.Document) DocumentView {
	return DocumentView{d.ID, d.Kind, d.Title, d.Number, d.IssuedAt, d.ServedAt, d.Method, nil}
}
