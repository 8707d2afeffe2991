package paths

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// confirmed reports that the document behind a case's recognition was revoked, and has it
// confirmed the same day; it gives the revocation.
func confirmed(c *timeline.City, violation, ground string) string {
	c.T.Helper()
	x := c.Revoked(c.Recognition(violation).FoundingNo, ground)
	c.Move(x, "confirmation", "confirmed")
	return x
}

// Whatever ground it has, a confirmed revocation reverses points and listing, off the
// public page in the same moment (行政处罚法 48).
func TestRevocationPaths(t *testing.T) {
	for _, tc := range []struct {
		name, ground string
		legs         []leg
		outcome      string
		total        int
		state        string
	}{
		{"by review", "review", []leg{{"2026-06-09 09:00", "confirmation", "confirmed", nil}}, "reversed", 0, models.ListingAnnulled},
		{"by litigation", "litigation", []leg{{"2026-06-09 09:00", "confirmation", "confirmed", nil}}, "reversed", 0, models.ListingAnnulled},
		{"by the authority itself", "self_correction", []leg{{"2026-06-09 09:00", "confirmation", "confirmed", nil}}, "reversed", 0, models.ListingAnnulled},
		{"months later", "review", []leg{{"2026-12-07 09:00", "confirmation", "confirmed", nil}}, "reversed", 0, models.ListingAnnulled},
		{"not revoked", "review", []leg{{"2026-06-09 09:00", "confirmation", "not_revoked", nil}}, "not_revoked", 20, models.ListingPublished},
		{"withdrawn", "review", []leg{{"2026-06-09 09:00", "", "withdrawn", nil}}, "withdrawn", 20, models.ListingPublished},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
				v := c.Case(n).Target
				x := c.At("2026-06-08 09:00").Revoked(c.Recognition(v).FoundingNo, tc.ground)
				due(t, c.Task(x, "confirmation"), "2026-06-09 23:59:59")
				walk(t, c, x, tc.legs)
				score(t, c, "S1", "2026", tc.total, tc.total)
				same(t, "listing", c.Listing(n).State, tc.state)
				same(t, "public", c.Public(n).WithdrawnAt == 0, tc.state == models.ListingPublished)
				if tc.state == models.ListingAnnulled {
					at(t, "off the page", c.Public(n).WithdrawnAt, tc.legs[0].at)
				}
				afterwards(t, c, x, tc.outcome)
			})
		})
	}
}

// Who reported a revocation does not confirm it; overdue, the supervisors hear of it.
func TestRevocationIsConfirmedByAnother(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
	x := c.At("2026-06-08 09:00").Revoked(c.Recognition(c.Case(n).Target).FoundingNo, "review")
	both := c.Holding(c.As(policy.Handler, timeline.Bureau, 4), policy.Approver, timeline.Bureau)
	c.RefusedTo(both, "duty.own_report", x, "confirmation", "confirmed")
	c.At("2026-06-10 00:00")
	same(t, "supervisors told", reminded(c, x), 1)
}

// It reaches a matter at any point: proposed, noticed, decided, listed but not public,
// disputed, under repair, repaired, expired. What was open ends; what was over says so.
func TestRevocationFindsTheMatterAnywhere(t *testing.T) {
	t.Run("proposed", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			n := notified(c, "SR-06", "S1")
			confirmed(c.At("2026-03-16 09:00"), n, "review")
			ended(t, c, n, "founding_revoked")
			same(t, "recognition", c.Recognition(n).State, models.RecognitionReversed)
			score(t, c, "S1", "2026", 0, 0)
		})
	})
	t.Run("decided, not served", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			c.Company("S1")
			n := decided(c, "2026-03-02 09:00", "SR-08", "S1")
			confirmed(c.At("2026-03-03 09:00"), n, "review")
			ended(t, c, n, "founding_revoked")
			score(t, c, "S1", "2026", 0, 0)
		})
	})
	t.Run("one of two subjects", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			n := notified(c, "SR-06", "S1", "S2")
			x := c.At("2026-03-16 09:00").Revoked(c.Recognition(n, 1).FoundingNo, "review")
			c.Move(x, "confirmation", "confirmed") // both rest on one document here
			ended(t, c, n, "founding_revoked")
			same(t, "the second", c.Recognition(n, 2).State, models.RecognitionReversed)
		})
	})
	t.Run("listing proposed", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			c.Company("S1")
			n := c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
			l := c.Open("S1", "yellow").Number
			confirmed(c.At("2026-03-03 09:00"), n, "review")
			ended(t, c, l, "dropped")
			same(t, "listing", c.Listing(l).State, models.ListingDropped)
		})
	})
	t.Run("disputed and under repair", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			r, n := applied(c)
			d := c.Object(n)
			e := c.Object(c.Case(n).Target + "-1")
			confirmed(c.At("2026-09-08 09:00"), c.Case(n).Target, "litigation")
			ended(t, c, n, "annulled")
			ended(t, c, r, "listing_ended")
			ended(t, c, d, "entry_ended")
			ended(t, c, e, "entry_ended")
			same(t, "disputed mark", c.Public(n).Disputed, false)
		})
	})
	t.Run("repaired", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			r, n := applied(c)
			c.Repair(r)
			x := confirmed(c.At("2026-10-12 09:00"), c.Case(n).Target, "review")
			score(t, c, "S1", "2026", 0, 0)
			same(t, "listing", c.Listing(n).State, models.ListingRepaired)
			told(t, c, n, "changed_by_other", x, "ground_reversed")
		})
	})
	t.Run("expired", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
			x := confirmed(c.At("2027-03-15 09:00"), c.Case(n).Target, "review")
			score(t, c, "S1", "2026", 0, 0)
			same(t, "listing", c.Listing(n).State, models.ListingExpired)
			told(t, c, n, "changed_by_other", x, "ground_reversed")
		})
	})
	t.Run("black over yellow", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			yellow, black, second := yellowThenBlack(c)
			confirmed(c.At("2026-07-06 09:00"), second, "review")
			ended(t, c, black, "annulled")
			same(t, "yellow", c.Listing(yellow).State, models.ListingPublished)
			confirmed(c.At("2026-08-03 09:00"), c.Case(yellow).Target, "review")
			ended(t, c, yellow, "annulled")
			score(t, c, "S1", "2026", 0, 0)
		})
	})
	t.Run("yellow's document first, under black", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			yellow, black, _ := yellowThenBlack(c)
			confirmed(c.At("2026-07-06 09:00"), c.Case(yellow).Target, "review")
			ended(t, c, black, "annulled") // twenty are left
			score(t, c, "S1", "2026", 20, 20)
			same(t, "somewhere on yellow", c.Open("S1", "yellow").Number != "", true)
		})
	})
}

// Nothing rests on a document that was reversed already, or that nobody knows; pending
// litigation is no ground.
func TestRevocationOfNothing(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	c.Company("S1")
	n := c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
	confirmed(c.At("2026-03-09 09:00"), n, "review")
	for document, code := range map[string]string{c.Recognition(n).FoundingNo: "revocation.nothing", "无此文号": "revocation.nothing"} {
		_, err := c.ReportRevocation(context.Background(), c.As(policy.Handler, timeline.Bureau, 4), cases.NewRevocation{
			Organization: "jining/" + timeline.Bureau, Document: document, RevokedBy: "济宁市人民政府", Ground: "review", Decision: "济政复决字〔2026〕9号", RevokedAt: c.Clock() - 1, Evidence: timeline.Paper,
		}, "")
		c.Problem(err, code)
	}
	_, err := c.ReportRevocation(context.Background(), c.As(policy.Handler, timeline.Bureau, 4), cases.NewRevocation{
		Organization: "jining/" + timeline.Bureau, Document: "x", RevokedBy: "济宁市人民政府", Ground: "pending_litigation", Decision: "x", RevokedAt: c.Clock() - 1,
	}, "")
	c.Problem(err, "revocation.ground")
}
