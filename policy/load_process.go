package policy

import (
	"slices"
	"strings"

	"chengxin/policy/calendar"
)

// processFields are what every process may say beside its own fields.
func processFields(own ...string) []string {
	return append([]string{"within", "from", "warn", "article", "steps", "extension", "suspension", "deferral"}, own...)
}

// process reads the part every process has and holds it against its shape.
func (f fields) process(s shape) Process {
	p := Process{
		Within:  f.optional("within").term(),
		Warn:    f.optional("warn").term(),
		Article: f.optional("article").text(),

		Extension:  f.optional("extension").extension(),
		Suspension: f.optional("suspension").standstill(s),
		Deferral:   f.optional("deferral").standstill(s),
	}
	if f.has("from") {
		p.From = oneOf(f.optional("from"), "起算事件", events())
	}
	switch {
	case !p.Within.IsZero() && p.From == "":
		p.From = s.from
	case p.Within.IsZero() && f.has("from"):
		f.optional("from").wrong("写了起算事件而没有写期限within。请补写期限或者删除from")
	}
	if !p.Within.IsZero() && p.From == "" {
		f.optional("within").wrong("写了期限而没有写起算事件。请补写from，可写：%s", strings.Join(eventNames(), "、"))
	}
	if p.Extension != nil && p.Within.IsZero() {
		f.optional("extension").wrong("写了全案延期而没有全案期限within。请补写期限或者删除extension")
	}
	f.ahead("warn", p.Warn, p.Within)
	p.Steps = f.required("steps", "各环节").steps(s)
	return p
}

// ahead refuses a warning without a limit, or one that is due before the limit begins.
func (f fields) ahead(key string, warn, within calendar.Term) {
	switch {
	case warn.IsZero():
	case within.IsZero():
		f.optional(key).wrong("写了预警而没有写期限within。请补写期限或者删除%s", key)
	case warn == within || longer(warn, within):
		f.optional(key).wrong("预警时间不短于期限，一开始即为临期。请改短")
	}
}

func eventNames() []string {
	names := make([]string, len(events()))
	for i, e := range events() {
		names[i] = string(e)
	}
	return names
}

// steps reads a process's questions. The code asks exactly those of the shape,
// in that order; a pack in another order would be read as saying something else.
func (v value) steps(s shape) []Step {
	var all []Step
	next := 0
	seen := map[string]bool{}
	for _, item := range v.items() {
		key := item.peek("key")
		st, ok := s.step(key)
		if !ok {
			item.unknownStep(key, s)
			continue
		}
		if seen[key] {
			item.wrong("环节“%s”重复。每个环节只能写一次，请合并", key)
			continue
		}
		seen[key] = true
		if at := s.index(key); at < next {
			item.wrong("环节“%s”的位置不对。%s的环节顺序为：%s", key, s.name, strings.Join(s.keys(), "、"))
		} else {
			next = at
		}
		all = append(all, item.step(st, s.earlier(key)))
	}
	for _, st := range s.steps {
		if !seen[st.key] && st.assumed && len(all) > 0 {
			all = append(all, st.standard()) // behind what is written, whose places messages name
			continue
		}
		if !seen[st.key] && !v.missing() {
			v.wrong("缺少环节“%s”（%s）。%s程序离不开这一环节，请补写", st.key, st.name, s.name)
		}
	}
	return all
}

// standard is the step as a silent pack has it.
func (st stepShape) standard() Step {
	s := Step{Key: st.key, Name: st.name, Role: st.role, Not: slices.Clone(st.never)}
	for _, key := range st.choices {
		s.Choices = append(s.Choices, st.standardChoice(key))
	}
	return s
}

func (v value) unknownStep(key string, s shape) {
	if key == "" {
		v.wrong("环节缺少key。%s的环节为：%s", s.name, strings.Join(s.keys(), "、"))
		return
	}
	v.wrong("%s程序没有环节%s。%s", s.name, quote(key), instead(key, s.keys()))
}

// peek reads a field's text without judging it.
func (v value) peek(key string) string {
	for _, e := range v.quietEntries() {
		if e.key == key && e.scalar() {
			return e.node.Value
		}
	}
	return ""
}

// has says whether a mapping has a field, without judging it.
func (v value) has(key string) bool {
	return slices.ContainsFunc(v.quietEntries(), func(e entry) bool { return e.key == key })
}

// chain reads steps of one kind that follow one another: approvals. The first
// is named after its kind; each further one needs a key of its own, and a person
// of its own: approving twice is approving once.
func (v value) chain(st stepShape, earlier []string) []Step {
	items := v.items()
	if len(items) == 0 && !v.missing() {
		v.wrong("没有写任何环节。至少应有一级审批")
	}
	var all []Step
	for i, item := range items {
		shape := st
		if key := item.peek("key"); key != "" {
			shape.key = key
		} else if i > 0 {
			item.wrong("第%d级缺少key。多级审批请各写一个名称，如%s_%d", i+1, st.key, i+1)
		}
		for _, taken := range earlier {
			if taken == shape.key {
				item.wrong("环节名称“%s”已经用过。请改用其他名称", shape.key)
			}
		}
		for _, s := range all {
			shape.never = append(slices.Clone(shape.never), s.Key)
		}
		step := item.step(shape, earlier)
		all = append(all, step)
		earlier = append(slices.Clone(earlier), step.Key)
	}
	return all
}

func (s shape) index(key string) int {
	for i, st := range s.steps {
		if st.key == key {
			return i
		}
	}
	return -1
}

// earlier lists the steps that come before one.
func (s shape) earlier(key string) []string {
	if i := s.index(key); i > 0 {
		return s.keys()[:i:i]
	}
	return nil
}
