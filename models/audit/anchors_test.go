package audit

import (
	"context"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/store"
)

// Three days, each with its anchor. What was rewritten after an anchor shows: an entry
// alone by its chain, all of it made to agree by the root that was kept elsewhere (NX-5).
func TestAnchors(t *testing.T) {
	for _, x := range []struct {
		name   string
		tamper func(b *bed, first string)
		where  string // of the finding
		words  []string
	}{
		{"an entry rewritten with every hash after it", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 2", n)
			b.rehash(n, 2)
			b.relink(n, 3, 5)
		}, "", []string{"2026-03-03的锚点所载不符"}},
		{"and its marks with it", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 2", n)
			b.rehash(n, 2)
			b.relink(n, 3, 5)
			b.exec("UPDATE anchor_marks SET hash = ? WHERE chain = ? AND seq = 5", b.hashOf(n, 5), n)
		}, "anchor 2026-03-03", []string{"与其所依据的", "系被改动"}},
		{"and every root with them", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 2", n)
			b.rehash(n, 2)
			b.relink(n, 3, 5)
			b.exec("UPDATE anchor_marks SET hash = ? WHERE chain = ? AND seq = 5", b.hashOf(n, 5), n)
			b.reanchored()
		}, "anchor 2026-03-04", []string{"与另存的锚点", "系被改写"}},
		{"a day's anchor taken out", func(b *bed, _ string) {
			b.exec("DELETE FROM anchors WHERE day = '2026-03-03'")
		}, "anchor 2026-03-04", []string{"所承接的锚点与前一日的不符"}},
		{"the last day's anchor taken out", func(b *bed, _ string) {
			b.exec("DELETE FROM anchors WHERE day = '2026-03-04'")
		}, "anchor 2026-03-04", []string{"没有该日的锚点"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			onBoth(t, func(b *bed) {
				first := b.trailed(4)
				var kept models.Anchor
				for _, day := range []string{"2026-03-03", "2026-03-04"} {
					a, err := b.st.Anchor(context.Background(), day, b.clock)
					b.must(err)
					again, err := b.st.Anchor(context.Background(), day, b.clock+1)
					b.must(err)
					if again != a || a.Chains == 0 {
						t.Errorf("%s anchored twice: %+v and %+v", day, a, again)
					}
					kept = a
					b.trailed(2)
				}
				ask := Options{Anchors: map[string]string{kept.Day: kept.Root}}
				if sum, err := Verify(context.Background(), b.st, ask); err != nil || sum.Findings > 0 || sum.Anchors != 2 {
					t.Fatalf("untouched: %+v %v", sum, err)
				}
				x.tamper(b, first)
				var said []string
				ask.Tell = func(f Finding) {
					if x.where == "" || f.Where == x.where {
						said = append(said, f.Text)
					}
				}
				_, err := Verify(context.Background(), b.st, ask)
				b.must(err)
				for _, w := range x.words {
					if !strings.Contains(strings.Join(said, "\n"), w) {
						t.Errorf("nothing says %q: %v", w, said)
					}
				}
			})
		})
	}
}

// reanchored makes every root agree with its marks again, as a careful forger would.
func (b *bed) reanchored() {
	b.Helper()
	b.tx(func(tx *store.Tx) error {
		var all []models.Anchor
		b.must(tx.Order("day").Find(&all).Error)
		prev := store.Genesis
		for _, a := range all {
			root := store.NewAnchorRoot(prev)
			b.must(Marks(tx.DB, a.Day, func(string) error { return nil }))
			var marks []models.AnchorMark
			b.must(tx.Order("chain").Find(&marks, "day = ?", a.Day).Error)
			for _, m := range marks {
				root.Add(m)
			}
			a.Prev, a.Root = prev, root.Sum()
			b.must(tx.Save(&a).Error)
			prev = a.Root
		}
		return nil
	})
}
