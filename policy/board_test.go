package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
	"chengxin/policy/calendar"
)

// What the supervisors' board goes by stands in the pack, with a default where the pack
// is silent on how near a list is near.
func TestWhatTheBoardGoesBy(t *testing.T) {
	p, _, err := policy.Load("jining.yaml", []byte(jining(t)))
	if err != nil {
		t.Fatal(err)
	}
	days := func(n int) calendar.Term { return calendar.Term{N: n, Unit: calendar.Days} }
	if p.Violation.Warn != days(15) || p.Desk.Near != 5 {
		t.Errorf("warn %v, near %d", p.Violation.Warn, p.Desk.Near)
	}
	if l := p.Violation.Limitation; l == nil || l.Within != (calendar.Term{N: 2, Unit: calendar.Years}) || l.Warn != days(60) || !strings.Contains(l.Article, "第三十六条") {
		t.Errorf("limitation %+v", l)
	}
	words := policy.Words(p)
	for _, want := range []string{"总期限届满前15日", "距名单标准不超过5分", "自发生之日起将满2年", "届满前60日"} {
		if !strings.Contains(words, want) {
			t.Errorf("the rules in words do not say %q", want)
		}
	}
	silent := strings.Replace(jining(t), "  near: 5 points\n", "", 1)
	silent = strings.Replace(silent, "  warn: 15 days                          # 示例\n", "", 1)
	p, _, err = policy.Load("jining.yaml", []byte(silent))
	if err != nil || p.Desk.Near != 5 || !p.Violation.Warn.IsZero() {
		t.Errorf("silent: near %d, warn %v, %v", p.Desk.Near, p.Violation.Warn, err)
	}
}

func TestMistakesInWhatTheBoardGoesBy(t *testing.T) {
	for _, c := range []struct{ name, old, new, path, says string }{
		{"near by nothing", "near: 5 points", "near: 0 points", "desk.near", "不在1至100000之间"},
		{"near in words", "near: 5 points", "near: soon", "desk.near", "不是整数"},
		{"a warning as long as the limit", "warn: 15 days ", "warn: 90 days ", "violation.warn", "不短于期限"},
		{"a warning of no limit", "listing:\n  article", "listing:\n  warn: 3 days\n  article", "listing.warn", "没有写期限"},
		{"a limitation that warns at once", "{within: 2 years, warn: 60 days", "{within: 2 months, warn: 60 months", "violation.limitation.warn", "不短于期限"},
		{"a limitation without a warning", "{within: 2 years, warn: 60 days", "{within: 2 years", "violation.limitation.warn", "缺少"},
		{"a limitation of another name", "{within: 2 years, warn: 60 days", "{within: 2 years, warn: 60 days, form: act", "violation.limitation.form", "没有字段"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refusedAt(t, c.old, c.new, c.path, c.says)
		})
	}
}
