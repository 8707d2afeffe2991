package demo

import (
	"net/http"
	"time"

	"chengxin/command/call"
	"chengxin/policy"
)

// proposed waits for the listing that a crossing has proposed.
func (p *play) proposed(who subject, list string) (l listing) {
	p.await("拟列入"+p.city.listName(list), func() bool {
		l = p.listing(who, list)
		return l.Number != ""
	})
	return l
}

// listing is the subject's latest on a list.
func (p *play) listing(who subject, list string) listing {
	all := get[struct{ Items []listing }](p, p.here(policy.Handler, 1), "/api/v1/subjects/"+who.ID+"/listings")
	for _, l := range all.Items {
		if l.List == list {
			return l
		}
	}
	return listing{}
}

// publish carries a proposed listing to its publication. The recognition's notice has
// announced it, so that it needs none of its own (combined_notice).
func (p *play) publish(who subject, list string) listing {
	l := p.proposed(who, list)
	name := p.city.listName(list)
	p.say("拟列入%s，案件%s：累计%d分；认定告知书已一并告知，不再另行告知", name, l.Number, l.Total)
	p.decide(l.Number, "approval", "approved", nil, "listing")
	p.decide(l.Number, "service", "served", served)
	p.decide(l.Number, "publication", "published", nil)
	l = p.listing(who, list)
	p.expect(l.State == "published", l.State, "%s公布中", name)
	for _, d := range p.view(p.here(policy.Handler, 1), l.Number).Deadlines {
		if d.Of == "listing" {
			p.note("%s（%s）", d.Because, d.Rule.Pack)
		}
	}
	p.public(who, name)
	return l
}

// public holds the public page against what it must show: these lists and no other.
func (p *play) public(who subject, names ...string) {
	c := get[credit](p, actor{}, "/public/v1/credit/"+who.Code)
	ok := len(c.Entries) == len(names)
	for i := range names {
		ok = ok && c.Entries[i].ListName == names[i]
	}
	if len(names) == 0 {
		p.expect(ok, c, "公示页面不再显示该主体的任何记录")
		return
	}
	p.expect(ok, c, "公示页面显示：%s，且仅此一项", names[0])
}

// repair applies for the way off a list, or for the end of a breach's bar.
func (p *play) repair(target string, key string) call.Answer {
	return p.send(p.here(policy.WindowClerk, 1), http.MethodPost, "/api/v1/repairs", map[string]any{
		"listing": target, "applicant": "法定代表人", "channel": "window",
		"attachments": []map[string]string{
			{"kind": "commitment_letter", "title": "信用承诺书"}, {"kind": "proof_of_correction", "title": "整改证明"},
		},
	}, key)
}

// applied is the number of a repair in order: applied for now, unless it was before.
func (p *play) applied(l listing, number string) string {
	if number != "" {
		return number
	}
	out := p.repair(l.Number, p.key())
	if out.Status != http.StatusCreated {
		p.giveUp("信用修复申请：%d %s", out.Status, out.Problem().Detail)
	}
	var c begun
	p.read(out, &c)
	p.expect(c.Number != "", c, "修复申请已登记，案件%s", c.Number)
	return c.Number
}

// tooEarly applies before the minimum is full. Where a restart has eaten the time that
// was left, the application is in order and stands: its number is returned.
func (p *play) tooEarly(l listing) (begunAlready string) {
	out := p.repair(l.Number, p.key())
	if out.Status == http.StatusCreated && !time.Now().Before(l.OpensAt) {
		p.say("公示期在等候服务恢复期间已满，申请依法受理")
		var c begun
		p.read(out, &c)
		return c.Number
	}
	said := out.Problem()
	ok := out.Status == http.StatusUnprocessableEntity && said.Code == "repair.too_early"
	p.expect(ok, said, "最短公示期未满，当即不予受理：%s", said.Code)
	p.reason(said)
	day := l.OpensAt.In(beijing).Format(time.DateOnly)
	ok = len(said.Errors) == 1 && said.Errors[0].Earliest == day
	p.expect(ok, said.Errors, "并告知最早可申请日期%s", day)
	return ""
}

// reason tells a refusal in its own words.
func (p *play) reason(said call.Problem) {
	p.note("%s：%s", said.Title, said.Detail)
	if said.Rule != nil && said.Rule.Article != "" {
		p.note("依据：%s（%s）", said.Rule.Article, said.Rule.Pack)
	}
}

// waitsItsTerm waits until a listing is open to repair, which its own clock brings
// about, and not earlier.
func (p *play) waitsItsTerm(l listing) {
	reader := p.here(policy.Handler, 1)
	var c caseView
	next := time.Now()
	p.await("最短公示期届满", func() bool {
		if left := time.Until(l.OpensAt); left > 0 && !time.Now().Before(next) {
			p.note("距可申请修复还有%d秒", int(left.Seconds())+1)
			next = time.Now().Add(5 * time.Second)
		}
		c = p.view(reader, l.Number)
		return c.Stage == "repairable"
	})
	p.expect(!c.ChangedAt.Before(l.OpensAt), c.ChangedAt, "公示期届满由系统时钟自动转入可修复，不早于%s", clock(l.OpensAt))
}
