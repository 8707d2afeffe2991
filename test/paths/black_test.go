package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// yellowThenBlack publishes yellow on 2 March and black on 1 June; it gives both and
// the case whose points led to black.
func yellowThenBlack(c *timeline.City) (yellow, black, second string) {
	c.T.Helper()
	yellow = publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
	second = c.At("2026-06-01 09:00").Recognise("HG-07", "S1")
	black = c.Open("S1", "black").Number
	c.Publish(black)
	return yellow, black, second
}

// Black replaces yellow with its decision, not with its proposal, and runs a clock of
// its own.
func TestBlackReplacesYellow(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
		c.At("2026-06-01 09:00").Recognise("HG-07", "S1")
		black := c.Open("S1", "black").Number
		same(t, "yellow while black is proposed", c.Listing(yellow).State, models.ListingPublished)
		c.At("2026-06-02 10:00").Move(black, "approval", "approved")
		ended(t, c, yellow, "superseded")
		same(t, "yellow", c.Listing(yellow).State, models.ListingSuperseded)
		at(t, "yellow off the page", c.Public(yellow).WithdrawnAt, "2026-06-02 10:00")
		same(t, "black replaced", c.Listing(black).Supersedes, yellow)
		c.At("2026-06-03 10:00").Move(black, "service", "served", timeline.Direct)
		c.Move(black, "publication", "published")
		at(t, "black opens", c.Listing(black).OpensAt, "2027-06-04 00:00:00")
		at(t, "black ends", c.Listing(black).EndsAt, "2029-06-02 23:59:59")
		c.At("2027-03-01 09:00") // yellow's own maximum came and went
		same(t, "yellow", c.Listing(yellow).State, models.ListingSuperseded)
	})
}

// A yellow listing still under way when black is decided is absorbed where it stands.
func TestBlackAbsorbsAYellowProposal(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow := proposedAlone(c, "S1").Number
		c.At("2026-03-30 09:00").Recognise("HG-07", "S1")
		black := c.Open("S1", "black").Number
		c.At("2026-03-31 09:00").Publish(black)
		ended(t, c, yellow, "superseded")
		same(t, "waits for", c.Waiting(yellow), "")
	})
}

// Black annulled, yellow comes back with its original dates and goes on where it stood.
func TestAnnulledBlackRevivesYellow(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow, black, _ := yellowThenBlack(c)
		before := c.Listing(yellow)
		d := c.At("2026-06-08 09:00").Object(black)
		c.Move(d, "acceptance", "accepted")
		c.At("2026-06-09 09:00").Move(d, "investigation", "upheld")
		ended(t, c, black, "annulled")
		after := c.Listing(yellow)
		same(t, "yellow", after.State, models.ListingPublished)
		same(t, "decided", after.DecidedAt, before.DecidedAt)
		same(t, "published", after.PublishedAt, before.PublishedAt)
		same(t, "opens", after.OpensAt, before.OpensAt)
		same(t, "ends", after.EndsAt, before.EndsAt)
		same(t, "public", c.Public(yellow).WithdrawnAt, 0)
		same(t, "its case", c.Case(yellow).Stage, "published")
		c.At("2026-09-03 00:00")
		same(t, "its case", c.Case(yellow).Stage, "repairable")
		c.At("2027-02-28 00:00")
		ended(t, c, yellow, "expired")
	})
}

// Black annulled after yellow would have ended: yellow revives into its end, in the
// same moment.
func TestAnnulledBlackFindsYellowExpired(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow, black, _ := yellowThenBlack(c)
		d := c.At("2027-03-01 09:00").Object(black)
		c.Move(d, "acceptance", "accepted")
		c.At("2027-03-02 09:00").Move(d, "investigation", "upheld")
		ended(t, c, black, "annulled")
		ended(t, c, yellow, "expired")
		same(t, "yellow", c.Listing(yellow).State, models.ListingExpired)
		at(t, "off the page", c.Public(yellow).WithdrawnAt, "2027-03-02 09:00")
		c.At("2027-12-01 09:00")
		same(t, "yellow stays so", c.Listing(yellow).State, models.ListingExpired)
	})
}

// A repaired black never falls back to yellow.
func TestRepairedBlackDoesNotFallBackToYellow(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow, black, _ := yellowThenBlack(c)
		r := c.At("2027-06-02 09:00").Apply(black)
		c.Repair(r)
		ended(t, c, r, "repaired")
		ended(t, c, black, "repaired")
		same(t, "yellow", c.Listing(yellow).State, models.ListingSuperseded)
		score(t, c, "S1", "2026", 40, 0)
	})
}

// More points while on black add nothing to black; a new year's twenty adds a ground
// with yellow's terms to it.
func TestNewYellowCrossingWhileOnBlackAddsItsGroundThere(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
		c.At("2026-05-06 09:00").Recognise("SR-08", "S1")
		score(t, c, "S1", "2026", 60, 60)
		same(t, "grounds", len(c.Grounds(n)), 1)
		c.At("2027-01-20 09:00").Recognise("HG-07", "S1")
		same(t, "yellow beside black", c.Open("S1", "yellow").Number, "")
		same(t, "grounds", len(c.Grounds(n)), 2)
		l := c.Listing(n)
		at(t, "opens with the later minimum, yellow's six months", l.OpensAt, "2027-07-21 00:00:00")
		at(t, "ends with the later maximum, black's own", l.EndsAt, "2029-02-27 23:59:59")
	})
}
