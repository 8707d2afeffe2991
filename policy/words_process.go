package policy

import (
	"cmp"
	"fmt"
	"strings"
)

func (c *clauses) sayViolation() {
	v := c.pack.Violation
	c.begin(violationShape, v.Process)
	c.sayStepsBefore(violationShape, v.Steps)
	switch at := v.LegalReviewAt; {
	case at.Grade != "" && at.Points > 0:
		c.say("violation.legal_review_at", "%s，或者扣分达到%d分的，应当在审批前进行法制审核。", legalGrade(at.Grade), at.Points)
	case at.Grade != "":
		c.say("violation.legal_review_at", "%s的，应当在审批前进行法制审核。", legalGrade(at.Grade))
	default:
		c.say("violation.legal_review_at", "扣分达到%d分的，应当在审批前进行法制审核。", at.Points)
	}
	if v.CombinedNotice {
		c.say("violation.combined_notice", "认定将导致列入名单的，认定事先告知一并告知拟列入的名单；已一并告知的，列入名单时不再另行告知。")
	} else {
		c.say("violation.combined_notice", "认定事先告知不代替列入名单的事先告知。")
	}
	if l := v.Limitation; l != nil {
		c.say("violation.limitation", "上报的行为自发生之日起将满%s而尚未立案的，届满前%s列入督办看板，是否仍应追究由办案机关审查。%s", l.Within.Chinese(), l.Warn.Chinese(), on(l.Article))
	}
	c.saySteps(violationShape, v.Approval)
	c.sayStepsAfter(violationShape, v.Steps)
}

func legalGrade(g Grade) string {
	if g == General {
		return "一般失信和严重失信"
	}
	return g.Label()
}

func (c *clauses) sayListing() {
	l := c.pack.Listing
	c.begin(listingShape, l.Process)
	c.sayStepsBefore(listingShape, l.Steps)
	c.saySteps(listingShape, l.Approval)
	c.sayStepsAfter(listingShape, l.Steps)
}

func (c *clauses) sayDispute() {
	d := c.pack.Dispute
	c.begin(disputeShape, d.Process)
	limit := ""
	if !d.Limit.IsZero() {
		limit = "，但应当在认定决定送达后或者名单公布后" + d.Limit.Chinese() + "内提出"
	}
	c.say("dispute.open_while", "信用主体对拟作出的认定、拟列入的名单和已公布的信息，可以书面提出异议并附证据%s。", limit)
	c.saySteps(disputeShape, d.Steps)
}

func (c *clauses) sayBreach() {
	b := c.pack.Breach
	c.begin(breachShape, b.Process)
	points := "不扣分"
	if b.Points > 0 {
		points = fmt.Sprintf("扣%d分", b.Points)
	}
	c.say("breach.points", "认定违诺的，记入信用档案，%s；修复前不适用告知承诺制。", points)
	c.saySteps(breachShape, b.Steps)
}

func (c *clauses) sayRepair() {
	r := c.pack.Repair
	c.begin(repairShape, r.Process)
	var needs []string
	for _, n := range r.Needs {
		needs = append(needs, cmp.Or(attachments[n], n))
	}
	c.say("repair.needs", "申请信用修复，应当提交%s。", strings.Join(needs, "，"))
	c.saySteps(repairShape, r.Steps)
	for _, l := range c.pack.Lists {
		c.saySignOff(l, r.SignOff[l.Key])
	}
	c.say("repair.barred_for", "提供虚假材料的，撤销修复、恢复名单，自撤销之次日起%s内不得再次申请。", r.BarredFor.Chinese())
}

// saySignOff says who signs off a list's repair (JN-9).
func (c *clauses) saySignOff(l List, chain []Step) {
	var offices []string
	for _, s := range chain {
		offices = append(offices, officeName(c.pack, s.Office))
	}
	switch len(offices) {
	case 0:
		return
	case 1:
		c.say("repair.sign_off."+l.Key, "%s的信用修复，由%s签批。", l.Name, offices[0])
	default:
		c.say("repair.sign_off."+l.Key, "%s的信用修复，由%s依次签批，签批人不得为同一人。", l.Name, strings.Join(offices, "、"))
	}
	for _, s := range chain {
		c.sayStep(repairShape, s, fmt.Sprintf("repair.sign_off.%s.%s", l.Key, s.Office))
	}
}

func (c *clauses) sayRevocation() {
	r := c.pack.Revocation
	c.begin(revocationShape, r.Process)
	c.say("revocation.withdraw_within", "认定依据文书被撤销、变更或者确认违法的，撤回据以作出的扣分和名单，并在%s内撤下公示、说明理由。", r.WithdrawWithin.Chinese())
	c.saySteps(revocationShape, r.Steps)
}

// begin opens a process's section with its whole-case limit.
func (c *clauses) begin(s shape, p Process) {
	c.section = s.name
	defer func() {
		c.sayStandstill(s, "suspension", "中止计时", p.Suspension)
		c.sayStandstill(s, "deferral", "缓办", p.Deferral)
	}()
	if p.Within.IsZero() {
		c.say(s.key, "%s按下列环节办理。%s", s.name, on(p.Article))
		return
	}
	c.say(s.key+".within", "%s应当%s办结，各环节合并计算。%s", s.name, within(p.Within, p.From), on(p.Article))
	if !p.Warn.IsZero() {
		c.say(s.key+".warn", "%s的总期限届满前%s，列入督办看板。", s.name, p.Warn.Chinese())
	}
	c.sayExtension(s.key, s.name+"的总期限", p.Extension)
}

// sayStepsBefore and sayStepsAfter leave the chain its place between.
func (c *clauses) sayStepsBefore(s shape, steps []Step) {
	for _, st := range steps {
		if s.index(st.Key) < s.index(s.before) {
			c.sayStep(s, st, s.key+"."+st.Key)
		}
	}
}

func (c *clauses) sayStepsAfter(s shape, steps []Step) {
	for _, st := range steps {
		if s.index(st.Key) >= s.index(s.before) {
			c.sayStep(s, st, s.key+"."+st.Key)
		}
	}
}

func (c *clauses) saySteps(s shape, steps []Step) {
	for _, st := range steps {
		c.sayStep(s, st, s.key+"."+st.Key)
	}
}

// sayStep says who decides what by when, and who may not.
func (c *clauses) sayStep(s shape, st Step, path string) {
	who := st.Role.Label()
	switch {
	case st.Role == OfficeMember:
		who = officeName(c.pack, st.Office)
	case st.Office != "":
		who = officeName(c.pack, st.Office) + who
	}
	said := []string{st.Name + "：由" + who + within(st.Within, st.From) + "办理"}
	if !st.Warn.IsZero() {
		said[0] += "，期限届满前" + st.Warn.Chinese() + "预警"
	}
	said = append(said, "可以作出："+strings.Join(choiceWords(st), "、"))
	if lapse, ok := st.Choice(st.Lapse); ok {
		said = append(said, "逾期的，按“"+lapse.Label+"”处理")
	}
	if len(st.Not) > 0 {
		said = append(said, strings.Join(c.stepNames(s, st.Not), "、")+"的经办人员不得办理")
	}
	if len(st.ReturnTo) > 0 {
		said = append(said, "可以退回"+strings.Join(c.stepNames(s, st.ReturnTo), "、"))
	}
	said = append(said, c.deskWords(st)...)
	c.say(path, "%s。%s", strings.Join(said, "；"), on(st.Article))
	c.sayExtension(path, "“"+st.Name+"”的期限", st.Extension)
}

func choiceWords(st Step) []string {
	var words []string
	for _, choice := range st.Choices {
		w := choice.Label
		switch {
		case choice.Reason && choice.Evidence:
			w += "（须说明理由、附材料）"
		case choice.Reason:
			w += "（须说明理由）"
		case choice.Evidence:
			w += "（须附材料）"
		}
		words = append(words, w)
	}
	return words
}

// stepNames gives steps their names in this pack.
func (c *clauses) stepNames(s shape, keys []string) []string {
	var names []string
	for _, key := range keys {
		if key == decidedTheMatter {
			names = append(names, "原决定")
			continue
		}
		name := key
		for _, ps := range c.pack.placed() {
			if ps.process.key == s.key && ps.Key == key {
				name = ps.Name
			}
		}
		names = append(names, "“"+name+"”")
	}
	return names
}
