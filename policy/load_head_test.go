package policy_test

import (
	"strings"
	"testing"

	"chengxin/policy"
)

func TestMistakesInTheHead(t *testing.T) {
	for _, c := range []refusal{
		{"unknown key", "\neffective:", "\nefective:", "efective", "efective", "是否应写“effective”"},
		{"missing key", "\nversion: 2026.1\n", "\n", whole, "version", "缺少“version”（版本号"},
		{"empty value", "\nversion: 2026.1", "\nversion: ~", "~", "version", "空值"},
		{"duplicate key", "\nversion: 2026.1\n", "\nversion: 2026.1\nversion: 2026.2\n", "version: 2026.2", "version", "在第18行已经写过"},
		{"list for text", "name: 济宁市\n", "name: [济宁市]\n", "[济宁市]", "jurisdiction.name", "列表"},
		{"space around", "name: 济宁市\n", "name: \"济宁市 \"\n", "\"济宁市 \"", "jurisdiction.name", "首尾有空格"},
		{"no date", "effective: 2026-01-01", "effective: 2026-02-30", "2026-02-30", "effective", "2026-09-24"},
		{"far date", "effective: 2026-01-01", "effective: 0001-01-01", "0001-01-01", "effective", "年份"},
		{"version", "version: 2026.1", "version: latest", "latest", "version", "2026.1"},
		{"boolean", "roll_forward: true", "roll_forward: yes", "yes", "roll_forward", "true"},
		{"region code", `code: "370800"`, `code: "37080"`, `"37080"`, "jurisdiction.code", "六位数字"},
		{"district of another city", `"370883": 邹城市`, `"371083": 邹城市`, "邹城市\n", "jurisdiction.districts.371083", "不属于济宁市"},
		{"district code", `"3708TB": 太白湖新区`, `太白湖: 太白湖新区`, "太白湖: ", "jurisdiction.districts.太白湖", "GB/T 2260"},
		{"time zone", "timezone: Asia/Shanghai", "timezone: Asia/Urumqi", "Asia/Urumqi", "jurisdiction.timezone", "北京时间"},
		{"authority", "authority: 规范性文件", "authority: 会议纪要", "会议纪要", "basis.authority", "效力层级"},
		{"expired basis", "valid_until: 示例}", "valid_until: 2025-12-31}", "2025-12-31", "basis.valid_until", "已经失效"},
		{"basis too late", "valid_until: 示例}", "valid_from: 2026-01-02}", "2026-01-02", "basis.valid_from", "推迟effective"},
		{"over before it begins", "\neffective: 2026-01-01", "\neffective: 2026-01-01\nvalid_until: 2025-06-30", "2025-06-30", "valid_until", "早于施行日期"},
		{"cycle", "cycle: natural_year", "cycle: rolling_year", "rolling_year", "score.cycle", "natural_year"},
		{"base", "base: 100", "base: 1e2", "1e2", "score.base", "不是整数"},
	} {
		c.run(t)
	}
}

func TestMistakesInOrganizationsAndOffices(t *testing.T) {
	for _, c := range []refusal{
		{"unknown parent", "kind: office, region: \"370800\", parent: city_bureau}", "kind: office, region: \"370800\", parent: city_buraeu}", "city_buraeu", "organizations.leading_group_office.parent", "是否应写“city_bureau”"},
		{"circle", "kind: government, region: \"370800\"}", "kind: government, region: \"370800\", parent: qufu_bureau}", "{name: 济宁市人民政府", "organizations.city_government", "绕回了自身"},
		{"its own parent", "kind: government, region: \"370800\"}", "kind: government, region: \"370800\", parent: city_government}", "{name: 济宁市人民政府", "organizations.city_government", "绕回了自身"},
		{"kind", "kind: bureau,", "kind: burau,", "burau", "organizations.city_bureau.kind", "是否应写“bureau”"},
		{"same name", "{name: 曲阜市城市管理局,", "{name: 邹城市城市管理局,", "邹城市城市管理局, kind: district_bureau, region: \"370883\"", "organizations.zoucheng_bureau.name", "名称与“qufu_bureau”相同"},
		{"foreign region", "{name: 曲阜市人民政府, kind: government, region: \"370881\"", "{name: 曲阜市人民政府, kind: government, region: \"370882\"", "\"370882\"", "organizations.qufu_government.region", "不在本管辖区"},
		{"manager is parent", "parent: city_bureau, manager: qufu_government", "parent: city_bureau, manager: city_bureau", "city_bureau, word: 曲城管}", "organizations.qufu_bureau.manager", "双重领导"},
		{"key", "qufu_service_point:", "Qufu-Point:", "Qufu-Point", "organizations.Qufu-Point", "小写英文字母开头"},
		{"office nowhere", "city_bureau:   city_bureau ", "city_bureau:   city_bureaux ", "city_bureaux", "offices.city_bureau", "没有机构“city_bureaux”"},
		{"two offices in one", "joint_meeting: 济宁市社会信用体系建设联席会议办公室", "joint_meeting: leading_group_office", "leading_group_office\n", "offices.joint_meeting", "双签等于单签"},
	} {
		c.run(t)
	}
}

func TestMistakesInListsAndCatalogue(t *testing.T) {
	for _, c := range []refusal{
		{"overlapping thresholds", "at: 40 points", "at: 20 points", "20 points, repair_after: 1 year", "lists.black.at", "互不重叠"},
		{"descending thresholds", "at: 20 points", "at: 60 points", "40 points", "lists.black.at", "由轻到重"},
		{"threshold out of reach", "at: 40 points", "at: 140 points", "140 points", "lists.black.at", "1至100"},
		{"supersedes nothing", "supersedes: yellow", "supersedes: green", "green", "lists.black.supersedes", "没有排在前面的名单“green”"},
		{"supersedes itself", "supersedes: yellow", "supersedes: black", "black, article", "lists.black.supersedes", "取代了自身"},
		{"unreadable term", "repair_after: 6 months", "repair_after: half a year", "half", "lists.yellow.repair_after", "3 working_days"},
		{"never repairable", "repair_after: 6 months", "repair_after: 2 years", "2 years", "lists.yellow.repair_after", "永远无法修复"},
		{"trial term", "repair_after: 6 months", "repair_after: 6 seconds", "6 seconds", "lists.yellow.repair_after", "trial: true"},
		{"same sector twice", "HW: 环卫设施管养\n", "HW: 环卫设施管养\n  XX: 市容环境卫生\n", "市容环境卫生\n\nbehaviours", "sectors.XX", "重复"},
		{"sector nowhere", "{code: SR-01, sector: 市容环境卫生", "{code: SR-01, sector: 市容", "市容, name: 占道经营", "behaviours[0].sector", "没有领域“市容”"},
		{"same code twice", "code: SR-02", "code: SR-01", "SR-01, sector: 市容环境卫生, name: 超出", "behaviours[1].code", "与第74行重复"},
		{"code", "code: SR-02", "code: SR02", "SR02", "behaviours[1].code", "SR-01"},
		{"same name twice", "name: 损坏绿化设施", "name: 损坏树木花草", "损坏树木花草, grade: general, points: 5", "behaviours[51].name", "YL-01"},
		{"grade", "name: 占道经营, grade: general", "name: 占道经营, grade: grave", "grave", "behaviours[0].grade", "general、serious"},
		{"no points", "name: 占道经营, grade: general, points: 5", "name: 占道经营, grade: general, points: 0", "0, first", "behaviours[0].points", "1至100"},
		{"too many points", "name: 占道经营, grade: general, points: 5", "name: 占道经营, grade: general, points: 101", "101", "behaviours[0].points", "1至100"},
		{"half points", "name: 占道经营, grade: general, points: 5", "name: 占道经营, grade: general, points: 2.5", "2.5", "behaviours[0].points", "不是整数"},
		{"range upside down", "points: 20, max_points: 30", "points: 20, max_points: 19", "19,\n", "behaviours[36].max_points", "不高于最低扣分"},
		{"no basis", "     article: 《中华人民共和国广告法》第四十二条}", "     }", "{code: HG-09", "behaviours[18].article", "“示例”"},
		{"half-width comma", "阻碍工作人员依法执行公务，或者侮辱", "阻碍工作人员依法执行公务,或者侮辱", "或者侮辱", "behaviours[9].或者侮辱、殴打工作人员", "全角逗号"},
	} {
		c.run(t)
	}
}

// Whoever writes a pack sees every mistake at once, in the order of the file.
func TestEveryMistakeIsReported(t *testing.T) {
	src := jining(t)
	for _, change := range [][2]string{
		{"\neffective: 2026-01-01", "\neffective: tomorrow"},
		{"at: 40 points", "at: plenty"},
		{"{code: ZT-07, sector: 渣土运输管理", "{code: ZT-07, sector: 渣土"},
		{"lapse: abandoned, article: 示例}\n    - {key: investigation", "lapse: accepted, article: 示例}\n    - {key: investigation"},
		{"withdraw_within: 3 working_days", "withdraw_within: soon"},
	} {
		if strings.Count(src, change[0]) != 1 {
			t.Fatalf("%q does not stand once", change[0])
		}
		src = strings.Replace(src, change[0], change[1], 1)
	}
	got := problems(t, src)
	var paths []string
	for i, p := range got {
		paths = append(paths, p.Path)
		if i > 0 && p.Line < got[i-1].Line {
			t.Errorf("line %d after %d", p.Line, got[i-1].Line)
		}
	}
	if want := "effective lists.black.at behaviours[34].sector dispute.steps[1].lapse revocation.withdraw_within"; strings.Join(paths, " ") != want {
		t.Errorf("got %v", got)
	}
	_, _, err := policy.Load("test.yaml", []byte(src))
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 6 || !strings.HasPrefix(lines[1], "test.yaml:19:12: effective: ") {
		t.Errorf("said\n%v", err)
	}
}
