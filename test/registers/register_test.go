// Package registers runs what the register promises on both databases: one schema, one
// behaviour.
package registers

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/test/mariadb"
	"chengxin/workflows/contract"
)

// now is when everything here happens.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, models.Beijing)

type bed struct {
	*activities.Register
	t    *testing.T
	pack *policy.Pack
}

// both runs a test on SQLite and on MariaDB.
func both(t *testing.T, test func(b *bed)) {
	for name, dsn := range map[string]func(*testing.T) string{
		"sqlite":  func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "register.db") },
		"mariadb": func(t *testing.T) string { return "mysql:" + mariadb.DSN(t) },
	} {
		t.Run(name, func(t *testing.T) {
			st, err := store.Open(dsn(t))
			must(t, err)
			st.Keys = keys.Ring()
			t.Cleanup(func() { _ = st.Close() })
			must(t, st.Migrate(context.Background()))
			must(t, st.Migrate(context.Background())) // again: nothing to do
			src := policy.Builtin()[0].Data
			pack, _, err := policy.Load("jining", src)
			must(t, err)
			must(t, st.LoadPack(context.Background(), pack, src, "system", models.At(now)))
			rules := store.NewRules(st, calendar.Builtin())
			test(&bed{&activities.Register{Store: st, Rules: rules}, t, pack})
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bed) tx(f func(tx *store.Tx) error) {
	b.t.Helper()
	must(b.t, b.Store.Tx(context.Background(), f))
}

// served is a case whose decision waits for its service, and the command that serves it.
func (b *bed) served(subject string, points int, commands int) (number string, ids []string) {
	b.t.Helper()
	b.tx(func(tx *store.Tx) error {
		ids = nil
		c := models.Case{Kind: "violation", OrganizationID: "jining/rencheng_bureau", SubjectID: subject, Stage: "decided", ReceivedAt: models.At(now)}
		if err := tx.Enter(b.pack, &c, "reporter", nil, models.At(now)); err != nil {
			return err
		}
		number = c.Number
		spec, err := json.Marshal(b.pack.Violation.Step("service"))
		if err != nil {
			return err
		}
		rows := []any{
			&models.Recognition{
				ID: number + "-1", CaseNumber: number, SubjectID: subject, Behaviour: "SR-01", Grade: "general", Points: points, NotifiedPoints: points,
				FoundingNo: number, ActAt: models.At(now), State: models.RecognitionNotified,
			},
			&models.Document{ID: number + ".d", CaseNumber: number, Kind: activities.RecognitionDecision, Number: number, IssuedAt: models.At(now)},
			&models.Task{ID: contract.TaskID(number, "service", 1), CaseNumber: number, Step: "service", Occurrence: 1, Name: "送达", Role: "handler", Spec: spec, OpenedAt: models.At(now)},
			&models.JournalEntry{CaseNumber: number, Seq: 1, Step: "service", Occurrence: 1},
		}
		for i := range commands {
			id := fmt.Sprintf("%s/%d", number, i)
			ids = append(ids, id)
			rows = append(rows, &models.Command{
				ID: id, ActorID: fmt.Sprint("handler", i), IdemKey: id, CaseNumber: number, Verb: "decide", TaskID: contract.TaskID(number, "service", 1), Choice: "served",
				Details: []byte(`{"method":"direct"}`), Evidence: []byte(`[{"kind":"receipt"}]`), ReceivedAt: models.At(now), Status: models.CommandReceived,
			})
		}
		for _, row := range rows {
			if err := tx.Create(row).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return number, ids
}

// serve is the transition that a decision to serve leads to.
func serve(number, command string) contract.Transition {
	return contract.Transition{
		Case: number, Command: command, At: now.Add(time.Minute), Stage: "closed", Outcome: "recognised",
		Answers: []contract.Entry{{Step: "service", Occurrence: 1, Answered: true, Choice: "served"}},
		Effects: []contract.Effect{{Name: contract.PostPoints}},
	}
}

// atOnce runs all writes together.
func (b *bed) atOnce(writes []contract.Transition) (out []contract.Written) {
	b.t.Helper()
	out = make([]contract.Written, len(writes))
	var wg sync.WaitGroup
	for i, w := range writes {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var err error
			if out[i], err = b.Write(context.Background(), w); err != nil {
				b.t.Errorf("write %d: %v", i, err)
			}
		}()
	}
	wg.Wait()
	return out
}

// 64 transitions of one task at once: one is applied, and the others' commands are told
// who was first; the trail has one deciding entry and 63 refusals (R3).
func TestSixtyFourTransitionsOnOneTask(t *testing.T) {
	both(t, func(b *bed) {
		number, ids := b.served("S", 5, 64)
		var writes []contract.Transition
		for _, id := range ids {
			writes = append(writes, serve(number, id))
		}
		applied := 0
		for _, w := range b.atOnce(writes) {
			if w.Applied {
				applied++
			}
			if !w.Settled {
				b.t.Errorf("a command was left unsettled: %+v", w)
			}
		}
		b.count("counted commands", 1, &models.Command{}, "status = ?", models.CommandCounted)
		b.count("refused commands", 63, &models.Command{}, "status = ?", models.CommandRefused)
		b.count("entries", 1, &models.ScoreEntry{}, "kind = ?", models.Deduction)
		b.count("deciding entries in the trail", 1, &models.AuditEntry{}, "chain = ? AND action = ?", number, "decide:served")
		b.count("refusals in the trail", 63, &models.AuditEntry{}, "chain = ? AND action = ?", number, "refused")
		if applied != 1 {
			b.t.Errorf("%d transitions applied", applied)
		}
		b.chains()
	})
}

// The same transition again, as after a lost answer, changes nothing.
func TestTransitionAgainChangesNothing(t *testing.T) {
	both(t, func(b *bed) {
		number, ids := b.served("S", 5, 1)
		for range 3 {
			w, err := b.Write(context.Background(), serve(number, ids[0]))
			must(b.t, err)
			if !w.State.Closed || w.State.Version != 1 {
				b.t.Errorf("state %+v", w.State)
			}
		}
		b.count("entries", 1, &models.ScoreEntry{}, "1 = 1")
		b.chains()
	})
}

// 100 decisions over both thresholds at once propose one yellow and one black listing
// (JN-5).
func TestHundredDecisionsProposeEachListOnce(t *testing.T) {
	both(t, func(b *bed) {
		var writes []contract.Transition
		for range 100 {
			number, ids := b.served("S", 1, 1)
			writes = append(writes, serve(number, ids[0]))
		}
		for _, w := range b.atOnce(writes) {
			if !w.Applied {
				b.t.Errorf("not applied: %+v", w)
			}
		}
		b.count("yellow", 1, &models.Listing{}, "list = ? AND total = ?", "yellow", 20)
		b.count("black", 1, &models.Listing{}, "list = ? AND total = ?", "black", 40)
		b.count("listings", 2, &models.Listing{}, "1 = 1")
		b.count("total of 100", 1, &models.Cycle{}, "total = 100 AND counted = 100")
		b.chains()
	})
}

// Numbers are given without gaps, however many ask and whatever is rolled back.
func TestNumbersHaveNoGaps(t *testing.T) {
	both(t, func(b *bed) {
		var mu sync.Mutex
		var got []int
		var wg sync.WaitGroup
		for i := range 60 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				n := 0
				err := b.Store.Tx(context.Background(), func(tx *store.Tx) (err error) {
					if n, err = tx.Next("series"); err == nil && i%3 == 0 {
						err = context.Canceled
					}
					return err
				})
				if err == nil {
					mu.Lock()
					got = append(got, n)
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		slices.Sort(got)
		for i, n := range got {
			if n != i+1 {
				b.t.Fatalf("numbers %v", got)
			}
		}
		if len(got) != 40 {
			b.t.Errorf("%d numbers, want 40", len(got))
		}
	})
}

func (b *bed) count(what string, want int64, model any, where string, args ...any) {
	b.t.Helper()
	var n int64
	must(b.t, b.Store.Read(context.Background()).Model(model).Where(where, args...).Count(&n).Error)
	if n != want {
		b.t.Errorf("%d %s, want %d", n, what, want)
	}
}

// chains checks that every chain is whole and its head its last entry.
func (b *bed) chains() {
	b.t.Helper()
	var all []models.AuditEntry
	must(b.t, b.Store.Read(context.Background()).Order("chain, seq").Find(&all).Error)
	last := map[string]models.AuditEntry{}
	for _, e := range all {
		prev, ok := last[e.Chain]
		if !ok {
			prev.Hash = store.Genesis
		}
		if e.Seq != prev.Seq+1 || e.PrevHash != prev.Hash || e.Hash != store.AuditHash(e) {
			b.t.Errorf("chain %s broken at %d", e.Chain, e.Seq)
		}
		last[e.Chain] = e
	}
	var heads []models.AuditHead
	must(b.t, b.Store.Read(context.Background()).Find(&heads).Error)
	for _, h := range heads {
		if last[h.Chain].Hash != h.Hash {
			b.t.Errorf("head of %s differs", h.Chain)
		}
	}
	if len(heads) != len(last) {
		b.t.Errorf("%d heads, %d chains", len(heads), len(last))
	}
}
