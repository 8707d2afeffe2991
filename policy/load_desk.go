package policy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chengxin/policy/calendar"
)

// What a pack need not say: a cautious office answers its supervisor within three
// working days, and decides on more time within one.
var (
	threeWorkingDays = calendar.Term{N: 3, Unit: calendar.WorkingDays}
	oneWorkingDay    = calendar.Term{N: 1, Unit: calendar.WorkingDays}
)

// fiveYears is how long what speaks against somebody is kept (征信业管理条例 16).
var fiveYears = calendar.Term{N: 5, Unit: calendar.Years}

// thirtyDays is the national term of a public notice (民事诉讼法 95).
var thirtyDays = calendar.Term{N: 30, Unit: calendar.Days}

// fivePoints short of a list is near it where a pack does not say: as much as a common
// general behaviour costs, so that the next one may be the last.
const fivePoints = 5

// desk reads what holds for the tasks of every process.
func (v value) desk() Desk {
	f := v.fields("escalation", "supervision", "appeal", "public_notice", "keep", "near", "article")
	d := Desk{
		Escalation: f.optional("escalation").ladder(), Supervision: threeWorkingDays, Appeal: threeWorkingDays, PublicNotice: thirtyDays, Keep: fiveYears, Near: fivePoints,
		Article: f.optional("article").text(),
	}
	if f.has("supervision") {
		d.Supervision = f.optional("supervision").term()
	}
	if f.has("appeal") {
		d.Appeal = f.optional("appeal").term()
	}
	if f.has("keep") {
		d.Keep = f.optional("keep").term()
	}
	if f.has("public_notice") {
		d.PublicNotice = f.optional("public_notice").term()
	}
	if f.has("near") {
		d.Near = f.optional("near").whole(1, 100_000, "points")
	}
	return d
}

// ladder reads who is told when nobody acts, in the order of time. A rung that could
// never be reached is refused: whoever relies on it would wait in vain.
func (v value) ladder() []Rung {
	var all []Rung
	for i, item := range v.items() {
		f := item.fields("before", "after", "to", "at")
		r := Rung{Before: f.optional("before").term(), After: f.optional("after").term()}
		if f.has("before") && f.has("after") {
			f.optional("after").wrong("同一级不能既在到期前又在到期后。请只写before或者after")
		}
		if f.has("at") {
			oneOf(f.optional("at"), "上报时点", []string{"due"})
		}
		r.To = f.required("to", "上报对象").audiences()
		if i > 0 && !later(r, all[len(all)-1]) {
			item.wrong("第%d级的时点不晚于上一级，永远轮不到。请按时间先后排列，逐级推后", i+1)
		}
		all = append(all, r)
	}
	return all
}

// audiences reads one or several of a role or an office's key.
func (v value) audiences() (all []Audience) {
	each := []value{v}
	if !v.missing() && !v.scalar() {
		each = v.items()
	}
	for _, to := range each {
		one := Audience{Role: oneOf(to, "上报对象", append(caseRoles(), v.r.officeWords()...))}
		if o, ok := v.r.office(string(one.Role)); ok {
			one = Audience{OfficeMember, o.Key}
			if o.External {
				to.wrong("办公室%s不在本系统内，收不到上报。请改为系统内的角色或者办公室", quote(o.Key))
			}
		}
		if slices.Contains(all, one) {
			to.wrong("上报对象%s重复。请删除其中一个", quote(to.text()))
		}
		all = append(all, one)
	}
	return all
}

// officeWords are the offices' keys as words that `to` takes.
func (r *reader) officeWords() []Role {
	words := make([]Role, len(r.offices))
	for i, o := range r.offices {
		words[i] = Role(o.Key)
	}
	return words
}

func (r *reader) office(key string) (Office, bool) {
	for _, o := range r.offices {
		if o.Key == key {
			return o, true
		}
	}
	return Office{}, false
}

// later says whether a rung surely comes after another.
func later(r, than Rung) bool {
	place := func(x Rung) int {
		switch {
		case !x.Before.IsZero():
			return -1
		case !x.After.IsZero():
			return 1
		}
		return 0
	}
	a, b := place(r), place(than)
	switch {
	case a != b:
		return a > b
	case a < 0:
		return r.Before != than.Before && !longer(r.Before, than.Before)
	case a > 0:
		return r.After != than.After && !longer(than.After, r.After)
	}
	return false
}

// extension reads how more time may be granted; none where the pack is silent.
func (v value) extension() *Extension {
	if v.missing() {
		return nil
	}
	f := v.fields("times", "each", "within", "by", "article")
	x := &Extension{
		Times: f.required("times", "最多延期几次").whole(1, 9, ""), Each: f.required("each", "每次最长延期多久").term(),
		Within: oneWorkingDay, By: Approver, Article: f.optional("article").text(),
	}
	if f.has("within") {
		x.Within = f.optional("within").term()
	}
	if f.has("by") {
		x.By = oneOf(f.optional("by"), "角色", caseRoles())
	}
	return x
}

// standstill reads when a case's clocks may stand still; never where the pack is silent.
func (v value) standstill(s shape) *Standstill {
	if v.missing() {
		return nil
	}
	f := v.fields("at_most", "by", "steps", "article")
	x := &Standstill{AtMost: f.required("at_most", "最长多久，到时自动恢复").term(), By: Approver, Article: f.optional("article").text()}
	if f.has("by") {
		x.By = oneOf(f.optional("by"), "角色", caseRoles())
	}
	if f.has("steps") {
		x.Steps = f.names("steps")
		for i, key := range x.Steps {
			if _, ok := s.step(key); !ok {
				f.nth("steps", i).unknownStep(key, s)
			}
		}
	}
	return x
}

// countersign reads who signs a step together. Only a step whose answers need no
// content of their own can be answered by several.
func (v value) countersign(s Step, st stepShape) *Countersign {
	if v.missing() {
		return nil
	}
	if !st.together {
		v.wrong("环节“%s”的决定须填写内容或者等待当事人，不能由多人会签。请删除countersign", st.key)
		return nil
	}
	f := v.fields("signers", "rule", "veto", "order")
	c := &Countersign{Veto: f.optional("veto").boolean()}
	for _, item := range f.required("signers", "会签人").items() {
		g := item.fields("role", "office", "veto")
		one := Signer{Role: s.Role, Office: s.Office, Veto: g.optional("veto").boolean()}
		if g.has("office") {
			one.Role, one.Office = OfficeMember, g.optional("office").key()
		}
		if g.has("role") {
			one.Role = oneOf(g.optional("role"), "角色", caseRoles())
		}
		c.Signers = append(c.Signers, one)
	}
	if n := len(c.Signers); n < 2 && f.has("signers") {
		f.optional("signers").wrong("会签至少须有两人，而写了%d人。请补写，或者删除countersign由一人决定", n)
	}
	c.Need = f.required("rule", "会签规则，如all、any、2 of 3").rule(len(c.Signers))
	if f.has("order") {
		c.Sequential = oneOf(f.optional("order"), "会签次序", []string{"parallel", "sequential"}) == "sequential"
	}
	return c
}

// rule reads how many signers must agree.
func (v value) rule(signers int) int {
	switch text := v.text(); text {
	case "", "all":
		return signers
	case "any":
		return 1
	default:
		n, m, ok := strings.Cut(text, " of ")
		need, err := strconv.Atoi(n)
		total, err2 := strconv.Atoi(m)
		switch {
		case !ok || err != nil || err2 != nil:
			v.wrong("会签规则%s无法识别。请写all（全部同意）、any（一人同意即可）或者如2 of 3", quote(text))
		case total != signers:
			v.wrong("规则写的是%d人中%d人同意，而会签人有%d人。请改正", total, need, signers)
		case need < 1 || need > total:
			v.wrong("%d人中%d人同意不可能达到。请改正", total, need)
		}
		return need
	}
}

// checkDesk holds ladders and offices against the steps they belong to.
func (r *reader) checkDesk(p *Pack) {
	for _, ps := range p.placed() {
		s, path := ps.Step, ps.path
		if len(s.Escalation) > 0 && s.Within.IsZero() && p.whole(ps.process).IsZero() {
			r.on(path+".escalation", "环节“%s”没有期限，上报永远不会发生。请补写within或者删除escalation", s.Name)
		}
		for i, rung := range s.Escalation {
			at := fmt.Sprintf("%s.escalation[%d]", path, i)
			switch {
			case s.Lapse != "" && rung.Before.IsZero():
				r.on(at, "环节“%s”到期即自动了结，到期时和到期后的上报永远不会发生。请删除，或者改为before", s.Name)
			case longer(rung.Before, s.Within) || !rung.Before.IsZero() && rung.Before == s.Within:
				r.on(at+".before", "上报时点早于环节“%s”开始，永远不会发生。请改短", s.Name)
			}
		}
		if !s.ClaimWithin.IsZero() && longer(s.ClaimWithin, s.Within) {
			r.on(path+".claim_within", "认领期限%s长于办理期限%s，永远不会提醒。请改短", s.ClaimWithin.Chinese(), s.Within.Chinese())
		}
		if s.Countersign == nil {
			continue
		}
		for i, g := range s.Countersign.Signers {
			if o, ok := p.Office(g.Office); g.Office != "" && (!ok || o.External) {
				r.on(fmt.Sprintf("%s.countersign.signers[%d].office", path, i), "没有系统内的办公室%s。会签须在系统内进行；%s", quote(g.Office), instead(g.Office, officeKeys(p)))
			}
		}
		if s.Assign != "" && s.Assign != Pool {
			r.on(path+".assign", "会签环节由各会签人办理，不能指派给一人。请删除assign")
		}
	}
}

// Head is the role that leads a department's desk: it appoints, reassigns, and is told
// of what nobody claims.
func Head() Role { return Approver }
