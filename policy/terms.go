package policy

import (
	"fmt"
	"time"

	"chengxin/policy/calendar"
)

// Counting gives how this pack counts a duty to act.
func (p *Pack) Counting() calendar.Options { return calendar.Options{RollForward: p.RollForward} }

// Reckoning is an opening date or an automatic end together with how it was
// counted and on what authority (NX-3). Neither ever moves because of days off.
type Reckoning struct {
	calendar.Minimum
	Because string `json:"because"`
	Article string `json:"article,omitempty"`
}

// RepairOpens counts from when a listing may be repaired (JN-8): from the instant
// it was published, or decided where the list says so. An application is timely
// from OpensAt. A listing with several grounds is counted for each of them.
func (p *Pack) RepairOpens(cal *calendar.Calendar, l List, published, decided time.Time) (Reckoning, error) {
	from, word := l.start(l.RepairFrom, published, decided)
	m, err := cal.Full(from, l.RepairAfter)
	if err != nil {
		return Reckoning{}, err
	}
	return Reckoning{Minimum: m, Because: m.Because(word + l.Name), Article: l.Article}, nil
}

// Ends counts when a listing ends by itself: it is on the list through FullAt and
// off it from OpensAt.
func (p *Pack) Ends(cal *calendar.Calendar, l List, published, decided time.Time) (Reckoning, error) {
	from, word := l.start(l.EndsFrom, published, decided)
	m, err := cal.Full(from, l.EndsAfter)
	if err != nil {
		return Reckoning{}, err
	}
	because := fmt.Sprintf("自%s%s列入%s%s起%s，%s届满，届满后自动停止公布",
		moment(from, l.EndsAfter), word, l.Name, nextDay(l.EndsAfter), l.EndsAfter.Chinese(), moment(m.FullAt, l.EndsAfter))
	return Reckoning{Minimum: m, Because: because, Article: l.Article}, nil
}

// BarredUntil counts for how long nobody may apply again after false material
// was found in a repair.
func (p *Pack) BarredUntil(cal *calendar.Calendar, revoked time.Time) (Reckoning, error) {
	m, err := cal.Full(revoked, p.Repair.BarredFor)
	if err != nil {
		return Reckoning{}, err
	}
	return Reckoning{Minimum: m, Because: m.Because("撤销修复"), Article: p.Repair.Article}, nil
}

// RepairTooEarly refuses an application received before the minimum is full, and
// says how it was counted and from which day it is open. Court-approved
// reorganisation is the caller's to know: for it "too early" does not apply.
func (p *Pack) RepairTooEarly(cal *calendar.Calendar, l List, published, decided, received time.Time) (*Verdict, error) {
	r, err := p.RepairOpens(cal, l, published, decided)
	if err != nil || !received.Before(r.OpensAt) {
		return nil, err
	}
	from, word := l.start(l.RepairFrom, published, decided)
	detail := fmt.Sprintf("%s%s满%s后方可申请修复：%s于%s，%s届满，自%s起可以申请。",
		l.Name, word, l.RepairAfter.Chinese(), word, moment(from, l.RepairAfter), moment(r.FullAt, l.RepairAfter), moment(r.OpensAt, l.RepairAfter))
	return p.verdict("repair.too_early", "未到可修复时间", detail, l.Article,
		VerdictField{Field: "listing", Earliest: calendar.From(r.OpensAt)}), nil
}

// start gives the instant a list's term is counted from, and its word.
func (l List) start(event Event, published, decided time.Time) (time.Time, string) {
	if event == Decided {
		return decided, "决定"
	}
	return published, "公布"
}

// byClock reports whether a term runs from its instant, as in trial packs.
func byClock(term calendar.Term) bool {
	switch term.Unit {
	case calendar.Seconds, calendar.Minutes, calendar.Hours, calendar.WorkingHours:
		return true
	}
	return false
}

// nextDay is the phrase for the day of the event not being counted.
func nextDay(term calendar.Term) string {
	if byClock(term) {
		return ""
	}
	return "之次日"
}

// moment names a day, and the time of day too where the term runs by the clock.
func moment(t time.Time, term calendar.Term) string {
	day := calendar.From(t).Chinese()
	if byClock(term) {
		day += t.In(calendar.Zone()).Format("15时04分05秒")
	}
	return day
}
