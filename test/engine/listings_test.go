package engine

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// upheld disputes a recognition and upholds the objection.
func upheld(c *city.City, violation string) {
	c.T.Helper()
	d, err := c.Dispute(context.Background(), c.As(policy.WindowClerk, city.District), cases.NewDispute{
		Target: violation + "-1", Applicant: "法定代表人", Reasons: "事实有误", Evidence: city.Paper,
	}, "")
	if err != nil {
		c.T.Fatal(err)
	}
	c.Move(d.Number, "acceptance", "accepted")
	c.Move(d.Number, "investigation", "upheld")
}

// Deciding yellow while black is proposed leaves black's proposal alone; black then
// replaces yellow.
func TestTheMilderListDoesNotEndTheHeavierProposal(t *testing.T) {
	c := city.New(t, city.Options{})
	c.Subject("L1")
	c.Recognise("SR-08", "L1")
	c.Recognise("HG-07", "L1")
	yellow, black := c.Listing("L1", "yellow"), c.Listing("L1", "black")
	c.List(yellow.Number)
	if got := c.Listing("L1", "black"); got.State != models.ListingProposed {
		t.Fatalf("black after yellow was decided: %+v", got)
	}
	c.List(black.Number)
	if got := c.Listing("L1", "black"); got.State != models.ListingPublished || got.Supersedes != yellow.Number {
		t.Errorf("black: %+v", got)
	}
}

// What was posted after the crossing carries the listing when an earlier entry is
// reversed: the total decides, not which entry came first.
func TestLaterEntriesCarryTheListing(t *testing.T) {
	c := city.New(t, city.Options{})
	c.Subject("L2")
	first := c.Recognise("GH-05", "L2") // 10
	c.Recognise("ZT-03", "L2")          // 20: yellow
	yellow := c.Listing("L2", "yellow")
	c.List(yellow.Number)
	before := c.Listing("L2", "yellow")
	third := c.Recognise("GH-05", "L2") // 30
	upheld(c, first)                    // 20 again
	after := c.Listing("L2", "yellow")
	if after.Number != before.Number || after.OpensAt != before.OpensAt || after.EndsAt != before.EndsAt {
		t.Errorf("yellow after:  %+v\nbefore: %+v", after, before)
	}
	upheld(c, third) // 10
	if got := c.Listing("L2", "yellow"); got.Number != "" {
		t.Errorf("yellow stands on 10 points: %+v", got)
	}
	if got := c.Score("L2"); got.Total != 10 || got.Counted != 10 {
		t.Errorf("score %+v, want 10", got)
	}
}
