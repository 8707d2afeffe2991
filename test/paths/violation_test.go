package paths

import (
	"testing"

	"chengxin/activities"
	"chengxin/test/timeline"
)

// From a patrol's report in March to five points at the service of the decision
// (JN-3, JN-4; 行政处罚法 44, 45, 61).
func TestViolationToPoints(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-01", "S1")
		same(t, "stage", c.Case(n).Stage, "reported")
		due(t, c.Task(n, "filing"), "2026-03-09 23:59:59")
		c.At("2026-03-03 10:00").Move(n, "filing", "filed")
		due(t, c.Task(n, "dispatch"), "2026-03-04 23:59:59")
		c.At("2026-03-04 09:00").Move(n, "dispatch", "dispatched")
		due(t, c.Task(n, "handling"), "2026-03-18 23:59:59")
		c.At("2026-03-10 16:00").Move(n, "handling", "handled")
		due(t, c.Task(n, "verification"), "2026-03-12 23:59:59")
		c.At("2026-03-11 10:00").Move(n, "verification", "passed")
		due(t, c.Task(n, "recognition"), "2026-03-25 23:59:59")
		c.At("2026-03-12 10:00").Move(n, "recognition", "proposed", c.Proposal("SR-01", "S1"))
		c.At("2026-03-13 09:30").Move(n, "notice", "served", timeline.Direct)
		due(t, c.Task(n, "statement"), "2026-03-20 23:59:59")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-24 09:00").Move(n, "approval", "approved")
		same(t, "stage", c.Case(n).Stage, "decided")
		score(t, c, "S1", "2026", 0, 0) // decided is not served
		due(t, c.Task(n, "service"), "2026-04-02 23:59:59")
		c.At("2026-03-25 15:00").Move(n, "service", "served", timeline.Direct)
		ended(t, c, n, "recognised")
		same(t, "stage", c.Case(n).Stage, "closed")
		score(t, c, "S1", "2026", 5, 5)
		at(t, "points count from", c.Recognition(n).EffectiveAt, "2026-03-25 15:00")
		at(t, "filed", c.Case(n).FiledAt, "2026-03-03 10:00")
		if l := c.Open("S1", "yellow"); l.Number != "" {
			t.Errorf("five points led to %s", l.Number)
		}
	})
}

func TestDeclinedReportLeavesTheFormAndNothingElse(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-01", "S1")
		c.At("2026-03-04 11:00").Move(n, "filing", "declined")
		ended(t, c, n, "declined")
		forms := c.Documents(n, activities.DeclinedFiling)
		same(t, "forms", len(forms), 1)
		same(t, "form", forms[0].Number, "任城管信不立〔2026〕1号")
		score(t, c, "S1", "2026", 0, 0)
	})
}

func TestMergedReportNamesTheCaseItJoins(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		first := c.Report("SR-01", "S1")
		second := c.Report("SR-01", "S1")
		c.At("2026-03-03 09:00")
		c.Refused("filing.merge_target", second, "filing", "merged", map[string]any{"into": second})
		c.Refused("filing.merge_target", second, "filing", "merged")
		c.Move(second, "filing", "merged", map[string]any{"into": first})
		ended(t, c, second, "merged")
		same(t, "target", c.Case(second).Target, first)
		c.Move(first, "filing", "filed") // the first goes on
	})
}

// In an emergency dispatch comes first, filing is confirmed after (平急转换; ZZ-4).
func TestEmergencyIsDispatchedFirstAndFiledAfter(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-07 22:00") // a Saturday night
		n := c.Emergency("SZ-03", "S1")
		same(t, "stage", c.Case(n).Stage, "dispatched")
		c.At("2026-03-07 22:05").Move(n, "dispatch", "dispatched")
		same(t, "stage", c.Case(n).Stage, "reported")
		same(t, "filed at", c.Case(n).FiledAt, 0)
		c.At("2026-03-09 09:00").Move(n, "filing", "filed")
		at(t, "filed", c.Case(n).FiledAt, "2026-03-09 09:00")
		c.At("2026-03-09 10:00").Move(n, "handling", "handled")
		c.Move(n, "verification", "failed")
		same(t, "waits for", c.Waiting(n), "dispatch")
		c.Move(n, "dispatch", "dispatched")
		same(t, "after the second dispatch, filed already, waits for", c.Waiting(n), "handling")
	})
}

func TestEmergencyThatTurnsOutToBeNoneIsNotFiled(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-07 22:00")
		n := c.Emergency("SZ-03", "S1")
		c.Move(n, "dispatch", "dispatched")
		c.At("2026-03-09 09:00").Move(n, "filing", "declined")
		ended(t, c, n, "declined")
	})
}

// A reviewer who sees the danger has an ordinary report dispatched first.
func TestReviewerMakesAReportAnEmergency(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-07 22:00")
		n := c.Report("SZ-03", "S1")
		c.Move(n, "filing", "emergency")
		same(t, "waits for", c.Waiting(n), "dispatch")
		same(t, "filed at", c.Case(n).FiledAt, 0)
		c.At("2026-03-07 22:10").Move(n, "dispatch", "dispatched")
		same(t, "waits for", c.Waiting(n), "filing")
		c.At("2026-03-09 09:00").Move(n, "filing", "filed")
		at(t, "filed", c.Case(n).FiledAt, "2026-03-09 09:00")
		same(t, "waits for", c.Waiting(n), "handling")
	})
}

// What fails the check is dispatched again; every round is a task of its own, so that
// rework can be counted (ZZ-5).
func TestFailedCheckIsRework(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-01", "S1")
		c.Move(n, "filing", "filed")
		for range 3 {
			c.Move(n, "dispatch", "dispatched")
			c.Move(n, "handling", "handled")
			c.Move(n, "verification", "failed")
		}
		c.At("2026-03-05 09:00").Move(n, "dispatch", "dispatched")
		c.Move(n, "handling", "handled")
		c.Move(n, "verification", "passed")
		same(t, "waits for", c.Waiting(n), "recognition")
		same(t, "rounds of handling", len(c.Tasks(n, "handling")), 4)
	})
}

// Minor and corrected, or first and slight, leaves no record, where the catalogue
// allows it (行政处罚法 33).
func TestMinorAndCorrectedLeavesNoRecord(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-01", "S1") // 占道经营: allowed
		c.Move(n, "filing", "filed")
		c.Move(n, "dispatch", "dispatched")
		c.Move(n, "handling", "handled")
		c.At("2026-03-03 10:00").Move(n, "verification", "minor_corrected")
		ended(t, c, n, "no_record")
		same(t, "stage", c.Case(n).Stage, "closed")
		score(t, c, "S1", "2026", 0, 0)
	})
}

func TestSeriousBehaviourIsNeverMinor(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-08", "S1")
		c.Move(n, "filing", "filed")
		c.Move(n, "dispatch", "dispatched")
		c.Move(n, "handling", "handled")
		p := c.Refused("verification.not_minor", n, "verification", "minor_corrected")
		same(t, "rule", p.Rule.Article, "《中华人民共和国固体废物污染环境防治法》第一百一十一条第一款第一项")
		c.At("2026-03-03 10:00").Move(n, "verification", "passed") // the task waits as before
	})
}

func TestHandlersFindNothingToRecord(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-06", "S1")
		c.ToRecognition(n)
		c.At("2026-03-10 10:00").Move(n, "recognition", "no_record")
		ended(t, c, n, "no_record")
		score(t, c, "S1", "2026", 0, 0)
	})
}

// Hand-over to criminal justice: the clock stands still, and no points where it
// prosecutes (ZZ-9).
func TestTransferToCriminalJustice(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-10", "S1")
		c.Move(n, "filing", "filed")
		c.At("2026-03-03 10:00").Move(n, "dispatch", "transferred_criminal")
		same(t, "stage", c.Case(n).Stage, "criminal")
		same(t, "whole case due", c.Case(n).DueAt, 0)
		c.At("2027-06-01 10:00")
		same(t, "overdue notices", len(c.Notices(n, "overdue")), 0)
		c.Move(n, "criminal_return", "taken_over")
		ended(t, c, n, "transferred_criminal")
		same(t, "stage", c.Case(n).Stage, "closed")
		score(t, c, "S1", "2026", 0, 0)
	})
}

// What criminal justice gives back goes on where it stood, and the time away does not
// count: of 90 days from 2 March, one had passed on 3 March (行政处罚法 27, 60).
func TestReturnedByCriminalJustice(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-10", "S1")
		c.Move(n, "filing", "filed")
		at(t, "whole case", c.Case(n).DueAt, "2026-06-01 23:59:59") // 31 May is a Sunday
		c.At("2026-03-03 10:00").Move(n, "dispatch", "transferred_criminal")
		c.At("2026-04-02 10:00").Move(n, "criminal_return", "returned_by_court")
		same(t, "stage", c.Case(n).Stage, "handling")
		at(t, "whole case", c.Case(n).DueAt, "2026-06-30 23:59:59") // thirty days later
		due(t, c.Task(n, "handling"), "2026-04-17 23:59:59")        // ten working days after 2 April; 6 April is off
	})
}
