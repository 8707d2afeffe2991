package audit

import (
	"testing"

	"chengxin/models"
	"chengxin/models/store"
)

// story is a sound ledger: A crossed 20 and is on yellow, B crossed 40 and is on black,
// C lost 8 points of which 5 were taken back, D was repaired and lost 3 points since.
func story(b *bed) {
	b.listed("A", "yellow", b.deducted("A", 1, 15), b.deducted("A", 2, 5))
	b.listed("B", "black", b.deducted("B", 1, 20), b.deducted("B", 2, 30))
	b.deducted("C", 1, 3)
	b.reversed(b.deducted("C", 2, 5))
	n := b.listed("D", "yellow", b.deducted("D", 1, 20))
	b.exec("UPDATE listings SET state = 'repaired', slot = number, ended_at = ? WHERE number = ?", b.clock, n)
	b.exec("UPDATE cases SET closed_at = ? WHERE number = ?", b.clock, n)
	b.exec("UPDATE publications SET withdrawn_at = ? WHERE listing_number = ?", b.clock, n)
	b.exec("UPDATE grounds SET state = 'repaired' WHERE listing_number = ?", n)
	b.exec("UPDATE cycles SET counted = 0 WHERE subject_id = 'D'")
	b.deducted("D", 2, 3)
}

// Each row: what was changed in the stored state, and the difference it makes.
func TestEveryDifferenceFromTheLedgerIsNamed(t *testing.T) {
	for _, x := range []struct {
		name   string
		tamper func(b *bed)
		kind   Kind
		where  string
		words  []string
	}{
		{
			"a cycle's total", func(b *bed) { b.exec("UPDATE cycles SET total = 19 WHERE subject_id = 'A'") },
			Cycle, "A",
			[]string{"示例企业A", "2026", "累计20分", "累计19分"},
		},
		{
			"what of a cycle counts", func(b *bed) { b.exec("UPDATE cycles SET counted = 23 WHERE subject_id = 'D'") },
			Cycle, "D",
			[]string{"计入名单3分", "计入名单23分"},
		},
		{
			"a cycle's row gone", func(b *bed) { b.exec("DELETE FROM cycles WHERE subject_id = 'C'") },
			Cycle, "C",
			[]string{"累计3分", "累计0分"},
		},
		{"a total without entries", func(b *bed) {
			b.tx(func(tx *store.Tx) error {
				return tx.Create(&models.Cycle{SubjectID: "E", Jurisdiction: "jining", Cycle: "2026", Total: 5, Counted: 5}).Error
			})
		}, Cycle, "E", []string{"累计0分", "累计5分"}},
		{"a reversal of other points", func(b *bed) {
			b.exec("UPDATE score_entries SET points = -4 WHERE kind = 'reversal'")
			b.exec("UPDATE cycles SET total = 4, counted = 4 WHERE subject_id = 'C'")
		}, Entry, "C", []string{"R-E-C-V2-1", "分值"}},
		{"a recognition's entry gone", func(b *bed) {
			b.exec("DELETE FROM score_entries WHERE id = 'E-C-V1-1'")
			b.exec("UPDATE cycles SET total = 0, counted = 0 WHERE subject_id = 'C'")
		}, Entry, "C", []string{"认定C-V1-1已生效", "没有相应扣分"}},
		{"an entry's points", func(b *bed) {
			b.exec("UPDATE score_entries SET points = 4 WHERE id = 'E-C-V1-1'")
			b.exec("UPDATE cycles SET total = 4, counted = 4 WHERE subject_id = 'C'")
		}, Entry, "C", []string{"扣3分", "账上为4分"}},
		{"a recognition taken back without reversal", func(b *bed) {
			b.exec("UPDATE recognitions SET state = 'reversed' WHERE id = 'C-V1-1'")
		}, Entry, "C", []string{"账上仍有扣分E-C-V1-1"}},
		{
			"an entry without recognition", func(b *bed) { b.exec("DELETE FROM recognitions WHERE id = 'C-V1-1'") },
			Entry, "C",
			[]string{"没有据以扣分的认定C-V1-1"},
		},
		{
			"a listing's slot", func(b *bed) { b.exec("UPDATE listings SET slot = number WHERE number = 'A-L-yellow'") },
			Listing, "A-L-yellow",
			[]string{"占位应为active"},
		},
		{"a listing without enough grounds", func(b *bed) {
			b.exec("DELETE FROM grounds WHERE entry_id = 'E-A-V2-1'")
		}, Listing, "A-L-yellow", []string{"未达20分"}},
		{"a ground that counts though reversed", func(b *bed) {
			e := b.deducted("A", 3, 2)
			b.reversed(e)
			b.exec("INSERT INTO grounds (listing_number, entry_id, list, added_at, opens_at, ends_at, state) "+
				"SELECT listing_number, ?, list, added_at, opens_at, ends_at, state FROM grounds WHERE entry_id = 'E-A-V1-1'", e)
		}, Listing, "A-L-yellow", []string{"E-A-V3-1", "仍计入"}},
		{"a ground that is another subject's", func(b *bed) {
			b.exec("INSERT INTO grounds (listing_number, entry_id, list, added_at, opens_at, ends_at, state) " +
				"SELECT listing_number, 'E-C-V1-1', list, added_at, opens_at, ends_at, state FROM grounds WHERE entry_id = 'E-A-V1-1'")
		}, Listing, "A-L-yellow", []string{"E-C-V1-1", "不是该主体"}},
		{
			"a listing whose case is closed", func(b *bed) { b.exec("UPDATE cases SET closed_at = 1 WHERE number = 'B-L-black'") },
			Listing, "B-L-black",
			[]string{"公布中", "办结"},
		},
		{
			"dates that no ground bears out", func(b *bed) { b.exec("UPDATE listings SET opens_at = opens_at - 1000000 WHERE number = 'B-L-black'") },
			Listing, "B-L-black",
			[]string{"可修复"},
		},
		{"forty points and no listing", func(b *bed) {
			for _, table := range []string{"publications", "grounds"} {
				b.exec("DELETE FROM " + table + " WHERE listing_number = 'B-L-black'")
			}
			b.exec("DELETE FROM listings WHERE number = 'B-L-black'")
			b.exec("DELETE FROM cases WHERE number = 'B-L-black'")
		}, Listing, "B", []string{"累计50分", "黑名单", "没有相应的名单记录"}},
		{"a public entry after its end", func(b *bed) {
			b.exec("UPDATE publications SET withdrawn_at = 0 WHERE listing_number = 'D-L-yellow'")
		}, Publication, "D-L-yellow", []string{"已修复", "在公布"}},
		{"a listing nobody can see", func(b *bed) {
			b.exec("UPDATE publications SET withdrawn_at = 1 WHERE listing_number = 'A-L-yellow'")
		}, Publication, "A-L-yellow", []string{"撤下"}},
		{
			"a public entry of a natural person", func(b *bed) { b.exec("UPDATE subjects SET kind = 'natural_person' WHERE id = 'A'") },
			Publication, "A-L-yellow",
			[]string{"不应公布"},
		},
		{
			"an open dispute without its mark", func(b *bed) { b.dispute("A", "A-V1", "A-V1-1") },
			Publication, "A-L-yellow",
			[]string{"A-D", "未标注"},
		},
		{
			"a mark without a dispute", func(b *bed) { b.exec("UPDATE publications SET disputed = TRUE WHERE listing_number = 'A-L-yellow'") },
			Publication, "A-L-yellow",
			[]string{"没有正在处理的异议"},
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			onBoth(t, func(b *bed) {
				story(b)
				b.sound(Rebuild)
				x.tamper(b)
				b.wrong(Rebuild, x.kind, x.where, x.words...)
			})
		})
	}
}

// dispute opens an objection to a recognition.
func (b *bed) dispute(subject, target, item string) {
	b.Helper()
	b.tx(func(tx *store.Tx) error {
		return tx.Create(&models.Case{Number: subject + "-D", Kind: "dispute", Jurisdiction: "jining", SubjectID: subject, Target: target, TargetItem: item}).Error
	})
}

// Points carried in from before that reach a list are a remark: whether a listing
// followed was decided elsewhere.
func TestAnOpeningThatReachesAListIsARemark(t *testing.T) {
	onBoth(t, func(b *bed) {
		b.tx(func(tx *store.Tx) error {
			e := models.ScoreEntry{ID: "O-F-2026", SubjectID: "F", Jurisdiction: "jining", Cycle: "2026", Kind: models.Opening, Points: 25, RecordedAt: b.clock}
			if err := tx.Create(&e).Error; err != nil {
				return err
			}
			return tx.Create(&models.Cycle{SubjectID: "F", Jurisdiction: "jining", Cycle: "2026", Total: 25, Counted: 25}).Error
		})
		b.wrong(Rebuild, Remark, "F", "期初", "黄名单")
	})
}

func TestMoreSubjectsThanOneSnapshotHolds(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	for i := range company + 20 {
		b.deducted(string(rune('a'+i%26))+string(rune('a'+i/26)), 1, 5)
	}
	b.sound(Rebuild)
	b.exec("UPDATE cycles SET total = 6 WHERE subject_id = 'zh'")
	b.wrong(Rebuild, Cycle, "zh")
}
