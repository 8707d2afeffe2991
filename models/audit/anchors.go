package audit

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
)

// anchors holds every day's anchor against the marks it was made of, and these against
// the trail; and a root that was kept elsewhere against ours.
func (p *proof) anchors(ctx context.Context, st *store.Store) error {
	seen, prev := map[string]bool{}, store.Genesis
	for after := ""; ; {
		var a models.Anchor
		err := st.Snapshot(ctx, func(db *gorm.DB) error {
			if err := db.Order("day").Limit(1).Find(&a, "day > ?", after).Error; err != nil || a.Day == "" {
				return err
			}
			return p.anchor(db, a, prev)
		})
		if err != nil {
			return err
		}
		if a.Day == "" {
			break
		}
		seen[a.Day], after, prev = true, a.Day, a.Root
		p.sum.Anchors++
	}
	for day, root := range p.Anchors {
		if !seen[day] {
			p.found(Removed, "anchor "+day, 0, "锚点%s：另存的锚点为%s，而登记库中没有该日的锚点，系被删除", day, root)
		}
	}
	return nil
}

func (p *proof) anchor(db *gorm.DB, a models.Anchor, prev string) error {
	where := "anchor " + a.Day
	if a.Prev != prev {
		p.found(Changed, where, 0, "锚点%s：所承接的锚点与前一日的不符，其间有锚点被删除或者改动", a.Day)
	}
	if kept, ok := p.Anchors[a.Day]; ok && kept != a.Root {
		p.found(Changed, where, 0, "锚点%s：与另存的锚点%s不符，当日及以前的留痕系被改写", a.Day, kept)
	}
	root, n := store.NewAnchorRoot(a.Prev), 0
	for after := ""; ; {
		var marks []struct {
			models.AnchorMark
			Have string // what the trail has there
		}
		err := db.Table("anchor_marks AS m").Select("m.chain, m.seq, m.hash, m.day, COALESCE(e.hash, '') AS have").
			Joins("LEFT JOIN audit_entries AS e ON e.chain = m.chain AND e.seq = m.seq").
			Where("m.day = ? AND m.chain > ?", a.Day, after).Order("m.chain").Limit(page).Scan(&marks).Error
		if err != nil {
			return err
		}
		for _, m := range marks {
			root.Add(m.AnchorMark)
			switch m.Have {
			case m.Hash:
			case "":
				p.found(Removed, m.Chain, m.Seq, "%s第%d条：%s的锚点载有该条，而留痕中没有，系被删除", title(m.Chain), m.Seq, a.Day)
			default:
				p.found(Changed, m.Chain, m.Seq, "%s第%d条：与%s的锚点所载不符，该条或者其前的记录系被改写", title(m.Chain), m.Seq, a.Day)
			}
			after = m.Chain
		}
		if n += len(marks); len(marks) < page {
			break
		}
	}
	if root.Sum() != a.Root || n != a.Chains {
		p.found(Changed, where, 0, "锚点%s：与其所依据的%d条链不符，系被改动", a.Day, n)
	}
	return nil
}

// Marks gives the lines that an anchor was made of, for whoever keeps it elsewhere whole.
func Marks(db *gorm.DB, day string, line func(string) error) error {
	for after := ""; ; {
		var marks []models.AnchorMark
		if err := db.Order("chain").Limit(page).Find(&marks, "day = ? AND chain > ?", day, after).Error; err != nil {
			return fmt.Errorf("anchor %s: %w", day, err)
		}
		for _, m := range marks {
			if err := line(store.MarkLine(m)); err != nil {
				return err
			}
			after = m.Chain
		}
		if len(marks) < page {
			return nil
		}
	}
}
