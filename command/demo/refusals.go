package demo

import (
	"net/http"
	"sync"
	"time"

	"chengxin/command/call"
	"chengxin/policy"
)

// refused is the expectation that something is refused, in words that teach.
func (p *play) refused(what string, out call.Answer, status int, code string) {
	said := out.Problem()
	p.expect(out.Status == status && said.Code == code && said.Detail != "", string(out.Body), "%s：不予办理（%d %s）", what, status, code)
	p.reason(said)
}

// try makes a decision as somebody, on a task by its id, under a key.
func (p *play) try(a actor, task string, d map[string]any, key string) call.Answer {
	return p.send(a, http.MethodPost, "/api/v1/tasks/"+task+"/decision", d, key)
}

// refusals plays what must not happen, and how it is said (bad input, JN-7…JN-9).
func (p *play) refusals() {
	p.title("准备：一件可修复的黑名单，留待最后")
	g := p.subject("示例建设企业")
	p.quietly(func() { p.recognise(g, "SR-10", 40, "black") })
	black := p.publish(g, "black")
	repair := p.tooEarly(black)

	p.title("填报有误，当即指出")
	p.badReports()

	p.title("重复提交与先后")
	e := p.subject("示例物流企业")
	number := p.report(e, "ZT-02")
	p.doubleClick(number)

	p.title("不得办理的人，不得作出的决定")
	p.wrongHands(e, number)

	p.title("异议对象已终止；一人不得代两个办公室签批")
	p.endedEntry()
	p.oneForBoth(g, black, repair)
}

// badReports: nothing of what is refused here enters the register.
func (p *play) badReports() {
	a, s := p.here(policy.DistrictReporter, 1), p.subject("示例商贸企业")
	report := func(behaviour string, at time.Time) call.Answer {
		return p.send(a, http.MethodPost, "/api/v1/violations", map[string]any{
			"organization": a.Organization, "subjects": []string{s.ID}, "behaviour": behaviour, "occurred_at": at, "description": "巡查发现",
		}, p.key())
	}
	p.refused("失信行为代码不在目录", report("XX-99", time.Now().Add(-time.Hour)), http.StatusUnprocessableEntity, "behaviour.unknown")
	p.refused("行为发生在将来", report("SR-01", time.Now().Add(time.Hour)), http.StatusUnprocessableEntity, "date.future")
	code := []byte(s.Code)
	code[len(code)-1] = other(code[len(code)-1])
	out := p.send(a, http.MethodPost, "/api/v1/subjects", map[string]any{
		"jurisdiction": p.city.Jurisdiction, "kind": "legal_person", "name": "示例商贸企业", "code": string(code),
	}, "")
	p.refused("统一社会信用代码错一位", out, http.StatusUnprocessableEntity, "credit_code.check")
	left := get[struct{ Items []caseView }](p, a, "/api/v1/cases?subject="+s.ID)
	p.expect(len(left.Items) == 0, left, "以上各项均未留下案件")
}

func other(c byte) byte {
	if c == '0' {
		return '1'
	}
	return '0'
}

// doubleClick: one key is one request, whoever is second is told who was first.
func (p *play) doubleClick(number string) {
	first, second := p.here(policy.Reviewer, 1), p.here(policy.Reviewer, 2)
	t := p.task(first, number, "filing")
	bare := map[string]any{"choice": "declined"}
	p.refused("不予立案未说明理由", p.try(first, t.ID, bare, p.key()), http.StatusUnprocessableEntity, "decision.incomplete")

	key := p.key()
	var outs [2]call.Answer
	var both sync.WaitGroup
	for i := range outs {
		both.Go(func() {
			outs[i], _ = p.api.Send(p.ctx, call.Request{
				Token: first.Token, Method: http.MethodPost, Path: "/api/v1/tasks/" + t.ID + "/decision", Body: decision("filed", nil), Key: key,
			})
		})
	}
	both.Wait()
	var told [2]settled
	for i, out := range outs {
		p.read(out, &told[i])
	}
	ok := outs[0].Status == http.StatusOK && outs[1].Status == http.StatusOK && told[0].Command == told[1].Command
	p.expect(ok, told, "连点两次，同一幂等键：两次答复为同一决定")
	p.refused("同一幂等键，内容不同", p.try(first, t.ID, decision("declined", nil), key), http.StatusConflict, "idempotency.reused")
	p.refused("另一审核人后到，用的是同样的键", p.try(second, t.ID, decision("declined", nil), key), http.StatusConflict, "task.already_decided")
	p.expect(p.view(first, number).Stage == "dispatched", p.view(first, number), "案件按先到的决定进入派遣")
}

// wrongHands: what a district may not see, and what one person may not do twice.
func (p *play) wrongHands(who subject, number string) {
	stranger := p.who(policy.Dispatcher, "yanzhou_bureau", 1)
	t := p.task(p.here(policy.Dispatcher, 1), number, "dispatch")
	out := p.send(stranger, http.MethodGet, "/api/v1/cases/"+number, nil, "")
	p.refused("外区人员查看本区案件", out, http.StatusNotFound, "case.unknown")
	p.refused("外区人员办理本区待办", p.try(stranger, t.ID, decision("dispatched", nil), p.key()), http.StatusNotFound, "task.unknown")
	p.quietly(func() {
		p.decide(number, "dispatch", "dispatched", nil)
		p.decide(number, "handling", "handled", nil)
		p.decide(number, "verification", "passed", nil)
	})

	one := p.concurrent(policy.Handler, here)
	t = p.task(one, number, "recognition")
	alone, _ := p.proposal(who, "ZT-02", 5)
	alone["co_handler"] = one.Username
	p.refused("一名承办人独自提出认定意见", p.try(one, t.ID, decision("proposed", alone), p.key()), http.StatusUnprocessableEntity, "recognition.two_handlers")
	b := p.city.behaviour("ZT-02")
	heavy, _ := p.proposal(who, "ZT-02", b.MaxPoints+5)
	p.refused("扣分超出认定标准", p.try(one, t.ID, decision("proposed", heavy), p.key()), http.StatusUnprocessableEntity, "points.out_of_range")
	fit, founding := p.proposal(who, "ZT-02", b.MaxPoints)
	out = p.try(one, t.ID, decision("proposed", fit), p.key())
	p.expect(out.Status == http.StatusOK, string(out.Body), "两名承办人、标准之内扣%d分：意见成立", b.MaxPoints)

	p.quietly(func() {
		p.decide(number, "notice", "served", served)
		p.decide(number, "statement", "none", nil)
		p.decide(number, "review", "maintained", nil)
	})
	t = p.task(one, number, "approval")
	p.refused("承办人兼负责人，审批本人提出的意见", p.try(one, t.ID, decision("approved", nil), p.key()), http.StatusForbidden, "duty.own_step")
	p.quietly(func() {
		p.decide(number, "approval", "approved", nil)
		p.decide(number, "service", "served", served)
	})
	p.total(who, b.MaxPoints, b.MaxPoints, "")

	d := p.object(p.recognised(number).ID, "扣分过重")
	t = p.task(one, d, "investigation")
	p.refused("核查针对本人决定的异议", p.try(one, t.ID, decision("rejected", nil), p.key()), http.StatusForbidden, "duty.own_decision")
	p.decide(d, "investigation", "rejected", nil)
	p.twiceForOneAct(who, founding)
}

// twiceForOneAct: one act costs points once, whoever reports it again (一事不二扣).
func (p *play) twiceForOneAct(who subject, founding string) {
	number := p.report(who, "ZT-03")
	p.quietly(func() {
		p.handle(number)
		again, _ := p.proposal(who, "ZT-03", p.city.behaviour("ZT-03").Points)
		again["recognitions"].([]map[string]any)[0]["founding"].(map[string]any)["number"] = founding
		p.decide(number, "recognition", "proposed", again)
		p.decide(number, "notice", "served", served)
		p.decide(number, "statement", "none", nil)
		p.decide(number, "review", "maintained", nil)
		p.decide(number, "approval", "approved", nil)
	})
	a := p.here(policy.Handler, 1)
	t := p.task(a, number, "service")
	out := p.try(a, t.ID, decision("served", served), p.key())
	p.refused("依据同一文书再次扣分", out, http.StatusUnprocessableEntity, "recognition.act_already_counted")
	out = p.send(p.here(policy.Approver, 1), http.MethodPost, "/api/v1/cases/"+number+"/withdrawal",
		map[string]any{"choice": "withdrawn", "reason": "与前案系同一行为"}, p.key())
	p.expect(out.Status == http.StatusOK, string(out.Body), "负责人说明理由后撤案")
}

// concurrent is who holds a role together with one that it must be kept from.
func (p *play) concurrent(role policy.Role, organization string) actor {
	seen := map[string]int{}
	for _, a := range p.cast {
		seen[a.Username]++
	}
	for _, a := range p.cast {
		if seen[a.Username] > 1 && a.Role == role && a.Organization == p.city.Jurisdiction+"/"+organization {
			return a
		}
	}
	p.giveUp("演示用户中没有兼任的%s", role.Label())
	return actor{}
}

// endedEntry: a listing that was not approved cannot be disputed any more.
func (p *play) endedEntry() {
	who := p.subject("示例餐饮企业")
	p.quietly(func() { p.recognise(who, "SR-08", 20, "yellow") })
	l := p.proposed(who, "yellow")
	p.decide(l.Number, "approval", "refused", nil, "listing")
	state := p.listing(who, "yellow").State
	p.expect(state == "dropped", state, "拟列入未获批准，不列入")
	out := p.send(p.here(policy.WindowClerk, 1), http.MethodPost, "/api/v1/disputes", map[string]any{
		"target": l.Number, "applicant": "法定代表人", "reasons": "不应列入", "evidence": []map[string]string{{"kind": "photo", "title": "照片"}},
	}, p.key())
	p.refused("对已终止的记录提出异议", out, http.StatusUnprocessableEntity, "dispute.ended")
}

// oneForBoth: two offices are two people (JN-9).
func (p *play) oneForBoth(who subject, l listing, number string) {
	p.waitsItsTerm(l)
	number = p.applied(l, number)
	p.quietly(func() {
		p.decide(number, "acceptance", "accepted", nil)
		p.decide(number, "verification", "corrected", nil)
	})
	both := p.concurrent(policy.OfficeMember, "leading_group_office")
	t := p.task(both, number, "sign_off_leading_group")
	out := p.try(both, t.ID, decision("signed", nil), p.key())
	p.expect(out.Status == http.StatusOK, string(out.Body), "兼任两个办公室的签批人，先代领导小组办公室签批")
	t = p.task(both, number, "sign_off_joint_meeting")
	p.refused("再代联席会议办公室签批", p.try(both, t.ID, decision("signed", nil), p.key()), http.StatusForbidden, "duty.own_step")
	p.decide(number, "sign_off_joint_meeting", "signed", nil)
	p.isRepaired(who, "换由他人签批，黑名单修复")
}
