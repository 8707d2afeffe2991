package dated

import (
	"context"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/test/city"
)

// Effective enters a recognition in force and its points, as if decided before, and
// gives the recognition's id.
func (f *File) Effective(subject string, points int) string {
	f.t.Helper()
	at := models.At(f.now.AddDate(0, 0, -20))
	id := ""
	err := f.Store.Tx(context.Background(), func(tx *store.Tx) error {
		c := models.Case{
			Kind: "violation", OrganizationID: "jining/" + city.District, SubjectID: subject, Stage: "closed", ReceivedAt: at,
		}
		if err := tx.Enter(f.Pack, &c, "system", nil, at); err != nil {
			return err
		}
		if err := tx.Model(&c).Updates(map[string]any{"closed_at": at, "outcome": "recognised"}).Error; err != nil {
			return err
		}
		id = c.Number + "-1"
		rec := models.Recognition{
			ID: id, CaseNumber: c.Number, SubjectID: subject, Act: c.Number, Behaviour: "SR-08", Grade: "serious", Points: points,
			ActAt: at, State: models.RecognitionEffective, EffectiveAt: at,
		}
		e := models.ScoreEntry{
			ID: "E-" + id, SubjectID: subject, Jurisdiction: "jining", Cycle: at.Time().Format("2006"), Kind: models.Deduction, Points: points,
			RecognitionID: id, CaseNumber: c.Number, EffectiveAt: at, RecordedAt: at,
		}
		for _, row := range []any{&rec, &e} {
			if err := tx.Create(row).Error; err != nil {
				return err
			}
		}
		_, err := tx.Put(&models.Cycle{SubjectID: subject, Jurisdiction: "jining", Cycle: e.Cycle, Total: points, Counted: points})
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return id
}
