package policy_test

import (
	"strings"
	"testing"
)

// What a behaviour costs and leads to, as the reporter reads it.
func TestBehaviourInWords(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct{ code, label, text string }{
		{"SR-01", "程度和扣分", "一般失信，扣5分"},
		{"SR-01", "依据", "《济宁市城镇容貌和环境卫生管理条例》第三十一条"},
		{"SR-01", "从轻", "轻微并及时改正的，或者初次且后果轻微并改正的，不予记录"},
		{"SR-01", "名单", "一个计分周期内累计达到20分的，列入黄名单；一个计分周期内累计达到40分的，列入黑名单"},
		{"SR-01", "审核", ""},
		{"SR-10", "名单", "本行为一次扣分即可达到黄名单标准（20分）；本行为一次扣分即可达到黑名单标准（40分）"},
		{"ZT-02", "程度和扣分", "一般失信，扣5至10分"},
		{"ZT-07", "审核", "认定须经法制审核"},
		{"ZT-07", "从轻", ""},
		{"ZT-07", "期限", "立案审批自收到之次日起5个工作日内；陈述申辩自送达之次日起5个工作日内；全案自立案之次日起90日内办结；自行为发生之日起满2年的，是否仍应追究须另行审查"},
	} {
		b, ok := p.Behaviour(c.code)
		if !ok {
			t.Fatalf("no %s", c.code)
		}
		got := ""
		for _, s := range p.BehaviourWords(b) {
			if s.Label == c.label {
				got = s.Text
			}
		}
		if got != c.text {
			t.Errorf("%s %s: %q, want %q", c.code, c.label, got, c.text)
		}
	}
	for _, b := range p.Behaviours {
		for _, s := range p.BehaviourWords(b) {
			if s.Text == "" || strings.Contains(s.Text, "%!") {
				t.Errorf("%s %s says %q", b.Code, s.Label, s.Text)
			}
		}
	}
}
