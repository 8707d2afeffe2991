package activities

import (
	"chengxin/models"
	"chengxin/policy"
)

// reevaluate judges anew every listing that rests on a reversed entry.
func (a *act) reevaluate(e models.ScoreEntry) error {
	var numbers []string
	err := a.tx.Model(&models.Ground{}).Where("entry_id = ? AND state = ?", e.ID, models.GroundCounts).
		Order("listing_number").Pluck("listing_number", &numbers).Error
	if err != nil {
		return err
	}
	if err := a.noteGrounds("entry_id = ? AND state <> ?", []any{e.ID, models.GroundReversed}, "ground_reversed"); err != nil {
		return err
	}
	err = a.tx.Model(&models.Ground{}).Where("entry_id = ?", e.ID).Update("state", models.GroundReversed).Error
	if err != nil || len(numbers) == 0 {
		return err
	}
	var ls []models.Listing
	if err := a.tx.Locked().Order("number").Find(&ls, "number IN ? AND ended_at = 0", numbers).Error; err != nil {
		return err
	}
	ls, err = a.heaviestFirst(ls)
	if err != nil {
		return err
	}
	for _, l := range ls {
		if err := a.stands(l); err != nil {
			return err
		}
	}
	return nil
}

// noteGrounds tells every listing whose grounds are about to change of it, also those that
// are over.
func (a *act) noteGrounds(where string, args []any, did string) error {
	var grounds []models.Ground
	err := a.tx.Order("listing_number, entry_id").Where(where, args...).Find(&grounds).Error
	for _, g := range grounds {
		a.noteAt(g.ListingNumber, did, map[string]any{"entry": g.EntryID})
	}
	return err
}

// stands ends a listing whose remaining grounds no longer reach its list. What it
// replaced revives with its original dates; where nothing was replaced and a milder
// list is still reached, that list is proposed.
func (a *act) stands(l models.Listing) error {
	list, pack, err := a.listOf(l)
	if err != nil {
		return err
	}
	reached, ok, err := a.reaches(l, pack)
	if err != nil {
		return err
	}
	row, err := a.lockCycle(l.SubjectID, l.Cycle)
	if err != nil {
		return err
	}
	if row, err = a.inFamily(row, l.Family); err != nil {
		return err
	}
	if on, still := pack.ListAt(l.Family, row.Counted); still && on.At >= list.At && (!ok || reached.At < list.At) {
		if err := a.carriedByLater(l, row); err != nil {
			return err
		}
		reached, ok = on, true
	}
	if ok && reached.At >= list.At {
		return a.groundTaken(l)
	}
	if err := a.annul(l, "所依据的扣分已撤销"); err != nil {
		return err
	}
	if l.Supersedes != "" {
		return a.revive(l.Supersedes)
	}
	others, err := a.current(l.SubjectID, l.Family)
	milder, still := a.pack.ListAt(l.Family, row.Counted) // a new crossing: the deciding case's pack
	if err != nil || len(others) > 0 || !still {
		return err
	}
	return a.propose(row, milder)
}

// carriedByLater lets entries posted after the crossing carry a listing whose own
// grounds no longer reach it: the total of its cycle still does. They take over the
// listing's dates.
func (a *act) carriedByLater(l models.Listing, row models.Cycle) error {
	entries, err := a.counting(row, l.Family)
	if err != nil {
		return err
	}
	for _, e := range entries {
		g := models.Ground{
			ListingNumber: l.Number, EntryID: e.ID, List: l.List, AddedAt: a.now, OpensAt: l.OpensAt, EndsAt: l.EndsAt, State: models.GroundCounts,
		}
		if _, err := a.tx.Put(&g); err != nil {
			return err
		}
	}
	a.noteAt(l.Number, "carried_by_later", map[string]any{"listing": l.Number, "entries": len(entries)})
	return nil
}

// reaches is the heaviest list that a listing's counting grounds still add up to in
// any one cycle, by its own pack.
func (a *act) reaches(l models.Listing, pack *policy.Pack) (best policy.List, ok bool, err error) {
	sums, err := a.sums(l)
	for _, s := range sums {
		if list, on := pack.ListAt(l.Family, s.Counted); on && list.At > best.At {
			best, ok = list, true
		}
	}
	return best, ok, err
}

// annul ends a listing as if it had not been: a proposal is dropped.
func (a *act) annul(l models.Listing, reason string) error {
	state := models.ListingAnnulled
	if l.State == models.ListingProposed {
		state = models.ListingDropped
	}
	if err := a.endListing(l, state, reason); err != nil {
		return err
	}
	return a.closeAll(l.Number, "dispute", "entry_ended")
}

// revive brings a superseded listing back with its original dates, unless it would
// have ended by now or has lost its own grounds.
func (a *act) revive(number string) error {
	var l models.Listing
	if err := a.tx.Locked().Take(&l, "number = ?", number).Error; err != nil {
		return err
	}
	if l.State != models.ListingSuperseded {
		return nil
	}
	l.State, l.Slot = models.ListingProposed, models.ListingProposed+":"+l.List
	if l.DecidedAt != 0 {
		l.State, l.Slot = models.ListingDecided, slotActive
	}
	if l.PublishedAt != 0 {
		l.State = models.ListingPublished
	}
	l.EndedAt, l.EndReason, l.EndedBy = 0, "", ""
	if err := a.tx.Save(&l).Error; err != nil {
		return err
	}
	if err := a.tx.Model(&models.Publication{}).Where("listing_number = ?", number).
		Updates(map[string]any{"withdrawn_at": 0, "withdraw_reason": ""}).Error; err != nil {
		return err
	}
	a.noteAt(number, "revived", map[string]any{"state": l.State})
	if err := a.reopen(number); err != nil {
		return err
	}
	if l.EndsAt != 0 && l.EndsAt.Over() <= a.at {
		return a.endListing(l, models.ListingExpired, "公布期限已届满")
	}
	return a.stands(l)
}
