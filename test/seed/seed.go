// Package seed fills a register with as many cases as a measurement or a count needs,
// fast: rows as a year of work leaves them, without the processes that would have
// written them.
package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Size is how much of everything there is.
type Size struct {
	Cases    int
	Open     int // of the cases, each with one open task
	Subjects int
}

// Seed is a filled register.
type Seed struct {
	Pack      *policy.Pack
	Now       time.Time
	Size      Size
	Districts []string // organization ids
	Busiest   string   // a subject with many cases
	Last      string   // number of the newest violation, which is open

	dice *rand.Rand
}

// handlers work in every district.
const handlers = 8

// Fill writes the rows. The same size gives the same rows, before the same instant.
func Fill(t testing.TB, st *store.Store, pack *policy.Pack, now time.Time, size Size) *Seed {
	t.Helper()
	s := &Seed{Pack: pack, Now: now, Size: size, dice: rand.New(rand.NewPCG(1, 2))}
	for _, o := range pack.Organizations {
		if o.Kind == "district_bureau" {
			s.Districts = append(s.Districts, store.OrganizationID(pack.Jurisdiction.Key, o.Key))
		}
	}
	s.Busiest = s.subject(0)
	err := st.Tx(context.Background(), func(tx *store.Tx) error {
		w := &writer{tx: tx.Session(&gorm.Session{PrepareStmt: true, SkipHooks: true})}
		s.people(w)
		s.subjects(w)
		for i := range size.Cases {
			s.one(w, i)
		}
		return w.finish()
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *Seed) subject(n int) string {
	return fmt.Sprintf("%s-S-%07d", s.Pack.Jurisdiction.Key, 5_000_000+n)
}

// Handler is the n-th handler of a district.
func Handler(district string, n int) string { return fmt.Sprintf("%s.handler%d", district, n+1) }

func (s *Seed) people(w *writer) {
	for _, d := range s.Districts {
		for n := range handlers {
			id := Handler(d, n)
			w.user(models.User{ID: id, Username: id, Name: fmt.Sprintf("承办人%d", n+1), Certificate: "鲁H-" + id, CreatedAt: models.At(s.Now)})
			w.post(models.Assignment{ID: id, UserID: id, Role: string(policy.Handler), OrganizationID: d})
		}
	}
}

// subjects and their points: most have a few, some are near a list, some are on one.
func (s *Seed) subjects(w *writer) {
	cycle := s.Pack.CycleOf(s.Now, s.Now)
	for i := range s.Size.Subjects {
		id := s.subject(i)
		w.subject(models.Subject{
			ID: id, Jurisdiction: s.Pack.Jurisdiction.Key, Kind: []string{models.LegalPerson, models.LegalPerson, models.SoleTrader, models.NaturalPerson}[i%4],
			Name: fmt.Sprintf("示例第%d经营部", i), Code: fmt.Sprintf("SEED%014d", i), Address: fmt.Sprintf("示例路%d号", i), Status: models.SubjectActive,
			CreatedAt: models.At(s.Now.AddDate(-1, 0, 0)),
		})
		if points := s.dice.IntN(60) - 10; points > 0 {
			w.cycle(models.Cycle{SubjectID: id, Jurisdiction: s.Pack.Jurisdiction.Key, Cycle: cycle, Total: points, Counted: points})
		}
	}
}

// one is a case: its row, its tasks, its trail, and what it left behind.
func (s *Seed) one(w *writer, i int) {
	kind, letter := "violation", "V"
	switch roll := s.dice.IntN(100); {
	case i == s.Size.Cases-1:
	case roll < 8:
		kind, letter = "listing", "L"
	case roll < 15:
		kind, letter = "dispute", "D"
	case roll < 25:
		kind, letter = "repair", "R"
	}
	age := time.Duration(s.Size.Cases-i) * 365 * 24 * time.Hour / time.Duration(s.Size.Cases)
	received := s.Now.Add(-age)
	c := models.Case{
		Number: fmt.Sprintf("%s-%s-%d-%06d", s.Pack.Jurisdiction.Code, letter, received.Year(), i+1), Kind: kind, Jurisdiction: s.Pack.Jurisdiction.Key,
		PackHash: s.Pack.Hash, OrganizationID: s.Districts[s.dice.IntN(len(s.Districts))], SubjectID: s.subject(s.whose()), Title: s.Pack.Behaviours[i%len(s.Pack.Behaviours)].Name,
		Version: 4, ReceivedAt: models.At(received), CompleteAt: models.At(received), StartedAt: models.At(received), ChangedAt: models.At(received), CreatedBy: "system",
	}
	open := i >= s.Size.Cases-s.Size.Open
	if kind == "violation" {
		c.ActAt = models.At(received.AddDate(0, 0, -s.dice.IntN(720)))
		c.Intake, _ = json.Marshal(map[string]any{"organization": c.OrganizationID, "subjects": []string{c.SubjectID}, "behaviour": s.Pack.Behaviours[i%len(s.Pack.Behaviours)].Code, "occurred_at": c.ActAt, "description": "巡查发现"})
		if c.DueAt = models.At(received.AddDate(0, 0, 15+s.dice.IntN(76))); s.dice.IntN(4) > 0 {
			c.FiledAt = models.At(received.AddDate(0, 0, 1))
		}
		s.Last = c.Number
	}
	took := time.Duration(1+s.dice.IntN(20)) * 24 * time.Hour
	if c.Stage = "handling"; !open {
		c.Stage, c.Outcome, c.ClosedAt = "closed", "recognised", models.At(min(received.Add(took), s.Now))
	}
	s.tasks(w, c, received, took, open)
	s.left(w, c)
	w.kase(c)
}

// whose is a subject: a few have many cases.
func (s *Seed) whose() int {
	if s.dice.IntN(500) == 0 {
		return 0
	}
	return s.dice.IntN(s.Size.Subjects)
}

func min(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
