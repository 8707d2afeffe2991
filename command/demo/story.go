package demo

import (
	"net/http"
	"net/url"
	"time"

	"chengxin/policy"
)

// story plays Jining's rules from the first report to the last repair, one thing after
// another (JN-4…JN-9, SJ-4).
func (p *play) story() {
	p.clockExplained()

	p.title("一起失信行为：从上报到扣分")
	a := p.subject("示例渣土运输企业")
	p.recognise(a, "SR-08", 20, "yellow")

	p.title("累计满20分：列入黄名单并公布")
	p.publish(a, "yellow")

	p.title("再次失信，累计满40分：黑名单取代黄名单")
	p.say("过程同前：上报、立案、派遣、处置、核查、认定、告知、陈述申辩、复核、法制审核、审批、送达")
	p.quietly(func() { p.recognise(a, "HG-07", 40, "black") })
	black := p.publish(a, "black")
	yellow := p.listing(a, "yellow")
	p.expect(yellow.State == "superseded" && black.Supersedes == yellow.Number, yellow, "黄名单被黑名单吸收，同类名单只有一项有效")

	p.title("修复申请过早")
	repair := p.tooEarly(black)

	p.title("异议不成立：公示页面标注，处理完毕即取消")
	p.rejected(a, black)

	p.title("异议成立：黑名单撤销，黄名单按原日期恢复")
	b, first := p.upheld()

	p.title("认定依据文书被复议撤销：扣分冲回，名单撤销")
	p.revoked(b, first)

	p.title("违诺：限制适用告知承诺，修复后解除")
	p.breach()

	p.title("公示期满：黑名单修复，两个办公室、两个人签批")
	p.repaired(a, black, repair)
}

// clockExplained shows how the real city counts what the trial runs in seconds.
func (p *play) clockExplained() {
	p.title("规则与期限")
	p.say("%s，规则包%s %s：各项期限以秒代日，其余与正式规则相同", p.city.Name, p.city.Jurisdiction, p.city.Version)
	real := realOf(p.city.Jurisdiction)
	q := url.Values{"jurisdiction": {real}, "from": {"2026-09-24"}, "term": {"3 working_days"}}
	r := get[reckoning](p, p.here(policy.Handler, 1), "/api/v1/calendar/deadline?"+q.Encode())
	p.say("正式规则（%s）异议办理期限为3个工作日。如2026年9月24日收到完整材料：", real)
	p.note("%s", r.Because)
	want := time.Date(2026, 9, 30, 23, 59, 59, 0, beijing)
	p.expect(r.DueAt.Equal(want), r.DueAt, "跨中秋节放假，于9月30日24时届满")
}

// object files an objection and has it accepted: one clock from a complete
// application, reply included (JN-7).
func (p *play) object(target, why string) string {
	d := post[begun](p, p.here(policy.WindowClerk, 1), "/api/v1/disputes", map[string]any{
		"target": target, "applicant": "法定代表人", "reasons": why, "evidence": []map[string]string{{"kind": "photo", "title": "现场照片"}},
	}, http.StatusCreated)
	p.say("异议｜窗口人员代录：%s，案件%s", why, d.Number)
	p.decide(d.Number, "acceptance", "accepted", nil)
	return d.Number
}

func (p *play) rejected(who subject, l listing) {
	d := p.object(l.Number, "对列入黑名单有异议")
	for _, due := range p.view(p.here(policy.Handler, 3), d).Deadlines {
		if due.Of == "case" {
			p.note("受理、核查、答复共用一个期限：%s", due.Because)
		}
	}
	c := get[credit](p, actor{}, "/public/v1/credit/"+who.Code)
	p.expect(len(c.Entries) == 1 && c.Entries[0].Mark == "异议处理中", c, "公示页面标注“异议处理中”")
	p.decide(d, "investigation", "rejected", nil)
	end := p.view(p.here(policy.Handler, 3), d)
	p.expect(end.Outcome == "rejected", end.Outcome, "异议以“不成立”办结，理由书面答复")
	c = get[credit](p, actor{}, "/public/v1/credit/"+who.Code)
	p.expect(len(c.Entries) == 1 && c.Entries[0].Mark == "", c, "标注已取消，记录仍在公布")
}

// upheld: the objection to the recognition that reached 40 takes black down and brings
// yellow back as it was.
func (p *play) upheld() (who subject, first violation) {
	who = p.subject("示例广告企业")
	p.say("该主体两次失信，先后列入黄名单、黑名单（过程同前）")
	var second violation
	var before listing
	p.quietly(func() {
		first = p.recognise(who, "SR-08", 20, "yellow")
		before = p.publish(who, "yellow")
		second = p.recognise(who, "HG-07", 40, "black")
		p.publish(who, "black")
	})
	p.public(who, p.city.listName("black"))
	d := p.object(second.recognition, "户外广告并非本公司设置")
	p.decide(d, "investigation", "upheld", nil)
	black, after := p.listing(who, "black"), p.listing(who, "yellow")
	p.expect(black.State == "annulled", black.State, "黑名单撤销：所依据的扣分已冲回")
	p.expect(after.State == "published" && after.PublishedAt.Equal(before.PublishedAt) && after.OpensAt.Equal(before.OpensAt) && after.EndsAt.Equal(before.EndsAt),
		after, "黄名单恢复，公布日、可修复日、终止日不变（%s公布）", clock(after.PublishedAt))
	p.total(who, 20, 20, "yellow")
	p.public(who, p.city.listName("yellow"))
	return who, first
}

// revoked: what rests on a revoked document falls with it, at any time.
func (p *play) revoked(who subject, v violation) {
	a := p.here(policy.Handler, 2)
	r := post[begun](p, a, "/api/v1/revocations", map[string]any{
		"organization": a.Organization, "document": v.founding, "revoked_by": "济宁市任城区人民政府", "ground": "review",
		"decision": "复议决定（演示）", "revoked_at": time.Now().Add(-time.Minute),
		"evidence": []map[string]string{{"kind": "decision", "title": "行政复议决定书"}},
	}, http.StatusCreated)
	p.say("撤销｜%s：%s已被复议撤销，案件%s", a.Name, v.founding, r.Number)
	p.decide(r.Number, "confirmation", "confirmed", nil)
	state := p.recognised(v.number).State
	p.expect(state == "reversed", state, "以该文书为依据的认定撤销")
	p.total(who, 0, 0, "")
	p.public(who)
}
