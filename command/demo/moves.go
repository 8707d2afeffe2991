package demo

import (
	"net/http"
	"time"

	"chengxin/policy"
)

// seat is a step's usual decider: people differ where the duties must.
type seat struct {
	role policy.Role
	n    int
	org  string // here when empty
}

var seats = map[string]seat{
	"filing": {role: policy.Reviewer, n: 1}, "dispatch": {role: policy.Dispatcher, n: 1}, "handling": {role: policy.Handler, n: 1},
	"verification": {role: policy.Inspector, n: 1}, "recognition": {role: policy.Handler, n: 1}, "notice": {role: policy.Handler, n: 1},
	"statement": {role: policy.Handler, n: 1}, "review": {role: policy.Reviewer, n: 2}, "legal_review": {role: policy.LegalReviewer, n: 1},
	"approval": {role: policy.Approver, n: 1}, "service": {role: policy.Handler, n: 1}, "publication": {role: policy.PublicityOfficer, n: 1},
	"acceptance": {role: policy.Handler, n: 2}, "investigation": {role: policy.Handler, n: 3}, "confirmation": {role: policy.Approver, n: 2},
	"listing approval":       {role: policy.Approver, n: 1, org: "city_bureau"},
	"breach recognition":     {role: policy.Approver, n: 1},
	"sign_off_leading_group": {role: policy.OfficeMember, n: 1, org: "leading_group_office"},
	"sign_off_joint_meeting": {role: policy.OfficeMember, n: 1, org: "joint_meeting_office"},
}

// decider is who usually decides a step; in may name the kind of case.
func (p *play) decider(step, in string) actor {
	s, ok := seats[in+" "+step]
	if !ok {
		s = seats[step]
	}
	if s.org == "" {
		s.org = here
	}
	return p.who(s.role, s.org, s.n)
}

// decision is what somebody decides: reason and evidence are good enough for any choice.
func decision(choice string, details any) map[string]any {
	d := map[string]any{"choice": choice, "reason": "经核查", "evidence": []map[string]string{{"kind": "paper", "title": "材料"}}}
	if details != nil {
		d["details"] = details
	}
	return d
}

// served says how a document was handed over.
var served = map[string]string{"method": "direct"}

// view reads a case as somebody who may.
func (p *play) view(a actor, number string) caseView {
	return get[caseView](p, a, "/api/v1/cases/"+number)
}

// task waits until a case has come to a step.
func (p *play) task(a actor, number, step string) (t task) {
	p.await(number+"进入环节"+step, func() bool {
		for _, t = range p.view(a, number).Tasks {
			if t.Step == step {
				return true
			}
		}
		return false
	})
	return t
}

// decide makes a decision that must count, and tells by which rule and until when it
// had to be made.
func (p *play) decide(number, step, choice string, details any, in ...string) {
	kind := ""
	if len(in) > 0 {
		kind = in[0]
	}
	a := p.decider(step, kind)
	t := p.task(a, number, step)
	out := p.send(a, http.MethodPost, "/api/v1/tasks/"+t.ID+"/decision", decision(choice, details), p.key())
	if out.Status != http.StatusOK {
		p.expect(false, out.Problem().Detail, "%s“%s”生效", t.Name, t.label(choice))
		p.giveUp("%s：%s", t.Name, out.Problem().Detail)
	}
	p.decided++
	p.say("%s｜%s·%s：%s", t.Name, t.Organization.Name, t.Role.Name, t.label(choice))
	if t.Article != "" && t.Article != "示例" {
		p.note("依据：%s", t.Article)
	}
	if t.Deadline != nil {
		p.note("期限：%s前。%s", clock(t.Deadline.DueAt), t.Deadline.Because)
	}
}

// quietly decides without the telling, for what was told before.
func (p *play) quietly(f func()) {
	loud := p.w
	p.w = hush{}
	defer func() { p.w = loud }()
	f()
}

type hush struct{}

func (hush) Write(b []byte) (int, error) { return len(b), nil }

func clock(t time.Time) string { return t.In(beijing).Format("15时04分05秒") }

var beijing = time.FixedZone("CST", 8*60*60)
