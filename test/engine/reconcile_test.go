package engine

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
	"chengxin/worker"
)

func reconciler(c *city.City) *worker.Reconciler {
	return &worker.Reconciler{Store: c.Store, Temporal: c.Temporal, Now: c.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// waiting lists the open tasks with their clocks.
func waiting(c *city.City) map[string]string {
	c.T.Helper()
	var ts []models.Task
	if err := c.Store.Read(context.Background()).Find(&ts, "closed_at = 0").Error; err != nil {
		c.T.Fatal(err)
	}
	out := map[string]string{}
	for _, t := range ts {
		out[t.ID] = fmt.Sprintf("due %s next %s", t.DueAt, t.NextAt)
	}
	return out
}

func same(t *testing.T, before, after map[string]string) {
	t.Helper()
	for id, clock := range before {
		if after[id] != clock {
			t.Errorf("%s: %q, was %q", id, after[id], clock)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d tasks wait, were %d", len(after), len(before))
	}
}

func gaps(c *city.City) (all []string) {
	c.T.Helper()
	r := reconciler(c)
	r.Now = func() time.Time { return time.Now().Add(time.Minute) } // nothing is too fresh to look at
	if _, _, err := r.Check(context.Background(), func(g worker.Gap) { all = append(all, g.Text) }); err != nil {
		c.T.Fatal(err)
	}
	return all
}

func reconcile(c *city.City) worker.Reconciled {
	c.T.Helper()
	done, err := reconciler(c).Run(context.Background())
	if err != nil {
		c.T.Fatal(err)
	}
	return done
}

// Cases stand at every kind of step; Temporal's store is lost with every timer in it and
// one decision on its way. From the register alone the same tasks wait with the same
// clocks, the decision counts, and everything goes on to its end (R5, NX-4).
func TestTemporalLostAndReconciled(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "register.db")
	var before map[string]string
	var reported, reviewed, listing, dispute, begun string
	t.Run("until Temporal is lost", func(t *testing.T) {
		c := city.New(t, city.Options{DSN: dsn})
		for _, s := range []string{"R1", "R2", "R3", "R4"} {
			c.Subject(s)
		}
		reported = c.Report("SR-01", "R1")
		reviewed = c.Report("SR-01", "R2")
		c.Move(reviewed, "filing", "filed")
		c.Move(reviewed, "dispatch", "dispatched")
		c.Move(reviewed, "handling", "handled")
		c.Move(reviewed, "verification", "failed") // dispatched again: occurrences differ
		c.Move(reviewed, "dispatch", "dispatched")
		c.Move(reviewed, "handling", "handled")
		c.Move(reviewed, "verification", "passed")
		c.Propose(reviewed, "SR-01", "R2")
		c.Move(reviewed, "notice", "served", city.Served)
		c.Recognise("SR-08", "R3")
		listing = c.Listing("R3", "yellow").Number
		c.List(listing)
		c.Task(listing, "minimum")
		d, err := c.Dispute(context.Background(), c.As(policy.WindowClerk, city.District), cases.NewDispute{
			Target: listing, Applicant: "法定代表人", Reasons: "认定事实有误", Evidence: city.Paper,
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		dispute = d.Number
		c.Move(dispute, "acceptance", "accepted")
		begun = c.Report("SR-01", "R4")
		c.Task(begun, "filing")
		if got := gaps(c); len(got) > 0 {
			t.Errorf("gaps while all is well: %v", got)
		}

		c.Close() // no worker: the decision stays on its way
		c.Patience = 200 * time.Millisecond
		out, err := c.Try(begun, "filing", "filed")
		if err != nil || out.Status != models.CommandReceived {
			t.Fatalf("decision without a worker: %+v, %v", out, err)
		}
		before = waiting(c)
	})

	c := city.New(t, city.Options{DSN: dsn, Idle: true, NoRelay: true})
	defer c.Prove()
	if got := gaps(c); len(got) != 5 {
		t.Errorf("gaps after the loss: %v, want all 5 open cases", got)
	}
	done := reconcile(c)
	if want := (worker.Reconciled{Open: 5, Started: 5, Commands: 1}); done.Open != want.Open || done.Started != want.Started || done.Commands != want.Commands || done.Failed != 0 {
		t.Errorf("reconciled %+v, want %+v", done, want)
	}
	if again := reconcile(c); again.Started != 0 || again.Woken != 5 || again.Failed != 0 {
		t.Errorf("a second time: %+v, want nothing started", again)
	}
	c.Open()
	c.Task(begun, "dispatch") // the decision on its way counted
	after := waiting(c)
	delete(before, begun+".filing.1")
	delete(after, begun+".dispatch.1")
	same(t, before, after)
	if got := gaps(c); len(got) > 0 {
		t.Errorf("gaps after reconciling: %v", got)
	}

	c.Move(reported, "filing", "declined")
	c.Move(reviewed, "statement", "none")
	c.Move(reviewed, "review", "maintained")
	c.Move(reviewed, "approval", "approved")
	c.Move(reviewed, "service", "served", city.Served)
	c.Move(dispute, "investigation", "upheld")
	await(t, "the listing's end", func() bool { return !c.Case(listing).Open() })
	for number, outcome := range map[string]string{reported: "declined", reviewed: "recognised", dispute: "upheld", listing: "annulled"} {
		if got := c.Case(number).Outcome; got != outcome {
			t.Errorf("%s ended as %q, want %q", number, got, outcome)
		}
	}
	if got := c.Score("R2"); got.Total != 5 {
		t.Errorf("score %+v, want 5 once", got)
	}
}

// A listing's minimum runs on from the register: it opens to repair on its own instant
// though the timer was lost (JN-8, R5).
func TestADeadlineFiresAfterTemporalWasLost(t *testing.T) {
	dsn, src := "sqlite:"+filepath.Join(t.TempDir(), "register.db"), trial(t)
	var listing models.Listing
	t.Run("until Temporal is lost", func(t *testing.T) {
		c := city.New(t, city.Options{DSN: dsn, Source: src})
		c.Subject("R5")
		c.Recognise("SR-08", "R5")
		c.List(c.Listing("R5", "yellow").Number)
		listing = c.Listing("R5", "yellow")
		c.Task(listing.Number, "minimum")
	})
	c := city.New(t, city.Options{DSN: dsn, Source: src, NoRelay: true})
	reconcile(c)
	task := c.Task(listing.Number, "maximum")
	if task.DueAt != listing.EndsAt || task.OpenedAt < listing.OpensAt {
		t.Errorf("maximum: due %s opened %s; the listing opens %s and ends %s", task.DueAt, task.OpenedAt, listing.OpensAt, listing.EndsAt)
	}
	c.Prove()
}

// A workflow that runs for a case which is over, and one for a case nobody knows, are
// named; the first is told to end.
func TestWorkflowsWithoutAnOpenCaseAreNamed(t *testing.T) {
	c := city.New(t, city.Options{NoRelay: true})
	c.Subject("R6")
	n := c.Report("SR-01", "R6")
	c.Task(n, "filing")
	c.Close()
	closeBehindItsBack(c, n)
	got := gaps(c)
	if len(got) != 1 || got[0] != "流程"+n+"仍在运行，而案件已办结" {
		t.Fatalf("gaps %v", got)
	}
	if done := reconcile(c); done.Ended != 1 {
		t.Errorf("reconciled %+v, want one ended", done)
	}
	c.Open()
	await(t, "the workflow's end", func() bool { return len(gaps(c)) == 0 })
}

// A task whose clock passed in silence is found by the sweep: the supervisors are told
// once, and the workflow that should have acted is started again (NX-4).
func TestSweepFindsASilentTask(t *testing.T) {
	c := city.New(t, city.Options{})
	defer c.Prove()
	c.Subject("R7")
	n := c.Report("SR-01", "R7")
	task := c.Task(n, "filing")
	s := &worker.Sweep{Store: c.Store, Temporal: c.Temporal, Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Silent: worker.SilentTasks()}
	if silent, err := s.Once(context.Background()); err != nil || silent != 0 {
		t.Fatalf("all is well: %d silent, %v", silent, err)
	}
	if err := c.Temporal.TerminateWorkflow(context.Background(), n, "", "test"); err != nil {
		t.Fatal(err)
	}
	past := models.At(time.Now().Add(-3 * time.Minute))
	setClock(c, task.ID, past)
	for range 2 {
		if _, err := s.Once(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	await(t, "the overdue alarm, to head and supervisor", func() bool { return noticesOf(c, task.ID, models.NoticeOverdue) == 2 })
	if got := noticesOf(c, task.ID, models.NoticeSilent); got != 1 {
		t.Errorf("%d alarms of silence, want one", got)
	}
	if silent, err := s.Once(context.Background()); err != nil || silent != 0 {
		t.Errorf("afterwards: %d silent, %v", silent, err)
	}
}
