package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Punctuation of an explanation. Half-width, as the published example of an
// answer has it; here in one place for whoever sets it otherwise.
const (
	comma     = ","
	colon     = ":"
	semicolon = ";"
)

// phrase writes days one after another the way a document does: the year only
// where it is not the event's or changes, the month only where it changes.
// Each clause of an explanation begins a new phrase.
type phrase struct {
	year  int
	month time.Month
}

// date writes one day: 2027年1月4日, 9月28日 or 29日.
func (p *phrase) date(d Date) string {
	y, m, day := d.Civil()
	text := fmt.Sprintf("%d日", day)
	if m != p.month || y != p.year {
		text = fmt.Sprintf("%d月", m) + text
	}
	if y != p.year {
		text = fmt.Sprintf("%d年", y) + text
	}
	p.year, p.month = y, m
	return text
}

// list writes days one by one: 9月28日、29日、30日.
func (p *phrase) list(days []Date) string {
	words := make([]string, len(days))
	for i, d := range days {
		words[i] = p.date(d)
	}
	return strings.Join(words, "、")
}

// runs writes days with consecutive ones joined: 9月28日至30日、10月8日至10日.
func (p *phrase) runs(days []Date) string {
	var words []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j].AddDays(1) {
			j++
		}
		words = append(words, p.between(days[i], days[j]))
		i = j + 1
	}
	return strings.Join(words, "、")
}

// between writes a run of days: 9月25日至27日, or one day alone.
func (p *phrase) between(first, last Date) string {
	if first == last {
		return p.date(first)
	}
	return p.date(first) + "至" + p.date(last)
}

// moment writes an instant: 9月24日10时30分.
func (p *phrase) moment(t time.Time, unit Unit) string {
	return p.date(From(t)) + clockText(t, unit)
}

// clockText writes the time of day, with seconds where they are not zero or the
// term is counted in them.
func clockText(t time.Time, unit Unit) string {
	t = t.In(zone)
	text := fmt.Sprintf("%d时%02d分", t.Hour(), t.Minute())
	if unit == Seconds || t.Second() != 0 {
		text += fmt.Sprintf("%02d秒", t.Second())
	}
	return text
}

// officeTime writes an amount of office time: 1小时, 30分钟, 1小时30分钟, 20秒.
func officeTime(seconds int) string {
	var text string
	if h := seconds / 3600; h > 0 {
		text += fmt.Sprintf("%d小时", h)
	}
	if m := seconds / 60 % 60; m > 0 {
		text += fmt.Sprintf("%d分钟", m)
	}
	if s := seconds % 60; s > 0 || text == "" {
		text += fmt.Sprintf("%d秒", s)
	}
	return text
}

// group is a run of consecutive listed days of one kind and festival.
type group struct {
	kind        DayKind
	name        string
	first, last Date
}

// groups joins the days of an explanation.
func groups(days []Day) []group {
	var all []group
	for _, d := range days {
		if n := len(all); n > 0 {
			g := &all[n-1]
			if g.kind == d.Kind && g.name == d.Name && g.last.AddDays(1) == d.Date {
				g.last = d.Date
				continue
			}
		}
		all = append(all, group{d.Kind, d.Name, d.Date, d.Date})
	}
	return all
}

// say writes the group from a day on: 9月25日至27日中秋节放假, 9月20日国庆节调休上班,
// 9月19日周末.
func (g group) say(p *phrase, from Date) string {
	if from.Before(g.first) {
		from = g.first
	}
	return p.between(from, g.last) + g.name + g.kind.Chinese()
}
