package paths

import (
	"slices"
	"testing"

	"chengxin/activities"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// Every way of a black list's repair, received on Monday 8 March 2027; the list was
// published on 2 March 2026 (JN-8, JN-9, SJ-7, ZB-6).
func TestRepairPaths(t *testing.T) {
	accepted := leg{"2027-03-09 09:00", "acceptance", "accepted", nil}
	corrected := leg{"2027-03-10 09:00", "verification", "corrected", nil}
	first := leg{"2027-03-11 09:00", "sign_off_leading_group", "signed", nil}
	for _, tc := range []struct {
		name    string
		legs    []leg
		outcome string
		asked   map[string]int
	}{
		{"declined", []leg{{"2027-03-09 09:00", "acceptance", "declined", nil}}, "refused", map[string]int{"verification": 0}},
		{"supplement never came", []leg{{"2027-03-09 09:00", "acceptance", "supplement", nil}, {"2027-03-17 00:00", "", "", nil}}, "abandoned", nil},
		{"supplement given up in writing", []leg{{"2027-03-09 09:00", "acceptance", "supplement", nil}, {"2027-03-10 09:00", "supplement", "abandoned", nil}}, "abandoned", nil},
		{"supplemented, then declined", []leg{
			{"2027-03-09 09:00", "acceptance", "supplement", nil}, {"2027-03-12 09:00", "supplement", "supplied", nil}, {"2027-03-15 09:00", "acceptance", "declined", nil},
		}, "refused", map[string]int{"acceptance": 2}},
		{"supplemented, then all the way", []leg{
			{"2027-03-09 09:00", "acceptance", "supplement", nil},
			{"2027-03-12 09:00", "supplement", "supplied", nil},
			{"2027-03-15 09:00", "acceptance", "accepted", nil},
			{"2027-03-16 09:00", "verification", "corrected", nil},
			{"2027-03-17 09:00", "sign_off_leading_group", "signed", nil},
			{"2027-03-18 09:00", "sign_off_joint_meeting", "signed", nil},
		}, "repaired", map[string]int{"acceptance": 2, "verification": 1}},
		{"not corrected", []leg{accepted, {"2027-03-10 09:00", "verification", "not_corrected", nil}}, "refused", map[string]int{"sign_off_leading_group": 0}},
		{"the first office refuses", []leg{accepted, corrected, {"2027-03-11 09:00", "sign_off_leading_group", "refused", nil}}, "refused", map[string]int{"sign_off_joint_meeting": 0}},
		{"the second office refuses", []leg{accepted, corrected, first, {"2027-03-12 09:00", "sign_off_joint_meeting", "refused", nil}}, "refused", nil},
		{"signed by both", []leg{accepted, corrected, first, {"2027-03-12 09:00", "sign_off_joint_meeting", "signed", nil}}, "repaired", map[string]int{"verification": 1}},
		{"the first sends back, then both sign", []leg{
			accepted, corrected,
			{"2027-03-11 09:00", "sign_off_leading_group", "sent_back", nil},
			{"2027-03-12 09:00", "verification", "corrected", nil},
			{"2027-03-15 09:00", "sign_off_leading_group", "signed", nil},
			{"2027-03-16 09:00", "sign_off_joint_meeting", "signed", nil},
		}, "repaired", map[string]int{"verification": 2, "sign_off_leading_group": 2, "sign_off_joint_meeting": 1}},
		{"the second sends back: both sign again", []leg{
			accepted, corrected, first,
			{"2027-03-12 09:00", "sign_off_joint_meeting", "sent_back", nil},
			{"2027-03-15 09:00", "verification", "corrected", nil},
			{"2027-03-16 09:00", "sign_off_leading_group", "signed", nil},
			{"2027-03-17 09:00", "sign_off_joint_meeting", "signed", nil},
		}, "repaired", map[string]int{"verification": 2, "sign_off_leading_group": 2, "sign_off_joint_meeting": 2}},
		{"sent back, not corrected after all", []leg{
			accepted, corrected, first, {"2027-03-12 09:00", "sign_off_joint_meeting", "sent_back", nil}, {"2027-03-15 09:00", "verification", "not_corrected", nil},
		}, "refused", nil},
		{"withdrawn on receipt", []leg{{"2027-03-09 09:00", "", "withdrawn", nil}}, "withdrawn", nil},
		{"withdrawn while supplementing", []leg{{"2027-03-09 09:00", "acceptance", "supplement", nil}, {"2027-03-10 09:00", "", "withdrawn", nil}}, "withdrawn", nil},
		{"withdrawn while verifying", []leg{accepted, {"2027-03-10 09:00", "", "withdrawn", nil}}, "withdrawn", nil},
		{"withdrawn between two signatures", []leg{accepted, corrected, first, {"2027-03-12 09:00", "", "withdrawn", nil}}, "withdrawn", nil},
		{"signed months late", []leg{
			accepted, corrected, {"2027-07-05 09:00", "sign_off_leading_group", "signed", nil}, {"2027-09-06 09:00", "sign_off_joint_meeting", "signed", nil},
		}, "repaired", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
				r := c.At("2027-03-08 09:00").Apply(n)
				at(t, "whole case", c.Case(r).DueAt, "2027-03-22 23:59:59")
				walk(t, c, r, tc.legs)
				ended(t, c, r, tc.outcome)
				repaired := tc.outcome == "repaired"
				same(t, "off the list", c.Listing(n).State == models.ListingRepaired, repaired)
				same(t, "off the page", c.Public(n).WithdrawnAt != 0, repaired)
				same(t, "decision and notice together", len(c.Documents(r, activities.RepairNotice)), len(c.Documents(r, activities.RepairDecision))-count(tc.outcome == "refused" && accepts(tc.legs)))
				same(t, "told that it is not accepted", len(c.Documents(r, activities.NotAccepted)), count(tc.outcome == "refused" && !accepts(tc.legs)))
				if repaired {
					score(t, c, "S1", "2026", 40, 0)
				} else {
					score(t, c, "S1", "2026", 40, 40)
					again := c.Apply(n) // whatever came of it, another application may follow
					c.Withdrawn(c.Decider(again, "supplement"), again, "withdrawn")
				}
				for step, times := range tc.asked {
					same(t, step+" was asked", len(c.Tasks(r, step)), times)
				}
				afterwards(t, c, r, tc.outcome)
			})
		})
	}
}

// Two offices, two people: whoever verified does not sign, and nobody signs twice.
func TestRepairsTwoPairsOfEyes(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
		r := c.At("2027-03-08 09:00").Apply(n)
		c.Move(r, "acceptance", "accepted")
		c.Move(r, "verification", "corrected")
		inspector := c.Holding(c.As(policy.Inspector, timeline.Bureau), policy.OfficeMember, "leading_group_office")
		c.RefusedTo(inspector, "duty.own_step", r, "sign_off_leading_group", "signed")
		c.Move(r, "sign_off_leading_group", "signed")
		twice := c.Holding(c.As(policy.OfficeMember, "leading_group_office"), policy.OfficeMember, "joint_meeting_office")
		c.RefusedTo(twice, "duty.own_step", r, "sign_off_joint_meeting", "signed")
		c.Move(r, "sign_off_joint_meeting", "signed")
		ended(t, c, r, "repaired")
	})
}

// Sign-off waits for a dispute, opened before it or between two signatures, and goes on
// when it ends; an upheld one ends the repair.
func TestSignOffWaitsForDisputes(t *testing.T) {
	for _, tc := range []struct{ how, repair, listing string }{
		{"rejected", "", models.ListingPublished}, {"withdrawn", "", models.ListingPublished}, {"upheld", "listing_ended", models.ListingAnnulled},
	} {
		t.Run(tc.how, func(t *testing.T) {
			story(t, func(t *testing.T, c *timeline.City) {
				n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
				r := c.At("2027-03-08 09:00").Apply(n)
				c.Move(r, "acceptance", "accepted")
				c.Move(r, "verification", "corrected")
				c.Move(r, "sign_off_leading_group", "signed")
				d := c.At("2027-03-09 09:00").Object(n)
				c.Refused("repair.disputed", r, "sign_off_joint_meeting", "signed")
				c.Move(d, "acceptance", "accepted")
				if tc.how == "withdrawn" {
					c.Withdrawn(c.As(policy.WindowClerk, timeline.Bureau), d, tc.how)
				} else {
					c.At("2027-03-10 09:00").Move(d, "investigation", tc.how)
				}
				same(t, "listing", c.Listing(n).State, tc.listing)
				if tc.repair != "" {
					ended(t, c, r, tc.repair)
					return
				}
				c.Move(r, "sign_off_joint_meeting", "signed")
				ended(t, c, r, "repaired")
			})
		})
	}
	t.Run("opened before the first signature", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			r, n := applied(c)
			c.Move(r, "acceptance", "accepted")
			d := c.Object(n)
			c.At("2026-09-08 09:00").Move(r, "verification", "corrected")
			same(t, "stage", c.Case(r).Stage, "held")
			same(t, "waits for", c.Waiting(r), "")
			c.Move(d, "acceptance", "accepted")
			c.At("2026-09-09 09:00").Move(d, "investigation", "rejected")
			same(t, "waits for", c.Waiting(r), "sign_off_leading_group")
			c.Move(r, "sign_off_leading_group", "signed")
			ended(t, c, r, "repaired")
		})
	})
	t.Run("withdrawn while it waits", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			r, n := applied(c)
			c.Move(r, "acceptance", "accepted")
			c.Object(n)
			c.Move(r, "verification", "corrected")
			same(t, "stage", c.Case(r).Stage, "held")
			c.Withdrawn(c.As(policy.WindowClerk, timeline.Bureau), r, "withdrawn")
			ended(t, c, r, "withdrawn")
		})
	})
}

// False material found later: the repair is revoked, the listing is back with its dates,
// another application is barred for the pack's year; then it is open again (domain, repair).
func TestRepairByFalseMaterial(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-10", "black", "2026-02-27 10:00", "2026-03-02 11:00")
		r := c.At("2027-03-08 09:00").Apply(n)
		before := c.Listing(n)
		c.Repair(r)
		x := c.At("2027-06-07 09:00").Revoked(r, "false_material")
		c.Move(x, "confirmation", "confirmed")
		ended(t, c, x, "reversed")
		l := c.Listing(n)
		same(t, "state", l.State, models.ListingPublished)
		same(t, "opens", l.OpensAt, before.OpensAt)
		same(t, "ends", l.EndsAt, before.EndsAt)
		same(t, "public", c.Public(n).WithdrawnAt, 0)
		score(t, c, "S1", "2026", 40, 40)
		_, err := c.TryApply(n)
		same(t, "earliest", c.Problem(err, "repair.barred").Fields[0].Earliest, "2028-06-08")
		c.At("2028-06-07 23:59:59")
		_, err = c.TryApply(n)
		c.Problem(err, "repair.barred")
		again := c.At("2028-06-08 00:00").Apply(n)
		c.Repair(again)
		ended(t, c, again, "repaired")
		score(t, c, "S1", "2026", 40, 0)
		c.At("2029-03-01 09:00")
		same(t, "state at its old maximum", c.Listing(n).State, models.ListingRepaired)
	})
	t.Run("after its maximum", func(t *testing.T) {
		story(t, func(t *testing.T, c *timeline.City) {
			r, n := applied(c)
			c.Repair(r)
			x := c.At("2027-06-07 09:00").Revoked(r, "false_material")
			c.Move(x, "confirmation", "confirmed")
			same(t, "state", c.Listing(n).State, models.ListingExpired)
			same(t, "off the page", c.Public(n).WithdrawnAt != 0, true)
		})
	})
	t.Run("not confirmed", func(t *testing.T) {
		c := timeline.New(t, timeline.Options{})
		r, n := applied(c)
		c.Repair(r)
		x := c.At("2026-10-12 09:00").Revoked(r, "false_material")
		c.Move(x, "confirmation", "not_revoked")
		ended(t, c, x, "not_revoked")
		same(t, "state", c.Listing(n).State, models.ListingRepaired)
		same(t, "bars", len(c.Bars("S1", models.BarRepair)), 0)
	})
}

// accepts says whether an application was accepted on its way.
func accepts(legs []leg) bool {
	return slices.ContainsFunc(legs, func(l leg) bool { return l.step == "acceptance" && l.choice == "accepted" })
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
