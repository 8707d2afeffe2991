package timeline

import (
	"context"
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Company registers a legal person under an id of the test's choice.
func (c *City) Company(id string) string {
	c.T.Helper()
	return c.Subject(models.Subject{ID: id, Kind: models.LegalPerson, Name: "示例企业" + id, Code: id})
}

// Person registers a natural person born on a date, "" where nobody knows.
func (c *City) Person(id, birth string) string {
	c.T.Helper()
	return c.Subject(models.Subject{ID: id, Kind: models.NaturalPerson, Name: "当事人" + id, IDHash: id, Birth: birth})
}

// Subject registers a subject.
func (c *City) Subject(s models.Subject) string {
	c.T.Helper()
	s.Jurisdiction, s.Status, s.CreatedAt = c.Pack.Jurisdiction.Key, models.SubjectActive, c.Clock()
	c.must(c.Store.Tx(context.Background(), func(tx *store.Tx) error { return tx.Create(&s).Error }))
	return s.ID
}

// Case reads a case's row.
func (c *City) Case(number string) (row models.Case) {
	c.T.Helper()
	c.one(&row, "number = ?", number)
	return row
}

// Task is the case's open task of a step; the test fails where there is none.
func (c *City) Task(number, step string) (t models.Task) {
	c.T.Helper()
	c.first(&t, "case_number = ? AND step = ? AND closed_at = 0 AND kind IN ('', 'signature')", number, step)
	if t.ID == "" {
		row := c.Case(number)
		c.T.Fatalf("%s: %s does not wait for %q: stage %q, waits for %q, outcome %q", c.now.Format("2006-01-02 15:04"), number, step, row.Stage, c.Waiting(number), row.Outcome)
	}
	return t
}

// Waiting is the step a case waits for, empty when for none.
func (c *City) Waiting(number string) string {
	c.T.Helper()
	var t models.Task
	c.first(&t, "case_number = ? AND closed_at = 0 AND kind = ''", number)
	return t.Step
}

// Tasks lists the tasks of a case's step, first to last.
func (c *City) Tasks(number, step string) (ts []models.Task) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("occurrence").Find(&ts, "case_number = ? AND step = ?", number, step).Error)
	return ts
}

// Beside are the tasks of a kind beside a case's questions, first to last.
func (c *City) Beside(number, kind string) (ts []models.Task) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("opened_at, id").Find(&ts, "case_number = ? AND kind = ?", number, kind).Error)
	return ts
}

// Row reads a task by its id.
func (c *City) Row(task string) (t models.Task) {
	c.T.Helper()
	c.one(&t, "id = ?", task)
	return t
}

// Deadline is how the deadline of a case's open task was counted.
func (c *City) Deadline(number, step string) (k models.Clock) {
	c.T.Helper()
	c.must(json.Unmarshal(c.Task(number, step).Deadline, &k))
	return k
}

// Commands are a case's decisions of a status, in the order of their receipt.
func (c *City) Commands(number, status string) (all []models.Command) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("received_at").Find(&all, "case_number = ? AND status = ?", number, status).Error)
	return all
}

// Listing reads a listing.
func (c *City) Listing(number string) (l models.Listing) {
	c.T.Helper()
	c.one(&l, "number = ?", number)
	return l
}

// Open is the subject's listing on a list that has not ended; its zero value where
// there is none.
func (c *City) Open(subject, list string) (l models.Listing) {
	c.T.Helper()
	c.first(&l, "subject_id = ? AND list = ? AND ended_at = 0", subject, list)
	return l
}

// Score is what a subject lost in a cycle: all that stands, and what counts for lists.
func (c *City) Score(subject, cycle string) (total, counted int) {
	c.T.Helper()
	var row models.Cycle
	c.first(&row, "subject_id = ? AND cycle = ?", subject, cycle)
	return row.Total, row.Counted
}

// Recognition reads a case's n-th recognition.
func (c *City) Recognition(number string, n ...int) (r models.Recognition) {
	c.T.Helper()
	c.one(&r, "id = ?", c.RecognitionID(number, n...))
	return r
}

// RecognitionID names a case's n-th recognition, the first unless said otherwise.
func (c *City) RecognitionID(number string, n ...int) string {
	if len(n) > 0 {
		return number + "-" + string(rune('0'+n[0]))
	}
	return number + "-1"
}

// Public is a listing's public entry; its zero value where there never was one.
func (c *City) Public(listing string) (p models.Publication) {
	c.T.Helper()
	c.first(&p, "listing_number = ?", listing)
	return p
}

// Notices are the messages of a kind about a case, first to last.
func (c *City) Notices(number, kind string) (ns []models.Notice) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("created_at, id").Find(&ns, "case_number = ? AND kind = ?", number, kind).Error)
	return ns
}

// Told are the messages of a kind about a case to a role, first to last.
func (c *City) Told(number, kind string, role policy.Role) (ns []models.Notice) {
	c.T.Helper()
	for _, n := range c.Notices(number, kind) {
		if n.Role == string(role) {
			ns = append(ns, n)
		}
	}
	return ns
}

// Documents are a case's issued documents of a kind, first to last.
func (c *City) Documents(number, kind string) (ds []models.Document) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("issued_at, id").Find(&ds, "case_number = ? AND kind = ?", number, kind).Error)
	return ds
}

// Bars are what a subject is kept from and not yet freed of.
func (c *City) Bars(subject, kind string) (bs []models.Bar) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("from_at").Find(&bs, "subject_id = ? AND kind = ? AND lifted_at = 0", subject, kind).Error)
	return bs
}

// Trail lists a chain's actions in order.
func (c *City) Trail(number string) (actions []string) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = ?", number).Order("seq").Pluck("action", &actions).Error)
	return actions
}

// Entries is a chain in order.
func (c *City) Entries(number string) (all []models.AuditEntry) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("seq").Find(&all, "chain = ?", number).Error)
	return all
}

// Ref names a case as workflows do.
func (c *City) Ref(number string) contract.Case {
	return contract.Case{Number: number, Kind: contract.Kind(c.Case(number).Kind)}
}

func (c *City) one(into any, query string, args ...any) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Where(query, args...).Take(into).Error)
}

func (c *City) first(into any, query string, args ...any) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Limit(1).Find(into, append([]any{query}, args...)...).Error)
}

// Grounds are what a listing rests on, by entry.
func (c *City) Grounds(listing string) (gs []models.Ground) {
	c.T.Helper()
	c.must(c.Store.Read(context.Background()).Order("added_at, entry_id").Find(&gs, "listing_number = ?", listing).Error)
	return gs
}
