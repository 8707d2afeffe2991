package seed

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/workflows/contract"
)

// tasks of a case: those it had, and the one it waits for.
func (s *Seed) tasks(w *writer, c models.Case, received time.Time, took time.Duration, open bool) {
	steps := s.Pack.Process(c.Kind).Steps
	last := s.dice.IntN(len(steps))
	for k := max(0, last-2); k <= last; k++ {
		step := steps[k]
		begun := received.Add(took * time.Duration(k) / time.Duration(len(steps)))
		t := models.Task{
			ID: contract.TaskID(c.Number, step.Key, 1), CaseNumber: c.Number, Step: step.Key, Occurrence: 1, Name: step.Name, Role: string(step.Role),
			OrganizationID: c.OrganizationID, OpenedAt: models.At(begun), DueAt: models.At(begun.AddDate(0, 0, 4+s.dice.IntN(60))),
		}
		t.Spec, _ = json.Marshal(step)
		if open && k == last {
			t.DueAt = models.At(s.Now.Add(time.Duration(s.dice.IntN(40*24)-5*24) * time.Hour))
			t.OpenedAt = models.At(min(begun, s.Now))
		} else {
			t.ClosedAt, t.Choice, t.DecidedBy = models.At(min(begun.Add(took/2), s.Now)), step.Choices[0].Key, Handler(c.OrganizationID, s.dice.IntN(handlers))
		}
		t.WarnAt = t.DueAt - models.Instant(2*24*time.Hour/time.Microsecond)
		t.Deadline, _ = json.Marshal(models.Clock{Of: "task", Event: "received", From: t.OpenedAt, Term: "5 working_days", DueAt: t.DueAt, Because: "自收到之次日起5个工作日"})
		if s.dice.IntN(10) > 3 {
			t.AssigneeID = Handler(c.OrganizationID, s.dice.IntN(handlers))
		}
		w.task(t)
		w.audit(models.AuditEntry{
			Chain: c.Number, Seq: k + 1, At: t.OpenedAt, ActorID: t.AssigneeID, Action: "decide:" + step.Choices[0].Key,
			Body: []byte(fmt.Sprintf(`{"task":%q,"version":%d}`, t.ID, k+1)), Hash: strings.Repeat("0f", 32),
		})
		if k == last {
			w.head(models.AuditHead{Chain: c.Number, Seq: k + 1, Hash: strings.Repeat("0f", 32)})
		}
	}
}

// left are the records of a closed case: recognition and ledger, listing and publication.
func (s *Seed) left(w *writer, c models.Case) {
	switch {
	case c.Kind == "listing":
		l := models.Listing{
			Number: c.Number, Jurisdiction: c.Jurisdiction, SubjectID: c.SubjectID, List: "yellow", Family: "black", Slot: c.Number, Cycle: s.Pack.CycleOf(s.Now, s.Now),
			State: models.ListingExpired, Total: 20, ProposedAt: c.ReceivedAt, EndedAt: c.ClosedAt,
		}
		if c.Open() {
			l.State, l.DecidedAt, l.PublishedAt, l.OpensAt = models.ListingPublished, c.ReceivedAt, c.ReceivedAt, c.ReceivedAt
			l.EndsAt = models.At(s.Now.Add(time.Duration(s.dice.IntN(400*24)-2*24) * time.Hour))
			w.publication(models.Publication{
				ListingNumber: c.Number, Jurisdiction: c.Jurisdiction, SubjectID: c.SubjectID, Code: c.SubjectID, List: l.List, ListName: "黄名单", PublishedAt: l.PublishedAt, EndsAt: l.EndsAt,
			})
		}
		w.listing(l)
	case c.Kind == "violation" && !c.Open():
		r := models.Recognition{
			ID: c.Number + "-1", CaseNumber: c.Number, SubjectID: c.SubjectID, Act: c.Number, Behaviour: s.Pack.Behaviours[0].Code, Grade: "general", Points: 3,
			ActAt: c.ActAt, FoundingNo: c.Number, State: models.RecognitionEffective, EffectiveAt: c.ClosedAt,
		}
		w.recognition(r)
		w.entry(models.ScoreEntry{
			ID: r.ID + "/d", SubjectID: c.SubjectID, Jurisdiction: c.Jurisdiction, Cycle: s.Pack.CycleOf(c.ClosedAt.Time(), c.ActAt.Time()), Kind: models.Deduction, Points: 3,
			RecognitionID: r.ID, CaseNumber: c.Number, EffectiveAt: c.ClosedAt, RecordedAt: c.ClosedAt,
		})
	}
}

// writer writes rows in batches.
type writer struct {
	tx  *gorm.DB
	err error

	users        batch[models.User]
	posts        batch[models.Assignment]
	subjectRows  batch[models.Subject]
	cycles       batch[models.Cycle]
	cases        batch[models.Case]
	taskRows     batch[models.Task]
	audits       batch[models.AuditEntry]
	heads        batch[models.AuditHead]
	listings     batch[models.Listing]
	publications batch[models.Publication]
	recognitions batch[models.Recognition]
	entries      batch[models.ScoreEntry]
}

// batch holds rows of one table until there are enough.
type batch[T any] struct{ rows []T }

const enough = 100

func put[T any](w *writer, b *batch[T], row T) {
	if b.rows = append(b.rows, row); len(b.rows) >= enough {
		flush(w, b)
	}
}

func flush[T any](w *writer, b *batch[T]) {
	if w.err == nil && len(b.rows) > 0 {
		w.err = w.tx.Create(b.rows).Error
	}
	b.rows = b.rows[:0]
}

func (w *writer) user(r models.User)               { put(w, &w.users, r) }
func (w *writer) post(r models.Assignment)         { put(w, &w.posts, r) }
func (w *writer) subject(r models.Subject)         { put(w, &w.subjectRows, r) }
func (w *writer) cycle(r models.Cycle)             { put(w, &w.cycles, r) }
func (w *writer) kase(r models.Case)               { put(w, &w.cases, r) }
func (w *writer) task(r models.Task)               { put(w, &w.taskRows, r) }
func (w *writer) audit(r models.AuditEntry)        { put(w, &w.audits, r) }
func (w *writer) head(r models.AuditHead)          { put(w, &w.heads, r) }
func (w *writer) listing(r models.Listing)         { put(w, &w.listings, r) }
func (w *writer) publication(r models.Publication) { put(w, &w.publications, r) }
func (w *writer) recognition(r models.Recognition) { put(w, &w.recognitions, r) }
func (w *writer) entry(r models.ScoreEntry)        { put(w, &w.entries, r) }

func (w *writer) finish() error {
	flush(w, &w.users)
	flush(w, &w.posts)
	flush(w, &w.subjectRows)
	flush(w, &w.cycles)
	flush(w, &w.cases)
	flush(w, &w.taskRows)
	flush(w, &w.audits)
	flush(w, &w.heads)
	flush(w, &w.listings)
	flush(w, &w.publications)
	flush(w, &w.recognitions)
	flush(w, &w.entries)
	return w.err
}
