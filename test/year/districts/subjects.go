package districts

import (
	"fmt"

	"chengxin/policy/identifiers"
)

// district is one that reports.
type district struct {
	short, bureau, region string
}

var six = []district{
	{"任城", "济宁市任城区城市管理局", "370811"},
	{"兖州", "济宁市兖州区城市管理局", "370812"},
	{"太白湖", "济宁太白湖新区城市管理局", "370811"},
	{"高新", "济宁高新区城市管理局", "370811"},
	{"曲阜", "曲阜市城市管理局", "370881"},
	{"邹城", "邹城市城市管理局", "370883"},
}

// subject is one who may be reported.
type subject struct {
	home                      district
	name, kind, code, address string
}

// Kinds of subjects as files name them.
const (
	legalPerson   = "社会法人"
	soleTrader    = "个体工商户"
	naturalPerson = "自然人"
)

// trades lead companies' names, with the sectors their reports are mostly about.
var trades = []struct{ word, sectors string }{
	{"渣土运输", "ZT"}, {"建筑工程", "ZT GH SZ"}, {"广告传媒", "HG"}, {"餐饮管理", "SR HW"}, {"置业", "GH YL"}, {"商贸", "SR HG"}, {"园林绿化", "YL"}, {"环境服务", "HW"},
}

// population registers the ordinary subjects: of every district thirty-six, six in ten
// of them legal persons, three sole traders, one a natural person.
func (y *year) population() {
	for _, d := range six {
		for i := range 36 {
			kind := legalPerson
			switch i % 10 {
			case 3, 6, 8:
				kind = soleTrader
			case 9:
				kind = naturalPerson
			}
			y.pool = append(y.pool, y.subject(d, kind, fmt.Sprintf("%d-%02d-%02d", 1962+y.IntN(40), 1+y.IntN(12), 1+y.IntN(28))))
		}
	}
}

// subject registers one; a natural person is born on a day.
func (y *year) subject(d district, kind, birth string) *subject {
	n := len(y.all) + 1
	s := &subject{home: d, kind: kind, address: fmt.Sprintf("%s示例路%d号", d.short, n)}
	switch kind {
	case legalPerson:
		s.name, s.code = fmt.Sprintf("%s示例%s有限公司%d", d.short, pick(y, trades).word, n), creditCode("91", d.region, n)
	case soleTrader:
		s.name, s.code = fmt.Sprintf("%s示例商行%d", d.short, n), creditCode("92", d.region, n)
	default:
		s.name, s.code = fmt.Sprintf("当事人%d", n), residentID(d.region, birth)
	}
	y.all = append(y.all, s)
	return s
}

func creditCode(kind, region string, n int) string {
	code, err := identifiers.CompleteCreditCode(kind, region, fmt.Sprintf("MAEY%04d", n))
	if err != nil {
		panic(err)
	}
	return string(code)
}

// residentID completes a number with the order 000, which no office gives out.
func residentID(region, birth string) string {
	first := region + birth[:4] + birth[5:7] + birth[8:] + "000"
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first[i]-'0') * weight
	}
	return first + string("10X98765432"[sum%11])
}

// misregistered adds lines that cannot be registered, where they are told of.
func (y *year) misregistered(rows [][]string) [][]string {
	const number = "统一社会信用代码/证件号"
	first := y.all[0]
	for _, w := range []struct {
		cells  []string
		column int // whose value is shown
		name   string
		says   string
	}{
		{[]string{"任城示例商贸有限公司", legalPerson, wrongCheck(creditCode("91", "370811", 9001)), ""}, 2, number, "校验码应为"},
		{[]string{"任城示例机关", legalPerson, creditCode("11", "370811", 9002), ""}, 2, number, "国家机关不是信用主体"},
		{[]string{"任城示例商行", "商户", creditCode("92", "370811", 9003), ""}, 1, "类别", "应为社会法人、个体工商户或者自然人"},
		{[]string{"", legalPerson, creditCode("91", "370811", 9004), ""}, 0, "名称", "须填写"},
		{[]string{first.name, first.kind, first.code, first.address}, 2, number, "与第2行重复"},
		{[]string{"=HYPERLINK(\"http://example.com\")", legalPerson, creditCode("91", "370811", 9005), ""}, 0, "名称", "公式"},
		{[]string{"当事人", naturalPerson, wrongCheck(residentID("370881", "1990-03-07")), ""}, 2, number, "校验码不符"},
	} {
		rows = append(rows, w.cells)
		y.wrong = append(y.wrong, told{file: "subjects.csv", line: len(rows), kind: refused, column: w.name, value: shown(w.cells[w.column]), says: w.says})
	}
	return rows
}

// wrongCheck spoils a number's last character.
func wrongCheck(code string) string {
	last := "2"
	if code[len(code)-1] == '2' {
		last = "3"
	}
	return code[:len(code)-1] + last
}
