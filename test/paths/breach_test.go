package paths

import (
	"slices"
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// Every way of a broken commitment, reported on Monday 2 March 2026 (SJ-4, ZB-3).
func TestBreachPaths(t *testing.T) {
	found := leg{"2026-03-04 10:00", "verification", "found", nil}
	served := leg{"2026-03-06 10:00", "notice", "served", timeline.Direct}
	for _, tc := range []struct {
		name    string
		legs    []leg
		outcome string
		barred  int
		asked   map[string]int // how often a step was asked
	}{
		{"unfounded at once", []leg{{"2026-03-04 10:00", "verification", "unfounded", nil}}, "unfounded", 0, map[string]int{"verification": 1, "notice": 0}},
		{"recognised, nobody spoke", []leg{found, served, {"2026-03-16 09:00", "recognition", "recognised", nil}}, "recognised", 1, map[string]int{"statement": 1, "recognition": 1}},
		{"recognised though stated", []leg{found, served, {"2026-03-10 09:00", "statement", "stated", nil}, {"2026-03-11 09:00", "recognition", "recognised", nil}}, "recognised", 1, map[string]int{"recognition": 1}},
		{"waived", []leg{found, served, {"2026-03-06 11:00", "statement", "none", nil}, {"2026-03-09 09:00", "recognition", "recognised", nil}}, "recognised", 1, nil},
		{"unfounded after the statement", []leg{found, served, {"2026-03-10 09:00", "statement", "stated", nil}, {"2026-03-11 09:00", "recognition", "unfounded", nil}}, "unfounded", 0, nil},
		{"sent back, unfounded", []leg{found, served, {"2026-03-16 09:00", "recognition", "<verification", nil}, {"2026-03-17 09:00", "verification", "unfounded", nil}}, "unfounded", 0, map[string]int{"verification": 2, "recognition": 1}},
		{"sent back, noticed and heard anew", []leg{
			found, served,
			{"2026-03-16 09:00", "recognition", "<verification", nil},
			{"2026-03-17 09:00", "verification", "found", nil},
			{"2026-03-18 09:00", "notice", "served", timeline.Direct},
			{"2026-03-26 09:00", "recognition", "recognised", nil},
		}, "recognised", 1, map[string]int{"verification": 2, "notice": 2, "statement": 2, "recognition": 2}},
		{"sent back twice", []leg{
			found, served,
			{"2026-03-16 09:00", "recognition", "<verification", nil},
			{"2026-03-17 09:00", "verification", "found", nil},
			{"2026-03-18 09:00", "notice", "served", timeline.Direct},
			{"2026-03-26 09:00", "recognition", "<verification", nil},
			{"2026-03-27 09:00", "verification", "unfounded", nil},
		}, "unfounded", 0, map[string]int{"verification": 3}},
		{"withdrawn while verifying", []leg{{"2026-03-03 09:00", "", "withdrawn", nil}}, "withdrawn", 0, nil},
		{"terminated before the notice", []leg{found, {"2026-03-05 09:00", "", "terminated", nil}}, "terminated", 0, nil},
		{"withdrawn while heard", []leg{found, served, {"2026-03-09 09:00", "", "withdrawn", nil}}, "withdrawn", 0, nil},
		{"terminated before recognition", []leg{found, served, {"2026-03-16 09:00", "", "terminated", nil}}, "terminated", 0, nil},
		{"nobody acts for months, recognised all the same", []leg{
			{"2026-06-08 09:00", "verification", "found", nil}, {"2026-07-06 09:00", "notice", "served", timeline.Direct}, {"2026-09-07 09:00", "recognition", "recognised", nil},
		}, "recognised", 1, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				c.Company("S1")
				n := c.At("2026-03-02 09:00").Breached("S1")
				walk(t, c, n, tc.legs)
				same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), tc.barred)
				same(t, "decisions", len(c.Documents(n, activities.BreachDecision)), tc.barred)
				for step, times := range tc.asked {
					same(t, step+" was asked", len(c.Tasks(n, step)), times)
				}
				afterwards(t, c, n, tc.outcome)
				same(t, "bars afterwards", len(c.Bars("S1", models.BarNotificationCommitment)), tc.barred)
				score(t, c, "S1", "2026", 0, 0)
			})
		})
	}
}

// The days of a breach: thirty from receipt for the whole case (1 April, no day off), each
// step its own, the subject's five working days untouched by the authority's lateness.
func TestBreachDeadlines(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		n := c.At("2026-03-02 09:00").Breached("S1")
		at(t, "whole case", c.Case(n).DueAt, "2026-04-01 23:59:59")
		due(t, c.Task(n, "verification"), "2026-03-09 23:59:59")
		c.At("2026-03-10 00:00")
		same(t, "supervisors told", reminded(c, n), 1)
		c.At("2026-03-24 10:00").Move(n, "verification", "found")
		due(t, c.Task(n, "notice"), "2026-03-27 23:59:59")
		c.At("2026-03-27 16:00").Move(n, "notice", "served", c.ServedOn("2026-03-26 09:00"))
		due(t, c.Task(n, "statement"), "2026-04-02 23:59:59") // later than the whole case's limit
		c.At("2026-04-02 23:59:59")
		same(t, "waits for", c.Waiting(n), "statement")
		c.At("2026-04-03 00:00")
		same(t, "waits for", c.Waiting(n), "recognition")
		due(t, c.Task(n, "recognition"), "2026-04-01 23:59:59") // overdue from its first moment
		inspector := c.Holding(c.As(policy.Inspector, timeline.Bureau), policy.Approver, timeline.Bureau)
		c.RefusedTo(inspector, "duty.own_step", n, "recognition", "recognised")
		c.Move(n, "recognition", "recognised")
	})
}

// Where a pack lets a breach cost points, they count from the decision and may lead to a
// list; an upheld objection takes back points, list and bar, and says nothing in between.
func TestABreachThatCostsPoints(t *testing.T) {
	o := timeline.Options{Source: changed(t, "breach:\n", "breach:\n  points: 20\n")}
	recognised := func(t *testing.T) (*timeline.City, string) {
		c := timeline.New(t, o)
		c.Company("S1")
		n := c.At("2026-03-02 09:00").Breached("S1")
		walk(t, c, n, []leg{
			{"2026-03-04 10:00", "verification", "found", nil},
			{"2026-03-06 10:00", "notice", "served", timeline.Direct},
			{"2026-03-16 09:00", "recognition", "recognised", nil},
		})
		score(t, c, "S1", "2026", 20, 20)
		return c, n
	}
	t.Run("leads to yellow", func(t *testing.T) {
		c, _ := recognised(t)
		l := c.Open("S1", "yellow")
		same(t, "total", l.Total, 20)
		same(t, "covered", l.NoticeCovered, false) // the breach's notice announced no list
		c.Publish(l.Number)
		c.At("2026-09-17 00:00")
		same(t, "stage", c.Case(l.Number).Stage, "repairable")
		r := c.Apply(l.Number)
		c.Repair(r)
		score(t, c, "S1", "2026", 20, 0)
		same(t, "the bar stays until the breach itself is repaired", len(c.Bars("S1", models.BarNotificationCommitment)), 1)
	})
	t.Run("objection upheld", func(t *testing.T) {
		c, n := recognised(t)
		l := c.Open("S1", "yellow").Number
		d := c.At("2026-03-23 09:00").Object(n + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Refused("dispute.not_partly", d, "investigation", "partly_upheld", map[string]any{"points": 5})
		c.Move(d, "investigation", "upheld")
		score(t, c, "S1", "2026", 0, 0)
		same(t, "yellow", c.Listing(l).State, models.ListingDropped)
		same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), 0)
		told(t, c, n, "changed_by_other", "recognition_reversed", "bars_lifted")
	})
}

// A breach without points has no recognition to object to: the objection is to the breach,
// proposed or recognised, and takes the bar with it.
func TestDisputeOfABreach(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.Company("S2")
		n := c.At("2026-03-02 09:00").Breached("S1")
		walk(t, c, n, []leg{
			{"2026-03-04 10:00", "verification", "found", nil},
			{"2026-03-06 10:00", "notice", "served", timeline.Direct},
			{"2026-03-16 09:00", "recognition", "recognised", nil},
		})
		r := c.At("2026-03-23 09:00").Apply(n)
		d := c.Object(n)
		c.Move(d, "acceptance", "accepted")
		c.Refused("dispute.not_partly", d, "investigation", "partly_upheld", map[string]any{"points": 5})
		c.Move(d, "investigation", "upheld")
		same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), 0)
		ended(t, c, r, "entry_ended")
		told(t, c, n, "changed_by_other", d, "bars_lifted")
		_, err := c.TryObject(n)
		c.Problem(err, "dispute.ended")

		open := c.At("2026-04-07 09:00").Breached("S2")
		c.Move(open, "verification", "found")
		e := c.Object(open)
		c.Move(e, "acceptance", "accepted")
		c.Move(e, "investigation", "upheld")
		ended(t, c, open, "annulled")
		same(t, "bars", len(c.Bars("S2", models.BarNotificationCommitment)), 0)
	})
}

// A breach is repaired without signatures; repaired once, there is nothing left to repair.
// While it is barred a second breach bars on its own.
func TestBreachRepairsAreTheirOwn(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		var breaches []string
		for _, day := range []string{"2026-03-02", "2026-04-07"} {
			n := c.At(day + " 09:00").Breached("S1")
			walk(t, c, n, []leg{
				{day + " 10:00", "verification", "found", nil},
				{day + " 10:00", "notice", "served", timeline.Direct},
				{day + " 10:00", "statement", "none", nil},
				{day + " 11:00", "recognition", "recognised", nil},
			})
			breaches = append(breaches, n)
		}
		same(t, "bars", len(c.Bars("S1", models.BarNotificationCommitment)), 2)
		r := c.At("2026-05-06 09:00").Apply(breaches[0])
		_, err := c.TryApply(breaches[0])
		c.Problem(err, "repair.already_open")
		c.Move(r, "acceptance", "accepted")
		c.Move(r, "verification", "corrected")
		ended(t, c, r, "repaired")
		left := c.Bars("S1", models.BarNotificationCommitment)
		same(t, "bars left", len(left), 1)
		same(t, "of the second", left[0].CaseNumber, breaches[1])
		_, err = c.TryApply(breaches[0])
		c.Problem(err, "repair.ended")
		same(t, "trail of the first tells", slices.Contains(c.Trail(breaches[0]), "changed_by_other"), true)
	})
}
