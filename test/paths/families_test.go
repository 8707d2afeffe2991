package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// twoFamilies is a pack under which waste trucks have a focus list of their own beside
// yellow and black, at the same total.
func twoFamilies(t *testing.T) timeline.Options {
	t.Helper()
	return timeline.Options{Source: changed(t,
		"  black:  {name", "  focus:  {name: 重点关注名单, family: focus, at: 20 points, repair_after: 3 months, ends_after: 2 years, article: 示例}\n  black:  {name",
		"    black:\n", "    focus:\n      - {office: leading_group, within: 2 working_days, warn: 1 working_day, article: 示例}\n    black:\n",
	)}
}

func inTwoFamilies(t *testing.T, f func(t *testing.T, c *timeline.City)) {
	t.Helper()
	t.Run("one run", func(t *testing.T) { f(t, timeline.New(t, twoFamilies(t))) })
	t.Run("restarted at every step", func(t *testing.T) {
		o := twoFamilies(t)
		o.Restarts = true
		f(t, timeline.New(t, o))
	})
}

// onBoth publishes yellow and focus of S1 on 2 March 2026.
func onBoth(c *timeline.City) (yellow, focus, violation string) {
	c.T.Helper()
	c.Company("S1")
	violation = c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
	yellow, focus = c.Open("S1", "yellow").Number, c.Open("S1", "focus").Number
	c.Publish(yellow)
	c.Publish(focus)
	return yellow, focus, violation
}

// One total crosses both families: each proposes its own list, both announced by the one
// notice, and both are in force beside each other.
func TestATotalCrossesEveryFamily(t *testing.T) {
	inTwoFamilies(t, func(t *testing.T, c *timeline.City) {
		yellow, focus, violation := onBoth(c)
		same(t, "announced", c.Recognition(violation).NotifiedList, "yellow,focus")
		for _, n := range []string{yellow, focus} {
			l := c.Listing(n)
			same(t, n+" state", l.State, models.ListingPublished)
			same(t, n+" slot", l.Slot, "active")
			same(t, n+" covered", l.NoticeCovered, true)
			same(t, n+" total", l.Total, 20)
		}
		c.At("2026-04-01 09:00").Recognise("HG-07", "S1") // 40: black is of yellow's family
		black := c.Open("S1", "black").Number
		c.Publish(black)
		ended(t, c, yellow, "superseded")
		same(t, "focus beside black", c.Listing(focus).State, models.ListingPublished)
		same(t, "a second focus", len(c.Grounds(focus)), 1)
	})
}

// A repair in one family leaves the other alone: its entries count there, it keeps its
// dates, and it is repaired by its own application.
func TestARepairIsOfOneFamily(t *testing.T) {
	inTwoFamilies(t, func(t *testing.T, c *timeline.City) {
		yellow, focus, _ := onBoth(c)
		r := c.At("2026-06-08 09:00").Apply(focus)
		c.Repair(r)
		ended(t, c, focus, "repaired")
		same(t, "yellow", c.Listing(yellow).State, models.ListingPublished)
		same(t, "yellow rests on", c.Grounds(yellow)[0].State, models.GroundCounts)
		score(t, c, "S1", "2026", 20, 0)

		c.At("2026-07-01 09:00").Recognise("HG-07", "S1") // 40 for yellow's family, 20 for focus
		black, again := c.Open("S1", "black"), c.Open("S1", "focus")
		same(t, "black at", black.Total, 40)
		same(t, "focus again at", again.Total, 20)
		same(t, "focus again rests on the new entry alone", len(c.Grounds(again.Number)), 1)
		c.Publish(black.Number)
		ended(t, c, yellow, "superseded")
	})
}

// What is reversed leaves both families; what is repaired in both comes back in the one
// whose repair is revoked.
func TestReversalAndRevokedRepairAcrossFamilies(t *testing.T) {
	inTwoFamilies(t, func(t *testing.T, c *timeline.City) {
		yellow, focus, violation := onBoth(c)
		first := c.At("2026-06-08 09:00").Apply(focus)
		c.Repair(first)
		second := c.At("2026-09-07 09:00").Apply(yellow)
		c.Repair(second)
		ended(t, c, yellow, "repaired")
		score(t, c, "S1", "2026", 20, 0)

		x := c.At("2026-09-14 09:00").Revoked(first, "false_material")
		c.Move(x, "confirmation", "confirmed")
		same(t, "focus", c.Listing(focus).State, models.ListingPublished)
		same(t, "yellow", c.Listing(yellow).State, models.ListingRepaired)
		score(t, c, "S1", "2026", 20, 0) // yellow's repair still holds

		d := c.At("2026-09-21 09:00").Object(violation + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		ended(t, c, focus, "annulled")
		same(t, "yellow", c.Listing(yellow).State, models.ListingRepaired)
		score(t, c, "S1", "2026", 0, 0)
	})
}
