package paths

import (
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/test/timeline"
)

// proposedAlone brings a subject to exactly 20 by two cases of ten whose notices were
// served while the total was nought: the listing needs notice and hearing of its own.
// The second is served on Thursday 26 March.
func proposedAlone(c *timeline.City, subject string) models.Listing {
	c.T.Helper()
	c.Company(subject)
	first := decided(c, "2026-03-24 09:00", "GH-05", subject)
	second := decided(c, "2026-03-25 09:00", "ZT-03", subject)
	c.At("2026-03-26 09:00").Move(first, "service", "served", timeline.Direct)
	c.Move(second, "service", "served", timeline.Direct)
	return c.Open(subject, "yellow")
}

// The recognition's own notice announced list and total: the listing skips both notice
// and statement.
func TestListingCoveredByTheRecognitionsNotice(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-02-26 09:00").Recognise("SR-08", "S1")
		l := c.Open("S1", "yellow")
		same(t, "number", l.Number, "370800-L-2026-000001")
		same(t, "covered", l.NoticeCovered, true)
		same(t, "state", l.State, models.ListingProposed)
		same(t, "waits for", c.Waiting(l.Number), "approval")
		same(t, "the task is", c.Task(l.Number, "approval").OrganizationID, "jining/city_bureau")
		c.At("2026-02-27 10:00").Move(l.Number, "approval", "approved")
		same(t, "stage", c.Case(l.Number).Stage, "decided")
		same(t, "slot", c.Listing(l.Number).Slot, "active")
		due(t, c.Task(l.Number, "service"), "2026-03-09 23:59:59") // 28 February is worked
		c.At("2026-02-28 10:00").Move(l.Number, "service", "served", timeline.Direct)
		same(t, "public before publication", c.Public(l.Number).Code, "")
		c.At("2026-03-02 11:00").Move(l.Number, "publication", "published")
		same(t, "stage", c.Case(l.Number).Stage, "published")
		shown := c.Public(l.Number)
		same(t, "public name", shown.Name, "示例企业S1")
		same(t, "public reason", shown.Reason, "2026年度累计扣分20分，达到黄名单标准（20分）")
		at(t, "public from", shown.PublishedAt, "2026-03-02 11:00")
		same(t, "decisions", len(c.Documents(l.Number, activities.ListingDecision)), 1)
		same(t, "notices", len(c.Documents(l.Number, activities.ListingNotice)), 0)
	})
}

func TestListingWithNoticeAndHearingOfItsOwn(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		l := proposedAlone(c, "S1")
		same(t, "total", l.Total, 20)
		same(t, "covered", l.NoticeCovered, false)
		due(t, c.Task(l.Number, "notice"), "2026-03-31 23:59:59")
		c.At("2026-03-27 09:00").Move(l.Number, "notice", "served", timeline.Direct)
		due(t, c.Task(l.Number, "statement"), "2026-04-03 23:59:59")
		c.At("2026-04-04 00:00")
		same(t, "waits for", c.Waiting(l.Number), "approval") // nobody spoke: nothing to review
		c.At("2026-04-07 09:00").Move(l.Number, "approval", "approved")
		c.Move(l.Number, "service", "served", timeline.Direct)
		c.Move(l.Number, "publication", "published")
		same(t, "state", c.Listing(l.Number).State, models.ListingPublished)
		same(t, "notices", len(c.Documents(l.Number, activities.ListingNotice)), 1)
	})
}

func TestListingDroppedOnWhatTheSubjectSaid(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		l := proposedAlone(c, "S1")
		c.At("2026-03-27 09:00").Move(l.Number, "notice", "served", timeline.Direct)
		c.At("2026-03-30 09:00").Move(l.Number, "statement", "stated")
		same(t, "waits for", c.Waiting(l.Number), "review")
		c.At("2026-03-31 09:00").Move(l.Number, "review", "dropped")
		ended(t, c, l.Number, "dropped")
		same(t, "state", c.Listing(l.Number).State, models.ListingDropped)
		score(t, c, "S1", "2026", 20, 20) // the points stand
	})
}

func TestListingNotApproved(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		l := proposedAlone(c, "S1")
		c.At("2026-03-27 09:00").Move(l.Number, "notice", "served", timeline.Direct)
		c.Move(l.Number, "statement", "none")
		c.At("2026-03-30 09:00").Move(l.Number, "approval", "refused")
		ended(t, c, l.Number, "dropped")
		same(t, "state", c.Listing(l.Number).State, models.ListingDropped)
		same(t, "public", c.Public(l.Number).Code, "")
	})
}

// 退回 leads back to a step that was taken. Without a statement there was no review to
// go back to: the approver is told so, and decides.
func TestListingIsSentBackToTheReviewThereWas(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		heard, silent := proposedAlone(c, "S1").Number, ""
		c.Company("S2")
		c.At("2026-03-27 09:00").Recognise("SR-08", "S2")
		silent = c.Open("S2", "yellow").Number

		c.Move(heard, "notice", "served", timeline.Direct)
		c.Move(heard, "statement", "stated")
		c.Move(heard, "review", "maintained")
		c.At("2026-03-30 09:00").Send(heard, "approval", "review")
		same(t, "waits for", c.Waiting(heard), "review")
		c.Move(heard, "review", "maintained")
		c.Move(heard, "approval", "approved")

		p := c.Problem(c.TrySend(silent, "approval", "review"), "task.no_such_return")
		same(t, "says", p.Detail, "“列入审批”不能退回到“review”：规则不允许，或者本案未经过该环节。")
		c.Move(silent, "approval", "approved")
	})
}

// Exactly 20 and exactly 40 are on the list; one point less is not (JN-5).
func TestThresholdsAreReachedExactly(t *testing.T) {
	for _, tc := range []struct {
		name       string
		behaviours []string
		list       string
		total      int
	}{
		{"19", []string{"SR-06", "SR-06", "SR-02"}, "", 19},
		{"20 by two tens", []string{"GH-05", "ZT-03"}, "yellow", 20},
		{"20 at once", []string{"SR-08"}, "yellow", 20},
		{"38: yellow from the first", []string{"GH-07", "SR-06"}, "yellow", 30},
		{"40 at once, past yellow", []string{"SR-10"}, "black", 40},
		{"40 by two twenties", []string{"SR-08", "HG-07"}, "black", 40},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				c.Company("S1")
				c.At("2026-03-02 09:00")
				for _, b := range tc.behaviours {
					c.Recognise(b, "S1")
				}
				if tc.list == "" {
					score(t, c, "S1", "2026", tc.total, tc.total)
					same(t, "yellow", c.Open("S1", "yellow").Number, "")
					return
				}
				l := c.Open("S1", tc.list)
				same(t, "proposed at", l.Total, tc.total)
				same(t, "state", l.State, models.ListingProposed)
			})
		})
	}
}

// A natural person is listed in the file and shown to nobody (个人信息保护法; domain 9).
func TestNaturalPersonsAreNotPublished(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Person("P1", "1980-05-01")
		c.At("2026-03-02 09:00")
		n := c.Listed("P1")
		same(t, "state", c.Listing(n).State, models.ListingPublished)
		same(t, "public", c.Public(n).ListingNumber, "")
		c.At("2026-09-03 00:00")
		same(t, "open to repair all the same", c.Case(n).Stage, "repairable")
	})
}
