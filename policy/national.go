package policy

import (
	"fmt"
	"slices"
	"strings"

	"chengxin/policy/calendar"
)

// order36 is what a city's lists are held against.
const order36 = "《信用修复管理办法》（国家发展改革委令第36号）"

// nationalPublication is how long Order 36 has dishonesty published.
type nationalPublication struct {
	grade       string
	least, most calendar.Term
}

// The two classes of Order 36 a city's lists correspond to. The mild list gathers
// general dishonesty; a list that supersedes it, serious dishonesty.
var (
	nationalGeneral = nationalPublication{"一般失信信息", calendar.Term{N: 3, Unit: calendar.Months}, calendar.Term{N: 1, Unit: calendar.Years}}
	nationalSerious = nationalPublication{"严重失信信息", calendar.Term{N: 1, Unit: calendar.Years}, calendar.Term{N: 3, Unit: calendar.Years}}
)

// compareNational warns where the city's figure is not the national one. The
// city's figure stays: whether it may depart is for its lawyers, not for a loader.
// Trial packs are spared: nothing in them is a rule.
func (r *reader) compareNational(p *Pack) {
	for _, l := range p.Lists {
		r.localList(l)
		if !p.Trial {
			r.comparePublication(l)
		}
	}
	if p.Trial {
		return
	}
	for _, limit := range nationalLimits(p) {
		if longer(limit.ours, limit.theirs) {
			r.warn(limit.path, DepartsFromNational, "%s：本包规定%s，%s规定%s。本包的期限更长，请确认", limit.what, limit.ours.Chinese(), limit.rule, limit.theirs.Chinese())
		}
	}
}

func (r *reader) localList(l List) {
	if slices.Contains([]string{"法律", "行政法规", "地方性法规"}, l.Basis.Authority) {
		return
	}
	r.warn("lists."+l.Key, LocalListNoLaw, "%s的依据《%s》是%s：国办发〔2020〕49号要求，仅在地方范围内实施的名单应当由地方性法规规定。请补充依据，或者确认只用于本部门内部管理",
		l.Name, bare(l.Basis.Title), l.Basis.Authority)
}

func (r *reader) comparePublication(l List) {
	national := nationalGeneral
	if l.Supersedes != "" {
		national = nationalSerious
	}
	path := "lists." + l.Key
	tell := func(field, what string, ours, theirs calendar.Term) {
		word := "短"
		if longer(ours, theirs) || months(ours) > months(theirs) {
			word = "长"
		}
		r.warn(path+"."+field, DepartsFromNational, "%s%s：本包规定%s，%s对%s规定%s。本包的期限更%s，按本包执行，请确认",
			l.Name, what, ours.Chinese(), order36, national.grade, theirs.Chinese(), word)
	}
	if months(l.RepairAfter) != months(national.least) {
		tell("repair_after", "公布满多久可申请修复", l.RepairAfter, national.least)
	}
	if months(l.EndsAfter) != months(national.most) {
		tell("ends_after", "最长公布多久", l.EndsAfter, national.most)
	}
	if l.RepairFrom == Published {
		r.warn(path+".repair_after", DepartsFromNational, "%s的最短期限：本包自公布之日起算，%s自作出决定之日起算。公布晚于决定时本包的起算更晚，按本包执行，请确认", l.Name, order36)
	}
}

// months gives a term in months where it is one, else a number no other term has.
func months(t calendar.Term) int {
	switch t.Unit {
	case calendar.Months:
		return t.N
	case calendar.Years:
		return 12 * t.N
	}
	return -1
}

// nationalLimit is a duty of the authority that the law bounds from above.
type nationalLimit struct {
	path, what, rule string
	ours, theirs     calendar.Term
}

func nationalLimits(p *Pack) []nationalLimit {
	working := func(n int) calendar.Term { return calendar.Term{N: n, Unit: calendar.WorkingDays} }
	all := []nationalLimit{
		{"violation.within", "案件办理期限", "《中华人民共和国行政处罚法》第六十条", p.Violation.Within, calendar.Term{N: 90, Unit: calendar.Days}},
		{"repair.within", "信用修复办理期限", "国办发〔2025〕22号", p.Repair.Within, working(10)},
		{"revocation.withdraw_within", "撤下公示的期限", "《中华人民共和国行政处罚法》第四十八条", p.Revocation.WithdrawWithin, working(3)},
	}
	for _, ps := range p.placed() {
		switch ps.process.key + "." + ps.Key {
		case "violation.service":
			all = append(all, nationalLimit{ps.path + ".within", "决定书送达期限", "《中华人民共和国行政处罚法》第六十一条", ps.Within, working(7)})
		case "repair.acceptance":
			all = append(all, nationalLimit{ps.path + ".within", "信用修复受理期限", "国办发〔2025〕22号", ps.Within, working(3)})
		}
	}
	return all
}

// reportExamples says which values nobody could source: one warning a section, or
// the warnings that matter would drown.
func (r *reader) reportExamples() {
	bySection := map[string][]string{}
	for _, path := range r.examples {
		section, _, _ := strings.Cut(path, ".")
		section, _, _ = strings.Cut(section, "[")
		line := fmt.Sprintf("%d", r.find(path).line)
		if !slices.Contains(bySection[section], line) {
			bySection[section] = append(bySection[section], line)
		}
	}
	for _, section := range sections {
		lines := bySection[section]
		if len(lines) == 0 {
			continue
		}
		named := strings.Join(lines[:min(len(lines), 20)], "、")
		if len(lines) > 20 {
			named += "等"
		}
		r.warn(section, ExampleValue, "%s中有%d处标注“示例”（第%s行）：未能查明依据，发布前请填写依据条款或者改为本地规定的值", section, len(lines), named)
	}
}
