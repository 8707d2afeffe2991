package cases_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/test/mariadb"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, models.Beijing)

// register is Jining's with n cases spread over its districts, each with an open task,
// many of them at the same instant.
func register(t testing.TB, dsn string, n int) (*cases.Queries, []models.Case) {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(dsn)
	must(t, err)
	st.Keys = keys.Ring()
	t.Cleanup(func() { _ = st.Close() })
	must(t, st.Migrate(ctx))
	src := policy.Builtin()[0]
	pack, _, err := policy.Load(src.Name, src.Data)
	must(t, err)
	must(t, st.LoadPack(ctx, pack, src.Data, "system", models.At(noon)))
	var districts []string
	for _, o := range pack.Organizations {
		if o.Kind == "district_bureau" {
			districts = append(districts, store.OrganizationID("jining", o.Key))
		}
	}
	kinds := []string{"violation", "violation", "violation", "dispute", "listing"}
	r := rand.New(rand.NewPCG(1, 2))
	var rows []models.Case
	must(t, st.Tx(ctx, func(tx *store.Tx) error {
		for i := range n {
			c := models.Case{
				Number: fmt.Sprintf("370800-V-2026-%06d", i), Kind: kinds[r.IntN(len(kinds))], Jurisdiction: "jining", PackHash: pack.Hash,
				OrganizationID: districts[r.IntN(len(districts))], Stage: "reported", ReceivedAt: models.At(noon.Add(-time.Duration(r.IntN(n/3+1)) * time.Minute)),
			}
			if r.IntN(3) == 0 {
				c.ClosedAt, c.Stage = models.At(noon), "closed"
			}
			rows = append(rows, c)
			if err := tx.Create(&c).Error; err != nil {
				return err
			}
			if c.ClosedAt != 0 {
				continue
			}
			k := models.Task{
				ID: c.Number + ".filing.1", CaseNumber: c.Number, Step: "filing", Role: "reviewer", OrganizationID: c.OrganizationID,
				Spec: []byte("{}"), DueAt: models.At(noon.Add(time.Duration(r.IntN(5)-2) * 24 * time.Hour)),
			}
			if err := tx.Create(&k).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	now := func() time.Time { return noon }
	return &cases.Queries{Store: st, Rules: store.NewRules(st, calendar.Builtin()), Now: now}, rows
}

func actor(role policy.Role, organization string) access.Actor {
	return access.Actor{ID: "a", Grants: []access.Grant{{Role: role, Organization: "jining/" + organization}}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is read part by part from indexes is what sorting everything would give.
func TestPartsAddUpToTheWhole(t *testing.T) {
	dsns := map[string]func(*testing.T) string{
		"sqlite":  func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "register.db") },
		"mariadb": func(t *testing.T) string { return "mysql:" + mariadb.DSN(t) },
	}
	for name, dsn := range dsns {
		t.Run(name, func(t *testing.T) {
			q, rows := register(t, dsn(t), 200)
			for _, a := range []access.Actor{
				actor(policy.Supervisor, "city_bureau"), actor(policy.Reviewer, "rencheng_bureau"), actor(policy.OfficeMember, "joint_meeting_office"),
			} {
				for _, f := range []cases.CaseFilter{
					{},
					{Kind: "violation"},
					{Kind: "dispute", State: cases.StateOpen},
					{State: cases.StateClosed},
					{Kind: "violation", Stage: "reported"},
					{Organization: "jining/rencheng_government"},
					{Q: "370800-V-2026-0001"},
				} {
					got := numbers(t, q, a, f)
					if want := expected(t, q, a, f, rows); !slices.Equal(got, want) {
						t.Errorf("%v %+v: %d rows, want %d\n%v\n%v", a.Grants, f, len(got), len(want), got, want)
					}
				}
			}
		})
	}
}

// numbers reads a list to its end, seven at a time.
func numbers(t *testing.T, q *cases.Queries, a access.Actor, f cases.CaseFilter) (all []string) {
	t.Helper()
	p := cases.Page{Limit: 7}
	for {
		page, err := q.Cases(context.Background(), a, f, p)
		must(t, err)
		for _, c := range page.Items {
			all = append(all, c.Number)
		}
		if p.Cursor = page.Next; p.Cursor == "" {
			return all
		}
	}
}

func expected(t *testing.T, q *cases.Queries, a access.Actor, f cases.CaseFilter, rows []models.Case) (all []string) {
	t.Helper()
	in, err := a.Readable(q.Store.Read(context.Background()))
	must(t, err)
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b models.Case) int {
		if f.Q == "" && a.ReceivedAt != b.ReceivedAt {
			return int(b.ReceivedAt - a.ReceivedAt)
		}
		return strings.Compare(b.Number, a.Number)
	})
	for _, c := range rows {
		switch {
		case !slices.Contains(in, c.OrganizationID), f.Kind != "" && f.Kind != c.Kind, f.Stage != "" && f.Stage != c.Stage,
			f.State == cases.StateOpen && !c.Open(), f.State == cases.StateClosed && c.Open(), !strings.HasPrefix(c.Number, f.Q),
			f.Organization != "" && c.OrganizationID != "jining/rencheng_bureau":
			continue
		}
		all = append(all, c.Number)
	}
	return all
}

// The worklist shows the first due first, each task once, and a claimed one to nobody
// else.
func TestWorklist(t *testing.T) {
	q, rows := register(t, "sqlite:"+filepath.Join(t.TempDir(), "register.db"), 120)
	ctx := context.Background()
	a := actor(policy.Reviewer, "rencheng_bureau")
	want := 0
	for _, c := range rows {
		if c.OrganizationID == "jining/rencheng_bureau" && c.Open() {
			want++
		}
	}
	read := func(a access.Actor, f cases.TaskFilter) (ids []string) {
		p, due := cases.Page{Limit: 4}, models.Instant(0)
		for {
			page, err := q.Tasks(ctx, a, f, p)
			must(t, err)
			for _, k := range page.Items {
				if k.DueAt < due || slices.Contains(ids, k.ID) {
					t.Errorf("%s is out of order or there twice", k.ID)
				}
				due, ids = k.DueAt, append(ids, k.ID)
			}
			if p.Cursor = page.Next; p.Cursor == "" {
				return ids
			}
		}
	}
	mine := read(a, cases.TaskFilter{Mine: true})
	if len(mine) != want || len(read(a, cases.TaskFilter{})) != want {
		t.Errorf("mine %d, all %d, want %d", len(mine), len(read(a, cases.TaskFilter{})), want)
	}
	states := 0
	for _, s := range []string{models.OnTime, models.DueSoon, models.Overdue} {
		states += len(read(a, cases.TaskFilter{Mine: true, State: s}))
	}
	if states != want {
		t.Errorf("the states hold %d of %d", states, want)
	}
	must(t, q.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Model(&models.Task{}).Where("id = ?", mine[0]).Update("assignee_id", "b").Error
	}))
	b := a
	b.ID = "b"
	if slices.Contains(read(a, cases.TaskFilter{Mine: true}), mine[0]) || !slices.Contains(read(b, cases.TaskFilter{Mine: true}), mine[0]) {
		t.Error("a claimed task is for whoever claimed it")
	}
	if n := len(read(actor(policy.Handler, "rencheng_bureau"), cases.TaskFilter{Mine: true})); n != 0 {
		t.Errorf("a handler is offered %d reviewer's tasks", n)
	}
}
