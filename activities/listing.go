package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// slotActive is taken by the one listing in force per subject and family.
const slotActive = "active"

// listingStage is where a listing's case stands while it waits at a step.
func listingStage(step string) string {
	switch step {
	case "notice":
		return models.ListingProposed
	case "statement", "review":
		return step
	case "service", "publication":
		return models.ListingDecided
	case string(contract.Minimum):
		return models.ListingPublished
	case string(contract.Maximum):
		return "repairable"
	}
	return "approval"
}

// own reads, under lock, the listing whose case this is.
func (a *act) own() (l models.Listing, list policy.List, err error) {
	err = a.tx.Locked().Take(&l, "number = ?", a.c.Number).Error
	list, _ = a.pack.List(l.List)
	return l, list, err
}

// decideListing puts the subject on the list. It replaces what is milder, in the same
// transaction.
func (a *act) decideListing(string) error {
	l, list, err := a.own()
	if err != nil {
		return err
	}
	if v := a.pack.BasisMissing(list, calendar.From(a.at.Time())); v != nil {
		return models.Judged(v)
	}
	others, err := a.current(l.SubjectID, l.Family)
	if err != nil {
		return err
	}
	for _, o := range others {
		at, err := a.weight(o)
		if err != nil {
			return err
		}
		if o.Number == l.Number || at > list.At {
			continue // a heavier proposal goes its own way
		}
		if err := a.endListing(o, models.ListingSuperseded, "被"+list.Name+"吸收"); err != nil {
			return err
		}
		if l.Supersedes == "" || o.Active() {
			l.Supersedes = o.Number
		}
	}
	l.State, l.Slot, l.DecidedAt = models.ListingDecided, slotActive, a.at
	a.c.DecidedAt = a.at
	if err := a.tx.Save(&l).Error; err != nil {
		return err
	}
	a.note("listed", map[string]any{"list": l.List, "supersedes": l.Supersedes})
	return a.issue(ListingDecision, nil)
}

// publishListing makes the entry public and starts its minimum; the maximum runs from
// the deciding document (JN-8). Natural persons get no public entry.
func (a *act) publishListing(string) error {
	l, list, err := a.own()
	if err != nil {
		return err
	}
	l.State, l.PublishedAt = models.ListingPublished, a.at
	a.c.PublishedAt = a.at
	if err := a.termsOf(&l); err != nil {
		return err
	}
	reason, err := a.total(&l)
	if err != nil {
		return err
	}
	if err := a.tx.Save(&l).Error; err != nil {
		return err
	}
	var s models.Subject
	if err := a.tx.Take(&s, "id = ?", l.SubjectID).Error; err != nil {
		return err
	}
	a.note("published", map[string]any{"list": l.List, "opens_at": l.OpensAt, "ends_at": l.EndsAt, "public": s.Kind != models.NaturalPerson})
	if s.Kind == models.NaturalPerson {
		return nil
	}
	disputes, err := store.OpenDisputes(a.tx.DB, l.Number, "")
	if err != nil {
		return err
	}
	_, err = a.tx.Put(&models.Publication{
		ListingNumber: l.Number, Jurisdiction: l.Jurisdiction, SubjectID: s.ID, Code: s.Code, Name: s.Name,
		List: l.List, ListName: list.Name, Reason: reason, Basis: list.Basis.Title + list.Article,
		PublishedAt: l.PublishedAt, EndsAt: l.EndsAt, Disputed: disputes > 0,
	})
	return err
}

// dropListing ends a proposal that statement, review or approval did not bear out.
func (a *act) dropListing(string) error {
	l, _, err := a.own()
	if err != nil {
		return err
	}
	return a.endListing(l, models.ListingDropped, a.reason())
}

// expireListing ends a listing at its maximum.
func (a *act) expireListing(string) error {
	l, _, err := a.own()
	if err != nil {
		return err
	}
	return a.endListing(l, models.ListingExpired, "公布期限届满")
}

// endListing takes a listing out of force and everything that hung on it: the public
// entry, bars, running repairs, and its own case where that is not this one.
func (a *act) endListing(l models.Listing, state, reason string) error {
	l.State, l.Slot, l.EndedAt, l.EndReason, l.EndedBy = state, l.Number, a.at, reason, a.c.Number
	if err := a.tx.Save(&l).Error; err != nil {
		return err
	}
	err := a.tx.Model(&models.Publication{}).Where("listing_number = ? AND withdrawn_at = 0", l.Number).
		Updates(map[string]any{"withdrawn_at": a.at, "withdraw_reason": reason}).Error
	if err != nil {
		return err
	}
	err = a.tx.Model(&models.Bar{}).Where("case_number = ? AND lifted_at = 0", l.Number).
		Updates(map[string]any{"lifted_at": a.at, "lifted_by": a.c.Number}).Error
	if err != nil {
		return err
	}
	ended := map[string]any{"listing": l.Number, "state": state, "reason": reason}
	a.note("listing_ended", ended)
	if l.Number != a.c.Number {
		a.noteAt(l.Number, "listing_ended", ended)
	}
	if err := a.closeAll(l.Number, "repair", "listing_ended"); err != nil {
		return err
	}
	return a.closeOther(l.Number, state)
}

// acts is when a wait that nobody decides ends: a minimum at the very instant at which
// repair opens, a maximum when its last second is over.
func acts(term contract.Term, due models.Instant) models.Instant {
	if term == contract.Maximum {
		return due.Over()
	}
	return due
}

// lapsesAt is when a task's deadline itself answers; 0 where it does not, as of a step that
// never lapses, or whose party acted in time and is not spoken for.
func lapsesAt(t models.Task) (models.Instant, error) {
	var step policy.Step
	if err := json.Unmarshal(t.Spec, &step); err != nil || step.Lapse == "" {
		return 0, err
	}
	if term := contract.Term(t.Step); term == contract.Minimum || term == contract.Maximum {
		return acts(term, t.DueAt), nil
	}
	return t.DueAt.Over(), nil
}

// statutory sets the clock of a wait that nobody decides, from the listing's dates.
func (a *act) statutory(t *models.Task, q contract.Asked) error {
	l, _, err := a.own()
	if err != nil {
		return err
	}
	name, clock, err := models.Statutory(a.pack, a.cal, l, q.Term == contract.Maximum)
	if err != nil {
		return err
	}
	t.Name, t.DueAt, t.NextAt = name, clock.DueAt, acts(q.Term, clock.DueAt)
	t.Deadline, err = json.Marshal(clock)
	return err
}
