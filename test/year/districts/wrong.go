package districts

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// told is a line that the import must tell of.
type told struct {
	file                string
	line                int
	kind                string
	column, value, says string
}

// Kinds of lines in an import's report.
const (
	refused = "未导入"
	warning = "提示"
)

func (y *year) toldLines() [][]string {
	rows := [][]string{{"文件", "行号", "结果", "列", "填写内容", "原因含"}}
	for _, t := range y.wrong {
		rows = append(rows, []string{t.file, strconv.Itoa(t.line), t.kind, t.column, t.value, t.says})
	}
	return rows
}

// shown is how a report shows what was filled in: persons' numbers masked, formulas
// disarmed.
func shown(value string) string {
	switch {
	case len(value) == 18 && (value[0] == '1' || value[0] == '3'):
		return value[:4] + strings.Repeat("*", 12) + value[16:]
	case strings.HasPrefix(value, "=") || strings.HasPrefix(value, "+") || strings.HasPrefix(value, "-") || strings.HasPrefix(value, "@"):
		return "'" + value
	}
	return value
}

// spoil adds reports that cannot come in, each for one reason.
func (y *year) spoil() {
	const number, kind, when, facts = "统一社会信用代码/证件号", "失信行为代码", "发生时间", "事实描述"
	y.bad(2, number, "校验码应为", func(r *report) *string { r.codes = wrongCheck(r.codes); return &r.codes })
	y.bad(7, number, "校验码应为", func(r *report) *string { r.codes = wrongCheck(r.codes); return &r.codes })
	y.bad(11, number, "校验码应为", func(r *report) *string { r.codes = wrongCheck(r.codes); return &r.codes })
	y.bad(5, number, "组织机构代码", func(r *report) *string { r.codes = misorganised(r.codes); return &r.codes })
	y.bad(8, number, "公民身份号码的校验码不符", func(r *report) *string {
		r.codes, r.names = wrongCheck(residentID("370883", "1985-02-11")), ""
		return &r.codes
	})
	y.bad(3, number, "没有登记", func(r *report) *string {
		r.codes, r.names = creditCode("91", "370811", 9101), "未登记公司"
		return &r.codes
	})
	y.bad(10, number, "没有登记", func(r *report) *string { r.codes, r.names = creditCode("11", "370811", 9102), ""; return &r.codes })
	y.bad(4, number, "科学计数", func(r *report) *string { r.codes = "9.13708E+17"; return &r.codes })
	y.bad(9, number, "不得重复", func(r *report) *string { r.codes += "、" + r.codes; r.names = ""; return &r.codes })
	y.bad(6, "名称", "不一致", func(r *report) *string { r.names = "兖州示例未登记有限公司"; return &r.names })
	y.bad(12, "名称", "不一致", func(r *report) *string { r.names += "分公司"; return &r.names })
	y.bad(1, kind, "没有该失信行为", func(r *report) *string { r.behaviour = "SR-99"; return &r.behaviour })
	y.bad(6, kind, "没有该失信行为", func(r *report) *string { r.behaviour = "WX-01"; return &r.behaviour })
	y.bad(9, kind, "没有该失信行为", func(r *report) *string { r.behaviour = "乱停乱放"; return &r.behaviour })
	y.bad(3, "领域", "请核对领域或者代码", func(r *report) *string { r.sector = "食品安全"; return &r.sector })
	y.bad(8, "领域", "请核对领域或者代码", func(r *report) *string {
		r.behaviour, r.sector = "ZT-03", sectors["SR"]
		return &r.sector
	})
	y.bad(2, "填报机构", "没有这一机构", func(r *report) *string { r.bureau = "济南市历下区城市管理局"; return &r.bureau })
	y.bad(7, "填报机构", "没有这一机构", func(r *report) *string { r.bureau = "泰安市泰山区城市管理局"; return &r.bureau })
	y.bad(4, when, "晚于", func(r *report) *string { return r.on(HandedIn(4).AddDate(0, 0, 1)) })
	y.bad(9, when, "晚于", func(r *report) *string { return r.on(HandedIn(9).Add(time.Minute)) })
	y.bad(12, when, "晚于", func(r *report) *string { return r.on(HandedIn(12).AddDate(1, 0, -5)) })
	y.bad(2, when, "不是日期", func(r *report) *string { r.occurred = "2026-02-30"; return &r.occurred })
	y.bad(10, when, "年份不合理", func(r *report) *string { r.occurred = "0202-10-08"; return &r.occurred })
	y.bad(5, when, "须填写", func(r *report) *string { r.occurred = ""; return &r.occurred })
	y.bad(1, facts, "须填写", func(r *report) *string { r.facts = ""; return &r.facts })
	y.bad(8, facts, "公式", func(r *report) *string { r.facts = `=HYPERLINK("http://example.com","点此查看")`; return &r.facts })
	y.bad(11, facts, "公式", func(r *report) *string { r.facts = "@SUM(A1:A9)"; return &r.facts })
	y.bad(4, "地点", "公式", func(r *report) *string { r.place = `-2+3+cmd|' /C calc'!A0`; return &r.place })
	y.bad(5, "来源", "公式", func(r *report) *string { r.source = `+cmd|' /C calc'!A0`; return &r.source })
	y.bad(7, "地点", "超过250个字", func(r *report) *string { r.place = strings.Repeat("示例路", 84); return &r.place })
	y.bad(6, facts, "控制字符", func(r *report) *string { r.facts = "占道\t经营"; return &r.facts })
	y.bad(3, "紧急", "应为是或者否", func(r *report) *string { r.emergency = "很急"; return &r.emergency })
	y.bad(12, "编号", "须填写", func(r *report) *string { r.number = ""; return &r.number })
	y.repeated()
}

// bad adds a report that is spoilt in one place.
func (y *year) bad(m int, column, says string, spoil func(*report) *string) {
	s := y.pool[y.IntN(len(y.pool)/10)*10] // a legal person
	r := y.put(m, s.home, "SR-01", y.day(m), s)
	r.occurred, r.names = fmt.Sprintf("%d-%02d-11 10:00", Year, m), s.name
	r.told = &told{kind: refused, column: column, says: says, value: shown(*spoil(r))}
}

// repeated hands some reports in again: in the same file, in the next month with other
// content, and in the next month as they were, which changes nothing.
func (y *year) repeated() {
	for _, m := range []int{2, 6, 10} {
		earlier := y.sound(m)
		same := *earlier
		same.late, same.told = 2, &told{kind: refused, column: "编号", value: same.number, says: "重复"}
		y.reports[m] = append(y.reports[m], &same)

		other := *y.sound(m)
		other.facts, other.told = "补充："+other.facts, &told{kind: refused, column: "编号", value: other.number, says: "该编号已经报送"}
		y.reports[m+1] = append(y.reports[m+1], &other)

		again := *y.sound(m)
		for again.number == other.number {
			again = *y.sound(m)
		}
		y.reports[m+1] = append(y.reports[m+1], &again)
	}
}

// sound is a report of a month with nothing to tell of.
func (y *year) sound(m int) *report {
	for {
		if r := pick(y, y.reports[m]); r.told == nil && r.month == m && r.late == 0 {
			return r
		}
	}
}

func (r *report) on(t time.Time) *string {
	r.occurred = t.Format("2006-01-02 15:04")
	return &r.occurred
}

// misorganised spoils the check of the organisation code within a credit code.
func misorganised(code string) string {
	other := "0"
	if code[16] == '0' {
		other = "1"
	}
	return code[:16] + other + code[17:]
}
