package audit

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// company is how many subjects are rebuilt from one snapshot.
const company = 200

// Rebuild computes every score and every listing anew from what was decided (entries,
// reversals, repairs, disputes) and tells each difference from what is stored. It
// repairs nothing: the ledger is the truth, and a difference needs a person. It may run
// while a server writes.
func Rebuild(ctx context.Context, st *store.Store, o Options) (Summary, error) {
	p := &proof{Options: o}
	w := &whole{proof: p, ctx: ctx, rules: store.NewRules(st, calendar.Builtin()), newest: map[string]string{}}
	if err := w.rules.Renew(ctx); err != nil {
		return p.sum, err
	}
	var packs []models.StoredPack
	if err := st.Read(ctx).Select("hash, jurisdiction").Order("effective, loaded_at").Find(&packs).Error; err != nil {
		return p.sum, err
	}
	for _, k := range packs {
		w.newest[k.Jurisdiction] = k.Hash
	}
	for after, done := "", false; !done; {
		err := st.Snapshot(ctx, func(db *gorm.DB) error {
			ids, err := subjectsAfter(db, after)
			if err != nil || len(ids) == 0 {
				done = true
				return err
			}
			after = ids[len(ids)-1]
			return w.subjects(db, ids)
		})
		if err != nil {
			return p.sum, err
		}
		p.progress()
	}
	return p.sum, st.Snapshot(ctx, p.strays)
}

// subjectsAfter lists the next subjects of whom anything is counted or listed.
func subjectsAfter(db *gorm.DB, after string) (ids []string, err error) {
	for _, table := range []string{"score_entries", "cycles", "listings", "recognitions"} {
		var some []string
		err = db.Table(table).Distinct("subject_id").Where("subject_id > ?", after).Order("subject_id").Limit(company).Pluck("subject_id", &some).Error
		if err != nil {
			return nil, err
		}
		ids = append(ids, some...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), company)], nil
}

// whole is what all subjects share.
type whole struct {
	*proof
	ctx    context.Context
	rules  *store.Rules
	newest map[string]string // jurisdiction: hash of its newest pack
}

// facts is everything decided about one subject.
type facts struct {
	*whole
	subject      models.Subject
	entries      []models.ScoreEntry // as recorded, oldest first
	cycles       []models.Cycle
	recognitions []models.Recognition
	listings     []models.Listing
	grounds      map[string][]models.Ground // by listing
	publications map[string]models.Publication
	cases        map[string]models.Case // behind entries and listings: number, pack, whether open
	disputes     []models.Case          // open ones

	entry    map[string]models.ScoreEntry
	reversed map[string]string // entry: its reversal
	repaired map[string]bool   // entries that left the threshold sum of some family
	// repairedIn says of which: each family counts for itself.
	repairedIn map[string]map[string]bool
}

// subjects loads what is known of some subjects, and proves each.
func (w *whole) subjects(db *gorm.DB, ids []string) error {
	all := map[string]*facts{}
	for _, id := range ids {
		all[id] = &facts{
			whole: w, subject: models.Subject{ID: id},
			grounds: map[string][]models.Ground{}, publications: map[string]models.Publication{}, cases: map[string]models.Case{},
			entry: map[string]models.ScoreEntry{}, reversed: map[string]string{}, repaired: map[string]bool{}, repairedIn: map[string]map[string]bool{},
		}
	}
	if err := load(db, ids, all); err != nil {
		return err
	}
	for _, id := range ids {
		f := all[id]
		f.ledger()
		if err := f.totals(); err != nil {
			return err
		}
		if err := f.lists(); err != nil {
			return err
		}
		w.sum.Subjects++
		w.sum.Points += len(f.entries)
		w.sum.Listings += len(f.listings)
	}
	return nil
}

// strays finds what belongs to no listing, and so to no subject.
func (p *proof) strays(db *gorm.DB) error {
	var publications []models.Publication
	err := db.Where("listing_number NOT IN (?)", db.Model(&models.Listing{}).Select("number")).Find(&publications).Error
	if err != nil {
		return err
	}
	for _, x := range publications {
		p.found(Publication, x.ListingNumber, 0, "公布%s没有对应的名单记录", x.ListingNumber)
	}
	var grounds []models.Ground
	err = db.Where("listing_number NOT IN (?)", db.Model(&models.Listing{}).Select("number")).Find(&grounds).Error
	for _, g := range grounds {
		p.found(Listing, g.ListingNumber, 0, "依据%s所属的名单%s不存在", g.EntryID, g.ListingNumber)
	}
	return err
}
