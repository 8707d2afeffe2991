package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// thirty puts S1 on yellow with 30 points, published on 2 March 2026, and gives the
// listing and the case of ten points that can be made lighter.
func thirty(c *timeline.City) (yellow, light string) {
	c.T.Helper()
	c.Company("S1")
	light = c.At("2026-03-02 09:00").Report("ZT-02", "S1")
	c.ToRecognition(light)
	c.Move(light, "recognition", "proposed", charged(c, "ZT-02", "S1", 10))
	c.ToReview(light)
	c.ToService(light)
	c.Move(light, "service", "served", timeline.Direct)
	c.Recognise("SR-08", "S1")
	yellow = c.Open("S1", "yellow").Number
	c.Publish(yellow)
	return yellow, light
}

// A partly upheld objection leaves fewer points, and the public reason says how many.
func TestThePublicReasonFollowsALighterDecision(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		yellow, light := thirty(c)
		same(t, "public reason", c.Public(yellow).Reason, "2026年度累计扣分30分，达到黄名单标准（20分）")
		d := c.At("2026-03-09 09:00").Object(light + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "partly_upheld", map[string]any{"points": 5})
		score(t, c, "S1", "2026", 25, 25)
		same(t, "total", c.Listing(yellow).Total, 25)
		same(t, "public reason", c.Public(yellow).Reason, "2026年度累计扣分25分，达到黄名单标准（20分）")
		same(t, "still disputed", c.Public(yellow).Disputed, false)
		told(t, c, light, "changed_by_other", d, "recognition_lightened", `"to":5`)
	})
}

// A later year's crossing is a ground of its own, and told with its own year and total;
// when the first is gone the reason is the second alone.
func TestThePublicReasonNamesEveryGround(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-08-03 10:00", "2026-08-05 11:00")
		first := c.Case(n).Target
		c.At("2027-01-20 09:00").Recognise("GH-07", "S1") // 30
		same(t, "total", c.Listing(n).Total, 30)
		same(t, "cycle", c.Listing(n).Cycle, "2027")
		same(t, "public reason", c.Public(n).Reason, "2026年度累计扣分20分，达到黄名单标准（20分）；2027年度累计扣分30分，达到黄名单标准（20分）")
		d := c.At("2027-02-22 09:00").Object(first + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		same(t, "state", c.Listing(n).State, models.ListingPublished)
		same(t, "public reason", c.Public(n).Reason, "2027年度累计扣分30分，达到黄名单标准（20分）")
	})
}

// What is left after a partly upheld objection is what the catalogue allows: a behaviour
// of fixed points becomes a lighter behaviour, or the objection is upheld or not.
func TestLighterPointsAreTheCatalogues(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		v := c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
		d := c.At("2026-03-09 09:00").Object(v + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Refused("points.out_of_range", d, "investigation", "partly_upheld", map[string]any{"points": 5})
		c.Refused("points.out_of_range", d, "investigation", "partly_upheld", map[string]any{"points": 7, "behaviour": "SR-06"})
		c.Refused("behaviour.unknown", d, "investigation", "partly_upheld", map[string]any{"points": 5, "behaviour": "XX-01"})
		c.Refused("dispute.points", d, "investigation", "partly_upheld", map[string]any{"points": 20})
		c.Move(d, "investigation", "partly_upheld", map[string]any{"points": 8, "behaviour": "SR-06"})
		r := c.Recognition(v)
		same(t, "behaviour", r.Behaviour, "SR-06")
		same(t, "grade", r.Grade, "general")
		same(t, "points", r.Points, 8)
		score(t, c, "S1", "2026", 8, 8)
		same(t, "yellow", c.Open("S1", "yellow").Number, "")
	})
}
