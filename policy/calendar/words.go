package calendar

import (
	"fmt"
	"slices"
	"strings"
)

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Words reads the year out the way its notice does, so that a person can hold the two
// against each other:
//
//	国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025年11月4日）
//	元旦：1月1日（周四）至3日（周六）放假，共3天。1月4日（周日）上班。
func (y Year) Words() string {
	var b strings.Builder
	b.WriteString(y.Notice)
	var about []string
	if y.Number != "" {
		about = append(about, y.Number)
	}
	if !y.Published.IsZero() {
		about = append(about, y.Published.Chinese())
	}
	if about != nil {
		b.WriteString("（" + strings.Join(about, "，") + "）")
	}
	festivals := slices.Clone(y.Festivals)
	slices.SortFunc(festivals, func(a, b Festival) int { return a.From.Compare(b.From) })
	for _, f := range festivals {
		b.WriteString("\n" + f.words(y.Year))
	}
	return b.String()
}

func (f Festival) words(year int) string {
	p := &phrase{year: year}
	days := p.withWeekday(f.From)
	if f.To != f.From {
		days += "至" + p.withWeekday(f.To)
	}
	text := fmt.Sprintf("%s：%s放假，共%d天。", f.Name, days, f.To.Sub(f.From)+1)
	if len(f.MakeUp) == 0 {
		return text
	}
	worked := make([]string, len(f.MakeUp))
	made := slices.Clone(f.MakeUp)
	slices.SortFunc(made, Date.Compare)
	p = &phrase{year: year}
	for i, d := range made {
		worked[i] = p.withWeekday(d)
	}
	return text + strings.Join(worked, "、") + "上班。"
}

func (p *phrase) withWeekday(d Date) string { return p.date(d) + "（" + weekdays[d.Weekday()] + "）" }

// Changed is a day that differs between two calendars: worked in one, off in the other.
type Changed struct {
	Date   Date `json:"date"`
	Before Day  `json:"before"`
	After  Day  `json:"after"`
}

// Changes lists, in order, the days that another calendar works and this one does not,
// or the other way about: all that can move a deadline.
func (c *Calendar) Changes(to *Calendar) (all []Changed) {
	seen := map[Date]bool{}
	for _, marks := range []map[Date]mark{c.marks, to.marks} {
		for d := range marks {
			before, after := c.Kind(d), to.Kind(d)
			if before.Kind.Off() != after.Kind.Off() && !seen[d] {
				seen[d] = true
				all = append(all, Changed{d, before, after})
			}
		}
	}
	slices.SortFunc(all, func(a, b Changed) int { return a.Date.Compare(b.Date) })
	return all
}
