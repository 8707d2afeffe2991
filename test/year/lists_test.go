package year

import (
	"context"
	"strings"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
	"chengxin/test/year/districts"
)

// lists puts down the bureau's afternoons: every weekday at five each listing under way
// is taken one step on, but nothing on the day it came.
func (p *play) lists() {
	kept := map[string]bool{} // who is not approved, by subject and list
	for _, turn := range records(p.T, "lists.csv") {
		key := turn["证件号"] + turn["名单"]
		switch turn["事项"] {
		case "不予列入":
			kept[key] = true
		case "异议成立":
			p.on(turn.when("时间"), func() { p.wrong(turn["证件号"], turn["名单"]) })
		case "修复":
			p.on(turn.when("时间"), func() { p.repair(turn["证件号"], turn["名单"]) })
		}
	}
	first := time.Date(districts.Year, 2, 1, 17, 0, 0, 0, models.Beijing)
	for day := first; day.Before(districts.End); day = day.AddDate(0, 0, 1) {
		if wd := day.Weekday(); wd != time.Saturday && wd != time.Sunday {
			p.on(day, func() { p.afternoon(models.At(day.Add(-8*time.Hour)), kept) })
		}
	}
}

func (p *play) afternoon(morning models.Instant, kept map[string]bool) {
	db := p.Store.Read(context.Background())
	var ts []models.Task
	p.must(db.Order("opened_at, id").Find(&ts, `closed_at = 0 AND opened_at < ? AND step IN ?
		AND case_number IN (SELECT number FROM cases WHERE kind = 'listing')`, morning, []string{"notice", "approval", "service", "publication"}).Error)
	for _, t := range ts {
		l := p.Listing(t.CaseNumber)
		if l.EndedAt != 0 {
			continue // replaced by one decided a moment ago
		}
		f := fact{subject: p.code[l.SubjectID], list: l.List}
		switch t.Step {
		case "notice", "service":
			p.move(l.Number, t.Step, "served", timeline.Direct)
			continue
		case "approval":
			f.what = "approved"
			if kept[f.subject+f.list] {
				f.what = "refused"
			}
			p.move(l.Number, t.Step, f.what)
		case "publication":
			p.move(l.Number, t.Step, "published")
			f.what = "published"
		}
		p.facts = append(p.facts, f)
	}
}

// public finds a subject's listing that is in force and shown.
func (p *play) public(code, list string) (l models.Listing) {
	p.T.Helper()
	for id, c := range p.code {
		if c == code {
			l = p.Open(id, list)
		}
	}
	if l.State != models.ListingPublished {
		p.T.Fatalf("%s is not on the %s list but %q", code, list, l.State)
	}
	return l
}

// wrong has an objection to a listing upheld: its points stand.
func (p *play) wrong(code, list string) {
	l := p.public(code, list)
	p.move(p.object(p.Case(l.Number), l.Number), "investigation", "upheld")
	p.facts = append(p.facts, fact{what: "annulled", subject: code, list: list})
}

// repair takes a subject off its list, all within an hour.
func (p *play) repair(code, list string) {
	l := p.public(code, list)
	clerk := p.person(policy.WindowClerk, strings.TrimPrefix(p.Case(l.Number).OrganizationID, "jining/"), 1)
	out, err := p.ApplyForRepair(context.Background(), clerk, cases.NewRepair{
		Listing: l.Number, Applicant: "法定代表人", Channel: "window",
		Attachments: []cases.Evidence{{Kind: "commitment_letter", Title: "信用修复承诺书"}, {Kind: "proof_of_correction", Title: "整改证明"}},
	}, "")
	p.must(err)
	p.move(out.Number, "acceptance", "accepted")
	p.move(out.Number, "verification", "corrected")
	p.move(out.Number, "sign_off_leading_group", "signed")
	p.facts = append(p.facts, fact{what: "repaired", subject: code, list: list})
}
