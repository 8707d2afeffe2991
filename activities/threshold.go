package activities

import (
	"fmt"
	"slices"
	"strings"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// crossFrom follows a cycle's change of total, as a family of lists sees it.
func (a *act) crossFrom(row models.Cycle, family string, before int) error {
	if list, crossed := a.pack.Crossing(family, before, row.Counted); crossed {
		return a.cross(row, list)
	}
	return nil
}

// cross follows a total that reached a list: a new proposal, or a ground more where
// the subject is on that list, or a heavier one, or on its way there.
func (a *act) cross(row models.Cycle, list policy.List) error {
	current, err := a.current(row.SubjectID, list.Family)
	if err != nil {
		return err
	}
	for _, l := range current {
		at, err := a.weight(l)
		if err != nil {
			return err
		}
		if at >= list.At {
			if err := a.addGrounds(l, row, list); err != nil {
				return err
			}
			return a.newGroundWhileListed(l, row)
		}
	}
	return a.propose(row, list)
}

// current reads, under lock and in order, what the subject has open in a family.
func (a *act) current(subject, family string) (ls []models.Listing, err error) {
	err = a.tx.Locked().Order("number").
		Find(&ls, "subject_id = ? AND family = ? AND jurisdiction = ? AND state IN ?", subject, family, a.c.Jurisdiction,
			[]string{models.ListingProposed, models.ListingDecided, models.ListingPublished}).Error
	return ls, err
}

// propose opens the listing that a crossing leads to (拟列入), as a case of the
// department whose recognition reached the threshold.
func (a *act) propose(row models.Cycle, list policy.List) error {
	c := models.Case{
		Kind: string(contract.Listing), OrganizationID: a.c.OrganizationID, SubjectID: row.SubjectID, Target: a.c.Number,
		Title: "拟列入" + list.Name, Stage: "proposed", ReceivedAt: a.now,
	}
	intake := map[string]any{"list": list.Key, "cycle": row.Cycle, "total": row.Counted, "because": a.c.Number}
	if err := a.tx.Enter(a.pack, &c, a.actor(), intake, a.now); err != nil {
		return err
	}
	said, err := a.tx.Vacancies(a.pack, c, a.now)
	if err != nil {
		return err
	}
	if err := a.tx.ReportVacancies(c, said, a.now); err != nil {
		return err
	}
	l := models.Listing{
		Number: c.Number, Jurisdiction: c.Jurisdiction, SubjectID: row.SubjectID, List: list.Key, Family: list.Family,
		Slot: models.ListingProposed + ":" + list.Key, Cycle: row.Cycle, State: models.ListingProposed, Total: row.Counted,
		ProposedAt: a.now, NoticeCovered: a.noticed(row, list),
	}
	if err := a.tx.Create(&l).Error; err != nil {
		return fmt.Errorf("propose listing: %w", err)
	}
	a.note("proposed", map[string]any{"listing": l.Number, "list": l.List, "total": l.Total})
	return a.addGrounds(l, row, list)
}

// noticed says whether the recognition's own notice announced this list and total:
// the listing then needs no notice and statement of its own.
func (a *act) noticed(row models.Cycle, list policy.List) bool {
	if !a.pack.Violation.CombinedNotice || a.c.Kind != string(contract.Violation) {
		return false
	}
	var told []string
	err := a.tx.Model(&models.Recognition{}).Where("case_number = ? AND subject_id = ? AND notified_total = ?",
		a.c.Number, row.SubjectID, row.Counted).Pluck("notified_list", &told).Error
	return err == nil && slices.ContainsFunc(told, func(lists string) bool {
		return slices.Contains(strings.Split(lists, ","), list.Key)
	})
}

// addGrounds puts the cycle's counting entries under a listing. A ground added while
// the listing is public has a minimum and a maximum of its own, from now.
func (a *act) addGrounds(l models.Listing, row models.Cycle, list policy.List) error {
	entries, err := a.counting(row, l.Family)
	if err != nil {
		return err
	}
	for _, e := range entries {
		g := models.Ground{ListingNumber: l.Number, EntryID: e.ID, List: list.Key, AddedAt: a.now, State: models.GroundCounts}
		if l.PublishedAt != 0 {
			if err := a.groundTerms(&g, list, a.now, a.now); err != nil {
				return err
			}
		}
		if _, err := a.tx.Put(&g); err != nil {
			return err
		}
	}
	a.note("grounds", map[string]any{"listing": l.Number, "entries": len(entries)})
	return nil
}
