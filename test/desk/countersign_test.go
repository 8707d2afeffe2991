package desk

import (
	"testing"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// together has several people approve a recognition instead of one.
func together(t *testing.T, how string) timeline.Options {
	t.Helper()
	return altered(t, [2]string{
		"{role: approver, within: 3 working_days, warn: 1 working_day, not: [recognition, review],",
		"{role: approver, within: 3 working_days, warn: 1 working_day, not: [recognition, review], countersign: {" + how + "},",
	})
}

// toApproval brings a recognition before its approvers, all on Monday 2026-03-02.
func (c *desk) toApproval() (number, task string) {
	c.T.Helper()
	n, _ := c.handling()
	c.Move(n, "handling", "handled")
	c.Move(n, "verification", "passed")
	c.handler(2) // who answers for it as well
	c.Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
	c.ToReview(n)
	c.Move(n, "review", "maintained")
	return n, n + ".approval.1"
}

func (c *desk) approver(n int) access.Actor { return c.As(policy.Approver, timeline.Bureau, n) }

func signature(task string, n int) string { return task + ".signature." + string(rune('0'+n)) }

// All must agree: the last voice decides, and one no ends it at once.
func TestAllMustAgree(t *testing.T) {
	o := together(t, "signers: [{}, {}, {role: legal_reviewer}], rule: all")
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.toApproval()
		legal := c.As(policy.LegalReviewer, timeline.Bureau)
		c.Problem(c.decide(c.approver(1), task, "approved", ""), "task.unknown") // the question itself is nobody's
		c.Problem(c.decide(legal, signature(task, 1), "approved", ""), "task.not_yours")
		c.ok(c.decide(c.approver(1), signature(task, 1), "approved", ""))
		c.Problem(c.decide(c.approver(1), signature(task, 2), "approved", ""), "duty.signed")
		c.Problem(c.decide(c.approver(2), signature(task, 1), "refused", "不同意"), "task.already_decided")
		same(t, "stage", c.Case(n).Stage, "approval")
		c.ok(c.decide(legal, signature(task, 3), "approved", ""))
		c.ok(c.decide(c.approver(2), signature(task, 2), "approved", ""))
		same(t, "stage", c.Case(n).Stage, "decided")
		same(t, "the question's answer", c.Row(task).Choice, "approved")
	})
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.toApproval()
		c.ok(c.decide(c.approver(1), signature(task, 1), "approved", ""))
		c.ok(c.decide(c.approver(2), signature(task, 2), "refused", "证据不足"))
		same(t, "outcome", c.Case(n).Outcome, "refused")
		same(t, "the third is not asked any more", c.Row(signature(task, 3)).Choice, models.Cancelled)
	})
}

// Two of three: one no leaves it open, the second decides against, one with a veto at once.
func TestTwoOfThree(t *testing.T) {
	o := together(t, "signers: [{}, {}, {role: legal_reviewer, veto: true}], rule: 2 of 3")
	for _, v := range []struct {
		name  string
		votes []struct {
			n      int
			choice string
		}
		stage, outcome string
	}{
		{"two agree", []struct {
			n      int
			choice string
		}{{1, "refused"}, {2, "approved"}, {3, "approved"}}, "decided", ""},
		{"agreed before the third answers", []struct {
			n      int
			choice string
		}{{1, "approved"}, {2, "approved"}}, "decided", ""},
		{"out of reach", []struct {
			n      int
			choice string
		}{{1, "refused"}, {2, "refused"}}, "closed", "refused"},
		{"veto", []struct {
			n      int
			choice string
		}{{1, "approved"}, {3, "refused"}}, "closed", "refused"},
	} {
		t.Run(v.name, func(t *testing.T) {
			story(t, o, func(t *testing.T, c *desk) {
				n, task := c.toApproval()
				for _, vote := range v.votes {
					who := c.approver(vote.n)
					if vote.n == 3 {
						who = c.As(policy.LegalReviewer, timeline.Bureau)
					}
					c.ok(c.decide(who, signature(task, vote.n), vote.choice, "经研究"))
				}
				same(t, "stage", c.Case(n).Stage, v.stage)
				same(t, "outcome", c.Case(n).Outcome, v.outcome)
			})
		})
	}
}

// One after the other: the next one's task opens when the one before has signed.
func TestSequentialCountersign(t *testing.T) {
	o := together(t, "signers: [{}, {role: legal_reviewer}, {office: leading_group}], rule: all, order: sequential")
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.toApproval()
		legal := c.As(policy.LegalReviewer, timeline.Bureau)
		office := c.As(policy.OfficeMember, "leading_group_office")
		c.Problem(c.decide(legal, signature(task, 2), "approved", ""), "task.unknown")
		c.ok(c.decide(c.approver(1), signature(task, 1), "approved", ""))
		c.At("2026-03-04 10:00")
		c.ok(c.decide(legal, signature(task, 2), "approved", ""))
		at(t, "the last one's end is the question's", c.Row(signature(task, 3)).DueAt, "2026-03-05 23:59:59")
		c.Problem(c.decide(c.approver(2), signature(task, 3), "approved", ""), "task.not_yours")
		c.ok(c.decide(office, signature(task, 3), "approved", ""))
		same(t, "stage", c.Case(n).Stage, "decided")
	})
}

// A signer sends the matter back; when it returns everybody is asked again, by new
// tasks (退回 × 会签).
func TestReturnFromAndIntoACountersign(t *testing.T) {
	o := together(t, "signers: [{}, {}], rule: all")
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.toApproval()
		c.ok(c.decide(c.approver(1), signature(task, 1), "approved", ""))
		c.ok(c.sendBack(c.approver(2), signature(task, 2), "recognition"))
		same(t, "stage", c.Case(n).Stage, "recognition")
		same(t, "how the question ended", c.Row(task).Choice, "returned")
		c.Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
		c.ToReview(n)
		c.Move(n, "review", "maintained")
		again := n + ".approval.2"
		c.ok(c.decide(c.approver(1), signature(again, 1), "approved", "")) // signed before, and again
		c.ok(c.decide(c.approver(2), signature(again, 2), "approved", ""))
		same(t, "stage", c.Case(n).Stage, "decided")
	})
}

// An office nobody can sign for in time is chased like any other task, each signer for
// themselves.
func TestSignersAreChased(t *testing.T) {
	o := together(t, "signers: [{}, {role: legal_reviewer}], rule: all")
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.toApproval()
		c.ok(c.decide(c.approver(1), signature(task, 1), "approved", ""))
		c.At("2026-03-06 00:00:01") // due on the 5th
		told := c.Told(n, models.NoticeOverdue, policy.Supervisor)
		same(t, "told", len(told), 1)
		same(t, "of", told[0].TaskID, signature(task, 2))
	})
}
