package registers

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/migrations"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/seed"
)

// Every figure of the board is the length of the list it leads to, on both databases,
// for the city, for a district, and for a district's head who reads no other.
func TestEveryFigureOfTheBoardIsTheLengthOfItsList(t *testing.T) {
	both(t, func(b *bed) {
		noon := now.AddDate(0, 6, 2) // a Wednesday
		seed.Fill(t, b.Store, b.pack, noon, seed.Size{Cases: 1500, Open: 500, Subjects: 200})
		service := &cases.Service{Store: b.Store, Rules: store.NewRules(b.Store, calendar.Builtin()), Now: func() time.Time { return noon }}
		for _, who := range []struct {
			role             policy.Role
			at, organization string
		}{
			{policy.Supervisor, "jining/city_bureau", ""},
			{policy.Supervisor, "jining/city_bureau", "jining/yanzhou_bureau"},
			{policy.Approver, "jining/rencheng_bureau", ""},
			{policy.OfficeMember, "jining/leading_group_office", ""},
			{policy.Auditor, "jining/qufu_government", ""},
		} {
			a := access.Actor{ID: "x", Grants: []access.Grant{{Role: who.role, Organization: who.at}}}
			l := &lists{b.t, service.Queries(), a, who.organization, string(who.role) + " in " + who.at + " " + who.organization}
			l.check()
		}
	})
}

// lists counts what lies behind a board's figures, page by page.
type lists struct {
	t  *testing.T
	q  *cases.Queries
	a  access.Actor
	at string
	of string
}

func (l *lists) check() {
	ctx := context.Background()
	board, err := l.q.Board(ctx, l.a, l.at)
	must(l.t, err)
	tasks := func(f cases.TaskFilter) int {
		if f.Organization == "" {
			f.Organization = l.at
		}
		return pages(l.t, func(p cases.Page) (int, string, error) {
			page, err := l.q.Tasks(ctx, l.a, f, p)
			return len(page.Items), page.Next, err
		})
	}
	counts := func(f cases.CaseFilter) int {
		f.Organization = l.at
		return pages(l.t, func(p cases.Page) (int, string, error) {
			page, err := l.q.Cases(ctx, l.a, f, p)
			return len(page.Items), page.Next, err
		})
	}
	load := func(what string, got cases.Load, f cases.TaskFilter) {
		l.same(what+", open", got.Open, tasks(f))
		f.State = models.Overdue
		l.same(what+", overdue", got.Overdue, tasks(f))
		f.State = models.DueSoon
		l.same(what+", due soon", got.DueSoon, tasks(f))
	}
	load("all", board.Tasks, cases.TaskFilter{})
	if board.Tasks.Overdue == 0 || board.Tasks.DueSoon == 0 || board.Unserved == 0 && strings.HasSuffix(l.of, "city_bureau ") {
		l.t.Errorf("%s: nothing to count: %+v, %d unserved", l.of, board.Tasks, board.Unserved)
	}
	l.same("unserved", board.Unserved, tasks(cases.TaskFilter{State: models.Overdue, Step: strings.Join(cases.Serving(), ",")}))
	var sum cases.Load
	for _, o := range board.Organizations {
		load(o.ID, o.Load, cases.TaskFilter{Organization: o.ID, Own: true})
		sum.Open, sum.Overdue, sum.DueSoon = sum.Open+o.Open, sum.Overdue+o.Overdue, sum.DueSoon+o.DueSoon
	}
	l.same("organizations together", sum.Open*1e6+sum.Overdue*1e3+sum.DueSoon, board.Tasks.Open*1e6+board.Tasks.Overdue*1e3+board.Tasks.DueSoon)
	for _, k := range board.Kinds {
		load(k.ID, k.Load, cases.TaskFilter{Kind: k.ID})
	}
	for _, p := range board.People[:min(len(board.People), 6)] {
		load(p.ID, p.Load, cases.TaskFilter{Assignee: p.ID})
	}
	for i, w := range board.Weeks {
		week := fmt.Sprint("week ", w.From)
		l.same(week+", received", w.Received, counts(cases.CaseFilter{Received: cases.Span{From: w.From, Until: w.Until}}))
		l.same(week+", closed", w.Closed, counts(cases.CaseFilter{Closed: cases.Span{From: w.From, Until: w.Until}}))
		l.same(week+", overdue", w.Overdue, tasks(cases.TaskFilter{OverdueAt: w.OverdueAt}))
		if i == len(board.Weeks)-1 {
			l.same("overdue now", w.Overdue, board.Tasks.Overdue)
		}
	}
	lingering := pages(l.t, func(p cases.Page) (int, string, error) {
		page, err := l.q.Listings(ctx, l.a, cases.ListingFilter{Organization: l.at, Lingering: true}, p)
		return len(page.Items), page.Next, err
	})
	l.same("lingering", board.Lingering, lingering)
	for _, n := range board.Near {
		near := pages(l.t, func(p cases.Page) (int, string, error) {
			page, err := l.q.Near(ctx, l.a, n.Jurisdiction, n.List.ID, p)
			for _, s := range page.Items {
				if *s.Counted < n.At-n.Within || *s.Counted >= n.At || s.Kind == models.NaturalPerson {
					l.t.Errorf("%s has %d points and is near %d", s.ID, *s.Counted, n.At)
				}
			}
			return len(page.Items), page.Next, err
		})
		l.same("near "+n.List.ID, n.Subjects, near)
		if n.Subjects == 0 {
			l.t.Errorf("nobody is near %s", n.List.ID)
		}
	}
	for _, c := range board.Limits {
		l.same("limit "+c.Limit, c.Cases, counts(cases.CaseFilter{Kind: c.Kind, Limit: c.Limit}))
	}
	if len(board.Limits) != 2 || len(board.Oldest) == 0 || len(board.Oldest) > 10 {
		l.t.Errorf("%s: limits %+v, %d oldest", l.of, board.Limits, len(board.Oldest))
	}
}

func (l *lists) same(what string, figure, rows int) {
	l.t.Helper()
	if figure != rows {
		l.t.Errorf("%s: %s: the board says %d, its list has %d", l.of, what, figure, rows)
	}
}

// pages counts the rows of a list to its end.
func pages(t *testing.T, page func(cases.Page) (int, string, error)) (n int) {
	t.Helper()
	for p := (cases.Page{Limit: cases.MostPerPage}); ; {
		rows, next, err := page(p)
		must(t, err)
		if n += rows; next == "" {
			return n
		}
		p.Cursor = next
	}
}

// A case stands on the board from the day on which its limit is as near as the pack
// says: 15 days before the 90th, 60 days before two years from the act, if nobody has
// filed it by then.
func TestWhenALimitIsNear(t *testing.T) {
	both(t, func(b *bed) {
		day := func(s string) models.Instant {
			d, err := calendar.ParseDate(s)
			must(b.t, err)
			return models.At(d.Start()) + 12*3600*1e6
		}
		for _, c := range []models.Case{
			{Number: "370800-V-2026-000001", FiledAt: day("2026-03-02"), DueAt: day("2026-05-31")},
			{Number: "370800-V-2026-000002", FiledAt: day("2026-03-02"), DueAt: day("2026-05-31"), ClosedAt: day("2026-04-01")},
			{Number: "370800-V-2026-000003", ActAt: day("2024-07-10")},
			{Number: "370800-V-2026-000004", ActAt: day("2024-07-10"), FiledAt: day("2026-05-01"), DueAt: day("2026-07-30")},
		} {
			c.Kind, c.Jurisdiction, c.OrganizationID, c.ReceivedAt = "violation", "jining", "jining/rencheng_bureau", day("2026-03-02")
			must(b.t, b.Store.Tx(context.Background(), func(tx *store.Tx) error { return tx.Create(&c).Error }))
		}
		a := access.Actor{ID: "x", Grants: []access.Grant{{Role: policy.Supervisor, Organization: "jining/city_bureau"}}}
		for _, c := range []struct{ on, whole, act string }{
			{"2026-05-10", "", ""},
			{"2026-05-15", "", "3"},
			{"2026-05-16", "1", "3"},
			{"2026-05-31", "1", "3"},
			{"2026-06-02", "", "3"},
			{"2026-09-01", "", "3"},
		} {
			q := (&cases.Service{Store: b.Store, Rules: store.NewRules(b.Store, calendar.Builtin()), Now: func() time.Time { return day(c.on).Time() }}).Queries()
			for limit, want := range map[string]string{cases.LimitWhole: c.whole, cases.LimitAct: c.act} {
				page, err := q.Cases(context.Background(), a, cases.CaseFilter{Kind: "violation", Limit: limit}, cases.Page{})
				must(b.t, err)
				got := ""
				for _, line := range page.Items {
					got += line.Number[len(line.Number)-1:]
				}
				if got != want {
					b.t.Errorf("%s, %s: cases %q, want %q", c.on, limit, got, want)
				}
			}
		}
	})
}

// Cases that were there before take the day of the act from their report.
func TestTheDayOfTheActIsTakenFromTheReport(t *testing.T) {
	both(t, func(b *bed) {
		dialect := "sqlite"
		if strings.HasSuffix(b.t.Name(), "mariadb") {
			dialect = "mysql"
		}
		script, err := migrations.Files.ReadFile(dialect + "/00070_cases_act_at.sql")
		must(b.t, err)
		_, update, _ := strings.Cut(string(script), "DEFAULT 0;\n")
		update, _, _ = strings.Cut(update, ";")
		rows := []models.Case{
			{Number: "1", Kind: "violation", Intake: []byte(`{"occurred_at":"2026-03-02T10:00:00.5+08:00","description":"占道经营"}`)},
			{Number: "2", Kind: "violation", Intake: []byte(`{}`)},
			{Number: "3", Kind: "listing", Intake: []byte(`null`)},
		}
		for i := range rows {
			must(b.t, b.Store.Tx(context.Background(), func(tx *store.Tx) error { return tx.Create(&rows[i]).Error }))
		}
		must(b.t, b.Store.Tx(context.Background(), func(tx *store.Tx) error { return tx.Exec(update).Error }))
		var got []models.Instant
		must(b.t, b.Store.Read(context.Background()).Model(&models.Case{}).Order("number").Pluck("act_at", &got).Error)
		if want := models.At(time.Date(2026, 3, 2, 10, 0, 0, 0, models.Beijing)); len(got) != 3 || got[0] != want || got[1] != 0 || got[2] != 0 {
			b.t.Errorf("taken over: %v, want %v and nothing else", got, want)
		}
	})
}
