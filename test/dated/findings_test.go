package dated

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// refusedWith carries a decision that the register must refuse, and checks that the
// case stays open to others.
func (f *File) refusedWith(code string, who string, number, step string, d cases.Decision) {
	f.t.Helper()
	task := f.open(number, step)
	out, err := f.City.Decide(context.Background(), f.DeciderOf(f.Case(number).Kind, who), task, d, "")
	if p, ok := models.AsProblem(err); ok {
		if p.Code != code {
			f.t.Errorf("refused with %s, want %s", p.Code, code)
		}
		return
	}
	f.carry(out, err)
	f.later = append(f.later, func() {
		var c models.Command
		if err := f.Store.Read(context.Background()).Take(&c, "id = ?", out.Command).Error; err != nil {
			f.t.Fatal(err)
		}
		if c.Status != models.CommandRefused {
			f.t.Errorf("%s %s is %s, want refused with %s", step, d.Choice, c.Status, code)
		}
	})
}

// A listing whose notice nobody answered never came by review: it cannot be sent back
// there, and goes on.
func TestNoReturnToWhereTheCaseNeverWas(t *testing.T) {
	f := Open(t, "2026-02-02 09:00")
	n := proposed(f, "yellow", 20)
	f.Run(n, append(toPublication(n)[:2],
		On("2026-02-09 09:00", func(f *File) {
			f.refusedWith("task.no_such_return", "approval", n, "approval", cases.Decision{Verb: "return", Choice: "review", Reason: "再核"})
		}),
		On("2026-02-10 09:00", func(f *File) { f.Usual(n, "approval", "approved") }), end("2026-02-10 10:00"))...)
	f.stage(n, "decided")
}

// Details that cannot be read are refused; the case goes on.
func TestUnreadableDetailsFreezeNothing(t *testing.T) {
	f := Open(t, "2026-02-02 09:00")
	n := proposed(f, "yellow", 20)
	f.Run(n,
		On("2026-02-03 08:00", func(f *File) {
			f.refusedWith("decision.details", "notice", n, "notice", cases.Decision{
				Choice: "served", Evidence: city.Paper, Details: []byte(`{"served_at":"tomorrow","method":"direct"}`),
			})
		}),
		On("2026-02-03 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }), end("2026-02-03 10:00"))
	f.stage(n, "statement")
}

// The second handler answers for the proposal too and may not review it.
func TestSecondHandlerMayNotApprove(t *testing.T) {
	f := Open(t, "2026-03-02 09:00")
	n := reported(f, "SR-01", false, "S")
	second := f.As(policy.Handler, city.District, 2)
	second.Grants = append(second.Grants, f.As(policy.Approver, city.District).Grants...)
	f.Run(n, append(toReview(n, occupying),
		On("2026-03-17 09:00", func(f *File) { f.Usual(n, "review", "maintained") }),
		On("2026-03-18 09:00", func(f *File) {
			_, err := f.City.Decide(context.Background(), second, f.open(n, "approval"), cases.Decision{Choice: "approved"}, "")
			if p, ok := models.AsProblem(err); !ok || p.Code != "duty.own_step" {
				t.Errorf("the second handler approved: %v", err)
			}
		}), end("2026-03-18 10:00"))...)
}

// The authority's lateness does not shorten the subject's own term: a violation past its
// 90 days still hears the statement for five working days.
func TestLatenessDoesNotShortenTheStatement(t *testing.T) {
	f := Open(t, "2026-03-02 09:00")
	n := reported(f, "SR-01", false, "S")
	f.Run(n, append(toRecognition(n),
		On("2026-06-15 09:00", func(f *File) { f.Usual(n, "recognition", "proposed", f.proposal("S", occupying)) }),
		On("2026-06-16 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
		On("2026-06-24 23:00", func(f *File) { f.stage(n, "statement") }), // 19 to 21 June are off
		On("2026-06-25 00:01", func(f *File) { f.stage(n, "review") }))...)
}

// Nobody can say on the first day that the subject stated nothing, unless it waived its
// term in writing.
func TestTheStatementsTermIsTheSubjects(t *testing.T) {
	f := Open(t, "2026-02-02 09:00")
	n := proposed(f, "yellow", 20)
	f.Run(n,
		On("2026-02-03 09:00", func(f *File) { f.Usual(n, "notice", "served", city.Served) }),
		On("2026-02-03 09:01", func(f *File) {
			f.refusedWith("statement.term_running", "statement", n, "statement", cases.Decision{Choice: "none"})
		}),
		On("2026-02-03 10:00", func(f *File) { f.stage(n, "statement") }),
		On("2026-02-03 11:00", func(f *File) { f.Usual(n, "statement", "none") }), // with the waiver
		end("2026-02-03 12:00"))
	f.stage(n, "approval")
}
