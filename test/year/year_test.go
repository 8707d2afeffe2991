package year

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"chengxin/api/cases"
	"chengxin/api/imports"
	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/models/store"
	"chengxin/test/year/districts"
)

// Six districts hand in a year, month by month; every report goes through the real
// engine to its end. Every line that could not come in is told of; scores, proposals and
// lists are those of the calculation (JN-1…JN-6, JN-9, QD-1).
func TestAYearOfSixDistricts(t *testing.T) {
	p := newPlay(t)
	p.register()
	for m := 1; m <= 12; m++ {
		p.on(districts.HandedIn(m), func() { p.handIn(m) })
	}
	p.reports()
	p.objections()
	p.lists()
	p.run()
	if t.Failed() {
		return
	}
	p.compareOutcomes()
	p.compareAccounts()
	p.prove()
}

func (p *play) importer() *imports.Importer {
	return &imports.Importer{Store: p.Store, Rules: p.Rules.(*store.Rules), Now: p.Now, Jurisdiction: "jining"}
}

// register brings the subjects in.
func (p *play) register() {
	p.load((*imports.Importer).Subjects, "subjects.csv")
	find := &cases.Registrar{Store: p.Store, Now: p.Now}
	for _, s := range records(p.T, "subjects.csv") {
		got, err := find.Find(context.Background(), "jining", s["统一社会信用代码/证件号"])
		p.must(err)
		if got.ID != "" {
			p.code[got.ID] = s["统一社会信用代码/证件号"]
		}
	}
}

// handIn imports a month's file, a second time without effect, and finds the cases that
// it began.
func (p *play) handIn(m int) {
	p.load((*imports.Importer).Reports, districts.Month(m))
	p.At(p.Clock().Time().In(models.Beijing).Format("2006-01-02 15:04:05")) // the relay starts them
	var cs []models.Case
	p.must(p.Store.Read(context.Background()).Find(&cs, "kind = 'violation' AND received_at = ?", p.Clock()).Error)
	for _, c := range cs {
		var in cases.NewViolation
		p.must(json.Unmarshal(c.Intake, &in))
		p.number[in.Reference] = c.Number
	}
}

// load imports a file and wants the report to tell exactly of what is wrong in it.
func (p *play) load(do func(*imports.Importer, context.Context, string, io.Writer) (imports.Result, error), name string) {
	p.T.Helper()
	var told strings.Builder
	first, err := do(p.importer(), context.Background(), filepath.Join("data", name), &told)
	p.must(err)
	p.compareReport(name, parse(p.T, []byte(told.String())))
	second, err := do(p.importer(), context.Background(), filepath.Join("data", name), &strings.Builder{})
	p.must(err)
	if second.Written != 0 || second.Unchanged != first.Written+first.Unchanged || second.Refused != first.Refused {
		p.T.Errorf("%s again: %+v, was %+v", name, second, first)
	}
}

func (p *play) compareReport(name string, lines []record) {
	p.T.Helper()
	var want []record
	for _, w := range records(p.T, "told.csv") {
		if w["文件"] == name {
			want = append(want, w)
		}
	}
	if len(lines) != len(want) {
		p.T.Errorf("%s: told of %d lines, want %d", name, len(lines), len(want))
	}
	for i, w := range want {
		if i >= len(lines) {
			p.T.Errorf("%s: nothing told of line %s", name, w["行号"])
			continue
		}
		g := lines[i]
		if g["行号"] != w["行号"] || g["结果"] != w["结果"] || g["列"] != w["列"] || g["填写内容"] != w["填写内容"] || !strings.Contains(g["原因"], w["原因含"]) {
			p.T.Errorf("%s: told %v, want %v", name, g, w)
		}
	}
}

// compareOutcomes holds every case against what was decided of its report.
func (p *play) compareOutcomes() {
	outcome := map[string]string{
		"认定": "recognised", "不予立案": "declined", "并案": "merged", "轻微免记": "no_record", "不予认定": "no_record", "未满十八周岁": "no_record",
		"申辩成立": "dropped", "未予批准": "refused", "移送司法": "transferred_criminal", "终止": "terminated", "一事不二扣": "withdrawn",
	}
	seen := map[string]int{}
	for _, d := range records(p.T, "decisions.csv") {
		want := ""
		if p.done[d["编号"]] {
			want = outcome[d["结果"]]
			seen[d["结果"]]++
		}
		if row := p.Case(p.number[d["编号"]]); row.Outcome != want {
			p.T.Errorf("%s (%s): %q, want %q", d["编号"], row.Number, row.Outcome, want)
		}
	}
	for what := range outcome {
		if seen[what] == 0 {
			p.T.Errorf("no report ended with %s", what)
		}
	}
	var n int64
	p.must(p.Store.Read(context.Background()).Model(&models.Case{}).Where("kind = 'violation'").Count(&n).Error)
	if int(n) != len(p.number) || n < 400 {
		p.T.Errorf("%d cases of %d reports", n, len(p.number))
	}
}

// compareAccounts holds ledger, lists and public entries against the calculation.
func (p *play) compareAccounts() {
	accounts := p.calculate()
	seen := map[string]int{}
	public := map[string]bool{}
	for id, code := range p.code {
		a := accounts[code]
		if a == nil {
			a = &account{at: p.at}
		}
		for _, year := range []int{districts.Year, districts.Year + 1} {
			total, counted := a.sum(strconv.Itoa(year))
			if t, c := p.Score(id, strconv.Itoa(year)); t != total || c != counted {
				p.T.Errorf("%s in %d: %d points, %d counted; calculated %d and %d", code, year, t, c, total, counted)
			}
			seen[fmt.Sprintf("%d points", total)]++
		}
		var want []string
		for _, l := range a.places {
			want = append(want, fmt.Sprintf("%s of %s at %d: %s", l.list, l.cycle, l.total, l.state))
			seen[l.list+" "+l.state]++
			seen[fmt.Sprintf("%s at %d", l.list, l.total)]++
			seen[l.list+" of "+l.cycle]++
			if l.state == "published" && !strings.HasPrefix(code, "3") { // natural persons are shown to nobody
				public[code+" "+l.list] = true
			}
		}
		if is := p.listings(id); strings.Join(is, "\n") != strings.Join(want, "\n") {
			p.T.Errorf("%s:\n%s\ncalculated:\n%s", code, strings.Join(is, "\n"), strings.Join(want, "\n"))
		}
	}
	p.comparePublic(public)
	for _, rare := range []string{
		"19 points", "39 points", "yellow at 20", "black at 40", "yellow of 2027", "yellow proposed", "yellow published", "yellow dropped",
		"yellow annulled", "yellow superseded", "yellow repaired", "black published", "black dropped", "black annulled",
	} {
		if seen[rare] == 0 {
			p.T.Errorf("the year does not come to %s", rare)
		}
	}
	p.T.Logf("%d cases, %d facts; yellow %d, black %d in force", len(p.number), len(p.facts), seen["yellow published"], seen["black published"])
}

// calculate tells the facts to every subject's account.
func (p *play) calculate() map[string]*account {
	accounts := map[string]*account{}
	for _, f := range p.facts {
		if accounts[f.subject] == nil {
			accounts[f.subject] = &account{at: p.at}
		}
		accounts[f.subject].take(f)
	}
	return accounts
}

// listings are a subject's in the register, first to last.
func (p *play) listings(subject string) (is []string) {
	var ls []models.Listing
	p.must(p.Store.Read(context.Background()).Order("proposed_at, number").Find(&ls, "subject_id = ?", subject).Error)
	for _, l := range ls {
		is = append(is, fmt.Sprintf("%s of %s at %d: %s", l.List, l.Cycle, l.Total, l.State))
	}
	return is
}

// comparePublic wants every listing in force, and nothing else, before the public.
func (p *play) comparePublic(want map[string]bool) {
	var shown []models.Publication
	p.must(p.Store.Read(context.Background()).Find(&shown, "withdrawn_at = 0").Error)
	for _, s := range shown {
		if key := s.Code + " " + s.List; !want[key] {
			p.T.Errorf("%s is public", key)
		} else {
			delete(want, key)
		}
	}
	for key := range want {
		p.T.Errorf("%s is not public", key)
	}
}

func (p *play) prove() {
	o := audit.Options{Tell: func(f audit.Finding) { p.T.Error(f) }}
	_, err := audit.Verify(context.Background(), p.Store, o)
	p.must(err)
	_, err = audit.Rebuild(context.Background(), p.Store, o)
	p.must(err)
}
