package cases

import (
	"cmp"
	"context"
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

// OwnSubject gives who the actor is. Permission: the subject itself.
func (q *Queries) OwnSubject(ctx context.Context, a access.Actor) (SubjectView, error) {
	var s models.Subject
	err := q.db(ctx).Take(&s, "id = ?", a.Subject).Error
	return viewSubject(s), err
}

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
		for _, r := range all.Recognitions {
			if r.State == models.RecognitionProposed || r.State == models.RecognitionDropped {
				continue
			}
			b, _ := pack.Behaviour(r.Behaviour)
			if n := cmp.Or(r.Notified, &Notified{}); r.State == models.RecognitionNotified && n.Points != r.Points {
				r.Points, b.Name = n.Points, "（以送达的告知书为准）" // something else is being prepared
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
