package audit

import (
	"fmt"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

// deducted gives a subject an effective recognition with its entry and its cycle.
func (b *bed) deducted(subject string, n, points int) string {
	b.Helper()
	id := fmt.Sprintf("%s-V%d", subject, n)
	b.tx(func(tx *store.Tx) error {
		b.clock += 3600e6
		if _, err := tx.Put(&models.Subject{ID: subject, Jurisdiction: "jining", Kind: models.LegalPerson, Name: "示例企业" + subject}); err != nil {
			return err
		}
		rows := []any{
			&models.Case{Number: id, Kind: "violation", Jurisdiction: "jining", PackHash: b.pack.Hash, SubjectID: subject, ClosedAt: b.clock},
			&models.Recognition{ID: id + "-1", CaseNumber: id, SubjectID: subject, Points: points, State: models.RecognitionEffective, EffectiveAt: b.clock},
			&models.ScoreEntry{
				ID: "E-" + id + "-1", SubjectID: subject, Jurisdiction: "jining", Cycle: "2026", Kind: models.Deduction, Points: points,
				RecognitionID: id + "-1", CaseNumber: id, EffectiveAt: b.clock, RecordedAt: b.clock,
			},
		}
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil {
				return err
			}
		}
		var row models.Cycle
		if err := tx.FirstOrCreate(&row, models.Cycle{SubjectID: subject, Jurisdiction: "jining", Cycle: "2026"}).Error; err != nil {
			return err
		}
		row.Total, row.Counted = row.Total+points, row.Counted+points
		return tx.Save(&row).Error
	})
	return "E-" + id + "-1"
}

// listed puts a subject on a list on the ground of entries, publicly.
func (b *bed) listed(subject, list string, entries ...string) string {
	b.Helper()
	n := subject + "-L-" + list
	opens, ends := b.clock+models.Instant(180*24*time.Hour/1000), b.clock+models.Instant(365*24*time.Hour/1000)
	b.tx(func(tx *store.Tx) error {
		rows := []any{
			&models.Case{Number: n, Kind: "listing", Jurisdiction: "jining", PackHash: b.pack.Hash, SubjectID: subject, Stage: "published"},
			&models.Listing{
				Number: n, Jurisdiction: "jining", SubjectID: subject, List: list, Family: "yellow", Slot: "active", Cycle: "2026",
				State: models.ListingPublished, DecidedAt: b.clock, PublishedAt: b.clock, OpensAt: opens, EndsAt: ends,
			},
			&models.Publication{ListingNumber: n, Jurisdiction: "jining", SubjectID: subject, List: list, PublishedAt: b.clock, EndsAt: ends},
		}
		for _, e := range entries {
			rows = append(rows, &models.Ground{ListingNumber: n, EntryID: e, List: list, AddedAt: b.clock, OpensAt: opens, EndsAt: ends, State: models.GroundCounts})
		}
		for _, r := range rows {
			if err := tx.Create(r).Error; err != nil {
				return err
			}
		}
		// Cases written without a trail are not what is proved here.
		return tx.Model(&models.Listing{}).Where("number = ?", n).Update("family", b.family(list)).Error
	})
	return n
}

func (b *bed) family(list string) string {
	l, _ := b.pack.List(list)
	return l.Family
}

// reversed takes an entry back, with its recognition, grounds and cycle.
func (b *bed) reversed(entry string) {
	b.Helper()
	b.tx(func(tx *store.Tx) error {
		b.clock += 3600e6
		var e models.ScoreEntry
		if err := tx.Take(&e, "id = ?", entry).Error; err != nil {
			return err
		}
		back := e
		back.ID, back.Kind, back.Points, back.Reverses, back.RecordedAt = "R-"+e.ID, models.Reversal, -e.Points, e.ID, b.clock
		if err := tx.Create(&back).Error; err != nil {
			return err
		}
		for statement, args := range map[string][]any{
			"UPDATE cycles SET total = total - ?, counted = counted - ? WHERE subject_id = ?": {e.Points, e.Points, e.SubjectID},
			"UPDATE recognitions SET state = 'reversed' WHERE id = ?":                         {e.RecognitionID},
			"UPDATE grounds SET state = 'reversed' WHERE entry_id = ?":                        {e.ID},
		} {
			if err := tx.Exec(statement, args...).Error; err != nil {
				return err
			}
		}
		return nil
	})
}
