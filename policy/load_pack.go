package policy

import (
	"regexp"

	"chengxin/policy/calendar"
)

// timezone is the only one in which a Chinese authority may count days.
const timezone = "Asia/Shanghai"

var (
	versionPattern = regexp.MustCompile(`^[0-9]{4}\.[0-9]{1,3}(-[a-z0-9]{1,20}){0,3}$`)
	cityPattern    = regexp.MustCompile(`^[1-9][0-9]{5}$`)
	zonePattern    = regexp.MustCompile(`^[1-9][0-9]{3}[A-Z]{2}$`)
)

func (v value) jurisdiction() Jurisdiction {
	f := v.fields("key", "code", "name", "timezone", "districts")
	j := Jurisdiction{
		Key:      f.required("key", "规则包代号，如jining").key(),
		Code:     f.required("code", "行政区划代码").regionCode(false),
		Name:     f.required("name", "管辖区名称").text(),
		Timezone: f.optional("timezone").text(),
	}
	switch j.Timezone {
	case "":
		j.Timezone = timezone
	case timezone:
	default:
		f.optional("timezone").wrong("时区只能是%s。期限一律按北京时间计算", timezone)
	}
	for _, e := range f.optional("districts").entries() {
		code := value{e.r, e.node, e.path}.district(e)
		j.Districts = append(j.Districts, Region{Code: code, Name: e.text()})
	}
	return j
}

func (v value) version() string {
	s := v.text()
	if s != "" && !versionPattern.MatchString(s) {
		v.wrong("版本号%s不合要求。请写成年份加序号，如2026.1，可加小写后缀，如2026.1-trial", quote(s))
	}
	return s
}

func (v value) regionCode(zones bool) string {
	s := v.text()
	if s != "" && !validRegion(s, zones) {
		v.wrong("%s不是行政区划代码。请按GB/T 2260写六位数字，并加引号，如\"370800\"", quote(s))
	}
	return s
}

// district checks the code that a district's name stands under. Functional zones
// have no code in GB/T 2260: they carry the city's four digits and two letters,
// which cannot be mistaken for a national code.
func (v value) district(e entry) string {
	if !validRegion(e.key, true) {
		v.r.problem(e.line, e.column, e.path, "%s不是区县代码。请按GB/T 2260写六位数字；没有国家代码的功能区写市级前四位加两个大写字母，如\"3708TB\"", quote(e.key))
	}
	return e.key
}

func validRegion(code string, zones bool) bool {
	return cityPattern.MatchString(code) || zones && zonePattern.MatchString(code)
}

// authorities are the ranks of a document that may carry a rule, highest first.
var authorities = []string{"法律", "行政法规", "地方性法规", "部门规章", "政府规章", "国务院文件", "规范性文件", exampleMark}

func (v value) basis() Basis {
	if v.missing() {
		return Basis{}
	}
	f := v.fields("title", "authority", "article", "valid_from", "valid_until", "example")
	b := Basis{
		Title:     f.required("title", "依据文件名称").text(),
		Authority: oneOf(f.required("authority", "依据文件的效力层级"), "效力层级", authorities),
		Article:   f.optional("article").text(),
		ValidFrom: f.optional("valid_from").date(),
		Example:   f.optional("example").boolean(),
	}
	b.ValidUntil, b.Example = f.optional("valid_until").dateOrExample(b.Example)
	if !b.ValidUntil.IsZero() && b.ValidUntil.Before(b.ValidFrom) {
		f.optional("valid_until").wrong("有效期止于%s，早于起始日%s。请核对", b.ValidUntil.Chinese(), b.ValidFrom.Chinese())
	}
	if b.Example {
		v.r.examples = append(v.r.examples, v.path)
	}
	return b
}

// dateOrExample reads a day, or 示例 where the day could not be sourced.
func (v value) dateOrExample(example bool) (d calendar.Date, isExample bool) {
	if !v.missing() && v.node.Value == exampleMark {
		return d, true
	}
	return v.date(), example
}

func (v value) score() Score {
	f := v.fields("base", "cycle", "counted_by", "article", "points_article", "stars")
	s := Score{
		Base:          f.required("base", "总分").whole(1, 100_000, "points"),
		Cycle:         oneOf(f.required("cycle", "计分周期"), "计分周期", []string{NaturalYear}),
		CountedBy:     CountedByEffective,
		Article:       f.required("article", "依据条款或者“示例”").text(),
		PointsArticle: f.required("points_article", "各项分值的依据，或者“示例”").text(),
	}
	if f.has("counted_by") {
		s.CountedBy = oneOf(f.optional("counted_by"), "归属日期", []string{CountedByEffective, CountedByAct})
	}
	s.Stars = f.optional("stars").stars(s.Base)
	return s
}

// stars reads the scores of one star, two and so on; those of Quanzhou's shops where
// nothing is written.
func (v value) stars(base int) []int {
	if v.missing() {
		out := []int{75, 80, 85, 90, 95}
		for i := range out {
			out[i] = out[i] * base / 100
		}
		return out
	}
	var out []int
	for _, item := range v.items() {
		at := item.whole(0, max(base, 1), "points")
		if n := len(out); n > 0 && at <= out[n-1] {
			item.wrong("星级的分值应逐级升高，而%d不高于%d。请从一星起由低到高写", at, out[n-1])
		}
		out = append(out, at)
	}
	return out
}
