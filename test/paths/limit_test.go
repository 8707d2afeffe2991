package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// limited is Jining with sixty days to object in.
func limited(t *testing.T) timeline.Options {
	return timeline.Options{Source: changed(t, "  open_while: proposed_or_public\n", "  open_while: proposed_or_public\n  limit: 60 days\n")}
}

// A pack's limit ends with its last second; the last day, 1 May, is off, and rolls to the
// first working day after the holiday. The refusal says until when, and how it was counted.
func TestDisputeLimitOfAListing(t *testing.T) {
	for _, tc := range []struct{ now, received, says string }{
		{"2026-05-06 23:59:59", "", ""},
		{"2026-05-07 00:00:00", "", "对该列入名单的异议应当在2026年5月6日23:59:59前提出（自2026年3月2日公布之次日起60日:至5月1日止;5月1日至5日劳动节放假,顺延至5月6日），收到时间为2026年5月7日00:00:00。对处罚决定不服的，请依法申请行政复议或者提起行政诉讼。"},
		{"2026-05-08 09:00:00", "2026-05-06 16:00", ""}, // received in time, entered later
		{"2026-05-06 09:00:00", "2026-05-06 08:00", ""},
	} {
		t.Run(tc.now+" "+tc.received, func(t *testing.T) {
			c := timeline.New(t, limited(t))
			n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
			c.At(tc.now)
			_, err := c.ObjectedOn(tc.received, n)
			if tc.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			same(t, "says", c.Problem(err, "dispute.too_late").Detail, tc.says)
		})
	}
}

// Of a recognition it runs from the service of the decision; before that there is no limit.
func TestDisputeLimitOfARecognition(t *testing.T) {
	c := timeline.New(t, limited(t))
	c.Company("S1")
	n := decided(c, "2026-03-02 09:00", "SR-06", "S1")
	d := c.At("2026-06-15 09:00").Object(n + "-1") // proposed since March, served never
	c.Withdrawn(c.Decider(d, "supplement"), d, "withdrawn")
	c.Move(n, "service", "served", timeline.Direct)
	c.At("2026-08-14 23:59:59").Object(n + "-1")
	late := timeline.New(t, limited(t))
	late.Company("S1")
	m := late.At("2026-06-15 09:00").Recognise("SR-06", "S1")
	late.At("2026-08-15 00:00")
	_, err := late.TryObject(m + "-1")
	late.Problem(err, "dispute.too_late")
}

// A ground added while the listing is public opens the limit anew: it is new to the subject.
func TestDisputeLimitRunsAnewForANewGround(t *testing.T) {
	c := timeline.New(t, limited(t))
	n := publishedOn(c, "SR-08", "yellow", "2026-08-03 10:00", "2026-08-05 11:00")
	c.At("2026-12-01 09:00")
	_, err := c.TryObject(n)
	c.Problem(err, "dispute.too_late")
	c.At("2027-01-20 09:00").Recognise("HG-07", "S1")
	c.At("2027-02-01 09:00").Object(n)
}

// A receipt entered later stands in the body; the trail is of the moment it was written.
// Before the matter began nothing of it can have been received.
func TestABackDatedReceiptIsTrailedWhenItIsWritten(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	n := publishedOn(c, "SR-08", "yellow", "2026-02-27 10:00", "2026-03-02 11:00")
	c.At("2026-03-11 09:00")
	_, err := c.ObjectedOn("2026-01-06 10:00", n)
	c.Problem(err, "date.implausible")
	out, err := c.ObjectedOn("2026-03-09 10:00", n)
	if err != nil {
		t.Fatal(err)
	}
	first := c.Entries(out.Number)[0]
	at(t, "written", first.At, "2026-03-11 09:00")
	told(t, c, out.Number, "received", `"received_at":"2026-03-09T10:00:00+08:00"`)
	row := c.Case(out.Number)
	at(t, "received", row.ReceivedAt, "2026-03-09 10:00")
	at(t, "due three working days after receipt", row.DueAt, "2026-03-12 23:59:59")
	var before models.Instant
	for _, e := range c.Entries(out.Number) {
		if e.At < before {
			t.Errorf("entry %d is of %s, before its predecessor", e.Seq, e.At)
		}
		before = e.At
	}
}
