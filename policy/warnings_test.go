package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
)

func warnings(t *testing.T, src string) []policy.Warning {
	t.Helper()
	_, warned, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return warned
}

func warned(all []policy.Warning, path string, code policy.WarningCode, says string) bool {
	for _, w := range all {
		if w.Path == path && w.Code == code && strings.Contains(w.Message, says) && w.Line > 1 {
			return true
		}
	}
	return false
}

// The city's figure is kept, and whoever issues the pack hears of both rules.
func TestJiningDepartsFromNationalFigures(t *testing.T) {
	all := warnings(t, jining(t))
	for _, c := range []struct {
		path string
		code policy.WarningCode
		says string
	}{
		{"lists.yellow.repair_after", policy.DepartsFromNational, "黄名单公布满多久可申请修复：本包规定6个月，《信用修复管理办法》（国家发展改革委令第36号）对一般失信信息规定3个月。本包的期限更长，按本包执行，请确认"},
		{"lists.black.repair_after", policy.DepartsFromNational, "本包自公布之日起算，《信用修复管理办法》（国家发展改革委令第36号）自作出决定之日起算"},
		{"lists.yellow", policy.LocalListNoLaw, "国办发〔2020〕49号"},
		{"lists.black", policy.LocalListNoLaw, "是规范性文件"},
		{"lists", policy.ExampleValue, "有2处标注“示例”"},
		{"dispute", policy.ExampleValue, "未能查明依据"},
	} {
		if !warned(all, c.path, c.code, c.says) {
			t.Errorf("no warning at %s: …%s…\ngot %v", c.path, c.says, all)
		}
	}
	if warned(all, "lists.black.repair_after", policy.DepartsFromNational, "对严重失信信息规定") || warned(all, "lists.black.ends_after", policy.DepartsFromNational, "") {
		t.Errorf("black is as Order 36 has it: %v", all)
	}
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		what, old, new string
		path           string
		code           policy.WarningCode
		says           string
	}{
		{"shorter than Order 36", "repair_after: 6 months", "repair_after: 1 month", "lists.yellow.repair_after", policy.DepartsFromNational, "期限更短"},
		{"public for longer", "ends_after: 3 years", "ends_after: 5 years", "lists.black.ends_after", policy.DepartsFromNational, "本包规定5年，《信用修复管理办法》（国家发展改革委令第36号）对严重失信信息规定3年"},
		{"slow case", "within: 90 days", "within: 120 days", "violation.within", policy.DepartsFromNational, "《中华人民共和国行政处罚法》第六十条规定90日"},
		{"slow repair", "within: 10 working_days                # 全程", "within: 15 working_days", "repair.within", policy.DepartsFromNational, "国办发〔2025〕22号规定10个工作日"},
		{"slow withdrawal", "withdraw_within: 3 working_days", "withdraw_within: 10 working_days", "revocation.withdraw_within", policy.DepartsFromNational, "第四十八条"},
		{"slow service", "within: 7 working_days, from: decided, warn: 2 working_days,\n       article: 《中", "within: 15 working_days, from: decided, warn: 2 working_days,\n       article: 《中", "violation.steps[9].within", policy.DepartsFromNational, "第六十一条规定7个工作日"},
		{"extra paper, off", "[commitment_letter, proof_of_correction]", "[commitment_letter, proof_of_correction, training_certificate]", "repair.needs[2]", policy.ExtraCondition, "未启用"},
		{"extra paper, insisted", "[commitment_letter, proof_of_correction]", "[commitment_letter, proof_of_correction, {kind: training_certificate, insist: true, article: 示例}]", "repair.needs[2]", policy.ExtraCondition, "按本市要求启用"},
		{"step longer than the case", "{office: joint_meeting, within: 2 working_days", "{office: joint_meeting, within: 11 working_days", "repair.sign_off.black[1].within", policy.Doubtful, "比信用修复的总期限10个工作日还长"},
		{"empty sector", "HW: 环卫设施管养\n", "HW: 环卫设施管养\n  TC: 停车场\n", "sectors.TC", policy.Doubtful, "没有任何失信行为"},
	} {
		if all := warnings(t, changed(t, c.old, c.new)); !warned(all, c.path, c.code, c.says) {
			t.Errorf("%s: no warning at %s: …%s…\ngot %v", c.what, c.path, c.says, all)
		}
	}
}

// An extra condition is off unless the city insists (Order 36).
func TestExtraConditions(t *testing.T) {
	for _, c := range []struct {
		paper string
		needs int
	}{
		{"training_certificate", 2},
		{"{kind: training_certificate}", 2},
		{"{kind: training_certificate, insist: true}", 3},
	} {
		src := changed(t, "[commitment_letter, proof_of_correction]", "[commitment_letter, proof_of_correction, "+c.paper+"]")
		p, _, err := policy.Load("test.yaml", []byte(src))
		if err != nil || len(p.Repair.Needs) != c.needs {
			t.Errorf("%s: needs %v, %v", c.paper, p.Repair.Needs, err)
		}
	}
}

// A local regulation behind the list answers the warning.
func TestListWithLocalRegulation(t *testing.T) {
	src := changed(t, "supersedes: yellow,", "supersedes: yellow, basis: {title: 某市社会信用条例, authority: 地方性法规},")
	if all := warnings(t, src); warned(all, "lists.black", policy.LocalListNoLaw, "") || !warned(all, "lists.yellow", policy.LocalListNoLaw, "") {
		t.Errorf("got %v", all)
	}
}
