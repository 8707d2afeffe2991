package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"chengxin/api"
	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/city"
	"chengxin/test/mariadb"
	"chengxin/test/seed"
	"chengxin/web"
)

// looks is how often each page is asked for, each time beside its bare SQL.
const looks = 40

// BenchmarkPages is P4: the server's time for every page, on a register with 100 k cases
// and 10 k open tasks, beside bare SQL for the rows it shows, asked in turn in the same
// run. MariaDB, where there is one, holds a tenth of it: the tests' server is kept so
// small that it says how the plans compare, not how a deployment's would do.
func BenchmarkPages(b *testing.B) {
	for _, on := range []struct {
		name string
		dsn  func(testing.TB) string
		size seed.Size
	}{
		{"sqlite", func(testing.TB) string { return "" }, seed.Size{Cases: 100_000, Open: 10_000, Subjects: 20_000}},
		{"mariadb", func(t testing.TB) string { return "mysql:" + mariadb.DSN(t) }, seed.Size{Cases: 10_000, Open: 1_000, Subjects: 2_000}},
	} {
		b.Run(on.name, func(b *testing.B) {
			c := city.New(b, city.Options{Idle: true, NoRelay: true, DSN: on.dsn(b)})
			began := time.Now()
			s := seed.Fill(b, c.Store, c.Pack, time.Now(), on.size)
			if strings.HasSuffix(b.Name(), "mariadb") { // or its figures are those of empty tables for a while
				if err := c.Store.Read(context.Background()).Exec("ANALYZE TABLE cases, tasks, subjects, cycles, listings, publications").Error; err != nil {
					b.Fatal(err)
				}
			}
			b.Logf("filled in %v", time.Since(began).Round(time.Second))
			d := doors(b, c, s)
			for _, p := range d.pages() {
				b.Run(p.name, func(b *testing.B) {
					for b.Loop() {
						d.measure(b, p)
					}
				})
			}
		})
	}
}

// office is the product's server over a filled register, and who looks at its pages.
type office struct {
	city   *city.City
	seed   *seed.Seed
	server http.Handler
	tokens map[policy.Role]string
	place  map[policy.Role]string
}

func doors(b *testing.B, c *city.City, s *seed.Seed) *office {
	b.Helper()
	o := &office{city: c, seed: s, tokens: map[policy.Role]string{}, place: map[policy.Role]string{
		policy.Handler: s.Districts[0], policy.Supervisor: "jining/city_bureau",
	}}
	srv, err := api.New(api.Options{Cases: c.Service, Log: c.Log})
	if err != nil {
		b.Fatal(err)
	}
	site, err := web.New(web.Options{Cases: c.Service, Gate: srv.Gate})
	if err != nil {
		b.Fatal(err)
	}
	srv.PageRefused = site.Refused
	site.Mount(srv)
	o.server = srv
	for role, place := range o.place {
		token, id := access.NewToken(), seed.Handler(s.Districts[0], 0)
		err := c.Store.Tx(context.Background(), func(tx *store.Tx) error {
			if role == policy.Supervisor {
				id = "supervisor"
				if _, err := tx.Put(&models.User{ID: id, Username: id, Name: "督办人员1"}); err != nil {
					return err
				}
				if _, err := tx.Put(&models.Assignment{ID: id, UserID: id, Role: string(role), OrganizationID: place}); err != nil {
					return err
				}
			}
			return tx.PutToken(models.Token{Hash: access.HashToken(token), UserID: id, Name: "bench", CreatedAt: models.At(time.Now())})
		})
		if err != nil {
			b.Fatal(err)
		}
		o.tokens[role] = token
	}
	return o
}

// page is one page: who asks, for what address, and the bare SQL for the same rows.
type page struct {
	name, address string
	as            policy.Role
	bare          []statement
}

type statement struct {
	sql  string
	args []any
}

func (o *office) measure(b *testing.B, p page) {
	b.Helper()
	var ours, bare []time.Duration
	for i := range looks + 3 {
		at := time.Now()
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, p.address, nil)
		r.Header.Set("Authorization", "Bearer "+o.tokens[p.as])
		o.server.ServeHTTP(w, r)
		took := time.Since(at)
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d %s", p.address, w.Code, w.Body)
		}
		_, _ = io.Copy(io.Discard, w.Body)
		at = time.Now()
		for _, s := range p.bare {
			var rows []map[string]any
			if err := o.city.Store.Read(context.Background()).Raw(s.sql, s.args...).Scan(&rows).Error; err != nil {
				b.Fatal(s.sql, err)
			}
		}
		if i >= 3 { // warm
			ours, bare = append(ours, took), append(bare, time.Since(at))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(ours, 50), "p50-ms")
	b.ReportMetric(ms(ours, 95), "p95-ms")
	b.ReportMetric(ms(bare, 50), "bare-p50-ms")
	b.ReportMetric(ms(bare, 95), "bare-p95-ms")
	b.ReportMetric(ms(ours, 95)/ms(bare, 95), "ratio")
}

// ms is a percentile in milliseconds.
func ms(took []time.Duration, percent int) float64 {
	sorted := slices.Sorted(slices.Values(took))
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}

// pages are those that people open all day.
func (o *office) pages() []page {
	s, all, own := o.seed, o.seed.Districts, o.seed.Districts[:1]
	now := models.At(time.Now())
	handler := seed.Handler(own[0], 0)
	const tasks = "SELECT * FROM tasks JOIN cases ON cases.number = tasks.case_number LEFT JOIN subjects ON subjects.id = cases.subject_id WHERE tasks.closed_at = 0 AND tasks.organization_id IN ? "
	const cases = "SELECT * FROM cases LEFT JOIN subjects ON subjects.id = cases.subject_id WHERE cases.organization_id IN ? "
	const newest = " ORDER BY cases.received_at DESC, cases.number DESC LIMIT 26"
	one := func(sql string, args ...any) []statement { return []statement{{sql, args}} }
	open := one("SELECT * FROM cases WHERE number = ?", s.Last)
	for _, sql := range []string{
		"SELECT * FROM tasks WHERE case_number = ?", "SELECT * FROM audit_entries WHERE chain = ? ORDER BY seq", "SELECT * FROM recognitions WHERE case_number = ?",
		"SELECT * FROM documents WHERE case_number = ?", "SELECT * FROM task_events WHERE case_number = ?", "SELECT * FROM commands WHERE case_number = ?",
	} {
		open = append(open, statement{sql, []any{s.Last}})
	}
	several := fmt.Sprintf("%s%06d", s.Last[:strings.LastIndex(s.Last, "-")+1], s.Size.Cases-10)[:len(s.Last)-2] // a hundred numbers
	file := func(id string) (all []statement) {
		for _, sql := range []string{
			"SELECT * FROM subjects WHERE id = ?", "SELECT * FROM cycles WHERE subject_id = ?", "SELECT * FROM score_entries WHERE subject_id = ?",
			"SELECT * FROM recognitions WHERE subject_id = ?", "SELECT * FROM listings WHERE subject_id = ?", "SELECT * FROM cases WHERE subject_id = ? ORDER BY number DESC LIMIT 200",
		} {
			all = append(all, statement{sql, []any{id}})
		}
		return all
	}
	ordinary := strings.Replace(s.Busiest, "5000000", "5000102", 1)
	board := append(one("SELECT organization_id, assignee_id, COUNT(*), SUM(due_at < ?), SUM(warn_at <= ? AND due_at >= ?) FROM tasks WHERE closed_at = 0 AND role <> '' AND organization_id IN ? GROUP BY organization_id, assignee_id", now, now, now, all),
		statement{"SELECT COUNT(*) FROM cases WHERE received_at > ? AND organization_id IN ?", []any{models.At(time.Now().AddDate(0, 0, -56)), all}},
		statement{"SELECT COUNT(*) FROM cases WHERE closed_at > ? AND organization_id IN ?", []any{models.At(time.Now().AddDate(0, 0, -56)), all}},
		statement{"SELECT COUNT(*) FROM tasks WHERE closed_at > ? AND due_at < closed_at AND organization_id IN ?", []any{models.At(time.Now().AddDate(0, 0, -56)), all}},
		statement{tasks + "AND tasks.due_at > 0 ORDER BY tasks.due_at LIMIT 10", []any{all}},
		statement{"SELECT COUNT(*) FROM cycles WHERE jurisdiction = 'jining' AND cycle = ? AND counted BETWEEN 15 AND 19", []any{fmt.Sprint(time.Now().Year())}},
		statement{"SELECT COUNT(*) FROM cycles WHERE jurisdiction = 'jining' AND cycle = ? AND counted BETWEEN 35 AND 39", []any{fmt.Sprint(time.Now().Year())}},
	)
	return []page{
		{"my_work", "/", policy.Handler, one(tasks+"AND (tasks.assignee_id = ? OR tasks.assignee_id = '' AND tasks.role = 'handler') ORDER BY tasks.due_at, tasks.id LIMIT 26", own, handler)},
		{"all_work", "/?of=all", policy.Supervisor, one(tasks+"ORDER BY tasks.due_at, tasks.id LIMIT 26", all)},
		{"work_overdue", "/?of=all&state=overdue", policy.Supervisor, one(tasks+"AND tasks.due_at < ? ORDER BY tasks.due_at, tasks.id LIMIT 26", all, now)},
		{"work_due_soon_of_a_kind", "/?of=all&state=due_soon&kind=repair", policy.Supervisor, one(tasks+"AND tasks.due_at >= ? AND tasks.warn_at <= ? AND tasks.case_number LIKE '%-R-%' ORDER BY tasks.due_at, tasks.id LIMIT 26", all, now, now)},
		{"work_of_a_person", "/?of=all&assignee=" + url.QueryEscape(handler), policy.Supervisor, one(tasks+"AND tasks.assignee_id = ? ORDER BY tasks.due_at, tasks.id LIMIT 26", all, handler)},
		{"cases", "/cases", policy.Supervisor, one(cases+newest, all)},
		{"cases_open", "/cases?state=open", policy.Supervisor, one(cases+"AND cases.closed_at = 0"+newest, all)},
		{"cases_overdue", "/cases?state=overdue", policy.Supervisor, one(cases+"AND cases.closed_at = 0 AND cases.due_at > 0 AND cases.due_at < ?"+newest, all, now)},
		{"cases_at_a_stage", "/cases?kind=violation&stage=handling", policy.Supervisor, one(cases+"AND cases.kind = 'violation' AND cases.stage = 'handling'"+newest, all)},
		{"cases_of_a_district", "/cases?organization=" + url.QueryEscape(own[0]), policy.Supervisor, one(cases+newest, own)},
		{"cases_near_their_limit", "/cases?kind=violation&near=whole", policy.Supervisor, one(cases+"AND cases.closed_at = 0 AND cases.due_at BETWEEN ? AND ?"+newest, all, now, models.At(time.Now().AddDate(0, 0, 15)))},
		{"search_name", "/search?q=" + url.QueryEscape("示例第123"), policy.Supervisor, append(one("SELECT * FROM subjects WHERE jurisdiction = 'jining' AND name LIKE '示例第123%' LIMIT 26"), statement{cases + "AND subjects.name LIKE '示例第123%'" + newest, []any{all}})},
		{"search_number", "/search?q=" + several, policy.Supervisor, one("SELECT * FROM cases WHERE number LIKE ? AND organization_id IN ? ORDER BY number DESC LIMIT 26", several+"%", all)},
		{"case", "/cases/" + s.Last, policy.Supervisor, open},
		{"subjects", "/subjects", policy.Supervisor, one("SELECT * FROM subjects WHERE jurisdiction = 'jining' AND kind <> 'natural_person' ORDER BY id LIMIT 26")},
		{"subjects_near_a_list", "/subjects?near=yellow&jurisdiction=jining", policy.Supervisor, one("SELECT * FROM subjects JOIN cycles ON cycles.subject_id = subjects.id WHERE cycles.jurisdiction = 'jining' AND cycles.cycle = ? AND cycles.counted BETWEEN 15 AND 19 AND subjects.kind <> 'natural_person' ORDER BY subjects.id LIMIT 26", fmt.Sprint(time.Now().Year()))},
		{"subject", "/subjects/" + ordinary, policy.Supervisor, file(ordinary)},
		{"subject_with_many_cases", "/subjects/" + s.Busiest, policy.Supervisor, file(s.Busiest)},
		{"listings", "/listings?active=true", policy.Supervisor, one("SELECT * FROM listings JOIN cases ON cases.number = listings.number JOIN subjects ON subjects.id = listings.subject_id WHERE listings.state IN ('decided', 'published') AND cases.organization_id IN ? ORDER BY listings.number DESC LIMIT 26", all)},
		{"board", "/board", policy.Supervisor, board},
		{"intake_menu", "/intake", policy.Handler, one("SELECT * FROM organization_reach WHERE ancestor = ?", own[0])},
		{"intake_violation", "/intake/violation", policy.Handler, one("SELECT * FROM organizations JOIN organization_reach ON descendant = id WHERE ancestor = ?", own[0])},
		{"notices", "/notices", policy.Handler, one("SELECT * FROM notices WHERE user_id = ? ORDER BY created_at DESC LIMIT 26", handler)},
		{"rules", "/rules", policy.Handler, one("SELECT * FROM packs WHERE jurisdiction = 'jining'")},
	}
}
