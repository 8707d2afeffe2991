package activities

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// A listing goes by the pack its own case began with, whoever's decision touches it; a
// new crossing goes by the pack of the case whose decision crosses. Each family of lists
// counts for itself: what was repaired on one still counts on another.

// packOf is the pack that a case is pinned to.
func (a *act) packOf(number string) (*policy.Pack, error) {
	if number == a.c.Number {
		return a.pack, nil
	}
	var c models.Case
	if err := a.tx.Select("pack_hash").Take(&c, "number = ?", number).Error; err != nil {
		return nil, err
	}
	return a.rules.Pack(a.ctx, c.PackHash)
}

// listOf is a listing's list as its own pack has it.
func (a *act) listOf(l models.Listing) (policy.List, *policy.Pack, error) {
	pack, err := a.packOf(l.Number)
	if err != nil {
		return policy.List{}, nil, err
	}
	list, _ := pack.List(l.List)
	return list, pack, nil
}

// weight is how heavy a listing is beside the lists of the deciding case's pack: where
// that does not know its list any more, its own pack says.
func (a *act) weight(l models.Listing) (int, error) {
	if on, ok := a.pack.List(l.List); ok {
		return on.At, nil
	}
	list, _, err := a.listOf(l)
	return list.At, err
}

// heaviestFirst puts black before yellow, so that what black replaced can revive
// before it is judged itself.
func (a *act) heaviestFirst(ls []models.Listing) ([]models.Listing, error) {
	at := map[string]int{}
	for _, l := range ls {
		list, _, err := a.listOf(l)
		if err != nil {
			return nil, err
		}
		at[l.Number] = list.At
	}
	out := slices.Clone(ls)
	slices.SortStableFunc(out, func(x, y models.Listing) int { return cmp.Compare(at[y.Number], at[x.Number]) })
	return out, nil
}

// termsList is the list whose terms apply to a ground: the listing's own pack has it,
// unless a crossing under another pack brought it in.
func (a *act) termsList(l models.Listing, g models.Ground) (list policy.List, err error) {
	pack, err := a.packOf(l.Number)
	if err != nil {
		return list, err
	}
	list, ok := pack.List(g.List)
	if ok {
		return list, nil
	}
	var behind []string
	err = a.tx.Table("grounds").Joins("JOIN score_entries ON score_entries.id = grounds.entry_id").
		Where("grounds.listing_number = ? AND score_entries.case_number <> ''", l.Number).
		Order("score_entries.recorded_at DESC").Pluck("score_entries.case_number", &behind).Error
	for _, number := range behind {
		if pack, err = a.packOf(number); err != nil {
			return list, err
		}
		if list, ok = pack.List(g.List); ok {
			return list, nil
		}
	}
	if err == nil {
		list, _ = pack.List(l.List)
	}
	return list, err
}

// inFamily is a cycle as a family of lists sees it: its counted total is that of the
// deductions that stand and were not repaired on a list of this family.
func (a *act) inFamily(row models.Cycle, family string) (models.Cycle, error) {
	err := a.countingIn(row, family).Model(&models.ScoreEntry{}).Select("COALESCE(SUM(points), 0)").Scan(&row.Counted).Error
	return row, err
}

// counting lists a cycle's deductions that still count towards a family's lists.
func (a *act) counting(row models.Cycle, family string) (entries []models.ScoreEntry, err error) {
	err = a.countingIn(row, family).Order("effective_at, id").Find(&entries).Error
	return entries, err
}

func (a *act) countingIn(row models.Cycle, family string) *gorm.DB {
	return store.Counting(a.tx.DB, row, family)
}
