package paths

import (
	"context"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// March 2026: two violations are reported and recognised, one of them disputed and
// upheld in April; the month's report counts each where it happened, and every ratio is
// what stands in its numerator over what stands in its denominator (QD-4).
func TestAMonthIsCounted(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		c.Company("S1")
		c.Company("S2")
		c.At("2026-03-02 09:00").Recognise("SR-10", "S1") // 40 points: a black list is proposed
		second := c.At("2026-03-31 15:00").Recognise("GH-05", "S2")
		c.At("2026-03-31 16:00").Report("GH-05", "S2") // stays open
		d := c.At("2026-04-01 09:00").Object(second + "-1")
		c.Move(d, "acceptance", "accepted")
		c.Move(d, "investigation", "upheld")
		c.At("2026-05-04 09:00")

		supervisor := c.As(policy.Supervisor, "city_bureau")
		q := c.Service.Queries()
		count := func(from, until, organization string) cases.Statistics {
			t.Helper()
			days, err := cases.Days(from, until)
			if err != nil {
				t.Fatal(err)
			}
			s, err := q.Statistics(context.Background(), supervisor, days, organization)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		march, april := count("2026-03-01", "2026-03-31", ""), count("2026-04-01", "2026-04-30", "")
		kind := func(s cases.Statistics, kind string) (f cases.CaseFigures) {
			for _, k := range s.Kinds {
				if k.ID == kind {
					f = k
				}
			}
			return f
		}
		v := kind(march, "violation")
		same(t, "received in March", v.Received, 3)
		same(t, "closed in March", v.Closed, 2)
		same(t, "in time", v.InTime, v.Termed)
		same(t, "open at its end", v.Open, 1)
		same(t, "a listing was proposed", kind(march, "listing").Received, 1)
		same(t, "recognised in March", len(march.Recognised), 2)
		same(t, "points of the first sector", march.Sectors[0].Points+march.Sectors[1].Points, 50)
		same(t, "no dispute ended in March", march.Ratios[2].In, 0)
		same(t, "nothing over nothing", march.Ratios[2].Percent(), "—")
		same(t, "received in April", april.Total.Received, 1)
		same(t, "before April was March", april.Before.Received, march.Total.Received)
		same(t, "violations still open", kind(april, "violation").Open, 1)
		same(t, "upheld", april.Ratios[2].Percent(), "100.0%")
		same(t, "recognitions in April", len(april.Recognised), 0)
		same(t, "another district", count("2026-03-01", "2026-03-31", "jining/qufu_bureau").Total.Received, 0)

		behind := func(f cases.CaseFilter, from, until string) (n int) {
			t.Helper()
			days, err := cases.Days(from, until)
			if err != nil {
				t.Fatal(err)
			}
			f.Recognised = days
			page, err := q.Cases(context.Background(), supervisor, f, cases.Page{})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Items)
		}
		for _, r := range march.Recognised {
			same(t, "cases behind "+r.ID, behind(cases.CaseFilter{Behaviour: r.ID}, "2026-03-01", "2026-03-31"), r.Count)
		}
		for _, r := range march.Sectors {
			same(t, "cases behind sector "+r.ID, behind(cases.CaseFilter{Sector: r.ID}, "2026-03-01", "2026-03-31"), r.Count)
		}
		for _, r := range march.Grades {
			same(t, "cases behind grade "+r.ID, behind(cases.CaseFilter{Grade: r.ID}, "2026-03-01", "2026-03-31"), r.Count)
		}
		same(t, "cases behind April", behind(cases.CaseFilter{}, "2026-04-01", "2026-04-30"), 0)
		same(t, "cases behind no such sector", behind(cases.CaseFilter{Sector: "无"}, "2026-03-01", "2026-03-31"), 0)

		refused := func(a access.Actor, from, until, code string) {
			t.Helper()
			days, err := cases.Days(from, until)
			if err != nil {
				t.Fatal(err)
			}
			_, err = q.Statistics(context.Background(), a, days, "")
			if p, ok := models.AsProblem(err); !ok || p.Code != code {
				t.Errorf("not refused with %s: %v", code, err)
			}
		}
		refused(supervisor, "2026-03-31", "2026-03-01", "span.invalid")
		refused(supervisor, "2024-03-31", "2026-03-01", "span.invalid")
		refused(supervisor, "2026-03-01", "", "span.invalid")
		refused(c.As(policy.Handler, timeline.Bureau), "2026-03-01", "2026-03-31", "access.role_required")
	})
}
