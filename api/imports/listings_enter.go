package imports

import (
	"encoding/json"
	"fmt"
	"slices"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// decisionDocument is the kind of the listing's deciding document (列入决定书).
const decisionDocument = "listing_decision"

// enter writes a listing in force as if it had come this far here: case, journal, the
// running clock, listing, grounds, ledger, document and public entry, in one
// transaction. Its workflow starts from the journal and waits for the minimum.
func (j *job) enter(tx *store.Tx, e entry) error {
	c := models.Case{
		Kind: string(contract.Listing), OrganizationID: e.office.ID, SubjectID: e.subject.ID,
		Title: "列入" + e.list.Name + "（期初导入）", Stage: models.ListingPublished, ReceivedAt: j.now(),
	}
	intake := map[string]any{
		"list": e.list.Key, "cycle": e.cycle, "total": e.total, "document": e.document,
		"decided_at": e.decided, "published_at": e.published, "file": j.file, "sha256": j.sum, "line": e.row.line,
	}
	if err := tx.Enter(e.pack, &c, actor, intake, j.now()); err != nil {
		return err
	}
	c.Version, c.ServedAt, c.DecidedAt, c.PublishedAt = 1, e.decided, e.decided, e.published
	l, err := j.listing(tx, e, c.Number)
	if err != nil {
		return err
	}
	due, err := j.wait(tx, e, c, l)
	if err != nil {
		return err
	}
	if err := publish(tx, e, l); err != nil {
		return err
	}
	if err := tx.Save(&c).Error; err != nil {
		return err
	}
	return tx.Audit(c.Number, "imported", actor, j.now(), map[string]any{
		"version": c.Version, "stage": c.Stage, "list": l.List, "total": l.Total, "document": e.document,
		"decided_at": e.decided, "published_at": e.published, "opens_at": l.OpensAt, "ends_at": l.EndsAt, "due_at": due,
	})
}

// listing writes the listing, the points it rests on, and their terms.
func (j *job) listing(tx *store.Tx, e entry, number string) (l models.Listing, err error) {
	least, err := e.pack.RepairOpens(j.Rules.Calendar(), e.list, e.published.Time(), e.decided.Time())
	if err != nil {
		return l, err
	}
	most, err := e.pack.Ends(j.Rules.Calendar(), e.list, e.published.Time(), e.decided.Time())
	if err != nil {
		return l, err
	}
	l = models.Listing{
		Number: number, Jurisdiction: j.Jurisdiction, SubjectID: e.subject.ID, List: e.list.Key, Family: e.list.Family, Slot: "active",
		Cycle: e.cycle, State: models.ListingPublished, Total: e.total, ProposedAt: e.decided, DecidedAt: e.decided, PublishedAt: e.published,
		OpensAt: models.At(least.OpensAt), EndsAt: models.At(most.FullAt), NoticeCovered: true,
	}
	if err := tx.Create(&l).Error; err != nil {
		return l, err
	}
	entries, err := j.rests(tx, e, number)
	for _, x := range entries {
		g := models.Ground{
			ListingNumber: number, EntryID: x.ID, List: e.list.Key, AddedAt: e.decided, OpensAt: l.OpensAt, EndsAt: l.EndsAt, State: models.GroundCounts,
		}
		if err := tx.Create(&g).Error; err != nil {
			return l, err
		}
	}
	return l, err
}

// rests makes the cycle's openings add up to the listing's total, and gives them as its
// grounds.
func (j *job) rests(tx *store.Tx, e entry, number string) ([]models.ScoreEntry, error) {
	row, err := lockCycle(tx, e.subject.ID, j.Jurisdiction, e.cycle, j.now())
	if err != nil {
		return nil, err
	}
	sum, entries, err := openings(tx, e.subject.ID, j.Jurisdiction, e.cycle)
	if err != nil || sum >= e.total {
		return entries, err
	}
	if slices.ContainsFunc(entries, func(x models.ScoreEntry) bool { return x.CaseNumber == "" }) {
		return nil, e.row.refuse(columnTotal.name, "多于已导入的期初扣分%d分，请核对", sum)
	}
	x := models.ScoreEntry{
		ID: "O-" + number, SubjectID: e.subject.ID, Jurisdiction: j.Jurisdiction, Cycle: e.cycle, Kind: models.Opening, Points: e.total - sum,
		CaseNumber: number, EffectiveAt: e.decided, RecordedAt: j.now(), Note: noteOf(e.row, "列入时累计扣分，依据"+e.document),
	}
	return append(entries, x), post(tx, x, row)
}

// wait journals the steps that lie behind the listing and opens the clock of its
// minimum. Where that is full already, the workflow passes it at once.
func (j *job) wait(tx *store.Tx, e entry, c models.Case, l models.Listing) (models.Instant, error) {
	key := string(contract.Minimum)
	var journal []models.JournalEntry
	for _, step := range e.pack.Listing.Approval {
		journal = append(journal, models.JournalEntry{Step: step.Key, Choice: "approved"})
	}
	journal = append(journal,
		models.JournalEntry{Step: "service", Choice: "served"},
		models.JournalEntry{Step: "publication", Choice: "published"},
		models.JournalEntry{Step: key})
	for i, x := range journal {
		x.CaseNumber, x.Seq, x.Occurrence, x.Answered = c.Number, i+1, 1, x.Choice != ""
		if err := tx.Create(&x).Error; err != nil {
			return 0, err
		}
	}
	name, clock, err := models.Statutory(e.pack, j.Rules.Calendar(), l, false)
	if err != nil {
		return 0, err
	}
	t := models.Task{
		ID: contract.TaskID(c.Number, key, 1), CaseNumber: c.Number, Step: key, Occurrence: 1, Name: name, OrganizationID: c.OrganizationID,
		OpenedAt: e.published, DueAt: clock.DueAt, NextAt: clock.DueAt,
	}
	if t.Spec, err = json.Marshal(policy.Step{Key: key, Lapse: "full"}); err != nil {
		return 0, err
	}
	if t.Deadline, err = json.Marshal(clock); err != nil {
		return 0, err
	}
	return t.DueAt, tx.Create(&t).Error
}

// publish keeps the deciding document's number, and shows the public what a publication
// here would have shown.
func publish(tx *store.Tx, e entry, l models.Listing) error {
	body, err := json.Marshal(map[string]any{"list": l.List, "total": l.Total, "imported": true})
	if err != nil {
		return err
	}
	doc := models.Document{
		ID: l.Number + "." + decisionDocument + ".0", CaseNumber: l.Number, Kind: decisionDocument, Title: "列入决定书", Number: e.document,
		Body: body, IssuedAt: e.decided, IssuedBy: actor, ServedAt: e.decided,
	}
	if err := tx.Create(&doc).Error; err != nil {
		return err
	}
	if e.subject.Kind == models.NaturalPerson {
		return nil
	}
	return tx.Create(&models.Publication{
		ListingNumber: l.Number, Jurisdiction: l.Jurisdiction, SubjectID: e.subject.ID, Code: e.subject.Code, Name: e.subject.Name,
		List: l.List, ListName: e.list.Name, Reason: fmt.Sprintf("%s年度累计扣分%d分，达到%s标准（%d分）", l.Cycle, l.Total, e.list.Name, e.list.At),
		Basis: e.list.Basis.Title + e.list.Article, PublishedAt: l.PublishedAt, EndsAt: l.EndsAt,
	}).Error
}
