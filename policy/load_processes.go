package policy

import (
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

func (v value) violation() Violation {
	f := v.fields(processFields("approval", "legal_review_at", "combined_notice", "limitation")...)
	all := Violation{
		Process:        f.process(violationShape),
		Approval:       f.required("approval", "负责人审批").chain(*violationShape.chain, violationShape.earlier(violationShape.before)),
		CombinedNotice: f.optional("combined_notice").boolean(),
		Limitation:     f.optional("limitation").limitation(),
	}
	at := f.required("legal_review_at", "何时须法制审核")
	g := at.fields("grade", "points")
	all.LegalReviewAt = LegalReviewAt{
		Grade:  oneOf(g.optional("grade"), "等级", []Grade{General, Serious}),
		Points: g.optional("points").whole(1, 100_000, "points"),
	}
	if !at.missing() && !g.has("grade") && !g.has("points") {
		at.wrong("没有写等级或者分值。请写明哪些认定须法制审核，如{grade: serious}")
	}
	return all
}

// limitation reads how long an act may be pursued.
func (v value) limitation() *Limitation {
	if v.missing() {
		return nil
	}
	f := v.fields("within", "warn", "article")
	l := &Limitation{
		Within: f.required("within", "自行为发生之日起的期限").term(), Warn: f.required("warn", "届满前多久提示").term(),
		Article: f.optional("article").text(),
	}
	f.ahead("warn", l.Warn, l.Within)
	return l
}

func (v value) listing() Listing {
	f := v.fields(processFields("approval")...)
	return Listing{
		Process:  f.process(listingShape),
		Approval: f.required("approval", "列入审批").chain(*listingShape.chain, listingShape.earlier(listingShape.before)),
	}
}

func (v value) dispute() Dispute {
	f := v.fields(processFields("open_while", "limit")...)
	d := Dispute{
		Process:   f.process(disputeShape),
		OpenWhile: ProposedOrPublic,
		Limit:     f.optional("limit").term(),
	}
	if f.has("open_while") {
		d.OpenWhile = oneOf(f.optional("open_while"), "可提异议的时段", []string{ProposedOrPublic})
	}
	if d.Within.IsZero() && !v.missing() {
		f.required("within", "异议处理的总期限")
	}
	return d
}

func (v value) breach() Breach {
	f := v.fields(processFields("points")...)
	return Breach{
		Process: f.process(breachShape),
		Points:  f.optional("points").whole(0, 100_000, "points"),
	}
}

func (v value) revocation() Revocation {
	f := v.fields(processFields("withdraw_within")...)
	return Revocation{
		Process:        f.process(revocationShape),
		WithdrawWithin: f.required("withdraw_within", "撤下公示的期限").term(),
	}
}

func (v value) repair(p *Pack) Repair {
	f := v.fields(processFields("needs", "sign_off", "barred_for")...)
	return Repair{
		Process:   f.process(repairShape),
		Needs:     f.required("needs", "申请材料").needs(),
		SignOff:   f.required("sign_off", "各名单的签批办公室").signOff(p),
		BarredFor: f.required("barred_for", "提供虚假材料后多久不得再申请").term(),
	}
}

// needs reads the papers of a repair application. A condition beyond the lawful
// ones stays off unless the city insists, and then draws a warning (Order 36).
func (v value) needs() []string {
	var list []string
	for _, item := range v.items() {
		kind, insist := item, false
		if !item.scalar() {
			f := item.fields("kind", "insist", "article")
			kind, insist = f.required("kind", "材料种类"), f.optional("insist").boolean()
			f.optional("article").text()
		}
		name := oneOf(kind, "申请材料", slices.Sorted(maps.Keys(attachments)))
		extra := name != "" && !slices.Contains(lawfulNeeds(), name)
		switch {
		case extra && !insist:
			v.r.warn(item.path, ExtraCondition, "申请修复另须提交%s：《信用修复管理办法》（国家发展改革委令第36号）只承认法律、行政法规和部门规章规定的条件，故此项未启用；确有依据的请写明insist: true和article", quote(attachments[name]))
			continue
		case extra:
			v.r.warn(item.path, ExtraCondition, "申请修复另须提交%s：超出《信用修复管理办法》（国家发展改革委令第36号）的条件，按本市要求启用，请确认有法律、行政法规或者部门规章依据", quote(attachments[name]))
		}
		list = append(list, name)
	}
	for _, must := range lawfulNeeds() {
		if !slices.Contains(list, must) && !v.missing() {
			v.wrong("缺少“%s”（%s）。《信用修复管理办法》（国家发展改革委令第36号）要求公开承诺并纠正失信行为，请补写", must, attachments[must])
		}
	}
	return list
}

// signOff reads which offices sign off a repair, list by list (JN-9).
func (v value) signOff(p *Pack) map[string][]Step {
	all := map[string][]Step{}
	if !v.missing() && v.node.Kind == yaml.MappingNode {
		for _, l := range p.Lists {
			if !v.has(l.Key) {
				v.wrong("缺少名单“%s”（%s）的签批办公室。请补写，否则该名单无法修复", l.Key, l.Name)
			}
		}
	}
	if len(p.Lists) == 0 {
		return all // that is the mistake
	}
	for _, e := range v.entries() {
		if !slices.ContainsFunc(p.Lists, func(l List) bool { return l.Key == e.key }) {
			e.r.problem(e.line, e.column, e.path, "没有名单%s。%s", quote(e.key), instead(e.key, listKeys(p)))
			continue
		}
		all[e.key] = e.signatures(p)
	}
	return all
}

// signatures reads one list's offices. Each later office may not be signed for by
// whoever signed for an earlier one: two offices are two people.
func (e entry) signatures(p *Pack) []Step {
	var chain []Step
	earlier := repairShape.keys()
	for _, item := range e.items() {
		st := signOffShape
		office := item.peek("office")
		if item.scalar() {
			item.wrong("应写成{office: 办公室代号, within: 期限}")
			continue
		}
		if office == "" {
			item.wrong("缺少office。请写明由哪个办公室签批")
		}
		st.key = "sign_off_" + office
		st.name = officeName(p, office) + "签批"
		for _, s := range chain {
			st.never = append(slices.Clone(st.never), s.Key)
		}
		s := item.step(st, earlier)
		if !item.has("return_to") {
			s.ReturnTo = []string{"verification"} // where sent_back goes
		}
		chain = append(chain, s)
		earlier = append(slices.Clone(earlier), s.Key)
	}
	if len(chain) == 0 && !e.missing() {
		e.wrong("没有写签批办公室。请至少写一个")
	}
	return chain
}

func listKeys(p *Pack) []string {
	keys := make([]string, len(p.Lists))
	for i, l := range p.Lists {
		keys[i] = l.Key
	}
	return keys
}

func officeName(p *Pack, key string) string {
	if o, ok := p.Office(key); ok {
		if org, ok := p.Organization(o.Organization); ok {
			return org.Name
		}
	}
	return key
}
