package paths

import (
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// objected is a recognition of 20 points in force since 1 September 2026, and an objection
// received on Thursday 24 September; 25 to 27 September and 1 to 7 October are off.
func objected(c *timeline.City) (dispute, violation string) {
	c.T.Helper()
	c.Company("S1")
	violation = c.At("2026-09-01 09:00").Recognise("SR-08", "S1")
	return c.At("2026-09-24 10:00").Object(violation + "-1"), violation
}

// The three working days run from the day after receipt of a complete application (JN-7).
func TestDisputeIsDueAfterThreeWorkingDays(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	d, _ := objected(c)
	at(t, "whole case", c.Case(d).DueAt, "2026-09-30 23:59:59")
	due(t, c.Task(d, "acceptance"), "2026-09-28 23:59:59")
	c.At("2026-09-24 11:00").Move(d, "acceptance", "accepted")
	k := c.Deadline(d, "investigation")
	same(t, "because", k.Because, "自2026年9月24日收到完整材料之次日起3个工作日:9月28日、29日、30日;9月25日至27日中秋节放假")
}

// Every way of an objection to a recognition in force.
func TestDisputePaths(t *testing.T) {
	accepted := leg{"2026-09-24 11:00", "acceptance", "accepted", nil}
	for _, tc := range []struct {
		name    string
		legs    []leg
		outcome string
		total   int
		replies int
	}{
		{"rejected", []leg{accepted, {"2026-09-28 09:00", "investigation", "rejected", nil}}, "rejected", 20, 1},
		{"upheld", []leg{accepted, {"2026-09-28 09:00", "investigation", "upheld", nil}}, "upheld", 0, 1},
		{"partly upheld", []leg{accepted, {"2026-09-28 09:00", "investigation", "partly_upheld", map[string]any{"points": 5, "behaviour": "SR-01"}}}, "partly_upheld", 5, 1},
		{"another authority's penalty", []leg{{"2026-09-24 11:00", "acceptance", "referred", map[string]any{"authority": "某行政机关", "address": "某路1号"}}}, "referred", 20, 1},
		{"not ours", []leg{{"2026-09-24 11:00", "acceptance", "not_ours", nil}}, "not_ours", 20, 1},
		{"never supplemented", []leg{{"2026-09-24 11:00", "acceptance", "incomplete", nil}, {"2026-10-20 12:00", "", "", nil}}, "abandoned", 20, 0},
		{"supplemented, upheld", []leg{
			{"2026-09-24 11:00", "acceptance", "incomplete", nil},
			{"2026-09-29 09:00", "supplement", "supplied", nil},
			{"2026-09-29 10:00", "acceptance", "accepted", nil},
			{"2026-10-08 09:00", "investigation", "upheld", nil},
		}, "upheld", 0, 1},
		{"supplemented, not ours after all", []leg{
			{"2026-09-24 11:00", "acceptance", "incomplete", nil}, {"2026-09-29 09:00", "supplement", "supplied", nil}, {"2026-09-29 10:00", "acceptance", "not_ours", nil},
		}, "not_ours", 20, 1},
		{"withdrawn on receipt", []leg{{"2026-09-24 11:00", "", "withdrawn", nil}}, "withdrawn", 20, 0},
		{"withdrawn while supplementing", []leg{{"2026-09-24 11:00", "acceptance", "incomplete", nil}, {"2026-09-28 11:00", "", "withdrawn", nil}}, "withdrawn", 20, 0},
		{"withdrawn while investigated", []leg{accepted, {"2026-09-28 11:00", "", "withdrawn", nil}}, "withdrawn", 20, 0},
		{"decided months late", []leg{accepted, {"2027-02-08 09:00", "investigation", "upheld", nil}}, "upheld", 0, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				d, v := objected(c)
				walk(t, c, d, tc.legs)
				same(t, "replies", len(c.Documents(d, activities.DisputeReply))+len(c.Documents(d, activities.NotAccepted)), tc.replies)
				same(t, "recognition stands", c.Recognition(v).State == models.RecognitionEffective, tc.total > 0)
				same(t, "still on its way to yellow", c.Open("S1", "yellow").Number != "", tc.total >= 20)
				afterwards(t, c, d, tc.outcome)
				total, _ := c.Score("S1", "2026")
				same(t, "total", total, tc.total)
			})
		})
	}
}

// A supplement asked for within the working day moves the clock's start to completion; a
// late notice leaves it running from first receipt; a second notice is refused (补正).
func TestSupplementMovesTheClockOnce(t *testing.T) {
	for _, tc := range []struct{ name, asked, supplied, due, acceptance string }{
		{"in time", "2026-09-24 16:00", "2026-09-29 09:00", "2026-10-09 23:59:59", "2026-09-30 23:59:59"},
		{"in its last second", "2026-09-28 23:59:59", "2026-09-29 09:00", "2026-10-09 23:59:59", "2026-09-30 23:59:59"},
		{"late", "2026-09-29 09:00", "2026-09-29 15:00", "2026-09-30 23:59:59", "2026-09-28 23:59:59"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				d, _ := objected(c)
				c.At(tc.asked).Move(d, "acceptance", "incomplete")
				c.At(tc.supplied).Move(d, "supplement", "supplied")
				at(t, "whole case", c.Case(d).DueAt, tc.due)
				due(t, c.Task(d, "acceptance"), tc.acceptance)
				c.Refused("dispute.supplement_once", d, "acceptance", "incomplete")
			})
		})
	}
}

// A referral names the other authority and where to find it.
func TestReferralNamesTheAuthority(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	d, _ := objected(c)
	c.Refused("dispute.referral", d, "acceptance", "referred")
	c.Refused("dispute.referral", d, "acceptance", "referred", map[string]any{"authority": "某行政机关"})
	c.Refused("decision.details", d, "acceptance", "referred", map[string]any{"authority": 7})
}

// Nobody investigates what they decided, proposed or co-signed.
func TestNobodyInvestigatesTheirOwnDecision(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	d, _ := objected(c)
	c.Move(d, "acceptance", "accepted")
	for _, n := range []int{1, 2} {
		c.RefusedTo(c.As(policy.Handler, timeline.Bureau, n), "duty.own_decision", d, "investigation", "rejected")
	}
	c.Move(d, "investigation", "rejected")
}

// Overdue: the supervisors hear when the last second is over, and again each working day,
// not on the days off of National Day (NX-4).
func TestOverdueDisputeReachesTheSupervisor(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		d, _ := objected(c)
		c.At("2026-09-24 11:00").Move(d, "acceptance", "accepted")
		for _, told := range []struct {
			at    string
			times int
		}{
			{"2026-09-30 23:59:59", 0},
			{"2026-10-01 00:00:00", 1},
			{"2026-10-07 23:00", 1},
			{"2026-10-08 09:01", 2},
			{"2026-10-09 09:01", 3},
			{"2026-10-10 09:01", 4}, // a make-up working day
		} {
			c.At(told.at)
			same(t, "overdue notices at "+told.at, reminded(c, d), told.times)
		}
		c.At("2026-10-10 10:00").Move(d, "investigation", "rejected")
		c.At("2026-10-20 10:00")
		same(t, "overdue notices after the end", reminded(c, d), 4)
		ended(t, c, d, "rejected")
	})
}

// reminded counts how often the supervisors were told that a case is overdue.
func reminded(c *timeline.City, number string) (n int) {
	c.T.Helper()
	for _, m := range c.Notices(number, "overdue") {
		if m.Role == string(policy.Supervisor) {
			n++
		}
	}
	return n
}

// Of a listing: annulled with all that hung on it, or left; never in part.
func TestDisputeOfAListing(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		r, n := applied(c)
		d := c.Object(n)
		_, err := c.TryObject(n)
		c.Problem(err, "dispute.already_open")
		c.Move(d, "acceptance", "accepted")
		c.Refused("dispute.not_partly", d, "investigation", "partly_upheld", map[string]any{"points": 5})
		c.Move(d, "investigation", "upheld")
		ended(t, c, n, "annulled")
		ended(t, c, r, "listing_ended")
		score(t, c, "S1", "2026", 20, 20) // the points were not disputed
		_, err = c.TryObject(n)
		c.Problem(err, "dispute.ended")
	})
}
