package paths

import (
	"testing"

	"chengxin/test/timeline"
)

// decided brings a behaviour to a decision of an afternoon that waits to be served.
func decided(c *timeline.City, moment, behaviour, subject string) string {
	c.T.Helper()
	c.At(moment)
	n := c.Report(behaviour, subject)
	c.ToRecognition(n)
	c.Move(n, "recognition", "proposed", c.Proposal(behaviour, subject))
	c.ToReview(n)
	c.ToService(n)
	return n
}

// Points belong to the natural year in which their decision was served (JN-4): decided
// on New Year's Eve and served in January, they are January's.
func TestPointsBelongToTheYearOfService(t *testing.T) {
	for _, tc := range []struct{ name, recorded, served, cycle string }{
		{"served on the last evening", "2026-12-31 23:30", "2026-12-31 23:00", "2026"},
		{"served on New Year's Day, recorded later", "2027-01-04 09:00", "2027-01-01 00:00", "2027"},
		{"served on 2 January", "2027-01-02 10:00", "2027-01-02 10:00", "2027"},
		{"served on the last second of the year, recorded later", "2027-01-04 09:00", "2026-12-31 23:59:59", "2026"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				c.Company("S1")
				n := decided(c, "2026-12-31 15:00", "SR-06", "S1")
				c.At(tc.recorded).Move(n, "service", "served", c.ServedOn(tc.served))
				score(t, c, "S1", tc.cycle, 8, 8)
				at(t, "points count from", c.Recognition(n).EffectiveAt, tc.served)
			})
		})
	}
}

// Twelve points in one year and twelve in the next are no twenty.
func TestCyclesDoNotAddUp(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		for _, moment := range []string{"2026-12-28 09:00", "2026-12-29 09:00", "2027-01-05 09:00", "2027-01-06 09:00"} {
			n := decided(c, moment, "YL-06", "S1") // 8
			c.Move(n, "service", "served", timeline.Direct)
		}
		score(t, c, "S1", "2026", 16, 16)
		score(t, c, "S1", "2027", 16, 16)
		if l := c.Open("S1", "yellow"); l.Number != "" {
			t.Errorf("sixteen and sixteen led to %s", l.Number)
		}
	})
}

// A decision is served neither in the future nor before it was issued, and by a method
// the law knows.
func TestServiceDates(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		n := decided(c, "2026-03-16 15:00", "SR-06", "S1")
		c.At("2026-03-18 09:00")
		p := c.Refused("service.future", n, "service", "served", c.ServedOn("2026-03-18 09:01"))
		same(t, "says", p.Detail, "送达日期2026年3月18日09:01:00尚未到来。")
		p = c.Refused("service.before_issue", n, "service", "served", c.ServedOn("2026-03-16 14:59"))
		same(t, "says", p.Detail, "《失信行为认定决定书》于2026年3月16日15:00:00作出，送达不能早于该时间。")
		c.Refused("service.method", n, "service", "served")
		c.Refused("service.method", n, "service", "served", map[string]any{"method": "pigeon"})
		c.Refused("decision.details", n, "service", "served", map[string]any{"method": "direct", "served_at": "yesterday"})
		c.Move(n, "service", "served", c.ServedOn("2026-03-17 08:30"))
		at(t, "points count from", c.Recognition(n).EffectiveAt, "2026-03-17 08:30")
	})
}
