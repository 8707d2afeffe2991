package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
)

// File is everything the register holds of a subject (一人一档; JN-10). Cases of
// departments the actor does not reach are counted, not shown.
type File struct {
	Subject      SubjectView       `json:"subject"`
	Score        []CycleScore      `json:"score"`
	Recognitions []RecognitionView `json:"recognitions"`
	Listings     []ListingView     `json:"listings"`
	Bars         []BarView         `json:"bars" doc:"限制事项"`
	Cases        []CaseLine        `json:"cases" doc:"新的在前，至多200件"`
	Elsewhere    int               `json:"cases_elsewhere" doc:"职责范围以外的案件数"`
}

// BarView is what a subject is kept from.
type BarView struct {
	Kind     string         `json:"kind"`
	Reason   string         `json:"reason"`
	Case     string         `json:"case"`
	FromAt   models.Instant `json:"from_at"`
	UntilAt  models.Instant `json:"until_at,omitzero"`
	LiftedAt models.Instant `json:"lifted_at,omitzero"`
}

// File gives a subject's file. Permission: as for the subject. Errors: subject.unknown.
func (q *Queries) File(ctx context.Context, a access.Actor, id string) (File, error) {
	s, err := q.subject(ctx, a, id, "file")
	if err != nil {
		return File{}, err
	}
	return q.fileOf(ctx, a, s)
}

// fileOf reads the file of a subject that the actor may see.
func (q *Queries) fileOf(ctx context.Context, a access.Actor, s models.Subject) (File, error) {
	f := File{Subject: masked(a, viewSubject(s)), Recognitions: []RecognitionView{}, Listings: []ListingView{}, Bars: []BarView{}, Cases: []CaseLine{}}
	pack, err := q.packNow(ctx, s.Jurisdiction)
	if err != nil {
		return f, err
	}
	return f, q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		if f.Score, err = cycles(db, s, pack); err != nil {
			return err
		}
		if err := f.records(db, s.ID); err != nil {
			return err
		}
		return q.fileCases(db, a, s.ID, &f)
	})
}

// records fills in what rests on the subject itself.
func (f *File) records(db *gorm.DB, id string) error {
	var recs []models.Recognition
	if err := db.Order("act_at DESC, id").Find(&recs, "subject_id = ?", id).Error; err != nil {
		return err
	}
	for _, r := range recs {
		f.Recognitions = append(f.Recognitions, viewRecognition(r))
	}
	listings, err := subjectListings(db, id)
	if err != nil {
		return err
	}
	f.Listings = listings
	var bars []models.Bar
	err = db.Order("from_at DESC").Find(&bars, "subject_id = ?", id).Error
	for _, b := range bars {
		f.Bars = append(f.Bars, BarView{b.Kind, b.Reason, b.CaseNumber, b.FromAt, b.UntilAt, b.LiftedAt})
	}
	return err
}

func (q *Queries) fileCases(db *gorm.DB, a access.Actor, id string, f *File) error {
	in, err := a.Readable(db)
	if err != nil {
		return err
	}
	var rows []models.Case
	err = db.Select(lineColumns).Order("received_at DESC, number DESC").Limit(MostPerPage).
		Find(&rows, "subject_id = ? AND organization_id IN ?", id, in).Error
	if err != nil {
		return err
	}
	if f.Cases, err = q.lines(db, rows); err != nil {
		return err
	}
	var elsewhere int64
	err = db.Model(&models.Case{}).Where("subject_id = ? AND organization_id NOT IN ?", id, append(in, "")).Count(&elsewhere).Error
	f.Elsewhere = int(elsewhere)
	return err
}

// SubjectListings gives a subject's listings, latest first. Permission: as for the
// subject. Errors: subject.unknown.
func (q *Queries) SubjectListings(ctx context.Context, a access.Actor, id string) ([]ListingView, error) {
	if _, err := q.subject(ctx, a, id, "listings"); err != nil {
		return nil, err
	}
	return subjectListings(q.db(ctx), id)
}

func subjectListings(db *gorm.DB, id string) ([]ListingView, error) {
	var rows []models.Listing
	if err := db.Order("proposed_at DESC, number DESC").Find(&rows, "subject_id = ?", id).Error; err != nil {
		return nil, err
	}
	return listingViews(db, rows)
}
