package policy

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// step reads one question and fills in what a cautious lawyer would choose where
// the pack says nothing. earlier names the steps that were decided before.
func (v value) step(st stepShape, earlier []string) Step {
	f := v.fields("key", "name", "role", "office", "within", "from", "warn",
		"choices", "lapse", "not", "return_to", "article", "reason", "evidence",
		"assign", "claim_within", "countersign", "extension", "escalation")
	s := Step{
		Key:     st.key,
		Name:    st.name,
		Role:    st.role,
		Office:  f.optional("office").key(),
		Within:  f.optional("within").term(),
		Warn:    f.optional("warn").term(),
		Article: f.optional("article").text(),
	}
	if f.has("key") {
		s.Key = f.optional("key").key()
	}
	if f.has("name") {
		s.Name = f.optional("name").text()
	}
	if f.has("role") {
		s.Role = oneOf(f.optional("role"), "角色", caseRoles())
	}
	s.From = f.anchor(s, st)
	s.Choices = f.choices(st)
	s.Lapse = f.lapse(s, st)
	s.Not = f.never(st, earlier)
	s.ReturnTo = f.returnTo(earlier)
	s.Assign = oneOf(f.optional("assign"), "指派方式", assigns())
	s.ClaimWithin = f.optional("claim_within").term()
	s.Countersign = f.optional("countersign").countersign(s, st)
	s.Extension = f.optional("extension").extension()
	s.Escalation = f.optional("escalation").ladder()
	return s
}

// anchor reads from which event a step's term runs.
func (f fields) anchor(s Step, st stepShape) Event {
	if s.Within.IsZero() {
		for _, key := range []string{"from", "warn"} {
			if f.has(key) {
				f.optional(key).wrong("写了%s而没有写期限within。请补写期限或者删除%s", key, key)
			}
		}
		return ""
	}
	switch {
	case f.has("from"):
		return oneOf(f.optional("from"), "起算事件", events())
	case st.from != "":
		return st.from
	}
	return Arrived
}

// choices reads the answers a step offers: by default those the process acts
// upon; none may be missing, and none may be there that nobody would act upon.
func (f fields) choices(st stepShape) []Choice {
	var all []Choice
	known := slices.Concat(st.choices, st.optional)
	if !f.has("choices") {
		for _, key := range st.choices {
			all = append(all, st.standardChoice(key))
		}
	}
	for _, item := range f.optional("choices").items() {
		c := item.choice(st)
		switch {
		case c.Key == "":
		case !slices.Contains(known, c.Key):
			item.wrong("环节“%s”没有选项%s。程序不认识的选项无人执行；%s", st.key, quote(c.Key), instead(c.Key, known))
		case slices.ContainsFunc(all, func(o Choice) bool { return o.Key == c.Key }):
			item.wrong("选项“%s”重复。请删除其中一个", c.Key)
		default:
			all = append(all, c)
		}
	}
	for _, key := range st.choices {
		if !slices.ContainsFunc(all, func(c Choice) bool { return c.Key == key }) {
			f.optional("choices").wrong("环节“%s”缺少选项“%s”（%s）。程序离不开这一选项，请补写", st.key, key, st.standardChoice(key).Label)
		}
	}
	always := func(key string) bool {
		return f.has(key) && oneOf(f.optional(key), "要求", []string{"always"}) == "always"
	}
	reason, evidence := always("reason"), always("evidence")
	for i := range all {
		all[i].Reason = all[i].Reason || reason
		all[i].Evidence = all[i].Evidence || evidence
	}
	return all
}

// choice reads one answer: its key alone, or with words and duties of its own.
func (v value) choice(st stepShape) Choice {
	if v.scalar() {
		return st.standardChoice(v.text())
	}
	f := v.fields("key", "label", "reason", "evidence")
	c := st.standardChoice(f.required("key", "选项").text())
	if f.has("label") {
		c.Label = f.optional("label").text()
	}
	if f.has("reason") {
		c.Reason = f.optional("reason").boolean()
	}
	if f.has("evidence") {
		c.Evidence = f.optional("evidence").boolean()
	}
	return c
}

// lapse reads what a deadline decides by itself. Only waiting for a party may
// lapse: silence of an authority decides nothing.
func (f fields) lapse(s Step, st stepShape) string {
	lapse := f.optional("lapse").text()
	switch {
	case st.lapse == "" && f.has("lapse"):
		f.optional("lapse").wrong("环节“%s”须由人作出决定，逾期不得视为任何决定。请删除lapse", st.key)
		return ""
	case lapse != "" && lapse != st.lapse:
		f.optional("lapse").wrong("逾期只能视为“%s”（%s），而写的是%s。请改正", st.lapse, st.standardChoice(st.lapse).Label, quote(lapse))
	case st.lapse != "" && s.Within.IsZero():
		f.r.on(f.path+".within", "环节“%s”缺少期限within。没有期限就永远等待当事人，请补写，如5 working_days", st.key)
	}
	return st.lapse
}

// never reads whose decider may not decide here. The two pairs of eyes of the
// shape always stay; a pack that names others must name these too.
func (f fields) never(st stepShape, earlier []string) []string {
	if !f.has("not") {
		return slices.Clone(st.never)
	}
	list := f.names("not")
	for i, name := range list {
		at := f.nth("not", i)
		switch {
		case slices.Contains(st.never, name), slices.Contains(earlier, name), name == decidedTheMatter:
		case name == st.key:
			at.wrong("回避规则指向了本环节自身。请改为先前的环节")
		default:
			at.wrong("回避规则中的环节%s不存在或者在本环节之后。可写：%s", quote(name), strings.Join(append(slices.Clone(earlier), decidedTheMatter), "、"))
		}
	}
	for _, must := range st.never {
		if !slices.Contains(list, must) {
			f.optional("not").wrong("回避规则缺少“%s”。环节“%s”不得由该环节的经办人决定（审办分离），请补写", must, st.key)
		}
	}
	return list
}

func (f fields) returnTo(earlier []string) []string {
	list := f.names("return_to")
	for i, name := range list {
		if !slices.Contains(earlier, name) {
			at := f.nth("return_to", i)
			if len(earlier) == 0 {
				at.wrong("这是第一个环节，没有可退回的环节。请删除return_to")
				continue
			}
			at.wrong("可退回的环节%s不存在或者在本环节之后。可写：%s", quote(name), strings.Join(earlier, "、"))
		}
	}
	return list
}

// names reads one name or a list of names.
func (f fields) names(key string) []string {
	v := f.optional(key)
	if v.scalar() {
		return []string{v.text()}
	}
	var list []string
	for _, item := range v.items() {
		s := item.text()
		if slices.Contains(list, s) {
			item.wrong("%s重复。请删除其中一个", quote(s))
		}
		list = append(list, s)
	}
	return list
}

// nth is the place of the i-th name of a field.
func (f fields) nth(key string, i int) value {
	v := f.optional(key)
	if v.node.Kind == yaml.SequenceNode {
		return v.items()[i]
	}
	return v
}
