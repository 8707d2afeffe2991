package policy_test

import (
	"slices"
	"strings"
	"testing"

	"chengxin/policy"
)

// What a new version changes, in words, in the order of the rule.
func TestDiff(t *testing.T) {
	src := jining(t)
	for _, change := range [][2]string{
		{"version: 2026.1", "version: 2026.2"},
		{"name: 占道经营, grade: general, points: 5", "name: 占道经营, grade: general, points: 6"},
		{"  - {code: SR-04, sector: 市容环境卫生, name: 在树木、护栏、线杆等处吊挂、晾晒, grade: general, points: 2, first_minor_corrected: no_record,\n     article: 《济宁市城镇容貌和环境卫生管理条例》第二十八条}\n", ""},
		{"\n\nviolation:", "\n  - {code: HW-11, sector: HW, name: 拒不缴纳生活垃圾处理费, grade: general, points: 5, article: 示例}\n\nviolation:"},
		{"at: 40 points", "at: 50 points"},
		{"repair_after: 6 months", "repair_after: 3 months"},
	} {
		if strings.Count(src, change[0]) != 1 {
			t.Fatalf("%q does not stand once", change[0])
		}
		src = strings.Replace(src, change[0], change[1], 1)
	}
	newer, _, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range policy.Diff(builtin(t, "jining.yaml"), newer) {
		got = append(got, d.String())
	}
	want := []string{
		"计分和名单：原为“黄名单公布满6个月后，可以申请信用修复。”，改为“黄名单公布满3个月后，可以申请信用修复。”",
		"计分和名单：原为“一个计分周期内累计扣分达到40分（含40分）的，列入黑名单。（依据：示例）”，改为“一个计分周期内累计扣分达到50分（含50分）的，列入黑名单。（依据：示例）”",
		"失信行为目录：市容环境卫生：原为“占道经营（SR-01）：一般失信，扣5分；轻微并及时改正的，或者初次且后果轻微并改正的，不予记录。（依据：《济宁市城镇容貌和环境卫生管理条例》第三十一条）”，改为“占道经营（SR-01）：一般失信，扣6分；轻微并及时改正的，或者初次且后果轻微并改正的，不予记录。（依据：《济宁市城镇容貌和环境卫生管理条例》第三十一条）”",
		"失信行为目录：市容环境卫生：删除“在树木、护栏、线杆等处吊挂、晾晒（SR-04）：一般失信，扣2分；轻微并及时改正的，或者初次且后果轻微并改正的，不予记录。（依据：《济宁市城镇容貌和环境卫生管理条例》第二十八条）”",
		"失信行为目录：环卫设施管养：新增“拒不缴纳生活垃圾处理费（HW-11）：一般失信，扣5分。（依据：示例）”",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Packs that say the same differ in nothing, however they are written.
func TestDiffIgnoresSpelling(t *testing.T) {
	src := strings.NewReplacer("at: 20 points", "at: 20", "6 months", "\"6 months\"", "sector: 渣土运输管理", "sector: ZT").Replace(jining(t))
	same, _, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	if got := policy.Diff(builtin(t, "jining.yaml"), same); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
