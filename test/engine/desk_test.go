package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
	"chengxin/workflows/contract"
)

// secret stands in everything that people write in this file: no history may hold it.
const secret = "不应离开登记库"

// countersigned is Jining's pack in seconds, with recognitions approved by two of three.
func countersigned(t *testing.T) []byte {
	t.Helper()
	const alone = "{role: approver, within: 3 working_days, warn: 1 working_day, not: [recognition, review],"
	src := string(policy.Builtin()[0].Data)
	if strings.Count(src, alone) != 1 {
		t.Fatal("the pack no longer says how recognitions are approved")
	}
	src = strings.Replace(src, alone, alone+" countersign: {signers: [{}, {}, {role: legal_reviewer}], rule: 2 of 3},", 1)
	out, err := policy.Trial([]byte(src), policy.TrialOptions{WorkingDay: 60, MinimumMonth: 1})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

type engineDesk struct{ *city.City }

func (c engineDesk) ok(err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}

func (c engineDesk) decide(who access.Actor, task, choice string) error {
	_, err := c.Decide(context.Background(), who, task, cases.Decision{Choice: choice, Reason: secret, Evidence: city.Paper}, "")
	return err
}

func (c engineDesk) beside(number, kind string) (t models.Task) {
	c.T.Helper()
	c.ok(c.Store.Read(context.Background()).Order("opened_at DESC").Where("case_number = ? AND kind = ? AND closed_at = 0", number, kind).Take(&t).Error)
	return t
}

// Everything that can happen to a task, on the real engine: it comes to its end, replays
// from its history, and no history holds what people wrote or who they are.
func TestDeskOnTheRealEngine(t *testing.T) {
	c := engineDesk{city.New(t, city.Options{Source: countersigned(t)})}
	defer c.Prove()
	s := c.Subject("D1")
	ctx := context.Background()
	handler, head, supervisor := c.As(policy.Handler, city.District), c.As(policy.Approver, city.District), c.As(policy.Supervisor, city.District)
	legal := c.As(policy.LegalReviewer, city.District)
	n := c.Report("SR-06", "D1")
	c.Move(n, "filing", "filed")
	c.Move(n, "dispatch", "transferred_criminal")
	c.Move(n, "criminal_return", "returned_by_court")
	task := n + ".handling.1"
	_, err := c.Claim(ctx, handler, task, "")
	c.ok(err)
	raw, _ := json.Marshal(map[string]string{"of": "task", "term": "30 seconds"})
	_, err = c.Extend(ctx, handler, task, cases.Decision{Reason: secret, Details: raw}, "")
	c.ok(err)
	c.ok(c.decide(head, c.beside(n, models.KindExtension).ID, "granted"))
	_, err = c.Suspend(ctx, head, task, cases.Decision{Choice: "suspended", Reason: secret}, "")
	c.ok(err)
	if err := c.decide(handler, task, "handled"); code(err) != "case.suspended" {
		t.Errorf("decided while the clock stands still: %v", err)
	}
	_, err = c.Resume(ctx, head, task, cases.Decision{Reason: secret}, "")
	c.ok(err)
	_, err = c.Supervise(ctx, supervisor, task, secret, "")
	c.ok(err)
	c.ok(c.decide(handler, c.beside(n, models.KindSupervision).ID, "answered"))
	_, err = c.AddSigner(ctx, handler, task, cases.CoSigner{User: legal.Username, Reason: secret}, "")
	c.ok(err)
	c.ok(c.decide(legal, c.beside(n, models.KindCoSign).ID, "agreed"))
	c.ok(c.decide(handler, task, "handled"))
	c.Move(n, "verification", "passed")
	c.Propose(n, "SR-06", "D1")
	c.Move(n, "notice", "served", city.Served)
	c.Move(n, "statement", "none")
	c.Move(n, "review", "maintained")
	approval := n + ".approval.1"
	c.ok(c.decide(head, contract.SignatureID(approval, 1), "approved"))
	c.ok(c.decide(c.As(policy.Approver, city.District, 2), contract.SignatureID(approval, 2), "approved"))
	c.Move(n, "service", "served", city.Served)
	if got := c.Case(n); got.Outcome != "recognised" {
		t.Fatalf("ended as %q at %q", got.Outcome, got.Stage)
	}
	replay(c.City)
	h := historyOf(c.City, n)
	for _, e := range h.Events {
		for _, word := range []string{secret, s.Name, s.Code, handler.Name, handler.Username, head.ID, "巡查发现"} {
			if text := e.String(); word != "" && strings.Contains(text, word) {
				t.Errorf("event %d %s holds %q", e.EventId, e.EventType, word)
			}
		}
	}
}

// Workers stop and start at random while people decide, hand on, suspend and resume:
// afterwards the inbox is what the workflows wait for, and reconcile finds nothing amiss.
func TestInboxIsWhatWorkflowsWaitFor(t *testing.T) {
	c := engineDesk{city.New(t, city.Options{Source: countersigned(t)})}
	defer c.Prove()
	c.Patience = time.Second
	c.Subject("W1")
	var numbers []string
	for range 12 {
		numbers = append(numbers, c.Report("SR-06", "W1"))
	}
	head := c.As(policy.Approver, city.District)
	for _, role := range []policy.Role{policy.Reviewer, policy.Dispatcher, policy.Handler, policy.Inspector} {
		c.As(role, city.District)
	}
	var people sync.WaitGroup
	for i, n := range numbers {
		people.Go(func() { c.wander(n, head, rand.New(rand.NewPCG(7, uint64(i)))) })
	}
	done := make(chan struct{})
	go func() { people.Wait(); close(done) }()
	for stopped := false; !stopped; {
		select {
		case <-done:
			stopped = true
		case <-time.After(time.Duration(200+rand.IntN(500)) * time.Millisecond):
			c.Close()
			c.Open()
		}
	}
	for _, n := range numbers {
		await(t, n+" to wait for what the inbox shows", func() bool { return c.difference(n) == "" })
	}
	if all := gaps(c.City); len(all) > 0 {
		t.Errorf("reconcile finds %v", all)
	}
}

// wander does a dozen things to a case, whatever comes of them.
func (c engineDesk) wander(n string, head access.Actor, r *rand.Rand) {
	ctx := context.Background()
	for range 12 {
		var t models.Task
		if err := c.Store.Read(ctx).Limit(1).Find(&t, "case_number = ? AND kind = '' AND closed_at = 0 AND role <> ''", n).Error; err != nil || t.ID == "" {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		switch r.IntN(5) {
		case 0:
			_, _ = c.Suspend(ctx, head, t.ID, cases.Decision{Choice: "suspended", Reason: secret}, "")
			_, _ = c.Resume(ctx, head, t.ID, cases.Decision{Reason: secret}, "")
		case 1:
			_, _ = c.Supervise(ctx, c.Supervisor(), t.ID, secret, "")
		default:
			choice := map[string]string{"filing": "filed", "dispatch": "dispatched", "handling": "handled", "verification": "failed"}[t.Step]
			_ = c.decide(c.DeciderOf("violation", t.Step), t.ID, choice)
		}
	}
}

// difference says where a case's workflow and its inbox do not agree.
func (c engineDesk) difference(n string) string {
	ctx := context.Background()
	answer, err := c.Temporal.QueryWorkflow(ctx, n, "", contract.QueryState)
	if err != nil {
		return err.Error()
	}
	var s contract.State
	if err := answer.Get(&s); err != nil {
		return err.Error()
	}
	row := c.Case(n)
	e, _ := s.Open()
	var open models.Task
	if err := c.Store.Read(ctx).Limit(1).Find(&open, "case_number = ? AND kind = '' AND closed_at = 0", n).Error; err != nil {
		return err.Error()
	}
	var waiting int64
	if err := c.Store.Read(ctx).Model(&models.Command{}).Where("case_number = ? AND status = ?", n, models.CommandReceived).Count(&waiting).Error; err != nil {
		return err.Error()
	}
	want := contract.TaskID(n, e.Step, e.Occurrence)
	if s.Version != row.Version || open.ID != want || waiting > 0 {
		return fmt.Sprintf("version %d, the register's %d; waits for %s, the inbox shows %s; %d commands on their way", s.Version, row.Version, want, open.ID, waiting)
	}
	return ""
}

// Supervisor is the district's.
func (c engineDesk) Supervisor() access.Actor { return c.As(policy.Supervisor, city.District) }
