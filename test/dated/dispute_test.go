package dated

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// disputed is a recognition in force since 1 September, and an objection received now.
func disputed(f *File) string {
	f.t.Helper()
	f.Subject("S")
	out, err := f.Dispute(context.Background(), f.As(policy.WindowClerk, city.District), cases.NewDispute{
		Target: f.Effective("S", 20), Applicant: "法定代表人", Reasons: "认定事实有误", Evidence: city.Paper,
	}, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return out.Number
}

func clock(t *testing.T, raw []byte) (k models.Clock) {
	t.Helper()
	if err := json.Unmarshal(raw, &k); err != nil {
		t.Fatal(err)
	}
	return k
}

func (f *File) due(number string) string {
	return f.Case(number).DueAt.Time().Format(time.DateTime)
}

// The three working days run from the day after receipt of a complete application; 25
// to 27 September 2026 are off (JN-7).
func TestDisputeIsDueAfterThreeWorkingDays(t *testing.T) {
	f := Open(t, "2026-09-24 10:00")
	n := disputed(f)
	f.Run(n, On("2026-09-24 10:01", func(f *File) {
		if got := f.due(n); got != "2026-09-30 23:59:59" {
			t.Errorf("due %s", got)
		}
		want := "自2026年9月24日收到完整材料之次日起3个工作日:9月28日、29日、30日;9月25日至27日中秋节放假"
		if got := clock(t, f.Case(n).Deadline).Because; got != want {
			t.Errorf("because %q\nwant    %q", got, want)
		}
	}))
}

func TestDisputePaths(t *testing.T) {
	investigate := func(choice string) func(*File, string) []Event {
		return func(_ *File, n string) []Event {
			return []Event{
				On("2026-09-24 11:00", func(f *File) { f.Usual(n, "acceptance", "accepted") }),
				On("2026-09-28 09:00", func(f *File) { f.Usual(n, "investigation", choice, map[string]any{"points": 5, "behaviour": "SR-01"}) }),
				On("2026-09-28 10:00", func(*File) {}),
			}
		}
	}
	for _, c := range []struct {
		name    string
		events  func(f *File, n string) []Event
		outcome string
		total   int
	}{
		{"rejected", investigate("rejected"), "rejected", 20},
		{"upheld reverses the points", investigate("upheld"), "upheld", 0},
		{"partly upheld lowers them", investigate("partly_upheld"), "partly_upheld", 5},
		{"another authority's penalty is referred", func(_ *File, n string) []Event {
			return []Event{
				On("2026-09-24 11:00", func(f *File) {
					f.Usual(n, "acceptance", "referred", map[string]string{"authority": "某行政机关", "address": "某路1号"})
				}),
				On("2026-09-24 12:00", func(*File) {}),
			}
		}, "referred", 20},
		{"not ours", func(_ *File, n string) []Event {
			return []Event{On("2026-09-24 11:00", func(f *File) { f.Usual(n, "acceptance", "not_ours") }), On("2026-09-24 12:00", func(*File) {})}
		}, "not_ours", 20},
		{"never supplemented", func(_ *File, n string) []Event {
			return []Event{On("2026-09-24 11:00", func(f *File) { f.Usual(n, "acceptance", "incomplete") }), On("2026-10-20 12:00", func(*File) {})}
		}, "abandoned", 20},
		{"withdrawn", func(_ *File, n string) []Event {
			return []Event{
				On("2026-09-24 11:00", func(f *File) { f.Withdraw(f.As(policy.WindowClerk, city.District), n, "withdrawn") }),
				On("2026-09-24 12:00", func(*File) {}),
			}
		}, "withdrawn", 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Open(t, "2026-09-24 10:00")
			f.t = t
			n := disputed(f)
			f.Run(n, c.events(f, n)...)
			if got := f.Case(n); got.Outcome != c.outcome || got.Open() {
				t.Errorf("outcome %q at stage %q, want %q", got.Outcome, got.Stage, c.outcome)
			}
			if got := f.Score("S").Total; got != c.total {
				t.Errorf("total %d, want %d", got, c.total)
			}
		})
	}
}

// A supplement asked for within the working day moves the clock's start to completion;
// a late notice leaves it running from first receipt; a second notice is refused (补正).
func TestSupplementMovesTheClockOnce(t *testing.T) {
	for _, c := range []struct{ name, asked, supplied, due string }{
		{"in time", "2026-09-24 16:00", "2026-09-29 09:00", "2026-10-09 23:59:59"},
		{"late", "2026-09-29 09:00", "2026-09-29 15:00", "2026-09-30 23:59:59"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Open(t, "2026-09-24 10:00")
			f.t = t
			n := disputed(f)
			f.Run(n,
				On(c.asked, func(f *File) { f.Usual(n, "acceptance", "incomplete") }),
				On(c.supplied, func(f *File) { f.Usual(n, "supplement", "supplied") }),
				On("2026-09-29 16:00", func(f *File) {
					if got := f.due(n); got != c.due {
						t.Errorf("due %s, want %s", got, c.due)
					}
					f.Usual(n, "acceptance", "incomplete")
				}),
				On("2026-09-29 17:00", func(f *File) {
					if f.open(n, "acceptance") == "" {
						t.Errorf("a second supplement was asked for: %s", f.Case(n).Stage)
					}
				}))
		})
	}
}

// Overdue: the supervisors hear in the first minute, and again each working day, not on
// the days off of National Day (NX-4).
func TestOverdueDisputeReachesTheSupervisor(t *testing.T) {
	f := Open(t, "2026-09-24 10:00")
	n := disputed(f)
	f.Run(n,
		On("2026-09-24 11:00", func(f *File) { f.Usual(n, "acceptance", "accepted") }),
		On("2026-10-01 00:01", func(f *File) { f.told(n, "overdue", 1) }),
		On("2026-10-07 23:00", func(f *File) { f.told(n, "overdue", 1) }),
		On("2026-10-08 09:01", func(f *File) { f.told(n, "overdue", 2) }),
		On("2026-10-09 09:01", func(f *File) { f.told(n, "overdue", 3) }),
		On("2026-10-10 09:01", func(f *File) { f.told(n, "overdue", 4) }), // a make-up working day
		On("2026-10-10 10:00", func(f *File) { f.Usual(n, "investigation", "rejected") }),
		On("2026-10-20 10:00", func(f *File) { f.told(n, "overdue", 4) }))
	if got := f.Case(n).Outcome; got != "rejected" {
		t.Errorf("outcome %q", got)
	}
}

func (f *File) told(number, kind string, want int) {
	f.t.Helper()
	var n int64
	err := f.Store.Read(context.Background()).Model(&models.Notice{}).Where("case_number = ? AND kind = ? AND role = ?", number, kind, policy.Supervisor).Count(&n).Error
	if err != nil || int(n) != want {
		f.t.Errorf("%s: %d %s notices, want %d (%v)", f.now.Format(time.DateTime), n, kind, want, err)
	}
}
