package activities

import (
	"strings"

	"chengxin/models"
	"chengxin/models/store"
)

// serve records the service of the case's newest document of a kind, and makes the
// case's clock run from it.
func (a *act) serve(kind string) (models.Instant, error) {
	var s store.Service
	if err := a.details(&s); err != nil {
		return 0, err
	}
	var doc models.Document
	if err := a.tx.Order("issued_at DESC, id DESC").Take(&doc, "case_number = ? AND kind = ?", a.c.Number, kind).Error; err != nil {
		return 0, err
	}
	err := a.asAcknowledged(doc, &s)
	if err != nil {
		return 0, err
	}
	told, err := a.tx.Served(a.pack, a.cal, *a.c, &doc, s, a.cmd.Evidence, a.actor(), a.at)
	if p, refused := models.AsProblem(err); refused {
		for i := range p.Fields {
			p.Fields[i].Field = "details." + p.Fields[i].Field
		}
		if p.Rule == nil {
			_ = p.By(a.pack.Name(), a.article("service"))
		}
	}
	if err != nil {
		return 0, err
	}
	a.c.ServedAt = doc.ServedAt
	a.note("served", told)
	return doc.ServedAt, nil
}

// asAcknowledged holds a service against what its only addressee said in its own entrance:
// that it has the document since then, so nothing can be served on it later.
func (a *act) asAcknowledged(doc models.Document, s *store.Service) error {
	var said []models.Acknowledgement
	if err := a.tx.Find(&said, "document_id = ?", doc.ID).Error; err != nil || len(said) == 0 {
		return err
	}
	several, err := a.tx.SeveralParties(a.c.Number)
	if err != nil || several {
		return err
	}
	at := said[0].At
	switch {
	case s.Method == "electronic":
		s.ServedAt = at
	case s.ServedAt == 0 || s.ServedAt > at:
		return models.Refuse(models.Invalid, "service.acknowledged", "当事人已经签收", "《%s》已由当事人于%s在本人入口签收，不能登记为此后送达。", doc.Title, store.When(at)).
			Where(models.Field{Field: "details.served_at", Message: "不晚于签收的时间"})
	}
	return nil
}

// serveDecision serves the listing's deciding document.
func (a *act) serveDecision(string) error {
	_, err := a.serve(ListingDecision)
	return err
}

// issueListingNotice draws up the notice of the list a total leads to, with facts,
// reasons, basis and the right to state and defend.
func (a *act) issueListingNotice(string) error {
	return a.issue(ListingNotice, nil)
}

// giveNotice draws up the notice of what is to be recognised, with the total and the
// lists it would lead to as the register has them now: the notice that is served says
// just this, whatever happens until then.
func (a *act) giveNotice() error {
	rs, err := a.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		if err := a.announce(r); err != nil {
			return err
		}
	}
	return a.issue(RecognitionNotice, nil)
}

// serveNotice serves whichever notice the case has drawn up. A recognition is notified
// by it: nothing worse can be decided without another one.
func (a *act) serveNotice(string) error {
	kind := map[string]string{"violation": RecognitionNotice, "listing": ListingNotice, "breach": BreachNotice}[a.c.Kind]
	if _, err := a.serve(kind); err != nil || kind != RecognitionNotice {
		return err
	}
	rs, err := a.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		r.State, r.NotifiedPoints = models.RecognitionNotified, r.Points
		if err := a.tx.Save(&r).Error; err != nil {
			return err
		}
	}
	return nil
}

// announce projects what a recognition would lead to, as the notice says it.
func (a *act) announce(r models.Recognition) error {
	row, err := a.lockCycle(r.SubjectID, a.pack.CycleOf(a.at.Time(), r.ActAt.Time()))
	if err != nil {
		return err
	}
	r.NotifiedTotal = row.Counted + r.Points
	var lists []string
	for _, family := range a.pack.Families() {
		seen, err := a.inFamily(row, family)
		if err != nil {
			return err
		}
		if list, crossed := a.pack.Crossing(family, seen.Counted, seen.Counted+r.Points); crossed {
			lists = append(lists, list.Key)
		}
	}
	r.NotifiedList = strings.Join(lists, ",")
	a.note("announced", map[string]any{"recognition": r.ID, "points": r.Points, "total": r.NotifiedTotal, "list": r.NotifiedList})
	return a.tx.Save(&r).Error
}
