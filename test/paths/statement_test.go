package paths

import (
	"testing"
	"time"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/test/timeline"
)

// notified reports, proposes and serves the notice on Friday 13 March: the statement's
// five working days end with Friday 20 March.
func notified(c *timeline.City, behaviour string, subjects ...string) string {
	c.T.Helper()
	for _, s := range subjects {
		c.Company(s)
	}
	c.At("2026-03-13 09:00")
	n := c.Report(behaviour, subjects...)
	c.ToRecognition(n)
	c.Move(n, "recognition", "proposed", c.Proposal(behaviour, subjects...))
	c.At("2026-03-13 09:30").Move(n, "notice", "served", timeline.Direct)
	return n
}

func TestStatementLapsesAtItsVeryInstant(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-20 23:59:59")
		same(t, "in the last second, waits for", c.Waiting(n), "statement")
		c.At("2026-03-21 00:00:00")
		same(t, "waits for", c.Waiting(n), "review")
		lapsed := c.Tasks(n, "statement")[0]
		at(t, "closed", lapsed.ClosedAt, "2026-03-21 00:00:00")
		same(t, "by", lapsed.DecidedBy, "system")
		same(t, "choice", lapsed.Choice, "none")
		at(t, "review opened", c.Task(n, "review").OpenedAt, "2026-03-21 00:00:00")
	})
}

// The last second of the last day is the subject's (民法典 203).
func TestStatementInTheLastSecondIsHeard(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-20 23:59:59").Move(n, "statement", "stated")
		same(t, "choice", c.Tasks(n, "statement")[0].Choice, "stated")
		same(t, "waits for", c.Waiting(n), "review")
	})
}

// Timeliness is judged by receipt: what came in before the deadline counts although
// Temporal was away and the deadline passed before anyone could act on it.
func TestStatementReceivedInTimeCountsThoughProcessedLate(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		task := c.At("2026-03-20 23:59:50").Task(n, "statement")
		c.Away = true
		same(t, "status", c.Received(n, "statement", "stated"), models.CommandReceived)
		c.At("2026-03-21 08:00")
		c.Away = false
		c.At("2026-03-21 08:05")
		done := c.Tasks(n, "statement")[0]
		same(t, "task", done.ID, task.ID)
		same(t, "choice", done.Choice, "stated")
		at(t, "closed", done.ClosedAt, "2026-03-20 23:59:50")
		same(t, "waits for", c.Waiting(n), "review")
	})
}

// A decision on its way into the register while the deadline passes is received when it is
// stored: it never reads as received in time and refused all the same.
func TestReceiptIsTakenWhenItIsStored(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		task := c.At("2026-03-20 23:59:59").Task(n, "statement")
		who, clock := c.Decider(n, "statement"), c.Now
		asked := false
		c.Now = func() time.Time {
			at := clock()
			if !asked { // what it saw when the request came in is over when it is stored
				asked = true
				c.At("2026-03-21 00:00:01")
			}
			return at
		}
		c.Problem(c.DecideTask(who, task.ID, "stated"), "task.already_decided")
		late := c.Commands(n, models.CommandRefused)[0]
		at(t, "received", late.ReceivedAt, "2026-03-21 00:00:01")
	})
}

func TestStatementAfterTheDeadlineIsTooLate(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		task := c.At("2026-03-20 20:00").Task(n, "statement")
		c.At("2026-03-21 00:00")
		p := c.Problem(c.DecideTask(c.Decider(n, "statement"), task.ID, "stated"), "task.already_decided")
		same(t, "says", p.Detail, "“陈述申辩”已由系统（期限届满）于2026年3月21日00:00:00作出决定：未陈述申辩。您的操作未生效。")
	})
}

func TestDroppedAfterStatement(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "SR-06", "S1")
		c.At("2026-03-16 09:00").Move(n, "statement", "stated")
		c.At("2026-03-17 09:00").Move(n, "review", "dropped")
		ended(t, c, n, "dropped")
		same(t, "recognition", c.Recognition(n).State, models.RecognitionDropped)
		score(t, c, "S1", "2026", 0, 0)
	})
}

// A lighter outcome needs no new notice; points are those of the review.
func TestLighterAfterStatement(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.At("2026-03-13 09:00")
		n := c.Report("ZT-02", "S1")
		c.ToRecognition(n)
		c.Move(n, "recognition", "proposed", charged(c, "ZT-02", "S1", 10))
		c.Move(n, "notice", "served", timeline.Direct)
		c.At("2026-03-16 09:00").Move(n, "statement", "stated")
		c.At("2026-03-17 09:00")
		c.Refused("review.direction", n, "review", "lighter", revised("S1", 10))
		c.Refused("points.out_of_range", n, "review", "lighter", revised("S1", 4))
		c.Refused("review.revision", n, "review", "lighter")
		c.Move(n, "review", "lighter", revised("S1", 5))
		same(t, "notices", len(c.Documents(n, activities.RecognitionNotice)), 1)
		c.Move(n, "approval", "approved")
		c.At("2026-03-18 09:00").Move(n, "service", "served", timeline.Direct)
		score(t, c, "S1", "2026", 5, 5)
	})
}

// A heavier outcome is notified anew, with a new statement: the subject is never the
// worse for having spoken without being heard on it (行政处罚法 45).
func TestHeavierNeedsANewNoticeAndHearing(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := notified(c, "ZT-02", "S1")
		c.At("2026-03-16 09:00").Move(n, "statement", "stated")
		c.At("2026-03-17 09:00")
		c.Refused("review.direction", n, "review", "heavier", revised("S1", 5))
		c.Move(n, "review", "heavier", revised("S1", 8))
		same(t, "waits for", c.Waiting(n), "notice")
		same(t, "notices", len(c.Documents(n, activities.RecognitionNotice)), 2)
		c.At("2026-03-18 10:00").Move(n, "notice", "served", timeline.Direct)
		due(t, c.Task(n, "statement"), "2026-03-25 23:59:59")
		c.At("2026-03-26 09:00").Move(n, "review", "maintained")
		c.Move(n, "approval", "approved")
		c.At("2026-03-27 09:00").Move(n, "service", "served", timeline.Direct)
		score(t, c, "S1", "2026", 8, 8)
	})
}

// charged is a proposal with points of the handlers' choice.
func charged(c *timeline.City, behaviour, subject string, points int) map[string]any {
	return timeline.With(c.Proposal(behaviour, subject), "charges", []map[string]any{{"behaviour": behaviour, "points": points}})
}

// revised is a review's change of one subject's points.
func revised(subject string, points int) map[string]any {
	return map[string]any{"recognitions": []map[string]any{{"subject": subject, "points": points}}}
}
