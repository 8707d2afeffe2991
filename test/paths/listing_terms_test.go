package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// publishedOn decides a listing of S1 on one day and publishes it on another.
func publishedOn(c *timeline.City, behaviour, list, decided, published string) string {
	c.T.Helper()
	c.Company("S1")
	c.At(decided).Recognise(behaviour, "S1")
	n := c.Open("S1", list).Number
	c.Move(n, "approval", "approved")
	c.Move(n, "service", "served", timeline.Direct)
	c.At(published).Move(n, "publication", "published")
	return n
}

// The minimum is full at the end of its last day, whatever day that is; repair opens
// with the first second after it (JN-8).
func TestMinimumIsFullExactly(t *testing.T) {
	for _, tc := range []struct{ name, behaviour, list, decided, published, full, opens string }{
		{"yellow, six months", "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00", "2026-09-02 23:59:59", "2026-09-03 00:00:00"},
		{"black, one year", "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00", "2027-03-02 23:59:59", "2027-03-03 00:00:00"},
		{"opening on a holiday does not move", "SR-08", "yellow", "2026-02-27 10:00", "2026-03-25 08:00", "2026-09-25 23:59:59", "2026-09-26 00:00:00"},
		{"the end of August clips to the end of February", "SR-08", "yellow", "2026-08-28 10:00", "2026-08-31 23:00", "2027-02-28 23:59:59", "2027-03-01 00:00:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := publishedOn(c, tc.behaviour, tc.list, tc.decided, tc.published)
				at(t, "opens", c.Listing(n).OpensAt, tc.opens)
				c.At(tc.full)
				same(t, "stage on the last second", c.Case(n).Stage, "published")
				_, err := c.TryApply(n)
				p := c.Problem(err, "repair.too_early")
				same(t, "earliest", p.Fields[0].Earliest, tc.opens[:10])
				c.At(tc.opens)
				same(t, "stage", c.Case(n).Stage, "repairable")
				c.Apply(n)
			})
		})
	}
}

func TestTooEarlySaysHowItWasCounted(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
	c.At("2026-10-09 09:00")
	_, err := c.TryApply(n)
	p := c.Problem(err, "repair.too_early")
	same(t, "says", p.Detail, "黑名单公布满1年后方可申请修复：公布于2026年3月2日，2027年3月2日届满，自2027年3月3日起可以申请。")
}

// At its maximum, counted from the deciding document, a listing ends by itself; its
// public entry goes with it.
func TestMaximumEndsTheListing(t *testing.T) {
	for _, tc := range []struct{ name, behaviour, list, end, over string }{
		{"yellow, one year", "SR-08", "yellow", "2027-02-27 23:59:59", "2027-02-28 00:00:00"},
		{"black, three years", "SR-10", "black", "2029-02-27 23:59:59", "2029-02-28 00:00:00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := publishedOn(c, tc.behaviour, tc.list, "2026-02-27 10:00", "2026-03-02 11:00")
				at(t, "public until", c.Public(n).EndsAt, tc.end)
				c.At(tc.end)
				same(t, "state in the last second", c.Listing(n).State, models.ListingPublished)
				c.At(tc.over)
				ended(t, c, n, "expired")
				l := c.Listing(n)
				same(t, "state", l.State, models.ListingExpired)
				at(t, "ended", l.EndedAt, tc.over)
				at(t, "off the public page", c.Public(n).WithdrawnAt, tc.over)
			})
		})
	}
}

// While nobody applies for repair, a repair case that runs at the maximum ends with the
// listing.
func TestMaximumEndsARunningRepair(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
		r := c.At("2027-02-26 16:00").Apply(n)
		c.At("2027-02-28 00:00")
		ended(t, c, n, "expired")
		ended(t, c, r, "listing_ended")
	})
}

// A new crossing in the next year while the listing is public adds a ground with a
// minimum and a maximum of its own; the listing is open when the last minimum is full.
func TestNewCrossingInTheNextCycleAddsAGround(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-08-03 10:00", "2026-08-05 11:00")
		at(t, "opens", c.Listing(n).OpensAt, "2027-02-06 00:00:00")
		at(t, "ends", c.Listing(n).EndsAt, "2027-08-03 23:59:59")

		c.At("2027-01-20 09:00").Recognise("HG-07", "S1")
		l := c.Listing(n)
		same(t, "another listing", c.Open("S1", "yellow").Number, n)
		same(t, "grounds", len(c.Grounds(n)), 2)
		at(t, "opens", l.OpensAt, "2027-07-21 00:00:00")
		at(t, "ends", l.EndsAt, "2028-01-20 23:59:59")
		at(t, "public until", c.Public(n).EndsAt, "2028-01-20 23:59:59")

		c.At("2027-02-06 00:00")
		same(t, "stage when the first minimum is full", c.Case(n).Stage, "published")
		_, err := c.TryApply(n)
		same(t, "earliest", c.Problem(err, "repair.too_early").Fields[0].Earliest, "2027-07-21")
		c.At("2027-08-03 23:59:59")
		same(t, "state at the first maximum", c.Listing(n).State, models.ListingPublished)
		same(t, "stage", c.Case(n).Stage, "repairable")
		c.At("2028-01-21 00:00")
		ended(t, c, n, "expired")
	})
}

// A listing already open to repair closes again for the new ground's minimum.
func TestNewCrossingClosesAnOpenListingAgain(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-08-03 10:00", "2026-08-05 11:00")
		c.At("2027-02-06 00:00")
		same(t, "stage", c.Case(n).Stage, "repairable")
		running := c.At("2027-03-09 09:00").Apply(n)
		c.Move(running, "acceptance", "accepted")
		c.Move(running, "verification", "corrected")
		c.At("2027-03-10 09:00").Recognise("HG-07", "S1")
		same(t, "stage", c.Case(n).Stage, "published")
		at(t, "opens", c.Listing(n).OpensAt, "2027-09-11 00:00:00")
		p := c.Refused("repair.too_early", running, "sign_off_leading_group", "signed")
		same(t, "earliest", p.Fields[0].Earliest, "2027-09-11")
		c.Move(running, "sign_off_leading_group", "refused")
		ended(t, c, running, "refused")
		c.At("2027-09-11 00:00")
		same(t, "stage", c.Case(n).Stage, "repairable")
	})
}
