package paths

import (
	"strings"
	"testing"

	"chengxin/policy"
	"chengxin/test/timeline"
)

// changed is Jining's pack with other words in it.
func changed(t *testing.T, pairs ...string) []byte {
	t.Helper()
	src := string(policy.Builtin()[0].Data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(src, pairs[i]) {
			t.Fatalf("the pack no longer says %q", pairs[i])
		}
		src = strings.Replace(src, pairs[i], pairs[i+1], 1)
	}
	return []byte(src)
}

// june is a pack that comes into force on 1 June 2026, under which whatever else changes.
func june(t *testing.T, pairs ...string) []byte {
	t.Helper()
	return changed(t, append([]string{"version: 2026.1", "version: 2026.2", "effective: 2026-01-01", "effective: 2026-06-01"}, pairs...)...)
}

// A listing that a later case's decision touches is judged by the pack it began with: the
// yellow of 20 points stands on the 20 that are left, though new cases need 25 (domain 8).
func TestAListingIsJudgedByItsOwnPack(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		first := c.At("2026-03-02 09:00").Recognise("GH-05", "S1") // 10
		c.Recognise("SR-08", "S1")                                 // 30: yellow
		yellow := c.Open("S1", "yellow").Number
		c.Publish(yellow)
		c.Enact(june(t, "at: 20 points", "at: 25 points"))
		d := c.At("2026-06-08 09:00").Object(first + "-1")
		same(t, "the dispute's pack is another", c.Case(d).PackHash == c.Case(yellow).PackHash, false)
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		score(t, c, "S1", "2026", 20, 20)
		same(t, "yellow", c.Listing(yellow).State, "published")
	})
}

// The other way round: new cases need less, yet what the old listing rested on is gone by
// its own measure. The total reaches the new pack's yellow, which is proposed as the new
// crossing it is.
func TestANewCrossingIsJudgedByTheDecidingPack(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00").Recognise("GH-05", "S1")           // 10
		second := c.At("2026-03-03 09:00").Recognise("ZT-03", "S1") // 20: yellow
		yellow := c.Open("S1", "yellow").Number
		c.Publish(yellow)
		c.Enact(june(t, "at: 20 points", "at: 8 points"))
		d := c.At("2026-06-08 09:00").Object(second + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		ended(t, c, yellow, "annulled")
		again := c.Open("S1", "yellow")
		same(t, "proposed at", again.Total, 10)
		same(t, "by the deciding pack", c.Case(again.Number).PackHash, c.Case(d).PackHash)
	})
}

// "Too early" is said with the listing's own dates and its own pack's words.
func TestTooEarlyIsCountedByTheListingsPack(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
	c.Enact(june(t, "repair_after: 6 months", "repair_after: 9 months"))
	c.At("2026-08-03 09:00")
	_, err := c.TryApply(n)
	p := c.Problem(err, "repair.too_early")
	same(t, "earliest", p.Fields[0].Earliest, "2026-09-03")
	same(t, "says", p.Detail, "黄名单公布满6个月后方可申请修复：公布于2026年3月2日，2026年9月2日届满，自2026年9月3日起可以申请。")
	same(t, "rule", p.Rule.Pack, "jining 2026.1")
	c.At("2026-09-03 00:00").Apply(n)
}

// A list that only the later pack knows brings its own terms to an older proposal.
func TestALaterPacksListUnderAnOlderProposal(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00").Recognise("SR-10", "S1")
		black := c.Open("S1", "black").Number
		c.Enact(june(t, "  black:  {name", "  orange: {name: 橙名单, at: 30 points, repair_after: 9 months, ends_after: 2 years, article: 示例}\n  black:  {name",
			"    black:\n", "    orange:\n      - {office: leading_group, within: 2 working_days, warn: 1 working_day, article: 示例}\n    black:\n"))
		c.At("2027-01-11 09:00").Recognise("GH-07", "S1") // 30 in the new year: orange
		same(t, "grounds", len(c.Grounds(black)), 2)
		c.At("2027-01-12 09:00").Publish(black)
		l := c.Listing(black)
		at(t, "opens with black's year", l.OpensAt, "2028-01-13 00:00:00")
		at(t, "ends with black's three", l.EndsAt, "2030-01-12 23:59:59")
		for _, g := range c.Grounds(black) {
			if g.List == "orange" {
				at(t, "orange opens", g.OpensAt, "2027-10-13 00:00:00")
			}
		}
	})
}
