package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
)

// another is Jining's pack with every choice a city has made the other way.
func another(t *testing.T) *policy.Pack {
	t.Helper()
	src := jining(t)
	for _, change := range [][2]string{
		{"version: 2026.1\neffective: 2026-01-01", "version: 2027.3\neffective: 2027-02-01\nvalid_until: 2029-01-31"},
		{"valid_until: 示例}\nroll_forward: true", "article: 第三条, valid_from: 2026-12-01, valid_until: 2028-12-31}\nroll_forward: false"},
		{"joint_meeting: 济宁市社会信用体系建设联席会议办公室", "joint_meeting: {organization: joint_meeting_office, external: true}"},
		{"counted_by: effective", "counted_by: act"},
		{"ends_after: 1 year,", "ends_after: 1 year, repair_from: decided, ends_from: published, family: urban,"},
		{"supersedes: yellow,", "supersedes: yellow, family: urban, basis: {title: 《某市社会信用条例》, authority: 地方性法规, valid_until: 2030-06-30},"},
		{"name: 占道经营, grade: general, points: 5, first", "name: 占道经营, grade: general, points: 5, points_article: 某市裁量基准第二条, first"},
		{"legal_review_at: {grade: serious, points: 20}", "legal_review_at: {points: 15}"},
		{"combined_notice: true ", "combined_notice: false "},
		{"open_while: proposed_or_public", "open_while: proposed_or_public\n  limit: 60 days"},
		{"breach:\n", "breach:\n  points: 5\n"},
	} {
		if strings.Count(src, change[0]) != 1 {
			t.Fatalf("%q does not stand once", change[0])
		}
		src = strings.Replace(src, change[0], change[1], 1)
	}
	p, _, err := policy.Load("another.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryOptionInWords(t *testing.T) {
	p := another(t)
	said := policy.Words(p)
	for _, sentence := range []string{
		"自2027年2月1日起施行，有效期至2029年1月31日。",
		"制定依据为《济宁市城市管理领域信用信息管理办法（试行）》第三条（规范性文件，有效期至2028年12月31日）。",
		"办理期限的末日为休息日的，不顺延；",
		"济宁市社会信用体系建设联席会议办公室有签批权，以复函签批。",
		"扣分按行为发生之日归入计分周期。",
		"黄名单自作出列入决定之次日起满6个月后，可以申请信用修复。",
		"黄名单公布满1年的，自动停止公布。",
		"黑名单的依据为《某市社会信用条例》（地方性法规，有效期至2030年6月30日）。",
		"（依据：《济宁市城镇容貌和环境卫生管理条例》第三十一条；分值依据：某市裁量基准第二条）",
		"扣分达到15分的，应当在审批前进行法制审核。",
		"认定事先告知不代替列入名单的事先告知。",
		"可以书面提出异议并附证据，但应当在认定决定送达后或者名单公布后60日内提出。",
		"认定违诺的，记入信用档案，扣5分；修复前不适用告知承诺制。",
	} {
		if !strings.Contains(said, sentence) {
			t.Errorf("not said: %s", sentence)
		}
	}
	if p.Counting().RollForward || !builtin(t, "jining.yaml").Counting().RollForward {
		t.Error("a duty rolls over days off where the pack says so")
	}
}

// Every role, grade and kind of subject has its word.
func TestWordsOfTheDomain(t *testing.T) {
	for _, r := range policy.Roles() {
		if r.Label() == "" {
			t.Errorf("role %s has no word", r)
		}
	}
	for word, want := range map[string]string{
		policy.General.Label():       "一般失信",
		policy.Serious.Label():       "严重失信",
		policy.LegalPerson.Label():   "社会法人",
		policy.NaturalPerson.Label(): "自然人",
		policy.Complete.Label():      "收到完整材料",
	} {
		if word != want {
			t.Errorf("%s, want %s", word, want)
		}
	}
}
