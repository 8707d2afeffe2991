package audit

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// load reads everything decided about some subjects, and sorts it by subject.
func load(db *gorm.DB, ids []string, all map[string]*facts) error {
	var subjects []models.Subject
	if err := db.Find(&subjects, "id IN ?", ids).Error; err != nil {
		return err
	}
	for _, s := range subjects {
		all[s.ID].subject = s
	}
	if err := loadLedger(db, ids, all); err != nil {
		return err
	}
	if err := loadListings(db, ids, all); err != nil {
		return err
	}
	return loadCases(db, ids, all)
}

func loadLedger(db *gorm.DB, ids []string, all map[string]*facts) error {
	var entries []models.ScoreEntry
	if err := db.Order("recorded_at, id").Find(&entries, "subject_id IN ?", ids).Error; err != nil {
		return err
	}
	for _, e := range entries {
		f := all[e.SubjectID]
		f.entries = append(f.entries, e)
		f.entry[e.ID] = e
	}
	var cycles []models.Cycle
	if err := db.Order("jurisdiction, cycle").Find(&cycles, "subject_id IN ?", ids).Error; err != nil {
		return err
	}
	for _, c := range cycles {
		all[c.SubjectID].cycles = append(all[c.SubjectID].cycles, c)
	}
	var recognitions []models.Recognition
	err := db.Order("id").Find(&recognitions, "subject_id IN ?", ids).Error
	for _, r := range recognitions {
		all[r.SubjectID].recognitions = append(all[r.SubjectID].recognitions, r)
	}
	return err
}

func loadListings(db *gorm.DB, ids []string, all map[string]*facts) error {
	var listings []models.Listing
	if err := db.Order("number").Find(&listings, "subject_id IN ?", ids).Error; err != nil {
		return err
	}
	of, family := map[string]*facts{}, map[string]string{}
	for _, l := range listings {
		of[l.Number], family[l.Number] = all[l.SubjectID], l.Family
		of[l.Number].listings = append(of[l.Number].listings, l)
	}
	theirs := db.Model(&models.Listing{}).Select("number").Where("subject_id IN ?", ids)
	var grounds []models.Ground
	if err := db.Order("listing_number, entry_id").Find(&grounds, "listing_number IN (?)", theirs).Error; err != nil {
		return err
	}
	for _, g := range grounds {
		f := of[g.ListingNumber]
		f.grounds[g.ListingNumber] = append(f.grounds[g.ListingNumber], g)
		if g.State == models.GroundRepaired {
			f.repaired[g.EntryID] = true
			in := family[g.ListingNumber]
			if f.repairedIn[in] == nil {
				f.repairedIn[in] = map[string]bool{}
			}
			f.repairedIn[in][g.EntryID] = true
		}
	}
	var publications []models.Publication
	err := db.Find(&publications, "listing_number IN (?)", theirs).Error
	for _, p := range publications {
		of[p.ListingNumber].publications[p.ListingNumber] = p
	}
	return err
}

func loadCases(db *gorm.DB, ids []string, all map[string]*facts) error {
	var behind []models.Case
	err := db.Select("number, pack_hash, closed_at").Find(&behind, "number IN (?) OR number IN (?)",
		db.Model(&models.ScoreEntry{}).Select("case_number").Where("subject_id IN ?", ids),
		db.Model(&models.Listing{}).Select("number").Where("subject_id IN ?", ids)).Error
	if err != nil {
		return err
	}
	cases := map[string]models.Case{}
	for _, c := range behind {
		cases[c.Number] = c
	}
	for _, f := range all {
		for _, e := range f.entries {
			f.cases[e.CaseNumber] = cases[e.CaseNumber]
		}
		for _, l := range f.listings {
			f.cases[l.Number] = cases[l.Number]
		}
	}
	var disputes []models.Case
	err = db.Select("number, subject_id, target, target_item").Order("number").
		Find(&disputes, "subject_id IN ? AND kind = ? AND closed_at = 0", ids, "dispute").Error
	for _, d := range disputes {
		all[d.SubjectID].disputes = append(all[d.SubjectID].disputes, d)
	}
	return err
}
