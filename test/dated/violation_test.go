package dated

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// reported is a violation reported now.
func reported(f *File, behaviour string, emergency bool, subjects ...string) string {
	f.t.Helper()
	for _, s := range subjects {
		f.Subject(s)
	}
	out, err := f.ReportViolation(context.Background(), f.As(policy.DistrictReporter, city.District), cases.NewViolation{
		Organization: "jining/" + city.District, Subjects: subjects, Behaviour: behaviour, Description: "巡查发现",
		OccurredAt: models.At(f.now.AddDate(0, 0, -1)), Emergency: emergency,
	}, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return out.Number
}

// proposal is what two handlers propose against a subject.
func (f *File) proposal(subject string, charges ...policy.Charge) map[string]any {
	f.As(policy.Handler, city.District, 2)
	return map[string]any{
		"co_handler": city.District + ".handler2",
		"recognitions": []map[string]any{{
			"subject": subject, "charges": charges, "act_at": models.At(f.now.AddDate(0, 0, -10)),
			"founding": map[string]any{"number": "任城管罚〔2026〕1号", "body": "任城区城市管理局", "issued_at": models.At(f.now.AddDate(0, 0, -5))},
		}},
	}
}

func toRecognition(n string) []Event {
	return []Event{
		On("2026-03-02 10:00", func(f *File) { f.Usual(n, "filing", "filed") }),
		On("2026-03-02 11:00", func(f *File) { f.Usual(n, "dispatch", "dispatched") }),
		On("2026-03-03 09:00", func(f *File) { f.Usual(n, "handling", "handled") }),
		On("2026-03-04 09:00", func(f *File) { f.Usual(n, "verification", "passed") }),
	}
}

func toReview(n string, charges ...policy.Charge) []Event {
	return append(toRecognition(n),
		On("2026-03-05 09:00", func(f *File) { f.Usual(n, "recognition", "proposed", f.proposal("S", charges...)) }),
		On("2026-03-06 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
		On("2026-03-14 09:00", func(*File) {})) // nobody stated anything: lapsed on the 13th
}

var occupying, dumping = policy.Charge{Behaviour: "SR-01", Points: 5}, policy.Charge{Behaviour: "SR-08", Points: 20}

func end(day string) Event { return On(day, func(*File) {}) }

func TestViolationPaths(t *testing.T) {
	approved := func(n string) []Event {
		return []Event{
			On("2026-03-18 09:00", func(f *File) { f.Usual(n, "approval", "approved") }),
			On("2026-03-19 09:00", func(f *File) { f.Usual(n, "service", "served", city.Served) }), end("2026-03-20 09:00"),
		}
	}
	for _, c := range []struct {
		name    string
		events  func(n string) []Event
		outcome string
		stage   string
		points  int
	}{
		{"declined", func(n string) []Event {
			return []Event{On("2026-03-02 10:00", func(f *File) { f.Usual(n, "filing", "declined") }), end("2026-03-03 09:00")}
		}, "declined", "declined", 0},
		{"minor and corrected", func(n string) []Event {
			return append(toRecognition(n)[:3], On("2026-03-04 09:00", func(f *File) { f.Usual(n, "verification", "minor_corrected") }), end("2026-03-05 09:00"))
		}, "no_record", "closed", 0},
		{"failed check is dispatched again", func(n string) []Event {
			return append(toRecognition(n)[:3],
				On("2026-03-04 09:00", func(f *File) { f.Usual(n, "verification", "failed") }),
				On("2026-03-04 10:00", func(f *File) { f.Usual(n, "dispatch", "dispatched") }),
				On("2026-03-05 09:00", func(f *File) { f.Usual(n, "handling", "handled") }),
				On("2026-03-06 09:00", func(f *File) { f.Usual(n, "verification", "minor_corrected") }), end("2026-03-07 09:00"))
		}, "no_record", "closed", 0},
		{"to criminal justice", func(n string) []Event {
			return append(toRecognition(n)[:1], On("2026-03-02 11:00", func(f *File) { f.Usual(n, "dispatch", "transferred_criminal") }),
				On("2026-03-02 15:00", func(f *File) { f.Usual(n, "criminal_return", "taken_over") }), end("2026-03-03 09:00"))
		}, "transferred_criminal", "closed", 0},
		{"recognised after a lapsed statement", func(n string) []Event {
			return append(append(toReview(n, occupying), On("2026-03-17 09:00", func(f *File) { f.Usual(n, "review", "maintained") })), approved(n)...)
		}, "recognised", "closed", 5},
		{"the heaviest of one act counts", func(n string) []Event {
			return append(append(toReview(n, occupying, dumping),
				On("2026-03-16 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
				On("2026-03-17 09:00", func(f *File) { f.Usual(n, "legal_review", "passed") })), approved(n)...)
		}, "recognised", "closed", 20},
		{"lighter after review", func(n string) []Event {
			return append(append(toReview(n, dumping), On("2026-03-17 09:00", func(f *File) {
				f.Usual(n, "review", "lighter", map[string]any{"recognitions": []map[string]any{{"subject": "S", "behaviour": "SR-01", "points": 5}}})
			})), approved(n)...)
		}, "recognised", "closed", 5},
		{"heavier needs a new notice", func(n string) []Event {
			return append(append(toReview(n, occupying),
				On("2026-03-16 09:00", func(f *File) {
					f.Usual(n, "review", "heavier", map[string]any{"recognitions": []map[string]any{{"subject": "S", "behaviour": "SR-06", "points": 8}}})
				}),
				On("2026-03-16 10:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
				On("2026-03-17 09:00", func(f *File) { f.Usual(n, "statement", "stated") }),
				On("2026-03-17 10:00", func(f *File) { f.Usual(n, "review", "maintained") })), approved(n)...)
		}, "recognised", "closed", 8},
		{"objected by legal review, dropped", func(n string) []Event {
			return append(toReview(n, dumping),
				On("2026-03-16 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
				On("2026-03-17 09:00", func(f *File) { f.Usual(n, "legal_review", "objected") }),
				On("2026-03-18 09:00", func(f *File) { f.Usual(n, "recognition", "no_record") }), end("2026-03-19 09:00"))
		}, "no_record", "closed", 0},
		{"approval refused", func(n string) []Event {
			return append(toReview(n, occupying),
				On("2026-03-17 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
				On("2026-03-18 09:00", func(f *File) { f.Usual(n, "approval", "refused") }), end("2026-03-19 09:00"))
		}, "refused", "closed", 0},
		{"terminated by the approver", func(n string) []Event {
			return append(toRecognition(n), On("2026-03-05 09:00", func(f *File) { f.Withdraw(f.Decider("approval"), n, "terminated") }), end("2026-03-06 09:00"))
		}, "terminated", "terminated", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Open(t, "2026-03-02 09:00")
			n := reported(f, "SR-01", false, "S")
			f.Run(n, c.events(n)...)
			if got := f.Case(n); got.Outcome != c.outcome || got.Stage != c.stage || got.Open() {
				t.Errorf("outcome %q, stage %q, want %q and %q", got.Outcome, got.Stage, c.outcome, c.stage)
			}
			if got := f.Score("S").Total; got != c.points {
				t.Errorf("%d points, want %d", got, c.points)
			}
		})
	}
}

// Points count from the service: a decision of the year's last day, served on 4 January,
// costs points in the new cycle (JN-4).
func TestPointsCountFromService(t *testing.T) {
	f := Open(t, "2026-12-14 09:00")
	n := reported(f, "SR-01", false, "S")
	f.Run(n,
		On("2026-12-14 10:00", func(f *File) { f.Usual(n, "filing", "filed") }),
		On("2026-12-14 11:00", func(f *File) { f.Usual(n, "dispatch", "dispatched") }),
		On("2026-12-15 09:00", func(f *File) { f.Usual(n, "handling", "handled") }),
		On("2026-12-16 09:00", func(f *File) { f.Usual(n, "verification", "passed") }),
		On("2026-12-17 09:00", func(f *File) { f.Usual(n, "recognition", "proposed", f.proposal("S", occupying)) }),
		On("2026-12-18 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
		On("2026-12-25 23:59:58", func(f *File) { f.stage(n, "statement") }),
		On("2026-12-26 00:00:01", func(f *File) { f.stage(n, "review") }),
		On("2026-12-28 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
		On("2026-12-31 16:00", func(f *File) { f.Usual(n, "approval", "approved") }),
		On("2027-01-04 09:00", func(f *File) { f.Usual(n, "service", "served", city.Served) }), end("2027-01-05 09:00"))
	if was, is := f.ScoreIn("S", "2026").Total, f.ScoreIn("S", "2027").Total; was != 0 || is != 5 {
		t.Errorf("%d points in 2026 and %d in 2027, want 0 and 5", was, is)
	}
}

func (f *File) stage(number, want string) {
	f.t.Helper()
	if got := f.Case(number).Stage; got != want {
		f.t.Errorf("%s: stage %q, want %q", f.now, got, want)
	}
}

// In an emergency dispatch comes first and filing is confirmed after.
func TestEmergencyIsDispatchedFirst(t *testing.T) {
	f := Open(t, "2026-03-02 09:00")
	n := reported(f, "SR-01", true, "S")
	f.Run(n,
		On("2026-03-02 09:01", func(f *File) { f.Usual(n, "dispatch", "dispatched") }),
		On("2026-03-02 10:00", func(f *File) { f.Usual(n, "filing", "filed") }),
		On("2026-03-02 11:00", func(f *File) { f.Usual(n, "handling", "handled") }), end("2026-03-02 12:00"))
	f.stage(n, "verifying")
}

// A return strikes what came after: recognition is proposed anew, and the approval that
// sent it back is asked again (退回).
func TestReturnStartsTheStepAgain(t *testing.T) {
	f := Open(t, "2026-03-02 09:00")
	n := reported(f, "SR-01", false, "S")
	f.Run(n, append(toReview(n, occupying),
		On("2026-03-17 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
		On("2026-03-18 09:00", func(f *File) {
			f.carry(f.City.Decide(context.Background(), f.Decider("approval"), f.open(n, "approval"),
				cases.Decision{Verb: "return", Choice: "recognition", Reason: "事实不清"}, ""))
		}),
		On("2026-03-18 10:00", func(f *File) { f.stage(n, "recognition") }),
		On("2026-03-18 11:00", func(f *File) { f.Usual(n, "recognition", "no_record") }), end("2026-03-19 09:00"))...)
	if got := f.Case(n).Outcome; got != "no_record" {
		t.Errorf("outcome %q", got)
	}
	for _, task := range f.Tasks(n) {
		if task.ClosedAt == 0 {
			t.Errorf("%s is still in the worklist", task.ID)
		}
	}
}
