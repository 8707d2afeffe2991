package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// ownKinds are the matters that a subject brings, and follows here.
var ownKinds = []string{"dispute", "repair"}

// ownCase finds an application of the actor's own, and locks it.
func ownCase(tx *store.Tx, a access.Actor, number string) (c models.Case, err error) {
	err = tx.Limit(1).Find(&c, "number = ? AND subject_id = ?", number, a.Subject).Error
	if err != nil || c.Number == "" || a.Subject == "" || !slices.Contains(ownKinds, c.Kind) {
		return c, either(err, unknownOwn(number))
	}
	return tx.Case(number)
}

func unknownOwn(number string) *models.Problem {
	return models.Refuse(models.Unknown, "case.unknown", "没有这个事项", "您没有编号为%s的事项。", number)
}

// OwnFile is what a subject sees of itself: its points and lists, what may be disputed or
// repaired, its applications and its documents. What is only being prepared against it is
// not shown before it was told.
type OwnFile struct {
	Subject      SubjectView
	Score        []CycleScore
	Listings     []OwnListing
	Recognitions []OwnRecognition
	Bars         []OwnBar
	Matters      []OwnMatter
	Documents    []OwnDocument
}

// OwnListing is a listing with what may be done about it.
type OwnListing struct {
	ListingView
	Name      string // of the list
	Disputes  bool   // an objection may be brought
	Repairs   bool   // an application for repair may be prepared
	ByDispute string // the objection that is being worked on
}

// OwnRecognition is a recognition that the subject was told of.
type OwnRecognition struct {
	RecognitionView
	Name      string // of the behaviour
	Disputes  bool
	ByDispute string
}

// OwnBar is what the subject is kept from; a breach's may be objected to.
type OwnBar struct {
	BarView
	Disputes  bool
	ByDispute string
}

// OwnMatter is an application of the subject's own.
type OwnMatter struct {
	Number, Kind, Title, Stage, Outcome string
	Organization                        string
	ReceivedAt, ClosedAt                models.Instant
	Deadline                            *Deadline // by when the office answers; nil: none runs
	Yours                               *Deadline // by when the applicant must bring what is missing
	Paused                              string
}

// Open says that it is being worked on.
func (m OwnMatter) Open() bool { return m.ClosedAt == 0 }

// OwnDocument is a document that is addressed to the subject.
type OwnDocument struct {
	DocumentView
	Case    string
	SaidAt  models.Instant // when the subject acknowledged it
	Consent bool           // it consented to be served by wire
}

// Waits says that the subject may acknowledge it.
func (d OwnDocument) Waits() bool { return d.ServedAt == 0 && d.SaidAt == 0 && d.Consent }

// Own gives the actor's own file. Permission: the subject itself.
func (q *Queries) Own(ctx context.Context, a access.Actor) (f OwnFile, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var s models.Subject
		if err := db.Take(&s, "id = ?", a.Subject).Error; err != nil {
			return err
		}
		f = OwnFile{Subject: viewSubject(s)}
		pack, err := q.packNow(ctx, s.Jurisdiction)
		if err != nil {
			return err
		}
		if f.Score, err = cycles(db, s, pack); err != nil {
			return err
		}
		var all File
		if err := all.records(db, s.ID); err != nil {
			return err
		}
		disputed, err := ownDisputes(db, s.ID)
		if err != nil {
			return err
		}
		for _, b := range all.Bars {
			by := disputed[b.Case+"/"]
			f.Bars = append(f.Bars, OwnBar{b, b.Kind == models.BarNotificationCommitment && b.LiftedAt == 0 && by == "", by})
		}
		told, err := toldOf(db, all.Listings)
		if err != nil {
			return err
		}
		for _, l := range all.Listings {
			if !told[l.Number] {
				continue
			}
			list, _ := pack.List(l.List)
			own := OwnListing{ListingView: l, Name: cmp.Or(list.Name, l.List), ByDispute: disputed[l.Number+"/"]}
			own.Disputes = l.EndedAt == 0 && own.ByDispute == ""
			own.Repairs = l.State == models.ListingPublished
			f.Listings = append(f.Listings, own)
		}
		notifiedAs, err := notifiedPoints(db, s.ID)
		if err != nil {
			return err
		}
		for _, r := range all.Recognitions {
			if r.State == models.RecognitionProposed || r.State == models.RecognitionDropped {
				continue
			}
			b, _ := pack.Behaviour(r.Behaviour)
			if notified := notifiedAs[r.ID]; r.State == models.RecognitionNotified && notified != r.Points {
				r.Points, b.Name = notified, "（以送达的告知书为准）" // something else is being prepared
			}
			own := OwnRecognition{RecognitionView: r, Name: cmp.Or(b.Name, r.Behaviour), ByDispute: disputed[r.Case+"/"+r.ID]}
			own.Disputes = r.State != models.RecognitionReversed && own.ByDispute == ""
			f.Recognitions = append(f.Recognitions, own)
		}
		if f.Matters, err = q.ownMatters(db, s.ID); err != nil {
			return err
		}
		f.Documents, err = q.ownDocuments(db, s)
		return err
	})
	return f, err
}

// notifiedPoints are what the notices said that were served, by recognition.
func notifiedPoints(db *gorm.DB, subject string) (map[string]int, error) {
	var rows []models.Recognition
	err := db.Select("id, notified_points").Find(&rows, "subject_id = ?", subject).Error
	out := map[string]int{}
	for _, r := range rows {
		out[r.ID] = r.NotifiedPoints
	}
	return out, err
}

// toldOf says of which listings their subject was told: a notice was served, or they are or
// were public.
func toldOf(db *gorm.DB, listings []ListingView) (map[string]bool, error) {
	out, proposed := map[string]bool{}, []string{}
	for _, l := range listings {
		if out[l.Number] = l.PublishedAt != 0; !out[l.Number] {
			proposed = append(proposed, l.Number)
		}
	}
	served, err := noticed(db, proposed)
	for n := range served {
		out[n] = true
	}
	return out, err
}

// noticed says of which cases a notice or decision was served.
func noticed(db *gorm.DB, numbers []string) (map[string]bool, error) {
	var served []string
	err := db.Model(&models.Document{}).Distinct("case_number").Where("case_number IN ? AND kind IN ? AND served_at > 0", append(numbers, ""),
		slices.Concat(stepped[string(contract.Listing)], stepped[string(contract.Breach)], stepped[string(contract.Violation)])).Pluck("case_number", &served).Error
	out := map[string]bool{}
	for _, n := range served {
		out[n] = true
	}
	return out, err
}

// knows says whether a subject was told of an entry: what is only being prepared against it
// does not exist for it yet. The entry is a case's number, or a recognition's id.
func knows(db *gorm.DB, number, item string) (bool, error) {
	if item != "" {
		var r models.Recognition
		err := db.Limit(1).Find(&r, "id = ?", item).Error
		return r.ID != "" && r.State != models.RecognitionProposed && r.State != models.RecognitionDropped, err
	}
	var l models.Listing
	if err := db.Limit(1).Find(&l, "number = ?", number).Error; err != nil || l.PublishedAt != 0 {
		return err == nil, err
	}
	served, err := noticed(db, []string{number})
	if err != nil || served[number] {
		return served[number], err
	}
	var bars int64
	err = db.Model(&models.Bar{}).Where("case_number = ?", number).Count(&bars).Error
	return bars > 0, err
}

// ownDisputes are the open objections of a subject, by what they are against.
func ownDisputes(db *gorm.DB, subject string) (map[string]string, error) {
	var open []models.Case
	err := db.Select("number, target, target_item").Find(&open, "subject_id = ? AND kind = ? AND closed_at = 0", subject, contract.Dispute).Error
	out := map[string]string{}
	for _, c := range open {
		out[c.Target+"/"+c.TargetItem] = c.Number
	}
	return out, err
}

func (q *Queries) ownMatters(db *gorm.DB, subject string) (all []OwnMatter, err error) {
	var rows []models.Case
	err = db.Order("received_at DESC, number DESC").Limit(MostPerPage).Find(&rows, "subject_id = ? AND kind IN ?", subject, ownKinds).Error
	for _, c := range rows {
		if err != nil {
			return nil, err
		}
		var m OwnMatter
		m, err = q.ownMatter(db, c)
		all = append(all, m)
	}
	return all, err
}

func (q *Queries) ownMatter(db *gorm.DB, c models.Case) (m OwnMatter, err error) {
	m = OwnMatter{
		Number: c.Number, Kind: c.Kind, Title: c.Title, Stage: c.Stage, Outcome: c.Outcome, Organization: organizationName(db, c.OrganizationID),
		ReceivedAt: c.ReceivedAt, ClosedAt: c.ClosedAt, Paused: c.Paused,
	}
	if !c.Open() {
		return m, nil
	}
	m.Deadline = q.deadline("case", models.Task{DueAt: c.DueAt}, c.Deadline)
	var t models.Task
	err = db.Limit(1).Find(&t, "case_number = ? AND step = 'supplement' AND closed_at = 0", c.Number).Error
	if err == nil && t.ID != "" {
		m.Yours = q.deadline("task", t, t.Deadline)
	}
	return m, err
}

// OwnMatterFull is an application with what was said and handed in.
type OwnMatterFull struct {
	OwnMatter
	Target     string
	Said       NewDispute // what was said at first, of a repair its applicant and papers
	Papers     []Evidence
	Supplied   []RecordView
	Documents  []OwnDocument
	Conditions []Condition // of a repair
}

// OwnMatter gives an application of the actor's own. Permission: the subject itself.
// Errors: case.unknown.
func (s *Service) OwnMatter(ctx context.Context, a access.Actor, number string) (m OwnMatterFull, err error) {
	q := s.Queries()
	err = s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var c models.Case
		if err := db.Limit(1).Find(&c, "number = ? AND subject_id = ? AND kind IN ?", number, a.Subject, ownKinds).Error; err != nil {
			return err
		}
		if c.Number == "" {
			return unknownOwn(number)
		}
		m = OwnMatterFull{Target: c.Target}
		if m.OwnMatter, err = q.ownMatter(db, c); err != nil {
			return err
		}
		_ = json.Unmarshal(c.Intake, &m.Said)
		if m.Papers = m.Said.Evidence; c.Kind == string(contract.Repair) {
			var said NewRepair
			_ = json.Unmarshal(c.Intake, &said)
			m.Papers = said.Attachments
			if m.Conditions, err = s.conditionsOf(db, c); err != nil {
				return err
			}
		}
		if m.Papers, err = ownFiles(db, a, m.Papers); err != nil {
			return err
		}
		var rows []models.Command
		if err := db.Order("received_at, id").Find(&rows, "case_number = ? AND verb = ? AND actor_id = ?", number, verbRecord, a.Subject).Error; err != nil {
			return err
		}
		for _, r := range rows {
			v, err := viewRecord(db, r)
			if err != nil {
				return err
			}
			m.Supplied = append(m.Supplied, v)
		}
		var of models.Subject
		if err := db.Take(&of, "id = ?", a.Subject).Error; err != nil {
			return err
		}
		all, err := q.ownDocuments(db, of)
		m.Documents = slices.DeleteFunc(all, func(d OwnDocument) bool { return d.Case != number })
		return err
	})
	return m, err
}

// ownFiles leaves the files that the actor uploaded itself; what the window scanned is named.
func ownFiles(db *gorm.DB, a access.Actor, papers []Evidence) ([]Evidence, error) {
	var mine []string
	for _, e := range papers {
		mine = append(mine, e.File)
	}
	err := db.Model(&models.EvidenceFile{}).Where("id IN ? AND uploaded_by = ?", append(mine, ""), a.Subject).Pluck("id", &mine).Error
	for i, e := range papers {
		if !slices.Contains(mine, e.File) {
			papers[i].File = ""
		}
	}
	return papers, err
}

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
