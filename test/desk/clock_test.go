package desk

import (
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// More time is asked for before the end, granted by somebody else, at most twice and
// five working days at a time; it runs on from the old end (延期).
func TestExtension(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		at(t, "due", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.At("2026-03-10 10:00")
		c.Problem(c.extend(c.stranger(), task, "task", "5 working_days"), "task.unknown")
		c.Problem(c.extend(c.handler(1), task, "task", "6 working_days"), "extension.too_long")
		c.Problem(c.extend(c.handler(1), task, "task", "3 days"), "extension.too_long")
		c.Problem(c.extend(c.handler(1), task, "task", "a while"), "extension.term")
		c.Problem(c.extend(c.handler(1), task, "case", "5 working_days"), "extension.not_allowed")
		c.ok(c.extend(c.handler(1), task, "task", "5 working_days"))
		c.Problem(c.extend(c.handler(2), task, "task", "5 working_days"), "extension.pending")
		asked := c.Beside(n, models.KindExtension)[0]
		at(t, "to be decided by", asked.DueAt, "2026-03-11 23:59:59")
		at(t, "due meanwhile", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.Problem(c.decide(c.handler(2), asked.ID, "granted", ""), "task.not_yours")
		c.Problem(c.decide(c.head(), asked.ID, "denied", ""), "decision.incomplete")
		c.ok(c.decide(c.head(), asked.ID, "granted", ""))
		at(t, "due", c.Row(task).DueAt, "2026-03-23 23:59:59")
		c.Problem(c.decide(c.head(), asked.ID, "denied", "再议"), "task.already_decided")

		c.ok(c.extend(c.handler(1), task, "task", "2 working_days"))
		c.ok(c.decide(c.head(), c.Beside(n, models.KindExtension)[1].ID, "denied", "理由不足"))
		at(t, "due after a denial", c.Row(task).DueAt, "2026-03-23 23:59:59")
		c.ok(c.extend(c.handler(1), task, "task", "2 working_days"))
		c.ok(c.decide(c.head(), c.Beside(n, models.KindExtension)[2].ID, "granted", ""))
		at(t, "due", c.Row(task).DueAt, "2026-03-25 23:59:59")
		c.Problem(c.extend(c.handler(1), task, "task", "1 working_day"), "extension.used_up")

		s := c.storyOf(n, task)
		same(t, "moves", len(s.Moves), 2)
		at(t, "moved from", s.Moves[0].DueBefore, "2026-03-16 23:59:59")
		at(t, "moved to", s.Moves[0].DueAfter, "2026-03-23 23:59:59")
		if !strings.Contains(s.Because, "经批准延期") {
			t.Errorf("because: %s", s.Because)
		}
		c.At("2026-03-26 10:00")
		same(t, "overdue notices", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), 1)
		at(t, "red since", c.storyOf(n, task).RedSince, "2026-03-25 23:59:59")
		c.Move(n, "handling", "handled")
	})
}

// An application in time that is decided late moves the clock all the same; one made too
// late is refused.
func TestExtensionAtTheEnd(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.At("2026-03-16 17:00")
		c.ok(c.extend(c.handler(1), task, "task", "5 working_days"))
		c.At("2026-03-18 10:00")
		c.ok(c.decide(c.head(), c.Beside(n, models.KindExtension)[0].ID, "granted", ""))
		at(t, "due", c.Row(task).DueAt, "2026-03-23 23:59:59")
		same(t, "state", c.Row(task).State(c.Clock()), models.OnTime)
		c.At("2026-03-24 09:00")
		c.Problem(c.extend(c.handler(1), task, "task", "5 working_days"), "extension.late")
	})
}

// The whole case's limit is extended where the pack allows it; what ends sooner rules.
func TestExtensionOfTheWholeCase(t *testing.T) {
	o := altered(t, [2]string{"  deferral: {at_most: 30 days", "  extension: {times: 1, each: 30 days, by: approver, article: 《中华人民共和国行政处罚法》第六十条}\n  deferral: {at_most: 30 days"})
	story(t, o, func(t *testing.T, c *desk) {
		n, task := c.handling()
		at(t, "whole case", c.Case(n).DueAt, "2026-06-01 23:59:59")
		c.ok(c.extend(c.handler(1), task, "case", "30 days"))
		c.ok(c.decide(c.head(), c.Beside(n, models.KindExtension)[0].ID, "granted", ""))
		at(t, "whole case", c.Case(n).DueAt, "2026-07-01 23:59:59")
		at(t, "the step's own end", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.Move(n, "handling", "handled")
		at(t, "whole case keeps it", c.Case(n).DueAt, "2026-07-01 23:59:59")
	})
}

// The clocks stand still by the head's word, at most as long as the rule says; nothing
// is decided meanwhile, nothing falls due, and they run again by an act (中止计时).
func TestSuspension(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.At("2026-03-05 10:00")
		c.Problem(c.suspend(c.handler(1), task, "suspended", ""), "task.not_yours")
		c.Problem(c.suspend(c.stranger(), task, "suspended", ""), "task.unknown")
		c.Problem(c.suspend(c.head(), task, "suspended", "2026-06-01 00:00"), "suspension.too_long")
		c.Problem(c.suspend(c.head(), task, "suspended", "2026-03-05 09:00"), "suspension.past")
		c.Problem(c.suspend(c.head(), task, "criminal", ""), "suspension.kind")
		c.Problem(c.resume(c.head(), task), "suspension.none")
		c.ok(c.suspend(c.head(), task, "suspended", ""))
		same(t, "due while it stands still", c.Row(task).DueAt, 0)
		same(t, "whole case", c.Case(n).DueAt, 0)
		c.Problem(c.suspend(c.head(), task, "suspended", ""), "suspension.already")
		c.Problem(c.extend(c.handler(1), task, "task", "1 working_day"), "extension.no_clock")
		c.Refused("case.suspended", n, "handling", "handled")
		c.At("2026-04-15 10:00")
		same(t, "overdue notices", len(c.Notices(n, models.NoticeOverdue)), 0)
		c.ok(c.resume(c.handler(1), task))
		// Three working days had passed (3, 4 March; the day it stopped does not count):
		// eight are left, 15 April being the first.
		at(t, "due", c.Row(task).DueAt, "2026-04-24 23:59:59")
		at(t, "whole case", c.Case(n).DueAt, "2026-07-13 23:59:59") // 41 days later, 12 July is a Sunday
		s := c.storyOf(n, task)
		same(t, "moves", len(s.Moves) >= 2, true)
		if !strings.Contains(s.Because, "3月5日至4月14日中止计时") {
			t.Errorf("because: %s", s.Because)
		}
		c.Move(n, "handling", "handled")
		// What begins afterwards is not touched by a pause that was over.
		at(t, "next step", c.Row(n+".verification.1").DueAt, "2026-04-17 23:59:59")
	})
}

// A pause ends by itself when its time is up; the clock goes on from there.
func TestSuspensionEndsByItself(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.At("2026-03-05 10:00")
		c.ok(c.suspend(c.head(), task, "suspended", "2026-03-20 09:00"))
		c.At("2026-03-20 08:59:59")
		same(t, "paused", c.Case(n).Paused, models.PauseSuspended)
		c.At("2026-03-20 09:00")
		same(t, "paused", c.Case(n).Paused, "")
		at(t, "due", c.Row(task).DueAt, "2026-03-31 23:59:59")
		c.At("2026-04-01 00:00:01")
		same(t, "told", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), 1)
	})
}

// 缓办 is for the city loop alone; another step refuses it by the rule.
func TestDeferral(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.ok(c.suspend(c.head(), task, "deferred", ""))
		c.ok(c.resume(c.head(), task))
		c.Move(n, "handling", "handled")
		c.Move(n, "verification", "passed")
		c.Problem(c.suspend(c.head(), n+".recognition.1", "deferred", ""), "suspension.not_allowed")
	})
}

// The dispute's three working days stand still for nothing: the pack allows no pause.
func TestDisputesAreNotSuspended(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		c.Company("S1")
		c.At("2026-03-02 09:00")
		d := c.Object(c.Listed("S1"))
		c.Problem(c.suspend(c.head(), d+".acceptance.1", "suspended", ""), "suspension.not_allowed")
		c.Problem(c.extend(c.handler(2), d+".acceptance.1", "task", "1 day"), "extension.not_allowed")
	})
}

// Who is told when nobody acts: warned, unclaimed, overdue, reminded, escalated; each
// once, each on record.
func TestEscalationLadder(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.At("2026-03-03 23:59:59") // one working day unclaimed
		same(t, "the head is told it lies unclaimed", len(c.Told(n, models.NoticeWarning, policy.Approver)), 1)
		c.At("2026-03-13 09:00") // two working days before the 16th
		same(t, "warned", len(c.Told(n, models.NoticeWarning, policy.Handler)), 1)
		c.At("2026-03-16 23:59:59")
		same(t, "its last second is its own", len(c.Notices(n, models.NoticeOverdue)), 0)
		c.At("2026-03-17 00:00")
		same(t, "supervisors", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), 1)
		same(t, "head", len(c.Told(n, models.NoticeOverdue, policy.Approver)), 1)
		c.At("2026-03-18 10:00")
		same(t, "reminded each working day", len(c.Told(n, models.NoticeOverdue, policy.Supervisor)), 2)
		same(t, "leading group", len(c.Told(n, models.NoticeOverdue, policy.OfficeMember)), 0)
		c.At("2026-03-20 10:00") // three working days after the 16th are over with the 19th
		same(t, "leading group", len(c.Told(n, models.NoticeOverdue, policy.OfficeMember)), 1)
		c.At("2026-03-27 10:00")
		same(t, "the leading group is told once", len(c.Told(n, models.NoticeOverdue, policy.OfficeMember)), 1)
		kinds := map[string]int{}
		for _, e := range c.storyOf(n, task).Told {
			kinds[e.Kind]++
		}
		for kind, want := range map[string]int{"unclaimed": 1, "warned": 1, "overdue": 1, "escalated": 1} {
			same(t, kind+" on record", kinds[kind], want)
		}
		c.Move(n, "handling", "handled")
		before := len(c.Notices(n, models.NoticeOverdue))
		c.At("2026-03-30 10:00")
		same(t, "nothing more once it is decided", len(c.Notices(n, models.NoticeOverdue)), before)
	})
}

// A claimed task is nobody's to ask after as unclaimed.
func TestClaimedInTime(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.ok(c.claim(c.handler(1), task))
		c.At("2026-03-05 10:00")
		same(t, "the head is told", len(c.Told(n, models.NoticeWarning, policy.Approver)), 0)
	})
}
