package demo

import (
	"net/http"
	"time"

	"chengxin/policy"
)

// breach: a broken commitment bars from notification-commitment until it is repaired
// (SJ-4).
func (p *play) breach() {
	who, a := p.subject("示例餐饮企业"), p.here(policy.DistrictReporter, 1)
	c := post[begun](p, a, "/api/v1/breaches", map[string]any{
		"organization": a.Organization, "subject": who.ID, "commitment": "门前三包责任承诺书", "type": "行业自律型",
		"occurred_at": time.Now().Add(-time.Hour), "description": "未履行门前三包承诺，经提醒仍未改正",
		"evidence": []map[string]string{{"kind": "photo", "title": "现场照片"}},
	}, http.StatusCreated)
	p.say("上报违诺｜%s：%s，案件%s", a.Name, who.Name, c.Number)
	p.decide(c.Number, "verification", "found", nil)
	p.decide(c.Number, "notice", "served", served)
	p.decide(c.Number, "statement", "none", nil)
	p.decide(c.Number, "recognition", "recognised", nil, "breach")
	bars := func() (open int) {
		for _, b := range get[file](p, a, "/api/v1/subjects/"+who.ID+"/file").Bars {
			if b.Kind == "notification_commitment" && b.LiftedAt.IsZero() {
				open++
			}
		}
		return open
	}
	p.expect(bars() == 1, bars(), "档案中记有限制：不得适用告知承诺")
	r := p.applied(listing{Number: c.Number}, "")
	p.decide(r, "acceptance", "accepted", nil)
	p.decide(r, "verification", "corrected", nil)
	p.expect(bars() == 0, bars(), "整改核查通过，限制解除")
}

// repaired: the way off the black list (JN-8, JN-9). number is set where the
// application was begun already.
func (p *play) repaired(who subject, l listing, number string) {
	p.waitsItsTerm(l)
	number = p.applied(l, number)
	p.say("信用修复，案件%s", number)
	for _, d := range p.view(p.here(policy.Handler, 2), number).Deadlines {
		if d.Of == "case" {
			p.note("全程期限：%s（%s）", d.Because, d.Rule.Article)
		}
	}
	p.decide(number, "acceptance", "accepted", nil)
	p.decide(number, "verification", "corrected", nil)
	p.decide(number, "sign_off_leading_group", "signed", nil)
	state := p.listing(who, "black").State
	p.expect(state == "published", state, "只有一个办公室签批，名单仍在公布")
	p.decide(number, "sign_off_joint_meeting", "signed", nil)
	p.isRepaired(who, "两个办公室均已签批，黑名单修复")
	p.total(who, 40, 0, "")
	p.public(who)
}

func (p *play) isRepaired(who subject, what string) {
	state := p.listing(who, "black").State
	p.expect(state == "repaired", state, "%s", what)
}
