package desk

import (
	"context"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// A claimed task is its holder's: others are told whose it is. The holder or the head
// hands it on to somebody able; the history says who had it when.
func TestTransferToAPerson(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		one, two := c.handler(1), c.handler(2)
		c.ok(c.claim(one, task))
		c.RefusedTo(two, "task.claimed", n, "handling", "handled")
		c.Problem(c.transfer(two, task, two.Username), "task.not_yours")
		c.Problem(c.transfer(c.stranger(), task, two.Username), "task.unknown")
		c.Problem(c.transfer(one, task, c.stranger().Username), "transfer.not_eligible")
		c.Problem(c.transfer(one, task, "nobody"), "transfer.not_eligible")
		c.Problem(c.transfer(one, task, one.Username), "transfer.same")
		c.At("2026-03-04 10:00")
		c.ok(c.transfer(one, task, two.Username))
		c.RefusedTo(one, "task.claimed", n, "handling", "handled")
		c.At("2026-03-05 10:00")
		c.ok(c.transfer(c.head(), task, one.Username))
		at(t, "due as before", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.MoveAs(one, n, "handling", "handled")
		c.Problem(c.transfer(c.head(), task, two.Username), "task.not_open")
		h := c.storyOf(n, task).Holders
		same(t, "hands", len(h), 4)
		same(t, "third", h[2].Person.ID, two.ID)
		at(t, "third had it from", h[2].From, "2026-03-04 10:00:00")
		at(t, "until", h[2].Until, "2026-03-05 10:00:00")
	})
}

// A case handed to another department keeps its number and its clock; who had it before
// has no more say (ZZ-9).
func TestHandOverToADepartment(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		c.ok(c.claim(c.handler(1), task))
		to := func(who access.Actor, organization string) error {
			_, err := c.Transfer(context.Background(), who, task, cases.Transfer{Organization: organization, Reason: "不属于本区管辖"}, "")
			return err
		}
		c.Problem(to(c.head(), "jining/yanzhou_bureau"), "transfer.vacant")
		theirs := c.stranger()
		c.Problem(to(c.handler(2), "jining/yanzhou_bureau"), "task.not_yours")
		c.Problem(to(c.head(), "jining/nowhere"), "transfer.organization_unknown")
		c.Problem(to(c.head(), "jining/rencheng_bureau"), "transfer.same")
		c.ok(to(c.head(), "jining/yanzhou_bureau"))
		same(t, "organization", c.Case(n).OrganizationID, "jining/yanzhou_bureau")
		at(t, "due as before", c.Row(task).DueAt, "2026-03-16 23:59:59")
		c.Problem(c.decide(c.handler(1), task, "handled", ""), "task.unknown")
		c.ok(c.decide(theirs, task, "handled", ""))
		same(t, "the next task is theirs", c.Task(n, "verification").OrganizationID, "jining/yanzhou_bureau")
	})
}

// Who recuses themselves may touch no step of the case; what they had finds the next
// person, and a step nobody is left for is told at once (回避).
func TestRecusal(t *testing.T) {
	story(t, altered(t, [2]string{"claim_within: 1 working_day,", "assign: least_loaded,"}), func(t *testing.T, c *desk) {
		one, two := c.handler(1), c.handler(2)
		n, task := c.handling()
		same(t, "appointed", c.Row(task).AssigneeID, one.ID)
		c.Problem(c.recuse(c.stranger(), task, ""), "task.unknown")
		c.Problem(c.recuse(two, task, one.Username), "task.not_yours")
		c.Problem(c.recuse(c.head(), task, "nobody"), "recusal.unknown")
		c.ok(c.recuse(one, task, ""))
		c.Problem(c.recuse(c.head(), task, one.Username), "recusal.already")
		same(t, "next", c.Row(task).AssigneeID, two.ID)
		c.RefusedTo(one, "task.claimed", n, "handling", "handled")
		c.ok(c.recuse(c.head(), task, two.Username))
		same(t, "nobody", c.Row(task).AssigneeID, "")
		same(t, "the head is told", len(c.Told(n, models.NoticeVacant, policy.Approver)) > 0, true)
		c.RefusedTo(one, "duty.recused", n, "handling", "handled")
		three := c.handler(3)
		c.MoveAs(three, n, "handling", "handled")
		c.Move(n, "verification", "passed")
		c.RefusedTo(one, "duty.recused", n, "recognition", "no_record")
	})
}

// While somebody is away their delegate decides for them, both names on record; it ends
// by itself, is passed on to nobody, and separation of duties holds for both (委托代办).
func TestDelegation(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		clerk := c.As(policy.WindowClerk, timeline.Bureau)
		n, task := c.handling()
		away := func(who access.Actor, in cases.NewAbsence) error {
			in.Reason = "出差"
			_, err := c.Absent(context.Background(), who, in, "")
			return err
		}
		until := timeline.Instant(t, "2026-03-06 18:00")
		c.ok(c.claim(c.handler(1), task))
		c.RefusedTo(clerk, "task.not_yours", n, "handling", "handled")
		c.Problem(away(c.handler(1), cases.NewAbsence{Delegate: "nobody", Until: until}), "absence.delegate")
		c.Problem(away(c.handler(1), cases.NewAbsence{Delegate: c.handler(1).Username, Until: until}), "absence.delegate")
		c.Problem(away(c.handler(1), cases.NewAbsence{Delegate: clerk.Username, Until: c.Clock() - 1}), "absence.dates")
		c.Problem(away(c.stranger(), cases.NewAbsence{User: c.handler(1).Username, Until: until}), "absence.not_yours")
		c.ok(away(c.handler(1), cases.NewAbsence{Delegate: clerk.Username, Until: until}))
		c.Problem(away(c.handler(1), cases.NewAbsence{Delegate: clerk.Username, Until: until}), "absence.overlaps")
		c.Problem(away(clerk, cases.NewAbsence{Delegate: c.handler(1).Username, Until: until}), "absence.delegate_away")
		c.At("2026-03-04 10:00")
		clerk = c.As(policy.WindowClerk, timeline.Bureau) // as they are now
		page, err := c.Queries().Tasks(context.Background(), clerk, cases.TaskFilter{Mine: true}, cases.Page{})
		c.ok(err)
		same(t, "in the delegate's worklist", len(page.Items), 1)
		c.MoveAs(clerk, n, "handling", "handled")
		row := c.Row(task)
		same(t, "decided by", row.DecidedBy, clerk.ID)
		same(t, "for", row.OnBehalfOf, c.handler(1).ID)
		c.Move(n, "verification", "passed")
		c.At("2026-03-06 18:00:01")
		clerk = c.As(policy.WindowClerk, timeline.Bureau)
		c.RefusedTo(clerk, "task.not_yours", n, "recognition", "no_record")
	})
}

// A delegate may not approve what the one acted for proposed, nor what they proposed
// themselves.
func TestDelegationKeepsDutiesApart(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, _ := c.handling()
		c.Move(n, "handling", "handled")
		c.Move(n, "verification", "passed")
		c.handler(2)
		c.Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1")) // handler 1 proposes
		c.ToReview(n)
		_, err := c.Absent(context.Background(), c.As(policy.Reviewer, timeline.Bureau, 2), cases.NewAbsence{
			Delegate: c.handler(1).Username, Until: timeline.Instant(t, "2026-03-30 18:00"), Reason: "培训",
		}, "")
		c.ok(err)
		c.RefusedTo(c.handler(1), "duty.own_step", n, "review", "maintained")
	})
}

// Whoever leaves, loses the role or is away without a delegate leaves nothing behind.
func TestNothingIsLeftBehind(t *testing.T) {
	for _, end := range []struct {
		name string
		how  func(c *desk, who access.Actor)
	}{
		{"account closed", func(c *desk, who access.Actor) {
			c.ok(c.Store.Tx(context.Background(), func(tx *store.Tx) error {
				return tx.Model(&models.User{}).Where("id = ?", who.ID).Update("disabled_at", c.Clock()).Error
			}))
		}},
		{"role ended", func(c *desk, who access.Actor) {
			c.ok(c.Store.Tx(context.Background(), func(tx *store.Tx) error {
				return tx.Model(&models.Assignment{}).Where("user_id = ?", who.ID).Update("until_at", c.Clock()).Error
			}))
		}},
		{"away", func(c *desk, who access.Actor) {
			_, err := c.Absent(context.Background(), who, cases.NewAbsence{Until: timeline.Instant(c.T, "2026-04-01 09:00"), Reason: "病假"}, "")
			c.ok(err)
		}},
	} {
		t.Run(end.name, func(t *testing.T) {
			story(t, altered(t, [2]string{"claim_within: 1 working_day,", "assign: least_loaded,"}), func(t *testing.T, c *desk) {
				one, two := c.handler(1), c.handler(2)
				_, task := c.handling()
				same(t, "appointed", c.Row(task).AssigneeID, one.ID)
				found, err := c.Leavers.Once(context.Background())
				c.ok(err)
				same(t, "orphaned before", found, 0)
				c.At("2026-03-03 09:00")
				end.how(c, one)
				found, err = c.Leavers.Once(context.Background())
				c.ok(err)
				same(t, "orphaned", found, 1)
				same(t, "next", c.Row(task).AssigneeID, two.ID)
				found, err = c.Leavers.Once(context.Background())
				c.ok(err)
				same(t, "orphaned again", found, 0)
			})
		})
	}
}

// Assignment by responsibility for a street: who holds the role closest to it.
func TestAssignmentByArea(t *testing.T) {
	o := altered(t, [2]string{"claim_within: 1 working_day,", "assign: area,"})
	story(t, o, func(t *testing.T, c *desk) {
		near := c.As(policy.Handler, "rencheng_service_point")
		far := c.handler(1)
		c.Company("S1")
		report := func(area string) string {
			out, err := c.ReportViolation(context.Background(), c.As(policy.DistrictReporter, timeline.Bureau), cases.NewViolation{
				Organization: "jining/rencheng_bureau", Subjects: []string{"S1"}, Behaviour: "SR-06", OccurredAt: c.Clock() - 1e6, Description: "巡查发现", Area: area,
			}, "")
			c.ok(err)
			c.Move(out.Number, "filing", "filed")
			c.Move(out.Number, "dispatch", "dispatched")
			return c.Row(out.Number + ".handling.1").AssigneeID
		}
		same(t, "in the street", report("jining/rencheng_service_point"), near.ID)
		same(t, "in the district", report("jining/rencheng_bureau"), far.ID)
		same(t, "nowhere in particular", report(""), far.ID)
		_, err := c.ReportViolation(context.Background(), c.As(policy.DistrictReporter, timeline.Bureau), cases.NewViolation{
			Organization: "jining/rencheng_bureau", Subjects: []string{"S1"}, Behaviour: "SR-06", OccurredAt: c.Clock() - 1e6, Description: "巡查发现", Area: "jining/nowhere",
		}, "")
		c.Problem(err, "intake.area")
	})
}

// What the head appoints, nobody claims.
func TestManualAssignment(t *testing.T) {
	story(t, altered(t, [2]string{"claim_within: 1 working_day,", "assign: manual,"}), func(t *testing.T, c *desk) {
		one := c.handler(1)
		n, task := c.handling()
		c.Problem(c.claim(one, task), "task.appointed")
		c.ok(c.transfer(c.head(), task, one.Username))
		c.MoveAs(one, n, "handling", "handled")
	})
}

// A step nobody could decide is told when the case begins, not when it gets there.
func TestVacantOfficeIsToldAtOnce(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		c.Company("S1")
		n := c.Report("SR-06", "S1")
		notices := c.Told(n, models.NoticeVacant, policy.Supervisor)
		same(t, "told", len(notices), 1)
	})
}

// Copied to somebody, a case can be read by them, and by nobody else (抄送).
func TestCopy(t *testing.T) {
	story(t, timeline.Options{}, func(t *testing.T, c *desk) {
		n, task := c.handling()
		other := c.stranger()
		_, err := c.Queries().Case(context.Background(), other, n)
		c.Problem(err, "case.unknown")
		send := func(who access.Actor, users ...string) error {
			_, err := c.Copy(context.Background(), who, task, cases.Copying{Users: users, Note: "请知悉"}, "")
			return err
		}
		c.Problem(send(other, other.Username), "task.unknown")
		c.Problem(send(c.handler(1), "nobody"), "copy.not_eligible")
		c.Problem(send(c.handler(1)), "copy.nobody")
		c.ok(send(c.handler(1), other.Username))
		_, err = c.Queries().Case(context.Background(), other, n)
		c.ok(err)
		c.Problem(c.decide(other, task, "handled", ""), "task.not_yours")
		page, err := c.Queries().Notices(context.Background(), other, true, cases.Page{})
		c.ok(err)
		same(t, "told", len(page.Items), 1)
	})
}
