package cases

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// Links are what a case is connected with.
type Links struct {
	Target       string            `json:"target,omitempty" doc:"所针对的案件"`
	TargetItem   string            `json:"target_item,omitempty" doc:"所针对的认定或者文书"`
	Listing      *ListingView      `json:"listing,omitempty"`
	Recognitions []RecognitionView `json:"recognitions"`
	Cases        []RelatedCase     `json:"cases" doc:"针对本案的异议、修复、名单等案件"`
	Documents    []DocumentView    `json:"documents"`
}

// RelatedCase is a case about this one.
type RelatedCase struct {
	Number  string `json:"number"`
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Stage   string `json:"stage"`
	Outcome string `json:"outcome,omitempty"`
}

// RecognitionView is a recognition as it stands.
type RecognitionView struct {
	ID           string         `json:"id"`
	Case         string         `json:"case"`
	Subject      string         `json:"subject"`
	Behaviour    string         `json:"behaviour"`
	Grade        string         `json:"grade"`
	Points       int            `json:"points"`
	State        string         `json:"state" enum:"proposed,notified,effective,reversed,dropped"`
	ActAt        models.Instant `json:"act_at,omitzero"`
	FoundingNo   string         `json:"founding_no,omitempty" doc:"认定依据文书文号"`
	FoundingBody string         `json:"founding_body,omitempty"`
	Notified     *Notified      `json:"notified,omitempty" doc:"事先告知的内容；重于告知的须重新告知"`
	EffectiveAt  models.Instant `json:"effective_at,omitzero"`
	ReversedAt   models.Instant `json:"reversed_at,omitzero"`
	ReversedBy   string         `json:"reversed_by,omitempty"`
}

// Notified is what a recognition's notice announced: points, and what they lead to.
type Notified struct {
	Points int    `json:"points"`
	Total  int    `json:"total" doc:"作出认定后的累计扣分"`
	List   string `json:"list,omitempty" doc:"将列入的名单"`
}

// DocumentView is an issued document.
type DocumentView struct {
	ID       string         `json:"id"`
	Kind     string         `json:"kind"`
	Title    string         `json:"title"`
	Number   string         `json:"number"`
	IssuedAt models.Instant `json:"issued_at"`
	ServedAt models.Instant `json:"served_at,omitzero"`
	Method   string         `json:"method,omitempty" doc:"送达方式"`
	// Acknowledged are those of its addressees who said in their own entrance that they have it.
	Acknowledged []AcknowledgedBy `json:"acknowledged,omitempty" doc:"当事人在本人入口的签收"`
}

// AcknowledgedBy is an addressee's word that it has a document, and who had handed over the
// code by which it signed in.
type AcknowledgedBy struct {
	Subject SubjectName    `json:"subject"`
	At      models.Instant `json:"at"`
	CodeBy  *Name          `json:"code_by,omitempty" doc:"登录码的发放人；没有则为发送到确认的电子邮箱"`
}

func links(db *gorm.DB, c models.Case) (Links, error) {
	l := Links{
		Target: c.Target, TargetItem: c.TargetItem, Recognitions: []RecognitionView{}, Cases: []RelatedCase{}, Documents: []DocumentView{},
	}
	var listing models.Listing
	if err := db.Limit(1).Find(&listing, "number = ?", c.Number).Error; err != nil {
		return l, err
	}
	if listing.Number != "" {
		v := viewListing(listing)
		l.Listing = &v
	}
	var recs []models.Recognition
	if err := db.Order("id").Find(&recs, "case_number = ?", c.Number).Error; err != nil {
		return l, err
	}
	for _, r := range recs {
		l.Recognitions = append(l.Recognitions, viewRecognition(r))
	}
	var about []models.Case
	if err := db.Select("number, kind, title, stage, outcome").Order("received_at, number").
		Find(&about, "target = ?", c.Number).Error; err != nil {
		return l, err
	}
	for _, r := range about {
		l.Cases = append(l.Cases, RelatedCase{r.Number, r.Kind, r.Title, r.Stage, r.Outcome})
	}
	var docs []models.Document
	if err := db.Order("issued_at, id").Find(&docs, "case_number = ?", c.Number).Error; err != nil {
		return l, err
	}
	ids := make([]string, len(docs))
	for i, d := range docs {
		l.Documents = append(l.Documents, lineOf(d))
		ids[i] = d.ID
	}
	said, err := acknowledged(db, ids)
	for i, d := range docs {
		l.Documents[i].Acknowledged = said[d.ID]
	}
	return l, err
}

func viewRecognition(r models.Recognition) RecognitionView {
	v := RecognitionView{
		ID: r.ID, Case: r.CaseNumber, Subject: r.SubjectID, Behaviour: r.Behaviour, Grade: r.Grade, Points: r.Points,
		State: r.State, ActAt: r.ActAt, FoundingNo: r.FoundingNo, FoundingBody: r.FoundingBody,
		EffectiveAt: r.EffectiveAt, ReversedAt: r.ReversedAt, ReversedBy: r.ReversedBy,
	}
	if r.NotifiedPoints > 0 {
		v.Notified = &Notified{r.NotifiedPoints, r.NotifiedTotal, r.NotifiedList}
	}
	return v
}
