package demo

import (
	"fmt"
	"net/http"
	"time"

	"chengxin/policy"
)

// violation is what the stories remember of a recognised behaviour.
type violation struct {
	number      string
	recognition string // its id, which a dispute names
	founding    string // 文号 of the document it rests on
}

// report brings a violation in, as a district reporter does.
func (p *play) report(who subject, code string) string {
	a, b := p.here(policy.DistrictReporter, 1), p.city.behaviour(code)
	c := post[begun](p, a, "/api/v1/violations", map[string]any{
		"organization": a.Organization, "subjects": []string{who.ID}, "behaviour": code, "source": "巡查",
		"occurred_at": time.Now().Add(-time.Hour), "description": "日常巡查发现" + b.Name, "place": "任城区示例路1号",
	}, http.StatusCreated)
	p.say("上报｜%s：%s涉嫌%s，案件%s", a.Name, who.Name, b.Name, c.Number)
	p.note("依据：%s；%s，扣%d分（%s）", b.Article, policy.Grade(b.Grade).Label(), b.Points, p.city.Jurisdiction+" "+p.city.Version)
	return c.Number
}

// proposal is a recognition of one behaviour on a founding document of its own, in the
// name of two handlers (行政处罚法 42).
func (p *play) proposal(who subject, code string, points int) (details map[string]any, founding string) {
	p.sent++
	founding = fmt.Sprintf("任城管罚决〔%d〕%d-%d号", time.Now().In(beijing).Year(), p.run, p.sent)
	return map[string]any{
		"co_handler": p.here(policy.Handler, 2).Username,
		"recognitions": []map[string]any{{
			"subject": who.ID, "charges": []map[string]any{{"behaviour": code, "points": points}},
			"act_at": time.Now().Add(-time.Hour),
			"founding": map[string]any{
				"number": founding, "body": "济宁市任城区城市管理局", "issued_at": time.Now().Add(-time.Minute),
			},
		}},
	}, founding
}

// handle carries a reported case through the city loop to its handlers' proposal.
func (p *play) handle(number string) {
	p.decide(number, "filing", "filed", nil)
	p.decide(number, "dispatch", "dispatched", nil)
	p.decide(number, "handling", "handled", nil)
	p.decide(number, "verification", "passed", nil)
}

// recognise carries a violation from its report to points. The totals are what the
// notice must announce and the ledger must hold.
func (p *play) recognise(who subject, code string, total int, onto string) (v violation) {
	b, reader := p.city.behaviour(code), p.here(policy.Handler, 1)
	v.number = p.report(who, code)
	p.handle(v.number)
	for _, d := range p.view(reader, v.number).Deadlines {
		if d.Of == "case" {
			p.note("全案期限：%s（%s）", d.Because, d.Rule.Article)
		}
	}
	details, founding := p.proposal(who, code, b.Points)
	v.founding = founding
	p.decide(v.number, "recognition", "proposed", details)
	p.note("认定依据文书：%s；由两名承办人共同提出", founding)
	p.decide(v.number, "notice", "served", served)

	said := p.recognised(v.number)
	v.recognition = said.ID
	ok := said.Notified != nil && said.Notified.Total == total && said.Notified.List == onto
	p.expect(ok, said.Notified, "告知书载明拟扣%d分、认定后累计%d分、%s", b.Points, total, p.leadsTo(onto))

	p.decide(v.number, "statement", "none", nil)
	p.decide(v.number, "review", "maintained", nil)
	if b.Grade == "serious" {
		p.decide(v.number, "legal_review", "passed", nil)
	}
	p.decide(v.number, "approval", "approved", nil)
	p.decide(v.number, "service", "served", served)
	for _, d := range p.view(reader, v.number).Links.Documents {
		p.note("文书：《%s》%s", d.Title, d.Number)
	}
	p.total(who, total, total, onto)
	return v
}

func (p *play) leadsTo(list string) string {
	if list == "" {
		return "不涉及名单"
	}
	return "将列入" + p.city.listName(list)
}

// recognised is the one recognition of a case.
func (p *play) recognised(number string) recognition {
	rs := p.view(p.here(policy.Handler, 1), number).Links.Recognitions
	if len(rs) != 1 {
		p.giveUp("案件%s有%d项认定，应为1项", number, len(rs))
	}
	return rs[0]
}

// total holds a subject's points against what they must be.
func (p *play) total(who subject, total, counted int, onto string) {
	s := get[score](p, p.here(policy.Handler, 1), "/api/v1/subjects/"+who.ID+"/score")
	if len(s.Cycles) != 1 {
		p.expect(false, s, "%s有一个计分周期", who.Name)
		return
	}
	c := s.Cycles[0]
	ok := c.Total == total && c.Counted == counted && c.List == onto
	p.expect(ok, c, "累计扣分%d分，其中计入名单%d分，对应：%s", total, counted, p.city.listName(onto))
	if ok {
		for _, line := range c.Lines {
			p.note("%s", line)
		}
	}
}
