package engine

import (
	"context"
	"testing"
	"time"

	sdk "go.temporal.io/sdk/worker"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// trial is Jining's pack in seconds: six months and a year of publication pass while a
// test runs.
func trial(t *testing.T) []byte {
	t.Helper()
	src, err := policy.Trial(policy.Builtin()[0].Data, policy.TrialOptions{WorkingDay: 30, MinimumMonth: 1})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func repair(c *city.City, listing string) (cases.Begun, error) {
	return c.ApplyForRepair(context.Background(), c.As(policy.WindowClerk, city.District), cases.NewRepair{
		Listing: listing, Applicant: "法定代表人", Channel: "window",
		Attachments: []cases.Evidence{{Kind: "commitment_letter", Title: "承诺书"}, {Kind: "proof_of_correction", Title: "整改证明"}},
	}, "")
}

func await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// The whole story again with nothing cached between two steps: every step replays its
// case from the start.
func TestFromReportToRepairWithoutCache(t *testing.T) {
	sdk.SetStickyWorkflowCacheSize(0)
	t.Cleanup(func() { sdk.SetStickyWorkflowCacheSize(10_000) })
	TestFromReportToRepair(t)
}

// A subject crosses 20, then 40; black replaces yellow, waits its term, and both
// offices sign it off (JN-5, JN-8, JN-9).
func TestFromReportToRepair(t *testing.T) {
	c := city.New(t, city.Options{Source: trial(t)})
	defer c.Prove()
	c.Subject("S1")
	c.Recognise("SR-08", "S1") // serious, 20
	if got := c.Score("S1"); got.Total != 20 {
		t.Fatalf("score %+v, want 20", got)
	}
	yellow := c.Listing("S1", "yellow")
	if yellow.State != models.ListingProposed || !yellow.NoticeCovered {
		t.Fatalf("yellow: %+v", yellow)
	}
	c.List(yellow.Number)

	c.Recognise("HG-07", "S1") // serious, 20 more
	black := c.Listing("S1", "black")
	c.List(black.Number)
	if l := c.Listing("S1", "yellow"); l.Number != "" {
		t.Errorf("yellow still stands beside black: %+v", l)
	}
	if got := c.Case(yellow.Number); got.Outcome != "superseded" {
		t.Errorf("yellow's case ended as %q", got.Outcome)
	}

	if _, err := repair(c, black.Number); code(err) != "repair.too_early" {
		t.Fatalf("repair before the minimum: %v", err)
	}
	await(t, "black open to repair", func() bool { return c.Case(black.Number).Stage == "repairable" })
	r, err := repair(c, black.Number)
	if err != nil {
		t.Fatal(err)
	}
	c.Move(r.Number, "acceptance", "accepted")
	c.Move(r.Number, "verification", "corrected")
	c.Move(r.Number, "sign_off_leading_group", "signed")
	c.Move(r.Number, "sign_off_joint_meeting", "signed")
	if got := c.Case(r.Number).Outcome; got != "repaired" {
		t.Errorf("repair ended as %q", got)
	}
	await(t, "listing's case closed", func() bool { return c.Case(black.Number).Outcome == "repaired" })
	if got := c.Score("S1"); got.Total != 40 || got.Counted != 0 {
		t.Errorf("after repair: total %d, counted %d; want 40 and 0", got.Total, got.Counted)
	}
	replay(c)
}

func code(err error) string {
	if p, ok := models.AsProblem(err); ok {
		return p.Code
	}
	return ""
}

// An upheld dispute of the recognition that reached 40 annuls black and revives yellow
// with its original dates.
func TestUpheldDisputeRevivesYellow(t *testing.T) {
	c := city.New(t, city.Options{})
	defer c.Prove()
	c.Subject("S2")
	c.Recognise("SR-08", "S2")
	yellow := c.Listing("S2", "yellow")
	c.List(yellow.Number)
	before := c.Listing("S2", "yellow")
	second := c.Recognise("HG-07", "S2")
	c.List(c.Listing("S2", "black").Number)

	d, err := c.Dispute(context.Background(), c.As(policy.WindowClerk, city.District), cases.NewDispute{
		Target: second + "-1", Applicant: "法定代表人", Reasons: "广告并非本公司设置", Evidence: city.Paper,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Move(d.Number, "acceptance", "accepted")
	c.Move(d.Number, "investigation", "upheld")

	if l := c.Listing("S2", "black"); l.Number != "" {
		t.Errorf("black stands: %+v", l)
	}
	after := c.Listing("S2", "yellow")
	if after.Number != before.Number || after.PublishedAt != before.PublishedAt || after.OpensAt != before.OpensAt || after.EndsAt != before.EndsAt {
		t.Errorf("yellow after: %+v\nbefore: %+v", after, before)
	}
	if got := c.Score("S2"); got.Total != 20 {
		t.Errorf("total %d, want 20", got.Total)
	}
	c.Task(yellow.Number, "minimum") // its workflow waits again
	replay(c)
}
