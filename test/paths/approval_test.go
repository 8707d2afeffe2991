package paths

import (
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// Serious behaviours, and 20 points or more, go to legal review (行政处罚法 58); eight
// points do not.
func TestLegalReviewWhereGradeOrPointsDemandIt(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		general := notified(c, "SR-06", "S2")
		c.Company("S1")
		serious := c.Report("SR-08", "S1")
		c.ToRecognition(serious)
		c.Move(serious, "recognition", "proposed", c.Proposal("SR-08", "S1"))
		c.Move(serious, "notice", "served", timeline.Direct)
		c.At("2026-03-23 09:00")
		c.Move(serious, "review", "maintained")
		c.Move(general, "review", "maintained")
		same(t, "serious waits for", c.Waiting(serious), "legal_review")
		same(t, "general waits for", c.Waiting(general), "approval")
		c.At("2026-03-24 09:00").Move(serious, "legal_review", "passed")
		same(t, "serious waits for", c.Waiting(serious), "approval")
	})
}

// A review that turns a serious behaviour into a general one spares it legal review: the
// question is asked of the matter as the review leaves it.
func TestLighterReviewMaySpareLegalReview(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-08", "S1")
		c.At("2026-03-16 09:00").Move(n, "statement", "stated")
		c.At("2026-03-17 09:00").Move(n, "review", "lighter", map[string]any{
			"recognitions": []map[string]any{{"subject": "S1", "behaviour": "SR-06", "points": 8}},
		})
		same(t, "waits for", c.Waiting(n), "approval")
		r := c.Recognition(n)
		same(t, "grade", r.Grade, "general")
		same(t, "points", r.Points, 8)
	})
}

// An objection of legal review sends the matter back to the handlers, who propose anew
// with a new notice and a new hearing.
func TestLegalReviewObjects(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-08", "S1")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-25 09:00").Move(n, "legal_review", "objected")
		same(t, "stage", c.Case(n).Stage, "recognition")
		c.At("2026-03-26 09:00").Move(n, "recognition", "proposed", c.Proposal("SR-08", "S1"))
		same(t, "notices", len(c.Documents(n, activities.RecognitionNotice)), 2)
		c.Move(n, "notice", "served", timeline.Direct)
		due(t, c.Task(n, "statement"), "2026-04-02 23:59:59")
		c.At("2026-04-03 09:00")
		c.ToService(n)
		same(t, "legal reviews", len(c.Tasks(n, "legal_review")), 2)
		c.Move(n, "service", "served", timeline.Direct)
		score(t, c, "S1", "2026", 20, 20)
	})
}

func TestApprovalRefused(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-24 09:00").Move(n, "approval", "refused")
		ended(t, c, n, "refused")
		same(t, "recognition", c.Recognition(n).State, models.RecognitionDropped)
		score(t, c, "S1", "2026", 0, 0)
	})
}

// 退回: the approver sends the matter back; what lies between is asked again, and the
// answers given before stand in the file, struck.
func TestApproverSendsBackToRecognition(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-24 09:00").Send(n, "approval", "recognition")
		same(t, "stage", c.Case(n).Stage, "recognition")
		same(t, "the approval reads", c.Tasks(n, "approval")[0].Choice, "returned")
		c.At("2026-03-25 09:00").Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
		c.Move(n, "notice", "served", timeline.Direct)
		c.At("2026-04-02 09:00")
		c.ToService(n)
		c.At("2026-04-03 09:00").Move(n, "service", "served", timeline.Direct)
		ended(t, c, n, "recognised")
		score(t, c, "S1", "2026", 8, 8)
		for step, times := range map[string]int{"handling": 1, "recognition": 2, "notice": 2, "statement": 2, "review": 2, "approval": 2, "service": 1} {
			same(t, step+" was asked", len(c.Tasks(n, step)), times)
		}
	})
}

// Sent back to recognition, the handlers may find that there is nothing to record.
func TestSentBackAndDropped(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		c.At("2026-03-24 09:00").Send(n, "approval", "recognition")
		c.At("2026-03-25 09:00").Move(n, "recognition", "no_record")
		ended(t, c, n, "no_record")
		same(t, "recognition", c.Recognition(n).State, models.RecognitionDropped)
		score(t, c, "S1", "2026", 0, 0)
	})
}

// Details that cannot be read are refused; the case goes on.
func TestUnreadableDetailsFreezeNothing(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		l := proposedAlone(c, "S1").Number
		c.At("2026-03-27 09:00")
		c.Refused("decision.details", l, "notice", "served", map[string]any{"served_at": "tomorrow", "method": "direct"})
		c.Move(l, "notice", "served", timeline.Direct)
		same(t, "waits for", c.Waiting(l), "statement")
	})
}

// Recognition may send back to handling: the loop runs again, filing does not.
func TestHandlersSendBackToHandling(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		n := toRecognition(c, "SR-06", "S1")
		c.At("2026-03-13 09:00").Send(n, "recognition", "handling")
		c.Move(n, "handling", "handled")
		c.Move(n, "verification", "passed")
		same(t, "waits for", c.Waiting(n), "recognition")
		same(t, "filings", len(c.Tasks(n, "filing")), 1)
	})
}

// Nobody approves what they proposed, reviewed or co-signed, whatever roles they hold.
func TestNobodyApprovesTheirOwnProposal(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-23 09:00").Move(n, "review", "maintained")
		for _, role := range []struct {
			role policy.Role
			n    int
		}{{policy.Handler, 1}, {policy.Handler, 2}, {policy.Reviewer, 2}} {
			both := c.Holding(c.As(role.role, timeline.Bureau, role.n), policy.Approver, timeline.Bureau)
			c.RefusedTo(both, "duty.own_step", n, "approval", "approved")
		}
		c.Move(n, "approval", "approved")
	})
}

func TestNobodyReviewsTheirOwnProposal(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-08", "S1")
		c.At("2026-03-23 09:00")
		for _, handler := range []int{1, 2} {
			both := c.Holding(c.As(policy.Handler, timeline.Bureau, handler), policy.Reviewer, timeline.Bureau)
			both = c.Holding(both, policy.LegalReviewer, timeline.Bureau)
			c.RefusedTo(both, "duty.own_step", n, "review", "maintained")
		}
		c.Move(n, "review", "maintained")
		reviewer := c.Holding(c.Decider(n, "review"), policy.LegalReviewer, timeline.Bureau)
		c.RefusedTo(reviewer, "duty.own_step", n, "legal_review", "passed")
		c.Move(n, "legal_review", "passed")
	})
}

// 撤案、终止: the department ends a case before its decision, by its approver alone.
func TestDepartmentWithdrawsOrEndsItsCase(t *testing.T) {
	for _, how := range []string{"withdrawn", "terminated"} {
		t.Run(how, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := notified(c, "SR-06", "S1")
				c.At("2026-03-16 09:00")
				_, err := c.TryWithdraw(c.As(policy.Handler, timeline.Bureau), n, how)
				c.Problem(err, "case.unknown")
				_, err = c.TryWithdraw(c.As(policy.Approver, timeline.Bureau), n, "abandoned")
				c.Problem(err, "withdrawal.not_possible")
				c.Withdrawn(c.As(policy.Approver, timeline.Bureau), n, how)
				ended(t, c, n, how)
				same(t, "recognition", c.Recognition(n).State, models.RecognitionDropped)
				same(t, "statement reads", c.Tasks(n, "statement")[0].Choice, "cancelled")
				c.At("2026-12-31 09:00") // no clock of it runs on
				same(t, "overdue notices", len(c.Notices(n, "overdue")), 0)
				_, err = c.TryWithdraw(c.As(policy.Approver, timeline.Bureau), n, how)
				c.Problem(err, "case.closed")
			})
		})
	}
}

// The whole case has 90 days from filing (行政处罚法 60): a step's own term never
// reaches beyond, and the supervisors hear of it in the first second after.
func TestNinetyDaysFromFiling(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		n := c.Report("SR-06", "S1")
		c.At("2026-03-03 10:00").Move(n, "filing", "filed")
		at(t, "whole case", c.Case(n).DueAt, "2026-06-01 23:59:59")
		c.At("2026-03-04 09:00").Move(n, "dispatch", "dispatched")
		c.At("2026-03-05 09:00").Move(n, "handling", "handled")
		c.At("2026-03-06 09:00").Move(n, "verification", "passed")
		c.At("2026-05-27 09:00").Send(n, "recognition", "handling") // late already, and once more
		due(t, c.Task(n, "handling"), "2026-06-01 23:59:59")        // ten working days would end on 10 June
		c.At("2026-06-01 23:59:59")
		before := len(c.Told(n, "overdue", policy.Supervisor))
		c.At("2026-06-02 00:00")
		notices := c.Told(n, "overdue", policy.Supervisor)
		same(t, "new overdue notices", len(notices)-before, 1)
		last := notices[len(notices)-1]
		at(t, "at", last.CreatedAt, "2026-06-02 00:00:00")
		c.At("2026-06-02 10:00").Move(n, "handling", "handled")
		due(t, c.Task(n, "verification"), "2026-06-01 23:59:59") // overdue from its first moment
	})
}

// A party's own term is never cut short by the authority's limit: five working days for
// the statement although the 90 days end before.
func TestNinetyDaysDoNotCutTheStatementShort(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-03 10:00")
		n := c.Report("SR-06", "S1")
		c.ToRecognition(n)
		c.At("2026-05-29 09:00").Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
		c.At("2026-06-01 16:00").Move(n, "notice", "served", timeline.Direct)
		due(t, c.Task(n, "statement"), "2026-06-08 23:59:59")
		c.At("2026-06-02 10:00")
		same(t, "waits for", c.Waiting(n), "statement")
		c.At("2026-06-09 00:00")
		same(t, "waits for", c.Waiting(n), "review")
	})
}
