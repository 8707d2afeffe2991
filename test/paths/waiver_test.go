package paths

import (
	"testing"

	"chengxin/test/timeline"
)

// A term that speaks for the subject by lapsing is the subject's: nobody ends it in its
// name before it is over, unless its written waiver is attached (行政处罚法 44, 45). Each
// case comes to the step on Friday 13 March 2026; the term ends with Friday 20 March.
func TestNobodyEndsTheSubjectsTermForIt(t *testing.T) {
	for _, tc := range []struct {
		name, step, lapse, after string
		bring                    func(c *timeline.City) string
	}{
		{"violation's statement", "statement", "none", "review", func(c *timeline.City) string { return notified(c, "SR-06", "S1") }},
		{"listing's statement", "statement", "none", "approval", func(c *timeline.City) string {
			c.Company("S1")
			first := decided(c, "2026-03-11 09:00", "GH-05", "S1")
			second := decided(c, "2026-03-12 09:00", "ZT-03", "S1")
			c.At("2026-03-13 09:00").Move(first, "service", "served", timeline.Direct)
			c.Move(second, "service", "served", timeline.Direct)
			n := c.Open("S1", "yellow").Number
			c.Move(n, "notice", "served", timeline.Direct)
			return n
		}},
		{"breach's statement", "statement", "none", "recognition", func(c *timeline.City) string {
			c.Company("S1")
			n := c.At("2026-03-13 09:00").Breached("S1")
			c.Move(n, "verification", "found")
			c.Move(n, "notice", "served", timeline.Direct)
			return n
		}},
		{"dispute's supplement", "supplement", "abandoned", "", func(c *timeline.City) string {
			n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
			d := c.At("2026-03-13 09:00").Object(n)
			c.Move(d, "acceptance", "incomplete")
			return d
		}},
		{"repair's supplement", "supplement", "abandoned", "", func(c *timeline.City) string {
			c.Company("S1")
			b := c.At("2026-03-02 09:00").Breached("S1")
			c.Move(b, "verification", "found")
			c.Move(b, "notice", "served", timeline.Direct)
			c.Move(b, "statement", "none")
			c.Move(b, "recognition", "recognised")
			r := c.At("2026-03-13 09:00").Apply(b)
			c.Move(r, "acceptance", "supplement")
			return r
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := tc.bring(c)
				due(t, c.Task(n, tc.step), "2026-03-20 23:59:59")
				p := c.Problem(c.TryBare(n, tc.step, tc.lapse), "statement.term_running")
				same(t, "says", p.Detail, "当事人可以在2026年3月20日23:59:59前行使权利,期满由系统自动处理。当事人书面放弃的,请附放弃声明。")
				same(t, "waits for", c.Waiting(n), tc.step)
				c.At("2026-03-20 23:59:59")
				c.Problem(c.TryBare(n, tc.step, tc.lapse), "statement.term_running") // the last second is the subject's
				c.At("2026-03-21 00:00")
				same(t, "waits for", c.Waiting(n), tc.after)
				same(t, "decided by", c.Tasks(n, tc.step)[0].DecidedBy, "system")
			})
			t.Run("with a waiver", func(t *testing.T) {
				c := timeline.New(t, timeline.Options{})
				n := tc.bring(c)
				c.Move(n, tc.step, tc.lapse)
				same(t, "waits for", c.Waiting(n), tc.after)
			})
		})
	}
}
