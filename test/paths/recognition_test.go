package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// toRecognition brings a report to the handlers' proposal on 12 March.
func toRecognition(c *timeline.City, behaviour string, subjects ...string) string {
	c.T.Helper()
	c.At("2026-03-12 09:00")
	n := c.Report(behaviour, subjects...)
	c.ToRecognition(n)
	return n
}

// One incident, two subjects: one case, a recognition and points for each (JN-6).
func TestTwoSubjectsOfOneIncident(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.Company("S2")
		n := toRecognition(c, "ZT-08", "S1", "S2")
		c.Refused("recognition.subjects", n, "recognition", "proposed", c.Proposal("ZT-08", "S1"))
		c.Refused("recognition.subject", n, "recognition", "proposed", c.Proposal("ZT-08", "S1", "S1"))
		c.Move(n, "recognition", "proposed", c.Proposal("ZT-08", "S1", "S2"))
		c.ToReview(n)
		c.ToService(n)
		c.At("2026-03-16 09:00").Move(n, "service", "served", timeline.Direct)
		for i, s := range []string{"S1", "S2"} {
			score(t, c, s, "2026", 20, 20)
			l := c.Open(s, "yellow")
			same(t, "listing of "+s, l.State, models.ListingProposed)
			same(t, "because of", c.Case(l.Number).Target, n)
			same(t, "recognition of", c.Recognition(n, i+1).SubjectID, s)
		}
	})
}

// Several behaviours in one act cost what the heaviest costs (一事不二扣; 行政处罚法 29).
func TestOfSeveralChargesInOneActTheHeaviestCounts(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		n := toRecognition(c, "ZT-02", "S1")
		c.Move(n, "recognition", "proposed", timeline.With(c.Proposal("ZT-02", "S1"), "charges", []policy.Charge{
			{Behaviour: "ZT-02", Points: 5}, {Behaviour: "ZT-03", Points: 10}, {Behaviour: "ZT-04", Points: 3},
		}))
		same(t, "behaviour", c.Recognition(n).Behaviour, "ZT-03")
		c.ToReview(n)
		c.ToService(n)
		c.Move(n, "service", "served", timeline.Direct)
		score(t, c, "S1", "2026", 10, 10)
	})
}

// The same act cannot cost twice in two cases either: one founding document, one
// deduction for each subject.
func TestOneDocumentCostsASubjectPointsOnce(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		first, second := toRecognition(c, "ZT-03", "S1"), toRecognition(c, "ZT-03", "S1")
		proposal := c.Proposal("ZT-03", "S1")
		for _, n := range []string{first, second} {
			c.Move(n, "recognition", "proposed", proposal)
			c.ToReview(n)
			c.ToService(n)
		}
		c.At("2026-03-16 09:00").Move(first, "service", "served", timeline.Direct)
		c.Refused("recognition.act_already_counted", second, "service", "served", timeline.Direct)
		score(t, c, "S1", "2026", 10, 10)
		c.Withdrawn(c.As(policy.Approver, timeline.Bureau), second, "withdrawn")
		ended(t, c, second, "withdrawn")
		same(t, "the second recognition", c.Recognition(second).State, models.RecognitionDropped)
	})
}

// Natural persons answer from the day after their 18th birthday; of unknown age, never.
func TestMinorsAndUnknownAgeAreRefused(t *testing.T) {
	for _, tc := range []struct{ name, birth, code string }{
		{"17 on the day of the act", "2008-06-01", "subject.minor"},
		{"18 on that very day", "2008-03-11", "subject.minor"},
		{"age unknown", "", "subject.age_unknown"},
		{"18 since the day before", "2008-03-10", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := timeline.New(t, timeline.Options{})
			c.Person("P1", tc.birth)
			n := toRecognition(c, "SR-08", "P1") // done on 11 March
			if tc.code == "" {
				c.Move(n, "recognition", "proposed", c.Proposal("SR-08", "P1"))
				return
			}
			c.Refused(tc.code, n, "recognition", "proposed", c.Proposal("SR-08", "P1"))
			c.At("2026-03-13 09:00").Move(n, "recognition", "no_record")
			score(t, c, "P1", "2026", 0, 0)
		})
	}
}

// A recognition rests on an effective document, dated between the act and today.
func TestProposalsThatRestOnNothing(t *testing.T) {
	founding := func(number, body, date string) map[string]any {
		f := map[string]any{"number": number, "body": body}
		if date != "" {
			f["issued_at"] = timeline.Instant(t, date)
		}
		return f
	}
	for _, tc := range []struct {
		name, code string
		field      string
		value      any
	}{
		{"no document", "recognition.founding", "founding", nil},
		{"no number", "recognition.founding", "founding", founding("", "济宁市任城区城市管理局", "2026-03-12 08:00")},
		{"no authority", "recognition.founding", "founding", founding("济任城管罚字〔2026〕9号", "", "2026-03-12 08:00")},
		{"no date", "recognition.founding", "founding", founding("济任城管罚字〔2026〕9号", "济宁市任城区城市管理局", "")},
		{"dated tomorrow", "recognition.founding_date", "founding", founding("济任城管罚字〔2026〕9号", "济宁市任城区城市管理局", "2026-03-13 00:00")},
		{"older than the act", "recognition.act_date", "founding", founding("济任城管罚字〔2026〕9号", "济宁市任城区城市管理局", "2026-03-11 08:59")},
		{"an act without a date", "recognition.act_date", "act_at", nil},
		{"no charge", "recognition.behaviour", "charges", []any{}},
		{"not in the catalogue", "behaviour.unknown", "charges", []policy.Charge{{Behaviour: "XX-01", Points: 5}}},
		{"more than the catalogue says", "points.out_of_range", "charges", []policy.Charge{{Behaviour: "SR-06", Points: 9}}},
		{"points that are no number", "decision.details", "charges", []map[string]any{{"behaviour": "SR-06", "points": "eight"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := timeline.New(t, timeline.Options{})
			c.Company("S1")
			n := toRecognition(c, "SR-06", "S1")
			c.Refused(tc.code, n, "recognition", "proposed", timeline.With(c.Proposal("SR-06", "S1"), tc.field, tc.value))
			c.At("2026-03-13 09:00").Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
		})
	}
}

// Two handlers of the same department propose (行政处罚法 42).
func TestOneHandlerAloneIsRefused(t *testing.T) {
	c := timeline.New(t, timeline.Options{})
	c.Company("S1")
	n := toRecognition(c, "SR-06", "S1")
	c.As(policy.Handler, "qufu_bureau", 7)
	c.As(policy.Inspector, timeline.Bureau, 2)
	for _, second := range []string{"", "rencheng_bureau.handler1", "nobody", "qufu_bureau.handler7", "rencheng_bureau.inspector2"} {
		p := c.Proposal("SR-06", "S1")
		p["co_handler"] = second
		c.Refused("recognition.two_handlers", n, "recognition", "proposed", p)
	}
	c.Move(n, "recognition", "proposed", c.Proposal("SR-06", "S1"))
}
