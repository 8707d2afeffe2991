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

// A supervisor's note must be answered by its own deadline, whatever the task's (督办).
func TestSupervision(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.Problem(c.supervise(c.handler(1), task), "task.not_yours")
		c.Problem(c.supervise(c.As(policy.Supervisor, "yanzhou_bureau"), task), "task.unknown")
		c.At("2026-03-03 10:00")
		c.ok(c.supervise(c.supervisor(), task))
		note := c.Beside(n, models.KindSupervision)[0]
		at(t, "to be answered by", note.DueAt, "2026-03-06 23:59:59")
		at(t, "the task's own end", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.Problem(c.supervise(c.supervisor(), note.ID), "supervision.not_here")
		c.Problem(c.decide(c.handler(1), note.ID, "answered", ""), "decision.incomplete")
		c.At("2026-03-09 10:00")
		same(t, "the unanswered note is overdue", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), 2)
		c.ok(c.decide(c.handler(1), note.ID, "answered", "因需现场检测，预计3月12日办结"))
		c.Problem(c.decide(c.handler(2), note.ID, "answered", "同上"), "task.already_decided")
		c.Move(n, "handling", "handled")
	})
}

// The note stays to be answered after its task was decided, as long as the case is open.
func TestSupervisionOutlivesItsTask(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.ok(c.supervise(c.supervisor(), task))
		c.Move(n, "handling", "handled")
		note := c.Beside(n, models.KindSupervision)[0]
		same(t, "closed", note.ClosedAt, 0)
		c.ok(c.decide(c.handler(1), note.ID, "answered", "已办结"))
		c.Move(n, "verification", "passed")
	})
}

// A decision waits for the co-signer, and against an objection needs a reason (加签).
func TestCoSigner(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		one, legal := c.handler(1), c.As(policy.LegalReviewer, timeline.Bureau)
		add := func(who access.Actor, user string) error {
			_, err := c.AddSigner(context.Background(), who, task, cases.CoSigner{User: user, Reason: "请审核法律适用"}, "")
			return err
		}
		c.Problem(add(c.stranger(), legal.Username), "task.unknown")
		c.Problem(add(one, one.Username), "co_sign.self")
		c.Problem(add(one, "nobody"), "co_sign.not_eligible")
		c.ok(add(one, legal.Username))
		c.Problem(add(one, legal.Username), "co_sign.already")
		asked := c.Beside(n, models.KindCoSign)[0]
		c.RefusedTo(one, "task.co_sign_open", n, "handling", "handled")
		c.Problem(c.decide(one, asked.ID, "agreed", ""), "task.claimed")
		c.Problem(c.decide(legal, asked.ID, "objected", ""), "decision.incomplete")
		c.ok(c.decide(legal, asked.ID, "objected", "依据不足"))
		c.Problem(c.decide(one, task, "handled", ""), "decision.incomplete")
		c.ok(c.decide(one, task, "handled", "依据充分，见检测报告"))
		same(t, "stage", c.Case(n).Stage, "verifying")
	})
}

// What was asked can be called off by whoever asked.
func TestCallOff(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		one, legal := c.handler(1), c.As(policy.LegalReviewer, timeline.Bureau)
		_, err := c.AddSigner(context.Background(), one, task, cases.CoSigner{User: legal.Username, Reason: "请审核"}, "")
		c.ok(err)
		asked := c.Beside(n, models.KindCoSign)[0].ID
		_, err = c.CallOff(context.Background(), c.handler(2), asked, "")
		c.Problem(err, "task.not_yours")
		_, err = c.CallOff(context.Background(), one, asked, "")
		c.ok(err)
		_, err = c.CallOff(context.Background(), c.head(), task, "")
		c.Problem(err, "call_off.not_possible")
		c.MoveAs(one, n, "handling", "handled")
	})
}

// "Overdue" is appealed against once; allowed or not, the lateness stays on record.
func TestAppeal(t *testing.T) {
	for _, open := range []bool{true, false} {
		name := map[bool]string{true: "while it is open", false: "after it was closed"}[open]
		t.Run(name, func(t *testing.T) {
			story(t, timeline.Options{}, func(t *testing.T, c *desk) {
				n, task := c.handling()
				one := c.handler(1)
				c.ok(c.claim(one, task))
				appeal := func(who access.Actor) error {
					_, err := c.Appeal(context.Background(), who, task, cases.Appeal{Reason: "系统停机两日", Evidence: timeline.Paper}, "")
					return err
				}
				c.Problem(appeal(one), "appeal.not_overdue")
				c.At("2026-03-18 10:00")
				if !open {
					c.MoveAs(one, n, "handling", "handled")
					c.Move(n, "verification", "passed")
					c.Move(n, "recognition", "no_record")
				}
				c.Problem(appeal(c.handler(2)), "task.not_yours")
				c.ok(appeal(one))
				c.Problem(appeal(one), "appeal.once")
				asked := c.Beside(n, models.KindAppeal)[0]
				at(t, "to be decided by", asked.DueAt, "2026-03-23 23:59:59")
				c.Problem(c.decide(one, asked.ID, "allowed", "属实"), "task.not_yours")
				c.Problem(c.decide(c.supervisor(), asked.ID, "allowed", ""), "decision.incomplete")
				c.Problem(c.decide(c.supervisor(), asked.ID, "granted", "属实"), "task.not_a_choice")
				c.ok(c.decide(c.supervisor(), asked.ID, "allowed", "停机属实"))
				c.Problem(c.decide(c.supervisor(), asked.ID, "rejected", "改判"), "task.already_decided")
				s := c.storyOf(n, task)
				at(t, "excused", s.ExcusedAt, "2026-03-18 10:00:00")
				at(t, "red since", s.RedSince, "2026-03-16 23:59:59")
			})
		})
	}
}

// An appeal about a closed case is overdue like any other task, though its workflow is
// over.
func TestAppealOfAClosedCaseIsChased(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.At("2026-03-18 10:00")
		c.Move(n, "handling", "handled")
		c.At("2026-03-19 10:00").Move(n, "verification", "passed")
		c.Move(n, "recognition", "no_record")
		_, err := c.Appeal(context.Background(), c.handler(1), task, cases.Appeal{Reason: "系统停机"}, "")
		c.ok(err)
		before := len(c.Told(n, models.NoticeOverdue, policy.Supervisor))
		c.At("2026-03-25 00:00")
		_, err = c.Sweep.Once(context.Background())
		c.ok(err)
		same(t, "told", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), before+1)
	})
}

// Many at once: each item for itself, a second try changes nothing.
func TestBatch(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		c.Company("S1")
		var items []cases.BatchItem
		for range 3 {
			items = append(items, cases.BatchItem{Task: c.Report("SR-06", "S1") + ".filing.1"})
		}
		items = append(items, cases.BatchItem{Task: "370800-V-2026-999999.filing.1"})
		reviewer := c.As(policy.Reviewer, timeline.Bureau)
		c.ok(c.decide(c.As(policy.Reviewer, timeline.Bureau, 2), items[1].Task, "declined", "情节轻微"))
		b := cases.Batch{Verb: "decide", Choice: "filed", Items: items}
		for range 2 {
			out, err := c.Batch(context.Background(), reviewer, b, "batch-1")
			c.ok(err)
			for i, want := range []string{"counted", "refused", "counted", "refused"} {
				same(t, out[i].Task, out[i].Status, want)
			}
			same(t, "who was first", out[1].Refusal.Code, "task.already_decided")
			same(t, "unknown", out[3].Refusal.Code, "task.unknown")
		}
		_, err := c.Batch(context.Background(), reviewer, cases.Batch{Verb: "decide", Choice: "filed", Items: []cases.BatchItem{items[0], items[0]}}, "")
		c.Problem(err, "batch.twice")
		out, err := c.Batch(context.Background(), c.supervisor(), cases.Batch{Verb: "urge", Reason: "请尽快办理", Items: []cases.BatchItem{
			{Task: items[0].Task}, {Task: items[0].Task[:len(items[0].Task)-len("filing.1")] + "dispatch.1"},
		}}, "")
		c.ok(err)
		same(t, "urging what is closed", out[0].Status, "refused")
		same(t, "urging what is open", out[1].Status, "counted")
	})
}
