package paths

import (
	"slices"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// told expects a case's trail to end with an entry of an action that says something.
func told(t *testing.T, c *timeline.City, number, action string, words ...string) {
	t.Helper()
	entries := c.Entries(number)
	i := slices.IndexFunc(entries, func(e models.AuditEntry) bool { return e.Action == action })
	if i < 0 {
		t.Errorf("the trail of %s has no %q: %v", number, action, c.Trail(number))
		return
	}
	for _, w := range words {
		if !strings.Contains(string(entries[i].Body), w) {
			t.Errorf("%s of %s does not tell %s: %s", action, number, w, entries[i].Body)
		}
	}
}

// What a decision does to the things of a case that is long closed stands in that case's
// own trail: the recognition reversed, the points lightened.
func TestAClosedCasesTrailTellsWhatBecameOfIt(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.Company("S2")
		first := c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
		second := c.Recognise("ZT-09", "S2")
		d := c.At("2026-03-09 09:00").Object(first + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		told(t, c, first, "changed_by_other", d, "recognition_reversed", first+"-1")
		x := c.At("2026-03-10 09:00").Revoked(c.Recognition(second).FoundingNo, "review")
		c.Move(x, "confirmation", "confirmed")
		told(t, c, second, "changed_by_other", x, "recognition_reversed")
	})
}

// 异议处理中 is a change of the listing's public entry, on and off; the trail of the
// listing tells both.
func TestTheListingsTrailTellsOfItsMark(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
		d := c.At("2026-03-09 09:00").Object(n)
		same(t, "disputed", c.Public(n).Disputed, true)
		told(t, c, n, "dispute_mark", d, `"disputed":true`)
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "rejected")
		same(t, "disputed", c.Public(n).Disputed, false)
		told(t, c, n, "changed_by_other", d, `"disputed":false`)
	})
}

// A breach's bar is lifted by its repair, long after the breach was closed.
func TestABreachsTrailTellsOfItsRepair(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		b := c.At("2026-03-02 09:00").Breached("S1")
		c.Move(b, "verification", "found")
		c.Move(b, "notice", "served", timeline.Direct)
		c.Move(b, "statement", "none")
		c.Move(b, "recognition", "recognised")
		same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), 1)
		r := c.At("2026-04-01 09:00").Apply(b)
		c.Move(r, "acceptance", "accepted")
		c.Move(r, "verification", "corrected")
		ended(t, c, r, "repaired")
		same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), 0)
		told(t, c, b, "changed_by_other", r, "bars_lifted")
	})
}

// The repair that is revoked, and the listing another one stood in for by then, tell of it.
func TestARevokedRepairIsToldEverywhere(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
		r := c.At("2026-09-03 09:00").Apply(n)
		c.Repair(r)
		c.At("2026-10-12 09:00").Recognise("SR-08", "S1")
		again := c.Open("S1", "yellow").Number
		c.Publish(again)
		x := c.At("2026-10-19 09:00").Revoked(r, "false_material")
		c.Move(x, "confirmation", "confirmed")
		same(t, "the first", c.Listing(n).State, models.ListingSuperseded)
		told(t, c, r, "changed_by_other", x, "repair_revoked")
		told(t, c, n, "changed_by_other", x, "reinstated_as_superseded", again)
		told(t, c, again, "changed_by_other", x, "supersedes", n)
	})
}
