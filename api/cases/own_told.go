package cases

import (
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/workflows/contract"
)

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
