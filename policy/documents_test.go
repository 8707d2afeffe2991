package policy_test

import (
	"slices"
	"strings"
	"testing"

	"chengxin/policy"
)

// Every kind of document has its words, and each can be filled in.
func TestStandardDocumentsSayWhatTheyMust(t *testing.T) {
	p, _, err := policy.Load("jining.yaml", []byte(jining(t)))
	if err != nil {
		t.Fatal(err)
	}
	for key, says := range map[string][]string{
		"recognition_notice":   {"陈述、申辩的权利", "累计扣分"},
		"recognition_decision": {"提出异议", "六十日内", "六个月内"},
		"listing_decision":     {"申请信用修复", "自动终止", "六十日内", "六个月内"},
		"dispute_reply":        {"结果为", "六十日内"},
		"repair_decision":      {"决定：", "六十日内"},
		"supplement_notice":    {"一次性补正"},
		"not_accepted":         {"不予受理，理由如下", "六十日内"},
		"correction":           {"更正为", "一并送达"},
	} {
		d, ok := p.Template(key)
		if !ok {
			t.Fatalf("no template %s", key)
		}
		text := strings.Join(d.Render(policy.Facts{
			Words: map[string]string{"陈述期限": "5个工作日"}, Lists: map[string][]map[string]string{"认定": {{"序号": "1"}}, "扣分": {{"序号": "1"}}},
		}), "\n")
		for _, w := range says {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", key, w, text)
			}
		}
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s is left unfilled:\n%s", key, text)
		}
	}
}

// Item by item, with what the case says where the item does not; a condition without
// its fact leaves the paragraph out.
func TestRender(t *testing.T) {
	d := policy.Template{Paragraphs: []policy.Paragraph{
		{Text: "理由：{理由}", When: "理由"},
		{Text: "{序号}．{行为}，扣{扣分}分（{案号}）。", Each: "认定"},
		{Text: "期限为{陈述期限}。"},
	}}
	got := d.Render(policy.Facts{
		Words: map[string]string{"案号": "370800-V-2026-000001"},
		Lists: map[string][]map[string]string{"认定": {{"序号": "1", "行为": "占道经营", "扣分": "5"}, {"序号": "2", "行为": "露天烧烤", "扣分": "8"}}},
	})
	want := []string{"1．占道经营，扣5分（370800-V-2026-000001）。", "2．露天烧烤，扣8分（370800-V-2026-000001）。", "期限为／。"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// A pack words what it wants to word; the rest stays as it is.
func TestPackWordsItsOwnDocuments(t *testing.T) {
	src := jining(t) + `
documents:
  recognition_decision:
    title: 失信行为认定书
    word: 认
    paragraphs: [经查明：, {text: "{行为}，扣{扣分}分。", each: 认定}]
`
	p, _, err := policy.Load("jining.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	own, _ := p.Template("recognition_decision")
	other, _ := p.Template("listing_decision")
	if own.Title != "失信行为认定书" || len(own.Paragraphs) != 2 || other.Title != "列入决定书" {
		t.Errorf("own %+v, other %s", own, other.Title)
	}
	if !strings.Contains(policy.Words(p), "《失信行为认定书》") {
		t.Error("the pack in words does not tell of its own document")
	}
}

// What could never be filled in is found when the pack is loaded (domain 10).
func TestMistakesInDocuments(t *testing.T) {
	for says, documents := range map[string]string{
		"没有文书“decision”": "decision: {title: 决定书, word: 决, paragraphs: [一]}",
		"没有可填内容“缘由”":     "repair_notice: {title: 告知书, word: 告, paragraphs: [\"{缘由}\"]}",
		"没有可填内容“行为代码”":   "repair_notice: {title: 告知书, word: 告, paragraphs: [\"{行为代码}\"]}",
		"花括号不成对":         "repair_notice: {title: 告知书, word: 告, paragraphs: [\"{理由\"]}",
		"没有可逐项列出的“证据”":   "repair_notice: {title: 告知书, word: 告, paragraphs: [{text: 一, each: 证据}]}",
		"代字“修 告”含有空格":    "repair_notice: {title: 告知书, word: 修 告, paragraphs: [一]}",
		"缺少“paragraphs”": "repair_notice: {title: 告知书, word: 告}",
	} {
		_, _, err := policy.Load("jining.yaml", []byte(jining(t)+"\ndocuments:\n  "+documents+"\n"))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: want %q, got %v", documents, says, err)
		}
	}
}
