package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Because explains the deadline in the words of an official document. The event
// is the Chinese phrase for what started the term, 收到完整材料; it may be empty.
//
//	自2026年9月24日收到完整材料之次日起3个工作日:9月28日、29日、30日;9月25日至27日中秋节放假
func (d Deadline) Because(event string) string {
	var said []string
	switch {
	case d.Term.Unit == WorkingDays:
		said = d.sayWorkingDays()
	case d.Term.Unit.wholeDays():
		said = d.sayDays()
	case d.Term.Unit == WorkingHours:
		said = d.sayWorkingHours()
	default:
		said = []string{"至" + d.phrase().moment(d.DueAt, d.Term.Unit) + "止"}
	}
	said = append(said, d.sayPaused()...)
	if d.Note != "" {
		said = append(said, d.Note)
	}
	return opening(d.From, d.Term, event) + colon + strings.Join(said, semicolon)
}

// opening names the event and the term: 自…之次日起3个工作日, or 自…起2小时 for a
// term that runs from its instant.
func opening(from time.Time, term Term, event string) string {
	if term.Unit.wholeDays() {
		return "自" + From(from).Chinese() + event + "之次日起" + term.Chinese()
	}
	return "自" + From(from).Chinese() + clockText(from, term.Unit) + event + "起" + term.Chinese()
}

// phrase begins a clause in which the year of the event goes without saying.
func (d Deadline) phrase() *phrase { return &phrase{year: From(d.From).Year()} }

// Up to spelledOut counted days are named one by one, up to spelledRuns as runs
// of consecutive days; a longer count says only its first and last day.
const (
	spelledOut  = 5
	spelledRuns = 20
)

func (d Deadline) sayWorkingDays() []string {
	var counted []Date
	for _, day := range d.Counted {
		if day.Counts > 0 {
			counted = append(counted, day.Date)
		}
	}
	p := d.phrase()
	switch {
	case len(counted) == 0: // stored without its days
		return []string{"至" + p.date(From(d.DueAt)) + "止"}
	case d.Term.N <= spelledOut:
		return append([]string{p.list(counted)}, d.sayNonPlain(true)...)
	case d.Term.N <= spelledRuns:
		return append([]string{p.runs(counted)}, d.sayNonPlain(true)...)
	}
	first, last := counted[0], counted[len(counted)-1]
	return append([]string{"首日" + p.date(first) + comma + "末日" + p.date(last) + comma + "周末不计"}, d.sayNonPlain(false)...)
}

func (d Deadline) sayDays() []string {
	p := d.phrase()
	natural := lastNaturalDay(From(d.From), d.Term)
	last := longer(From(d.From), natural, d.Paused)
	end := "至" + p.date(last) + "止"
	if d.Term.Unit != Days {
		end += clipped(From(d.From), natural)
	}
	due := From(d.DueAt)
	if due == last {
		return []string{end}
	}
	return []string{end, d.rolledOver(last) + comma + "顺延至" + d.phrase().date(due)}
}

// rolledOver names the days off that a rolled end passed over.
func (d Deadline) rolledOver(last Date) string {
	var off []string
	for _, g := range groups(d.Counted) {
		if g.kind.Off() && !g.last.Before(last) {
			off = append(off, g.say(d.phrase(), last))
		}
	}
	return strings.Join(off, "、")
}

// clipped explains a last day that is not the day of the event because the month
// is too short for it.
func clipped(event, last Date) string {
	_, _, day := event.Civil()
	_, month, end := last.Civil()
	if day == end {
		return ""
	}
	return fmt.Sprintf("(%d月无%d日%s以月末日为末日)", month, day, comma)
}

func (d Deadline) sayWorkingHours() []string {
	end := "至" + d.phrase().moment(d.DueAt, d.Term.Unit) + "止"
	p := d.phrase()
	var parts []string
	counted := 0
	for _, day := range d.Counted {
		if day.Counts > 0 {
			counted = day.Counts
			parts = append(parts, p.date(day.Date)+officeTime(day.Seconds))
		}
	}
	if counted > 0 && counted <= spelledOut {
		end = strings.Join(parts, "、") + comma + end
	}
	return append([]string{end}, d.sayNonPlain(counted <= spelledRuns)...)
}

// sayNonPlain names the festivals and make-up days within the count, and the
// weekends too where the count is short enough to name its days.
func (d Deadline) sayNonPlain(weekends bool) []string {
	var said []string
	for _, g := range groups(d.Counted) {
		if g.kind == DayWorking || g.kind == DayPaused || g.kind == DayWeekend && !weekends {
			continue
		}
		said = append(said, g.say(d.phrase(), g.first))
	}
	return said
}

// sayPaused names the stretches that did not count: 9月28日至30日中止计时.
func (d Deadline) sayPaused() (said []string) {
	for _, p := range d.Paused {
		from, to := From(p.From), From(p.To)
		switch {
		case !d.Term.Unit.wholeDays():
			said = append(said, d.phrase().moment(p.From, Minutes)+"至"+d.phrase().moment(p.To, Minutes)+DayPaused.Chinese())
		case from.Before(to):
			said = append(said, d.phrase().between(from, to.AddDays(-1))+DayPaused.Chinese())
		}
	}
	return said
}

// Because explains the wait in the words of an official document, the event
// being the Chinese phrase for what started it:
//
//	自2026年3月2日公布之次日起1年,2027年3月2日届满,自2027年3月3日起可以申请
func (m Minimum) Because(event string) string {
	text := opening(m.From, m.Term, event) + comma
	if m.Term.Unit.wholeDays() {
		last := From(m.FullAt)
		text += last.Chinese() + "届满"
		if m.Term.Unit == Months || m.Term.Unit == Years {
			text += clipped(From(m.From), last)
		}
		text += comma + "自" + From(m.OpensAt).Chinese() + "起可以申请"
	} else {
		at := From(m.OpensAt).Chinese() + clockText(m.OpensAt, m.Term.Unit)
		text += at + "届满" + comma + "即可申请"
	}
	if m.Note != "" {
		text += semicolon + m.Note
	}
	return text
}
