package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Outlook is what an application for repair would meet, said before anybody fills in a
// form: what stands in the way, by which rule, and what must be brought.
type Outlook struct {
	Number       string
	Title        string
	Subject      *SubjectName
	Organization Name
	Listing      *ListingView // nil for a breach
	Needs        []NeedView
	Article      string
	Pack         string
	Hindrances   []*models.Problem
	Conditions   []Condition
}

// RepairOutlook looks at a listing or a breach as an application would. Permission: a
// role that reads its case, or its subject. Errors: repair.unknown.
func (s *Service) RepairOutlook(ctx context.Context, a access.Actor, number string) (o Outlook, err error) {
	err = s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		of, err := s.Queries().repairSeenBy(db, a, number)
		if err != nil || of.Kind != string(contract.Listing) && of.Kind != string(contract.Breach) {
			return unrepairable(number)
		}
		pack, err := s.packInForce(&store.Tx{DB: db}, of.Jurisdiction)
		if err != nil {
			return err
		}
		o, err = s.outlook(db, of, pack)
		return err
	})
	return o, err
}

func (q *Queries) repairSeenBy(db *gorm.DB, a access.Actor, number string) (of models.Case, err error) {
	if a.Subject == "" {
		return q.readable(db, a, number)
	}
	if err = db.Limit(1).Find(&of, "number = ? AND subject_id = ?", number, a.Subject).Error; err != nil || of.Number == "" {
		return of, err
	}
	told, err := knows(db, number, "")
	if !told {
		of = models.Case{}
	}
	return of, err
}

func (s *Service) outlook(db *gorm.DB, of models.Case, pack *policy.Pack) (Outlook, error) {
	o := Outlook{Number: of.Number, Title: of.Title, Article: pack.Repair.Article, Pack: pack.Name()}
	for _, n := range pack.Repair.Needs {
		o.Needs = append(o.Needs, NeedView{n, policy.AttachmentName(n)})
	}
	about, err := subjectNames(db, []string{of.SubjectID})
	if err != nil {
		return o, err
	}
	o.Subject, o.Organization = about[of.SubjectID], Name{of.OrganizationID, organizationName(db, of.OrganizationID)}
	tx := &store.Tx{DB: db}
	checks := []func() error{
		func() error { return s.notBarred(tx, of, NewRepair{}, pack) },
		func() error { return s.noneRunning(tx, of, NewRepair{}, pack) },
	}
	var l models.Listing
	if err := db.Limit(1).Find(&l, "number = ?", of.Number).Error; err != nil {
		return o, err
	}
	if l.Number == "" {
		checks = append(checks, func() error { _, err := s.breachRepairable(tx, of, pack); return err })
	} else {
		v := viewListing(l)
		o.Listing = &v
		checks = append(checks, func() error {
			if p := notPublished(l, pack); p != nil {
				return p
			}
			own, err := s.Rules.Pack(db.Statement.Context, of.PackHash) // the listing's dates are its own pack's
			if err != nil {
				return err
			}
			return s.fullMinimum(tx, l, own)
		})
	}
	for _, check := range checks {
		err := check()
		if p, refused := models.AsProblem(err); refused {
			o.Hindrances = append(o.Hindrances, p)
		} else if err != nil {
			return o, err
		}
	}
	o.Conditions = conditions(o, nil)
	return o, nil
}
