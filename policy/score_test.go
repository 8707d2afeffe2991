package policy_test

import (
	"slices"
	"testing"

	"chengxin/policy"
)

// JN-5: 20 and 40 exactly are on the list.
func TestCrossing(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct {
		before, after int
		crosses, on   string
	}{
		{0, 19, "", ""},
		{0, 20, "yellow", "yellow"},
		{19, 20, "yellow", "yellow"},
		{15, 25, "yellow", "yellow"},
		{20, 25, "", "yellow"},
		{20, 39, "", "yellow"},
		{39, 40, "black", "black"},
		{0, 40, "black", "black"}, // both at once: the heavier alone
		{19, 59, "black", "black"},
		{40, 60, "", "black"},
		{40, 39, "", "yellow"}, // a reversal reaches nothing
		{60, 0, "", ""},
	} {
		crossed, _ := p.Crossing("dishonesty", c.before, c.after)
		on, _ := p.ListAt("dishonesty", c.after)
		if crossed.Key != c.crosses || on.Key != c.on {
			t.Errorf("%d to %d: crosses %q, on %q; want %q, %q", c.before, c.after, crossed.Key, on.Key, c.crosses, c.on)
		}
	}
}

// 一事不二扣: of several behaviours in one act the heaviest counts, however listed.
func TestHeaviest(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct {
		what    string
		charges []policy.Charge
		counts  string
	}{
		{"most points", []policy.Charge{{"SR-01", 5}, {"SR-06", 8}, {"SR-04", 2}}, "SR-06"},
		{"serious before general", []policy.Charge{{"GH-05", 20}, {"ZT-07", 20}}, "ZT-07"},
		{"lower code", []policy.Charge{{"SR-07", 5}, {"SR-03", 5}, {"SR-05", 5}}, "SR-03"},
		{"points as proposed, not as listed", []policy.Charge{{"ZT-02", 10}, {"SR-06", 8}}, "ZT-02"},
		{"one", []policy.Charge{{"SR-01", 5}}, "SR-01"},
	} {
		for range c.charges {
			c.charges = append(c.charges[1:], c.charges[0])
			if got, ok := p.Heaviest(c.charges); !ok || got.Behaviour != c.counts {
				t.Errorf("%s: got %v", c.what, got)
			}
			slices.Reverse(c.charges)
		}
	}
	if _, ok := p.Heaviest(nil); ok {
		t.Error("no charges, no heaviest")
	}
}

func TestCheckPoints(t *testing.T) {
	p := builtin(t, "jining.yaml")
	for _, c := range []struct {
		behaviour    string
		points       int
		code, detail string
	}{
		{"SR-01", 5, "", ""},
		{"SR-01", 6, "points.out_of_range", "“占道经营”（SR-01，一般失信）应扣5分，而填写的是6分。请按认定标准填写。"},
		{"SR-01", 0, "points.out_of_range", "“占道经营”（SR-01，一般失信）应扣5分，而填写的是0分。请按认定标准填写。"},
		{"ZT-09", 20, "", ""},
		{"ZT-09", 30, "", ""},
		{"ZT-09", 31, "points.out_of_range", "“施工单位擅自倾倒、抛撒、堆放建筑垃圾”（ZT-09，严重失信）应扣20至30分，而填写的是31分。请按认定标准填写。"},
		{"XX-01", 5, "behaviour.unknown", "认定标准（jining 2026.1）的失信行为目录中没有代码“XX-01”。未列入目录的行为不得扣分，请从目录中选择。"},
	} {
		refused(t, c.behaviour, p.CheckPoints(c.behaviour, c.points), c.code, c.detail)
	}
}

// JN-4: the cycle is the natural year in Beijing, of the day the points took effect.
func TestCycleOf(t *testing.T) {
	p := builtin(t, "jining.yaml")
	byAct := *p
	byAct.Score.CountedBy = policy.CountedByAct
	for _, c := range []struct{ effective, act, cycle, byAct string }{
		{"2026-12-31 23:59:59", "2026-12-01 08:00:00", "2026", "2026"},
		{"2027-01-01 00:00:00", "2026-12-31 23:59:59", "2027", "2026"},
		{"2026-01-01 00:00:00", "2025-12-20 10:00:00", "2026", "2025"},
	} {
		effective, act := at(t, c.effective), at(t, c.act)
		if got := p.CycleOf(effective.UTC(), act.UTC()); got != c.cycle {
			t.Errorf("effective %s: cycle %s, want %s", c.effective, got, c.cycle)
		}
		if got := byAct.CycleOf(effective, act); got != c.byAct {
			t.Errorf("act %s: cycle %s, want %s", c.act, got, c.byAct)
		}
	}
}

func TestNeedsLegalReview(t *testing.T) {
	p := builtin(t, "jining.yaml") // serious, or 20 points
	onlyPoints, all := *p, *p
	onlyPoints.Violation.LegalReviewAt = policy.LegalReviewAt{Points: 10}
	all.Violation.LegalReviewAt = policy.LegalReviewAt{Grade: policy.General}
	for _, c := range []struct {
		p      *policy.Pack
		grade  policy.Grade
		points int
		needs  bool
	}{
		{p, policy.General, 19, false},
		{p, policy.General, 20, true},
		{p, policy.Serious, 1, true},
		{&onlyPoints, policy.Serious, 9, false},
		{&onlyPoints, policy.General, 10, true},
		{&all, policy.General, 1, true},
		{&all, policy.Serious, 1, true},
	} {
		if got := c.p.NeedsLegalReview(c.grade, c.points); got != c.needs {
			t.Errorf("%s %d points: %v", c.grade, c.points, got)
		}
	}
}

// NX-3: a score explains itself, reversals and repairs included.
func TestExplainScore(t *testing.T) {
	p := builtin(t, "jining.yaml")
	entry := func(effective, code string, points int, decision string) policy.ScoreEntry {
		return policy.ScoreEntry{Behaviour: code, Points: points, Effective: at(t, effective), Act: at(t, effective), Decision: decision}
	}
	old := entry("2025-12-30 10:00:00", "SR-01", 5, "济城信认〔2025〕90号")
	first := entry("2026-03-02 10:00:00", "SR-01", 5, "济城信认〔2026〕1号")
	second := entry("2026-04-01 10:00:00", "ZT-07", 20, "济城信认〔2026〕2号")
	back := entry("2026-04-20 10:00:00", "SR-01", 5, "济城信撤〔2026〕1号")
	back.Reversal = true
	repaired := second
	repaired.Repaired = true

	got := p.ExplainScore("2026", []policy.ScoreEntry{old, first, second, back})
	want := []string{
		"2026年3月2日生效的济城信认〔2026〕1号，认定占道经营（SR-01，一般失信），依据《济宁市城镇容貌和环境卫生管理条例》第三十一条，扣5分。",
		"2026年4月1日生效的济城信认〔2026〕2号，认定未经核准处置建筑垃圾（ZT-07，严重失信），依据《城市建筑垃圾管理规定》（建设部令第139号）第二十五条，扣20分。",
		"2026年4月20日生效的济城信撤〔2026〕1号，撤销占道经营（SR-01，一般失信）的扣分5分。",
		"2026年计分周期累计扣分20分（总分100分），达到20分，应当列入黄名单（示例）。",
	}
	if got.Total != 20 || got.List != "yellow" || !slices.Equal(got.Lines, want) {
		t.Errorf("got %d %s\n%v", got.Total, got.List, got.Lines)
	}

	got = p.ExplainScore("2026", []policy.ScoreEntry{first, repaired})
	if got.Total != 5 || got.List != "" || got.Lines[2] != "2026年计分周期累计扣分5分（总分100分），未达到黄名单的20分。" {
		t.Errorf("after repair: %d %q %v", got.Total, got.List, got.Lines)
	}
	if got := p.ExplainScore("2024", nil); got.Total != 0 || len(got.Lines) != 1 {
		t.Errorf("an empty cycle: %+v", got)
	}
}
