package policy

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Template is how a document is drawn up (文书式样). Its words are data; what stands in
// braces is filled in from the case when the document is issued, and stays from then on.
type Template struct {
	Key        string      `yaml:"key" json:"key"` // "recognition_decision"
	Title      string      `yaml:"title" json:"title"`
	Word       string      `yaml:"word" json:"word"`  // 文种代字, part of its number
	ToFile     bool        `yaml:"to" json:"to_file"` // for the file alone: addressed to nobody
	Paragraphs []Paragraph `yaml:"paragraphs" json:"paragraphs"`
}

// Paragraph is one of a document's: written once, or once for each item of a list.
type Paragraph struct {
	Text string `json:"text"`
	When string `json:"when,omitempty"` // a fact; the paragraph is left out where there is none
	Each string `json:"each,omitempty"` // a list
}

// Facts are what a case gives a document: words by name, and lists of such.
type Facts struct {
	Words map[string]string
	Lists map[string][]map[string]string
}

// The names that a template may use, and nothing else: a wrong one is found when the
// pack is loaded and not in a document that was served.
var (
	factNames = []string{
		"案号", "案由", "主体", "机关", "收到日期", "立案日期", "理由", "标准", "对象", "计分周期", "名单", "名单依据", "累计扣分",
		"修复期限", "终止期限", "陈述期限", "补正期限", "异议期限", "异议依据", "复议机关", "结果", "移送机关", "移送地址", "再次申请",
		"申请人", "办理期限", "办理依据", "答复日期", "原文号", "原文书", "原文书日期", "原文", "更正为",
	}
	listNames = map[string][]string{
		"认定": {"序号", "主体", "行为", "行为代码", "等级", "法律依据", "行为日期", "扣分", "累计扣分", "依据文书", "文书机关", "文书日期"},
		"材料": {"序号", "材料"},
		"扣分": {"序号", "案号", "行为", "扣分", "生效日期"},
	}
)

// blank stands where a form has nothing to say.
const blank = "／"

// Render fills in a template: paragraph by paragraph, as it is printed.
func (t Template) Render(f Facts) (out []string) {
	for _, p := range t.Paragraphs {
		switch {
		case p.When != "" && f.Words[p.When] == "":
		case p.Each != "":
			for _, item := range f.Lists[p.Each] {
				out = append(out, fillIn(p.Text, item, f.Words))
			}
		default:
			out = append(out, fillIn(p.Text, f.Words))
		}
	}
	return out
}

// fillIn replaces each name in braces by the first word given for it.
func fillIn(text string, from ...map[string]string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		word := blank
		for _, words := range from {
			if words[name] != "" {
				word = words[name]
				break
			}
		}
		out.WriteString(word)
		text = after
	}
}

// names lists what stands in braces; ok is false where braces do not pair.
func (p Paragraph) names() (names []string, ok bool) {
	for text := p.Text; ; {
		before, rest, found := strings.Cut(text, "{")
		if strings.Contains(before, "}") {
			return nil, false
		}
		if !found {
			return names, true
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.Contains(name, "{") {
			return nil, false
		}
		names, text = append(names, name), after
	}
}

//go:embed documents/standard.yaml
var standardDocuments []byte

// standard are the templates for what a pack leaves unsaid.
var standard = sync.OnceValue(func() []Template {
	r := &reader{where: map[string]position{}}
	all := value{r, r.parse(standardDocuments), ""}.templates(nil)
	if len(r.problems) > 0 {
		panic(r.refusal("documents/standard.yaml")) // the file is part of the program
	}
	return all
})

// Template finds how a kind of document is drawn up: the pack's way, else the standard.
func (p *Pack) Template(key string) (Template, bool) {
	for _, all := range [][]Template{p.Documents, standard()} {
		if at := slices.IndexFunc(all, func(t Template) bool { return t.Key == key }); at >= 0 {
			return all[at], true
		}
	}
	return Template{}, false
}

// Government is the government that hears an administrative review of an organization's
// decisions (行政复议法 24): the one that manages it, else the nearest above it.
func (p *Pack) Government(key string) (Organization, bool) {
	for range p.Organizations { // no circle: the loader saw to that
		o, ok := p.Organization(key)
		if !ok {
			break
		}
		if m, ok := p.Organization(o.Manager); ok && m.Kind == "government" {
			return m, true
		}
		if o.Kind == "government" {
			return o, true
		}
		key = o.Parent
	}
	return Organization{}, false
}
