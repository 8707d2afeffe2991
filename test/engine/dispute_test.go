package engine

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/city"
)

// listed puts a subject on a list by decree, so that a dispute has something to be about.
func listed(c *city.City, subject string) string {
	number := "370800-L-2026-9" + subject
	now := models.At(c.Now())
	err := c.Store.Tx(context.Background(), func(tx *store.Tx) error {
		row := models.Case{
			Number: number, Kind: "listing", Jurisdiction: "jining", PackHash: c.Pack.Hash, OrganizationID: "jining/rencheng_bureau",
			SubjectID: subject, Stage: "published", ReceivedAt: now, StartedAt: now,
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		l := models.Listing{
			Number: number, Jurisdiction: "jining", SubjectID: subject, List: "yellow", Family: "black", Slot: "active",
			State: models.ListingPublished, ProposedAt: now, DecidedAt: now, PublishedAt: now,
		}
		return tx.Create(&l).Error
	})
	if err != nil {
		c.T.Fatal(err)
	}
	return number
}

func dispute(c *city.City, subject string) string {
	c.T.Helper()
	c.Subject(subject)
	out, err := c.Dispute(context.Background(), c.As(policy.WindowClerk, "rencheng_bureau"), cases.NewDispute{
		Target: listed(c, subject), Applicant: "法定代表人", Reasons: "认定事实有误",
		Evidence: []cases.Evidence{{Kind: "photo", Title: "现场照片"}},
	}, "")
	if err != nil {
		c.T.Fatal(err)
	}
	return out.Number
}

func decide(c *city.City, who access.Actor, number, step, choice string, d ...cases.Decision) (cases.Settled, error) {
	c.T.Helper()
	in := cases.Decision{Choice: choice, Reason: "经核查"}
	if len(d) > 0 {
		in = d[0]
		in.Choice = choice
	}
	return c.Decide(context.Background(), who, c.Task(number, step).ID, in, "")
}

func TestDisputeUpheldTakesTheEntryDown(t *testing.T) {
	c := city.New(t, city.Options{})
	n := dispute(c, "A1")
	if _, err := decide(c, c.As(policy.Handler, "rencheng_bureau"), n, "acceptance", "accepted"); err != nil {
		t.Fatal(err)
	}
	out, err := decide(c, c.As(policy.Handler, "rencheng_bureau"), n, "investigation", "upheld")
	if err != nil || out.Status != models.CommandCounted {
		t.Fatalf("investigation: %+v, %v", out, err)
	}
	if got := c.Case(n); got.Outcome != "upheld" || got.Open() {
		t.Errorf("case: outcome %q, closed %v", got.Outcome, !got.Open())
	}
	var l models.Listing
	if err := c.Store.Read(context.Background()).Take(&l, "number = ?", c.Case(n).Target).Error; err != nil {
		t.Fatal(err)
	}
	if l.State != models.ListingAnnulled {
		t.Errorf("listing %s, want annulled", l.State)
	}
}

// 64 people decide one task at once: one counts, the others are told who was first (R3).
func TestSixtyFourDecisionsOnOneTaskCountOnce(t *testing.T) {
	c := city.New(t, city.Options{})
	n := dispute(c, "A2")
	if _, err := decide(c, c.As(policy.Handler, "rencheng_bureau"), n, "acceptance", "accepted"); err != nil {
		t.Fatal(err)
	}
	task := c.Task(n, "investigation").ID
	choices := []string{"upheld", "rejected", "upheld", "rejected"}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		won  []string
		lost int
	)
	for i := range 64 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			who := c.As(policy.Handler, "rencheng_bureau", i+2)
			out, err := c.Decide(context.Background(), who, task, cases.Decision{Choice: choices[i%4], Reason: fmt.Sprint("理由", i)}, "")
			mu.Lock()
			defer mu.Unlock()
			p, refused := models.AsProblem(err)
			switch {
			case err == nil && out.Status == models.CommandCounted:
				won = append(won, choices[i%4])
			case refused && (p.Code == "task.already_decided" || p.Code == "case.closed"):
				lost++
			default:
				t.Errorf("decision %d: %+v, %v", i, out, err)
			}
		}()
	}
	wg.Wait()
	if len(won) != 1 || lost != 63 {
		t.Fatalf("%d counted, %d refused", len(won), lost)
	}
	if got := c.Case(n).Outcome; got != won[0] {
		t.Errorf("outcome %q, but %q was told it counted", got, won[0])
	}
}

// With no worker running a decision is kept and counts when one comes back.
func TestDecisionWithoutWorkerCountsLater(t *testing.T) {
	c := city.New(t, city.Options{})
	n := dispute(c, "A3")
	task := c.Task(n, "acceptance")
	c.Close()
	c.Patience = 300e6
	out, err := c.Decide(context.Background(), c.As(policy.Handler, "rencheng_bureau"), task.ID, cases.Decision{Choice: "accepted"}, "k1")
	if err != nil || out.Status != models.CommandReceived {
		t.Fatalf("without a worker: %+v, %v", out, err)
	}
	c.Open()
	c.Task(n, "investigation")
	again, err := c.Decide(context.Background(), c.As(policy.Handler, "rencheng_bureau"), task.ID, cases.Decision{Choice: "accepted"}, "k1")
	if err != nil || again.Status != models.CommandCounted || again.Command != out.Command {
		t.Errorf("the same key again: %+v, %v", again, err)
	}
	_, err = c.Decide(context.Background(), c.As(policy.Handler, "rencheng_bureau"), task.ID, cases.Decision{Choice: "not_ours"}, "k1")
	if p, _ := models.AsProblem(err); p == nil || p.Code != "idempotency.reused" {
		t.Errorf("another body under the key: %v", err)
	}
}
