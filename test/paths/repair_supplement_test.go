package paths

import (
	"testing"

	"chengxin/activities"
	"chengxin/test/timeline"
)

// applied is a repair of a yellow listing received on Monday 7 September 2026.
func applied(c *timeline.City) (repair, listing string) {
	c.T.Helper()
	listing = publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
	return c.At("2026-09-07 09:00").Apply(listing), listing
}

// After a supplement the acceptance's three working days run from completion; the whole
// case's ten from the first receipt, as the pack has it.
func TestASupplementedRepairIsAcceptedFromCompletion(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		r, _ := applied(c)
		due(t, c.Task(r, "acceptance"), "2026-09-10 23:59:59")
		c.At("2026-09-09 09:00").Move(r, "acceptance", "supplement")
		same(t, "supplement notices", len(c.Documents(r, activities.SupplementNotice)), 1)
		due(t, c.Task(r, "supplement"), "2026-09-16 23:59:59")
		c.At("2026-09-14 10:00").Move(r, "supplement", "supplied")
		due(t, c.Task(r, "acceptance"), "2026-09-17 23:59:59")
		k := c.Deadline(r, "acceptance")
		same(t, "counted from", k.Event, "complete")
		same(t, "because", k.Because, "自2026年9月14日收到完整材料之次日起3个工作日:9月15日、16日、17日")
		at(t, "whole case", c.Case(r).DueAt, "2026-09-20 23:59:59") // 20 September is worked
		c.Refused("repair.supplement_once", r, "acceptance", "supplement")
		c.Move(r, "acceptance", "accepted")
		c.Move(r, "verification", "corrected")
		c.Move(r, "sign_off_leading_group", "signed")
		ended(t, c, r, "repaired")
	})
}

// A pack may count the whole case from complete materials: then it stands still meanwhile.
func TestAPackMayCountARepairFromCompletion(t *testing.T) {
	c := timeline.New(t, timeline.Options{Source: changed(t,
		"  within: 10 working_days                # 全程\n  from: received\n", "  within: 10 working_days                # 全程\n  from: complete\n")})
	r, _ := applied(c)
	at(t, "whole case", c.Case(r).DueAt, "2026-09-20 23:59:59")
	c.At("2026-09-09 09:00").Move(r, "acceptance", "supplement")
	same(t, "whole case while waiting", c.Case(r).DueAt, 0)
	c.At("2026-09-14 10:00").Move(r, "supplement", "supplied")
	at(t, "whole case", c.Case(r).DueAt, "2026-09-28 23:59:59")
}

// A supplement asked for too late moves no clock: the acceptance is overdue from the first
// receipt.
func TestALateSupplementMovesNoClockOfARepair(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		r, _ := applied(c)
		c.At("2026-09-11 09:00").Move(r, "acceptance", "supplement")
		c.At("2026-09-14 10:00").Move(r, "supplement", "supplied")
		due(t, c.Task(r, "acceptance"), "2026-09-10 23:59:59")
	})
}

// So with a dispute: one working day from completion.
func TestASupplementedDisputeIsAcceptedFromCompletion(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
		d := c.At("2026-03-09 09:00").Object(n)
		due(t, c.Task(d, "acceptance"), "2026-03-10 23:59:59")
		c.At("2026-03-10 16:00").Move(d, "acceptance", "incomplete")
		c.At("2026-03-12 10:00").Move(d, "supplement", "supplied")
		due(t, c.Task(d, "acceptance"), "2026-03-13 23:59:59")
		at(t, "whole case", c.Case(d).DueAt, "2026-03-17 23:59:59")
	})
}
