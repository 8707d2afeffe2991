package dated

import (
	"context"
	"strings"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/city"
)

// proposed enters a listing as a crossing leaves it, with its ground.
func proposed(f *File, list string, points int) string {
	f.t.Helper()
	f.Subject("S")
	rec := f.Effective("S", points)
	number := ""
	err := f.Store.Tx(context.Background(), func(tx *store.Tx) error {
		c := models.Case{
			Kind: "listing", OrganizationID: "jining/" + city.District, SubjectID: "S", Stage: "proposed", ReceivedAt: models.At(f.now),
			Target: strings.TrimSuffix(rec, "-1"),
		}
		if err := tx.Enter(f.Pack, &c, "system", map[string]string{"list": list}, models.At(f.now)); err != nil {
			return err
		}
		number = c.Number
		on, _ := f.Pack.List(list)
		l := models.Listing{
			Number: number, Jurisdiction: "jining", SubjectID: "S", List: list, Family: on.Family, Slot: "proposed:" + list, Cycle: "2026",
			State: models.ListingProposed, Total: points, ProposedAt: models.At(f.now),
		}
		g := models.Ground{ListingNumber: number, EntryID: "E-" + rec, List: list, AddedAt: models.At(f.now), State: models.GroundCounts}
		if err := tx.Create(&l).Error; err != nil {
			return err
		}
		return tx.Create(&g).Error
	})
	if err != nil {
		f.t.Fatal(err)
	}
	return number
}

// toPublication: noticed, unstated, approved, served, published on 2 March 2026.
func toPublication(n string) []Event {
	return []Event{
		On("2026-02-03 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
		On("2026-02-04 09:00", func(f *File) { f.Usual(n, "statement", "none") }),
		On("2026-02-10 09:00", func(f *File) { f.Usual(n, "approval", "approved") }),
		On("2026-02-11 09:00", func(f *File) { f.Usual(n, "service", "served", city.Served) }),
		On("2026-03-02 09:00", func(f *File) { f.Usual(n, "publication", "published") }),
	}
}

func (f *File) listing(number string) (l models.Listing) {
	f.t.Helper()
	if err := f.Store.Read(context.Background()).Take(&l, "number = ?", number).Error; err != nil {
		f.t.Fatal(err)
	}
	return l
}

func (f *File) public(number string) bool {
	f.t.Helper()
	var n int64
	err := f.Store.Read(context.Background()).Model(&models.Publication{}).Where("listing_number = ? AND withdrawn_at = 0", number).Count(&n).Error
	if err != nil {
		f.t.Fatal(err)
	}
	return n == 1
}

// Black published on 2 March 2026: repair opens on 3 March 2027; decided on 10 February
// 2026, it ends with 10 February 2029 (JN-8).
func TestBlackOpensAfterAYearAndEndsAfterThree(t *testing.T) {
	f := Open(t, "2026-02-02 09:00")
	n := proposed(f, "black", 40)
	early := func(f *File, want string) {
		t.Helper()
		_, err := f.ApplyForRepair(context.Background(), f.As(policy.WindowClerk, city.District), cases.NewRepair{
			Listing: n, Applicant: "法定代表人", Attachments: []cases.Evidence{{Kind: "commitment_letter"}, {Kind: "proof_of_correction"}},
		}, "")
		p, ok := models.AsProblem(err)
		if !ok || p.Code != "repair.too_early" || p.Detail != want {
			t.Errorf("%s: %v", f.now, err)
		}
	}
	f.Run(n, append(toPublication(n),
		On("2026-03-02 10:00", func(f *File) {
			if !f.public(n) {
				t.Error("not public")
			}
		}),
		On("2027-03-02 23:59", func(f *File) {
			f.stage(n, "published")
			early(f, "黑名单公布满1年后方可申请修复：公布于2026年3月2日，2027年3月2日届满，自2027年3月3日起可以申请。")
		}),
		On("2027-03-03 00:01", func(f *File) { f.stage(n, "repairable") }),
		On("2029-02-10 23:59", func(f *File) { f.stage(n, "repairable") }),
		On("2029-02-11 00:01", func(f *File) { f.stage(n, "expired") }))...)
	if l := f.listing(n); l.State != models.ListingExpired || f.public(n) {
		t.Errorf("listing %s, public %v", l.State, f.public(n))
	}
}

func TestListingIsDroppedByReviewOrApproval(t *testing.T) {
	for _, c := range []struct {
		name   string
		events func(n string) []Event
	}{
		{"review", func(n string) []Event {
			return append(toPublication(n)[:1], On("2026-02-04 09:00", func(f *File) { f.Usual(n, "statement", "stated") }),
				On("2026-02-05 09:00", func(f *File) { f.Usual(n, "review", "dropped") }))
		}},
		{"approval", func(n string) []Event {
			return append(toPublication(n)[:2], On("2026-02-05 09:00", func(f *File) { f.Usual(n, "approval", "refused") }))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Open(t, "2026-02-02 09:00")
			n := proposed(f, "yellow", 20)
			f.Run(n, append(c.events(n), end("2026-02-06 09:00"))...)
			if l := f.listing(n); l.State != models.ListingDropped || f.Case(n).Open() || f.public(n) {
				t.Errorf("listing %s, case %s", l.State, f.Case(n).Stage)
			}
		})
	}
}

// published runs a listing to its publication and leaves it waiting, then moves on.
func published(f *File, list string, points int, then string) string {
	n := proposed(f, list, points)
	f.Run(n, append(toPublication(n), end("2026-03-02 10:00"))...)
	f.now = day_(f.t, then)
	return n
}

func applied(f *File, listing string) string {
	f.t.Helper()
	out, err := f.ApplyForRepair(context.Background(), f.As(policy.WindowClerk, city.District), cases.NewRepair{
		Listing: listing, Applicant: "法定代表人", Attachments: []cases.Evidence{{Kind: "commitment_letter"}, {Kind: "proof_of_correction"}},
	}, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return out.Number
}

func TestRepairPaths(t *testing.T) {
	verified := func(n string) []Event {
		return []Event{
			On("2027-03-08 10:00", func(f *File) { f.Usual(n, "acceptance", "accepted") }),
			On("2027-03-09 10:00", func(f *File) { f.Usual(n, "verification", "corrected") }),
		}
	}
	for _, c := range []struct {
		name    string
		events  func(n string) []Event
		outcome string
		counted int
	}{
		{"declined", func(n string) []Event {
			return []Event{On("2027-03-08 10:00", func(f *File) { f.Usual(n, "acceptance", "declined") })}
		}, "refused", 40},
		{"supplement never came", func(n string) []Event {
			return []Event{On("2027-03-08 10:00", func(f *File) { f.Usual(n, "acceptance", "supplement") }), end("2027-04-01 10:00")}
		}, "abandoned", 40},
		{"not corrected", func(n string) []Event {
			return []Event{verified(n)[0], On("2027-03-09 10:00", func(f *File) { f.Usual(n, "verification", "not_corrected") })}
		}, "refused", 40},
		{"the second office refuses", func(n string) []Event {
			return append(verified(n), On("2027-03-10 10:00", func(f *File) { f.Usual(n, "sign_off_leading_group", "signed") }),
				On("2027-03-11 10:00", func(f *File) { f.Usual(n, "sign_off_joint_meeting", "refused") }))
		}, "refused", 40},
		{"sent back, verified again, signed by both", func(n string) []Event {
			return append(verified(n), On("2027-03-10 10:00", func(f *File) { f.Usual(n, "sign_off_leading_group", "sent_back") }),
				On("2027-03-10 11:00", func(f *File) { f.Usual(n, "verification", "corrected") }),
				On("2027-03-11 10:00", func(f *File) { f.Usual(n, "sign_off_leading_group", "signed") }),
				On("2027-03-11 11:00", func(f *File) { f.Usual(n, "sign_off_joint_meeting", "signed") }))
		}, "repaired", 0},
		{"withdrawn", func(n string) []Event {
			return append(verified(n), On("2027-03-10 10:00", func(f *File) { f.Withdraw(f.As(policy.WindowClerk, city.District), n, "withdrawn") }))
		}, "withdrawn", 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := Open(t, "2026-02-02 09:00")
			l := published(f, "black", 40, "2027-03-08 09:00")
			n := applied(f, l)
			f.Run(n, append(c.events(n), end("2027-04-02 10:00"))...)
			if got := f.Case(n); got.Outcome != c.outcome || got.Open() {
				t.Errorf("outcome %q at %q, want %q", got.Outcome, got.Stage, c.outcome)
			}
			if got := f.ScoreIn("S", "2026"); got.Counted != c.counted || got.Total != 40 {
				t.Errorf("counted %d of %d, want %d of 40", got.Counted, got.Total, c.counted)
			}
			if repaired := c.outcome == "repaired"; f.public(l) == repaired || (f.listing(l).State == models.ListingRepaired) != repaired {
				t.Errorf("listing %s, public %v", f.listing(l).State, f.public(l))
			}
		})
	}
}

// Sign-off waits for an open dispute and goes on when it ends.
func TestSignOffWaitsForTheDispute(t *testing.T) {
	f := Open(t, "2026-02-02 09:00")
	l := published(f, "yellow", 20, "2026-09-07 09:00")
	n := applied(f, l)
	d := ""
	f.Run(n,
		On("2026-09-07 10:00", func(f *File) { f.Usual(n, "acceptance", "accepted") }),
		On("2026-09-07 11:00", func(f *File) {
			out, err := f.Dispute(context.Background(), f.As(policy.WindowClerk, city.District), cases.NewDispute{
				Target: l, Applicant: "法定代表人", Reasons: "不服", Evidence: city.Paper,
			}, "")
			if err != nil {
				t.Fatal(err)
			}
			d = out.Number
		}),
		On("2026-09-08 09:00", func(f *File) { f.Usual(n, "verification", "corrected") }),
		On("2026-09-08 10:00", func(f *File) { f.stage(n, "held") }),
		On("2026-09-09 09:00", func(f *File) { // the dispute is rejected meanwhile
			err := f.Store.Tx(context.Background(), func(tx *store.Tx) error {
				return tx.Model(&models.Case{}).Where("number = ?", d).Updates(map[string]any{"closed_at": models.At(f.now), "outcome": "rejected"}).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			f.env.SignalWorkflow("wake", nil)
		}),
		On("2026-09-09 10:00", func(f *File) { f.Usual(n, "sign_off_leading_group", "signed") }), end("2026-09-10 09:00"))
	if got := f.Case(n).Outcome; got != "repaired" {
		t.Errorf("outcome %q", got)
	}
}
