package policy

import (
	"fmt"
	"regexp"
)

// lists reads the lists in the order of the file; they must stand mildest first.
func (v value) lists(p *Pack) []List {
	var all []List
	for _, e := range v.entries() {
		f := e.fields("name", "family", "at", "repair_after", "repair_from", "ends_after", "ends_from", "supersedes", "article", "basis")
		l := List{
			Key:         e.name(),
			Family:      "dishonesty",
			Name:        f.required("name", "名单名称").text(),
			At:          f.required("at", "达到多少分列入").whole(1, max(p.Score.Base, 1), "points"),
			RepairAfter: f.required("repair_after", "公布满多久可申请修复").term(),
			RepairFrom:  Published,
			EndsAfter:   f.required("ends_after", "最长公布多久").term(),
			EndsFrom:    Decided,
			Supersedes:  f.optional("supersedes").key(),
			Article:     f.required("article", "依据条款或者“示例”").text(),
			Basis:       p.Basis,
		}
		if f.has("family") {
			l.Family = f.optional("family").key()
		}
		if f.has("repair_from") {
			l.RepairFrom = oneOf(f.optional("repair_from"), "起算事件", []Event{Published, Decided})
		}
		if f.has("ends_from") {
			l.EndsFrom = oneOf(f.optional("ends_from"), "起算事件", []Event{Published, Decided})
		}
		if f.has("basis") {
			l.Basis = f.optional("basis").basis()
		}
		all = append(all, l)
	}
	if len(all) == 0 && !v.missing() {
		v.wrong("没有写任何名单。至少应有一个名单及其分值")
	}
	return all
}

var sectorPattern = regexp.MustCompile(`^[A-Z]{2,4}$`)

func (v value) sectors() []Sector {
	var all []Sector
	for _, e := range v.entries() {
		if !sectorPattern.MatchString(e.key) {
			e.r.problem(e.line, e.column, e.path, "领域代号%s不合要求。请写二至四个大写字母，如SR", quote(e.key))
		}
		all = append(all, Sector{Key: e.key, Name: e.text()})
	}
	return all
}

var codePattern = regexp.MustCompile(`^[A-Z]{2,4}-[0-9]{2,4}$`)

func (v value) behaviours(p *Pack) []Behaviour {
	var all []Behaviour
	base := max(p.Score.Base, 1)
	for _, item := range v.items() {
		f := item.fields("code", "sector", "name", "grade", "points", "max_points", "article", "points_article", "first_minor_corrected")
		b := Behaviour{
			Code:                f.required("code", "行为代码，如SR-01").behaviourCode(),
			Sector:              f.required("sector", "所属领域").sector(p.Sectors),
			Name:                f.required("name", "行为名称").text(),
			Grade:               oneOf(f.required("grade", "等级"), "等级", []Grade{General, Serious}),
			Points:              f.required("points", "扣分").whole(1, base, "points"),
			MaxPoints:           f.optional("max_points").whole(1, base, "points"),
			Article:             f.required("article", "违反的条款或者“示例”").text(),
			PointsArticle:       f.optional("points_article").text(),
			FirstMinorCorrected: oneOf(f.optional("first_minor_corrected"), "处理方式", []string{NoRecord}),
		}
		if b.PointsArticle == "" {
			b.PointsArticle = p.Score.PointsArticle
		}
		if b.MaxPoints != 0 && b.MaxPoints <= b.Points {
			f.optional("max_points").wrong("最高扣分%d不高于最低扣分%d。分值固定时请删除max_points", b.MaxPoints, b.Points)
		}
		all = append(all, b)
	}
	if len(all) == 0 && !v.missing() {
		v.wrong("失信行为目录是空的。没有列入目录的行为不得扣分，请至少写一项")
	}
	return all
}

func (v value) behaviourCode() string {
	s := v.text()
	if s != "" && !codePattern.MatchString(s) {
		v.wrong("行为代码%s不合要求。请写成领域代号加短横线和序号，如SR-01", quote(s))
	}
	return s
}

// sector reads a reference to a sector by key or by name.
func (v value) sector(sectors []Sector) string {
	s := v.text()
	if s == "" {
		return ""
	}
	var names []string
	for _, sector := range sectors {
		if s == sector.Key || s == sector.Name {
			return sector.Key
		}
		names = append(names, sector.Name)
	}
	if len(names) > 0 { // without any, that is the mistake
		v.wrong("没有领域%s。%s", quote(s), instead(s, names))
	}
	return s
}

// checkCatalogue compares the catalogue's items with each other.
func (r *reader) checkCatalogue(p *Pack) {
	byCode := map[string]int{}
	byName := map[string]string{}
	for i, b := range p.Behaviours {
		path := behaviourPath(i)
		if first, ok := byCode[b.Code]; ok && b.Code != "" {
			r.on(path+".code", "行为代码%s与第%d行重复。一个代码只能指一种行为，请改用新代码", b.Code, r.find(behaviourPath(first)).line)
			continue
		}
		byCode[b.Code] = i
		if other, ok := byName[b.Sector+b.Name]; ok && b.Name != "" {
			r.on(path+".name", "与%s同属一个领域而名称相同。一种行为只能列一次，请合并", other)
		}
		byName[b.Sector+b.Name] = b.Code
	}
	used := map[string]bool{}
	for _, b := range p.Behaviours {
		used[b.Sector] = true
	}
	named := map[string]bool{}
	for _, s := range p.Sectors {
		path := "sectors." + s.Key
		if named[s.Name] && s.Name != "" {
			r.on(path, "领域名称%s重复。请合并", quote(s.Name))
		}
		named[s.Name] = true
		if !used[s.Key] {
			r.warn(path, Doubtful, "领域%s没有任何失信行为，该领域将无法认定。请补写目录或者删除该领域", quote(s.Name))
		}
	}
}

func behaviourPath(i int) string { return fmt.Sprintf("behaviours[%d]", i) }
