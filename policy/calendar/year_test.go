package calendar

import (
	"errors"
	"strings"
	"testing"
)

// notice2027 is an imagined notice, in the form the real one will have.
const notice2027 = `
year: 2027
notice: 国务院办公厅关于2027年部分节假日安排的通知
festivals:
  - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
  - name: 春节
    from: 2027-02-05
    to: 2027-02-13
    make_up: [2027-01-31, 2027-02-20]
`

func TestParseYear(t *testing.T) {
	y, err := ParseYear([]byte(notice2027))
	if err != nil {
		t.Fatal(err)
	}
	if y.Year != 2027 || len(y.Festivals) != 2 || y.Festivals[1].To != on(t, "2027-02-13") ||
		len(y.Festivals[1].MakeUp) != 2 || !y.Published.IsZero() {
		t.Errorf("%+v", y)
	}
}

func TestParseYearRefuses(t *testing.T) {
	const head = "year: 2027\nnotice: 通知\n"
	for name, c := range map[string]struct{ yaml, says string }{
		"nothing":             {"", "文件为空"},
		"only a comment":      {"# 通知\n", "文件为空"},
		"no YAML":             {"year: [2027\nnotice", "不是有效的YAML"},
		"a tab":               {"year: 2027\n\tnotice: x\n", "第2行不是有效的YAML"},
		"a list":              {"- 2027\n", "第1行第1列"},
		"two documents":       {notice2027 + "---\nyear: 2028\n", "一个文件只能写一个年份"},
		"an unknown key":      {head + "holidays: []\n", `第3行第1列：不认识的键"holidays"`},
		"a key twice":         {head + "year: 2028\n", `第3行第1列：重复的键"year"`},
		"a word for a year":   {"year: 明年\n", "第1行第7列：此处应为整数"},
		"a year of hares":     {"year: 20270\n", "年份20270应在1949至2999之间"},
		"no year":             {"notice: 通知\n", "年份0应在"},
		"no notice":           {"year: 2027\n", "缺少通知标题"},
		"a number for a name": {"year: 2027\nnotice: 2027\n", "第2行第9列：此处应为文字"},
		"no festivals":        {head, "2027年没有列出任何放假节日"},
		"festivals in a word": {head + "festivals: 元旦\n", "此处应为列表"},
		"a festival's word":   {head + "festivals: [元旦]\n", "此处应为"},
		"no name":             {head + "festivals: [{from: 2027-01-01, to: 2027-01-01}]\n", "缺少节日名称"},
		"no end":              {head + "festivals: [{name: 元旦, from: 2027-01-01}]\n", "第3行第13列：节日缺少from或to"},
		"30 February":         {head + "festivals: [{name: 元旦, from: 2027-02-30, to: 2027-03-01}]\n", `"2027-02-30"不是日期`},
		"a list for a day":    {head + "festivals: [{name: 元旦, from: [2027-01-01], to: 2027-03-01}]\n", "此处应为日期"},
		"backwards":           {head + "festivals: [{name: 元旦, from: 2027-01-03, to: 2027-01-01}]\n", "元旦的结束日2027-01-01早于开始日2027-01-03"},
		"a month off":         {head + "festivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-31}]\n", "超过20天"},
		"another year":        {head + "festivals: [{name: 元旦, from: 2026-10-01, to: 2026-10-02}]\n", `元旦的"2026-10-01"不在2027年内`},
		"the year after":      {head + "festivals: [{name: 元旦, from: 2027-12-31, to: 2028-01-02}]\n", `元旦的"2028-01-02"不在2027年内`},
		"overlap":             {head + "festivals: [{name: 甲, from: 2027-01-01, to: 2027-01-03}, {name: 乙, from: 2027-01-03, to: 2027-01-04}]\n", "2027-01-03重复出现（甲、乙）"},
		"make-up on a Monday": {head + "festivals: [{name: 甲, from: 2027-01-01, to: 2027-01-03, make_up: [2027-01-04]}]\n", "甲的调休上班日2027-01-04不是周六或周日"},
		"make-up off":         {head + "festivals: [{name: 甲, from: 2027-01-01, to: 2027-01-03, make_up: [2027-01-03]}]\n", "2027-01-03重复出现"},
		"make-up twice":       {head + "festivals: [{name: 甲, from: 2027-01-01, to: 2027-01-03, make_up: [2027-01-09, 2027-01-09]}]\n", "2027-01-09重复出现"},
		"make-up in a word":   {head + "festivals: [{name: 甲, from: 2027-01-01, to: 2027-01-03, make_up: 2027-01-09}]\n", "此处应为列表"},
		"a name with a break": {head + "festivals: [{name: \"元\\n旦\", from: 2027-01-01, to: 2027-01-03}]\n", "控制字符"},
		"a novel of a name":   {head + "festivals: [{name: " + strings.Repeat("春", 101) + ", from: 2027-01-01, to: 2027-01-03}]\n", "超过100个字"},
		"an alias":            {"year: &y 2027\nnotice: *y\n", "此处应为文字"},
		"a huge file":         {"#" + strings.Repeat("x", largestYearFile), "文件超过65536字节"},
	} {
		_, err := ParseYear([]byte(c.yaml))
		if !errors.Is(err, ErrYear) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want an error saying %s", name, err, c.says)
		}
	}
}
