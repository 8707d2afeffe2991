package policy

import (
	"maps"
	"slices"
	"strings"
)

// templates reads how documents are drawn up, by kind. Standard are the kinds there are;
// without any, these are the standard themselves.
func (v value) templates(standard []Template) (all []Template) {
	for _, e := range v.entries() {
		f := e.fields("title", "word", "to", "paragraphs")
		t := Template{Key: e.name(), Title: f.required("title", "文书名称").text(), Word: f.required("word", "文种代字").numberWord()}
		if f.has("to") {
			t.ToFile = oneOf(f.optional("to"), "受文对象", []string{"subject", "file"}) == "file"
		}
		for _, item := range f.required("paragraphs", "正文各段").items() {
			t.Paragraphs = append(t.Paragraphs, item.paragraph())
		}
		if keys := templateKeys(standard); len(keys) > 0 && !slices.Contains(keys, t.Key) {
			e.wrong("没有文书%s。%s", quote(t.Key), instead(t.Key, keys))
		}
		all = append(all, t)
	}
	return all
}

func templateKeys(all []Template) (keys []string) {
	for _, t := range all {
		keys = append(keys, t.Key)
	}
	return keys
}

// paragraph reads a text, alone or with when and for each of what it is written.
func (v value) paragraph() Paragraph {
	if v.scalar() {
		p := Paragraph{Text: v.text()}
		v.fillable(p)
		return p
	}
	f := v.fields("text", "when", "each")
	p := Paragraph{Text: f.required("text", "一段文字").text(), When: f.optional("when").text(), Each: f.optional("each").text()}
	if p.When != "" && !slices.Contains(factNames, p.When) {
		f.optional("when").wrong("没有可填内容%s。%s", quote(p.When), instead(p.When, factNames))
	}
	if lists := slices.Sorted(maps.Keys(listNames)); p.Each != "" && !slices.Contains(lists, p.Each) {
		f.optional("each").wrong("没有可逐项列出的%s。%s", quote(p.Each), instead(p.Each, lists))
	}
	f.optional("text").fillable(p)
	return p
}

// fillable refuses what could never be filled in.
func (v value) fillable(p Paragraph) {
	names, ok := p.names()
	if !ok {
		v.wrong("花括号不成对。填入的内容写作{理由}，文字本身不能用花括号")
		return
	}
	known := slices.Concat(listNames[p.Each], factNames)
	for _, n := range names {
		if !slices.Contains(known, n) {
			v.wrong("没有可填内容%s。%s", quote(n), instead(n, known))
		}
	}
}

// numberWord reads an organization's or a kind's word in document numbers (机关代字).
func (v value) numberWord() string {
	s := v.text()
	if strings.ContainsAny(s, "〔〕 ") {
		v.wrong("代字%s含有空格或者六角括号。请只写文字，如任城管", quote(s))
	}
	return s
}
