package desk

import (
	"context"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// approval is a case before two of three approvers, on Monday 2026-03-02, due on the 5th.
type approval struct {
	*desk
	t           *testing.T
	number      string
	task        string
	first, next access.Actor
}

func (a *approval) sign(who access.Actor, k int, choice string) error {
	return a.decide(who, signature(a.task, k), choice, "经研究")
}

// What each thing that can happen does to each of the others. A row names the two, does
// the one while the other lasts, and says what the desk looks like then.
func TestPairings(t *testing.T) {
	o := together(t, "signers: [{}, {}, {}], rule: 2 of 3")
	for _, p := range []struct {
		name string
		do   func(a *approval)
	}{
		{"return × countersign: voices given before do not count after", func(a *approval) {
			a.ok(a.sign(a.first, 1, "approved"))
			a.ok(a.sendBack(a.next, signature(a.task, 2), "recognition"))
			same(a.t, "voices left to give", a.openOf(models.KindSignature), 0)
			same(a.t, "stage", a.Case(a.number).Stage, "recognition")
		}},
		{"return × transfer: what was handed on is handed on no more", func(a *approval) {
			a.ok(a.transfer(a.first, signature(a.task, 1), a.approver(3).Username))
			a.ok(a.sendBack(a.next, signature(a.task, 2), "recognition"))
			a.Problem(a.transfer(a.first, signature(a.task, 1), a.next.Username), "task.not_open")
			same(a.t, "holder of the step again", a.Task(a.number, "recognition").AssigneeID, "")
		}},
		{"return × delegation: the delegate may send back, and both names stand", func(a *approval) {
			delegate := a.away(a.first)
			a.ok(a.sendBack(delegate, signature(a.task, 1), "recognition"))
			row := a.Row(signature(a.task, 1))
			same(a.t, "by", row.DecidedBy, delegate.ID)
			same(a.t, "for", row.OnBehalfOf, a.first.ID)
		}},
		{"return × suspension: refused while the clock stands still", func(a *approval) {
			a.ok(a.suspend(a.first, signature(a.task, 1), "suspended", ""))
			a.Problem(a.sendBack(a.next, signature(a.task, 2), "recognition"), "case.suspended")
			a.ok(a.resume(a.first, signature(a.task, 1)))
			a.ok(a.sendBack(a.next, signature(a.task, 2), "recognition"))
		}},
		{"return × timer: what is gone is chased no more", func(a *approval) {
			a.ok(a.sendBack(a.next, signature(a.task, 2), "recognition"))
			a.At("2026-03-10 10:00")
			same(a.t, "overdue", len(a.Notices(a.number, models.NoticeOverdue)), 0)
			at(a.t, "a full term again", a.Task(a.number, "recognition").DueAt, "2026-03-16 23:59:59")
		}},
		{"countersign × transfer: a voice handed on is the new one's, once", func(a *approval) {
			third := a.approver(3)
			a.ok(a.claim(a.next, signature(a.task, 2)))
			a.ok(a.transfer(a.next, signature(a.task, 2), third.Username))
			a.Problem(a.sign(a.next, 2, "approved"), "task.claimed")
			a.ok(a.sign(third, 2, "approved"))
			a.Problem(a.sign(third, 3, "approved"), "duty.signed")
			a.ok(a.sign(a.first, 1, "approved"))
			same(a.t, "stage", a.Case(a.number).Stage, "decided")
		}},
		{"countersign × delegation: one person gives one voice, for whomever", func(a *approval) {
			delegate := a.away(a.first)
			a.ok(a.sign(delegate, 1, "approved"))
			a.Problem(a.sign(delegate, 2, "approved"), "duty.signed")
			a.At("2026-03-20 09:00") // the absent one is back
			a.Problem(a.sign(a.As(policy.Approver, timeline.Bureau, 1), 2, "approved"), "duty.signed")
		}},
		{"countersign × suspension: voices given before count after", func(a *approval) {
			a.ok(a.sign(a.first, 1, "approved"))
			a.ok(a.suspend(a.next, signature(a.task, 2), "suspended", ""))
			a.Problem(a.sign(a.next, 2, "approved"), "case.suspended")
			a.At("2026-03-12 10:00")
			a.ok(a.resume(a.next, signature(a.task, 2)))
			at(a.t, "due", a.Row(signature(a.task, 2)).DueAt, "2026-03-16 23:59:59") // none of three days was over: 12, 13, 16
			a.ok(a.sign(a.next, 2, "approved"))
			same(a.t, "stage", a.Case(a.number).Stage, "decided")
		}},
		{"countersign × timer: who has signed is left in peace", func(a *approval) {
			a.ok(a.sign(a.first, 1, "refused"))
			a.At("2026-03-06 00:00")
			told := a.Told(a.number, models.NoticeOverdue, policy.Supervisor)
			same(a.t, "told of", len(told), 2)
			a.ok(a.sign(a.next, 2, "approved"))
			a.ok(a.sign(a.approver(3), 3, "approved"))
			a.At("2026-03-09 10:00")
			same(a.t, "and no more", len(a.Told(a.number, models.NoticeOverdue, policy.Supervisor)), 2)
		}},
		{"transfer × delegation: a delegate may be handed the task, the absent one not", func(a *approval) {
			delegate := a.away(a.first)
			a.Problem(a.transfer(a.next, signature(a.task, 2), a.first.Username), "transfer.away")
			a.ok(a.claim(delegate, signature(a.task, 1)))
			same(a.t, "holder", a.Row(signature(a.task, 1)).AssigneeID, delegate.ID)
		}},
		{"transfer × suspension: people change, the clock stands still", func(a *approval) {
			a.ok(a.suspend(a.first, signature(a.task, 1), "suspended", ""))
			a.ok(a.transfer(a.first, signature(a.task, 1), a.approver(3).Username))
			same(a.t, "due", a.Row(signature(a.task, 1)).DueAt, 0)
		}},
		{"transfer × timer: a new holder gets no new term", func(a *approval) {
			a.At("2026-03-05 10:00")
			a.ok(a.transfer(a.first, signature(a.task, 1), a.approver(3).Username))
			at(a.t, "due", a.Row(signature(a.task, 1)).DueAt, "2026-03-05 23:59:59")
			a.At("2026-03-06 00:00")
			same(a.t, "told", len(a.Told(a.number, models.NoticeOverdue, policy.Supervisor)), 3)
		}},
		{"delegation × suspension: a delegate may do what the head may", func(a *approval) {
			delegate := a.away(a.first)
			a.ok(a.suspend(delegate, signature(a.task, 1), "suspended", ""))
			same(a.t, "paused", a.Case(a.number).Paused, models.PauseSuspended)
		}},
		{"delegation × timer: it ends by itself while the task waits on", func(a *approval) {
			a.away(a.first)
			a.At("2026-03-20 09:00")
			delegate := a.As(policy.WindowClerk, timeline.Bureau)
			a.Problem(a.sign(delegate, 1, "approved"), "task.not_yours")
		}},
		{"suspension × timer: nothing is due, and the pause ends by itself", func(a *approval) {
			a.ok(a.suspend(a.first, signature(a.task, 1), "suspended", "2026-03-16 09:00"))
			a.At("2026-03-13 10:00")
			same(a.t, "overdue", len(a.Notices(a.number, models.NoticeOverdue)), 0)
			a.At("2026-03-16 09:00")
			at(a.t, "due", a.Row(signature(a.task, 1)).DueAt, "2026-03-18 23:59:59")
			a.At("2026-03-19 00:00")
			same(a.t, "overdue then", len(a.Told(a.number, models.NoticeOverdue, policy.Supervisor)), 3)
		}},
	} {
		t.Run(p.name, func(t *testing.T) {
			story(t, o, func(t *testing.T, c *desk) {
				n, task := c.toApproval()
				a := &approval{c, t, n, task, c.approver(1), c.approver(2)}
				c.approver(3)
				p.do(a)
			})
		})
	}
}

// away has a clerk act for somebody until 2026-03-19.
func (a *approval) away(who access.Actor) access.Actor {
	a.t.Helper()
	clerk := a.As(policy.WindowClerk, timeline.Bureau)
	_, err := a.Absent(context.Background(), who, cases.NewAbsence{Delegate: clerk.Username, Until: timeline.Instant(a.t, "2026-03-19 18:00"), Reason: "培训"}, "")
	a.ok(err)
	return a.As(policy.WindowClerk, timeline.Bureau)
}

func (a *approval) openOf(kind string) (n int) {
	for _, x := range a.Beside(a.number, kind) {
		n += one(x.ClosedAt == 0)
	}
	return n
}
