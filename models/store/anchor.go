package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"chengxin/models"
)

// AnchorRoot sums an anchor up: the root before, then each mark as "chain seq hash".
type AnchorRoot struct{ h hash.Hash }

// NewAnchorRoot begins with the root before.
func NewAnchorRoot(prev string) AnchorRoot {
	r := AnchorRoot{sha256.New()}
	fmt.Fprintln(r.h, prev)
	return r
}

// Add adds a mark; marks come in the order of chains.
func (r AnchorRoot) Add(m models.AnchorMark) { fmt.Fprintln(r.h, MarkLine(m)) }

// Sum is the root.
func (r AnchorRoot) Sum() string { return hex.EncodeToString(r.h.Sum(nil)) }

// MarkLine is a mark as it is summed up and sent out.
func MarkLine(m models.AnchorMark) string { return fmt.Sprintf("%s %d %s", m.Chain, m.Seq, m.Hash) }

// Anchor makes a day's anchor of where every chain stands now, once: asked again it gives
// the one there is. Its root stands in the administrative trail too.
func (s *Store) Anchor(ctx context.Context, day string, now models.Instant) (a models.Anchor, err error) {
	err = s.Tx(ctx, func(tx *Tx) error {
		a = models.Anchor{}
		if err := tx.Limit(1).Find(&a, "day = ?", day).Error; err != nil || a.Day != "" {
			return err
		}
		var before models.Anchor
		if err := tx.Order("day DESC").Limit(1).Find(&before).Error; err != nil {
			return err
		}
		if before.Root == "" {
			before.Root = Genesis
		}
		var heads []models.AuditHead
		err := tx.Order("chain").Where("NOT EXISTS (SELECT 1 FROM anchor_marks WHERE anchor_marks.chain = audit_heads.chain AND anchor_marks.seq = audit_heads.seq)").Find(&heads).Error
		if err != nil {
			return err
		}
		a = models.Anchor{Day: day, At: now, Chains: len(heads), Prev: before.Root}
		root, marks := NewAnchorRoot(a.Prev), make([]models.AnchorMark, len(heads))
		for i, h := range heads {
			marks[i] = models.AnchorMark{Chain: h.Chain, Seq: h.Seq, Hash: h.Hash, Day: day}
			root.Add(marks[i])
		}
		a.Root = root.Sum()
		if written, err := tx.Put(&a); err != nil || !written {
			return either(err, tx.Take(&a, "day = ?", day).Error) // another process was first
		}
		if len(marks) > 0 {
			if err := tx.CreateInBatches(marks, 500).Error; err != nil {
				return err
			}
		}
		return tx.Audit(AdminChain, "anchored", "system", now, map[string]any{"day": day, "root": a.Root, "chains": a.Chains})
	})
	return a, err
}

func either(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
