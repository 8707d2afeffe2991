package imports

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
)

func reports(m *Importer, ctx context.Context, file string, report *strings.Builder) (Result, error) {
	return m.Reports(ctx, file, report)
}

const heading4 = "编号,填报机构,统一社会信用代码/证件号,名称,领域,失信行为代码,发生时间,事实描述,紧急\n"

// A district's month comes in as so many reported violations, each with the message that
// starts its process; the same file again changes nothing (QD-1).
func TestReportsAreReportedViolations(t *testing.T) {
	onBoth(t, func(b *bed) {
		sampled(b)
		path := "../../docs/samples/reports.csv"
		b.load(reports, path, Result{Lines: 3, Written: 3})
		b.load(reports, path, Result{Lines: 3, Unchanged: 3})
		var cs []models.Case
		b.must(b.Store.Read(context.Background()).Order("number").Find(&cs, "kind = 'violation'").Error)
		if len(cs) != 3 {
			b.Fatalf("%d cases, want 3", len(cs))
		}
		for i, want := range []struct {
			organization, behaviour, reference, occurred string
			subjects                                     int
			emergency                                    bool
		}{
			{"jining/rencheng_bureau", "SR-01", "任城-2026-06-001", "2026-06-18T09:30:00+08:00", 1, false},
			{"jining/rencheng_bureau", "ZT-08", "任城-2026-06-002", "2026-06-20T22:15:00+08:00", 2, false},
			{"jining/zoucheng_bureau", "SZ-03", "邹城-2026-06-001", "2026-06-21T00:00:00+08:00", 1, true},
		} {
			var in cases.NewViolation
			b.must(json.Unmarshal(cs[i].Intake, &in))
			if in.Organization != want.organization || cs[i].OrganizationID != want.organization || in.Behaviour != want.behaviour || in.Reference != want.reference ||
				in.OccurredAt.String() != want.occurred || len(in.Subjects) != want.subjects || cs[i].Emergency != want.emergency || len(in.Evidence) != 1 {
				b.Errorf("%s: %+v, want %+v", cs[i].Number, in, want)
			}
			var starts int64
			b.must(b.Store.Read(context.Background()).Model(&models.Outbox{}).
				Where("topic = ? AND target = ? AND sent_at = 0 AND next_try_at <= ?", store.TopicStart, cs[i].Number, b.now()).Count(&starts).Error)
			if starts != 1 {
				b.Errorf("%d messages start %s", starts, cs[i].Number)
			}
		}
	})
}

func TestReportsThatCannotBeAreRefused(t *testing.T) {
	onBoth(t, func(b *bed) {
		sampled(b)
		const good = "济宁市任城区城市管理局,91370811MAEX00010H,示例有限公司1,市容环境卫生,SR-01,2026-06-18,占道经营,"
		rows := []struct{ text, place, says string }{
			{"1," + good, "", ""},
			{"1," + good, "编号", "与第2行重复"},
			{"," + good, "编号", "须填写"},
			{"2,济南市历下区城市管理局,91370811MAEX00010H,,,SR-01,2026-06-18,占道经营,", "填报机构", "没有这一机构"},
			{"3,rencheng_bureau,91370811MAEX00010J,,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "校验码应为H"},
			{"4,rencheng_bureau,92370102MA3M9AG94X,,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "先导入主体"},
			{"5,rencheng_bureau,370811199003070011,,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "公民身份号码的校验码不符"},
			{"6,rencheng_bureau,9.1371E+17,,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "科学计数"},
			{"7,rencheng_bureau,91370811MAEX00010H,示例有限公司2,,SR-01,2026-06-18,占道经营,", "名称", "不一致"},
			{"8,rencheng_bureau,91370811MAEX00010H、91370811MAEX00010H,,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "不得重复"},
			{"9,rencheng_bureau,91370811MAEX00010H、91370812MAEX00029W,示例有限公司1,,SR-01,2026-06-18,占道经营,", "名称", "一一对应"},
			{"10,rencheng_bureau,91370811MAEX00010H,,渣土运输管理,SR-01,2026-06-18,占道经营,", "领域", "属于“市容环境卫生”"},
			{"11,rencheng_bureau,91370811MAEX00010H,,,SR-99,2026-06-18,占道经营,", "失信行为代码", "没有该失信行为"},
			{"12,rencheng_bureau,91370811MAEX00010H,,,SR-01,2026-06-31,占道经营,", "发生时间", "不是日期"},
			{"13,rencheng_bureau,91370811MAEX00010H,,,SR-01,2026-07-01 09:01,占道经营,", "发生时间", "晚于"},
			{"14,rencheng_bureau,91370811MAEX00010H,,,SR-01,1026-06-18,占道经营,", "发生时间", "年份不合理"},
			{"15,rencheng_bureau,91370811MAEX00010H,,,SR-01,2026-06-18,,", "事实描述", "须填写"},
			{"16,rencheng_bureau,91370811MAEX00010H,,,SR-01,2026-06-18,\"=HYPERLINK(\"\"http://example.com\"\")\",", "事实描述", "公式"},
			{"17,rencheng_bureau,91370811MAEX00010H,,,SR-01,2026-06-18,占道经营,很急", "紧急", "是或者否"},
			{"18,rencheng_bureau,370811201003070010,自然人乙,,SR-01,2026-06-18,占道经营,", "统一社会信用代码/证件号", "已受理"}, // sixteen: in, and told
			{"19,rencheng_bureau,370811199003070010；91370812MAEX00029W,,,占道经营,2026/6/18 08:00:30,占道经营,是", "", ""},
		}
		text, want, refused := heading4, [][2]string(nil), 0
		for i, r := range rows {
			text += r.text + "\n"
			if r.place != "" {
				want = append(want, [2]string{strconv.Itoa(i+2) + " " + r.place, r.says})
				refused++
			}
		}
		told := b.load(reports, b.file("reports.csv", text), Result{Lines: len(rows), Written: 3, Refused: refused - 1, Warnings: 1})
		b.says(told, want...)
		for _, line := range told {
			if strings.Contains(line, "2010") || strings.Contains(line, "19900307") {
				b.Errorf("gives a person away: %s", line)
			}
		}
	})
}

// The district's own number stands for one report: with other content it is refused,
// in another organization it is another's.
func TestANumberStandsForOneReport(t *testing.T) {
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	sampled(b)
	const rest = ",91370811MAEX00010H,,,SR-01,2026-06-18,占道经营,\n"
	b.load(reports, b.file("1.csv", heading4+"1,rencheng_bureau"+rest), Result{Lines: 1, Written: 1})
	told := b.load(reports, b.file("2.csv", heading4+"1,rencheng_bureau"+strings.Replace(rest, "SR-01", "SR-02", 1)+"1,yanzhou_bureau"+rest),
		Result{Lines: 2, Written: 1, Refused: 1})
	b.says(told, [2]string{"2 编号", "该编号已经报送"})
}
