package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrYear is wrapped by every refusal of a year's days off.
var ErrYear = errors.New("放假安排有误")

// Year is one calendar year's days off and make-up working days as the State
// Council's notice publishes them. Weekends that the notice does not name are
// not repeated here.
type Year struct {
	Year      int        `json:"year"`
	Notice    string     `json:"notice"`             // the notice's title
	Number    string     `json:"number,omitempty"`   // its document number, 国办发明电〔2025〕7号; may be empty
	Published Date       `json:"published,omitzero"` // the day of its publication; may be zero
	Festivals []Festival `json:"festivals"`
}

// Festival is one item of a notice: the days off from From to To, both
// included, and the weekend days on which work makes up for them.
type Festival struct {
	Name   string `json:"name"` // 中秋节; joint ones as published: 国庆节、中秋节
	From   Date   `json:"from"`
	To     Date   `json:"to"`
	MakeUp []Date `json:"make_up,omitempty"`
}

const (
	firstNoticeYear = 1949 // earlier years have no notices: a slip of the hand
	lastNoticeYear  = 2999
	// longestFestival bounds one item in days. The longest so far was nine
	// (春节 2026); more than this is a wrong month.
	longestFestival = 20
	longestText     = 100 // runes in a title, number or name
)

// Validate reports with ErrYear the first thing in y that no notice could say:
// a day outside the year, overlapping festivals, a make-up day that is not a
// weekend. A notice may reach into the last days of December before its year,
// because the New Year holiday sometimes does (2018-12-29 was a working Saturday
// by the notice for 2019).
func (y Year) Validate() error {
	if y.Year < firstNoticeYear || y.Year > lastNoticeYear {
		return fmt.Errorf("%w：年份%d应在%d至%d之间", ErrYear, y.Year, firstNoticeYear, lastNoticeYear)
	}
	if err := checkText("通知标题", y.Notice, true); err != nil {
		return err
	}
	if err := checkText("通知文号", y.Number, false); err != nil {
		return err
	}
	if len(y.Festivals) == 0 {
		return fmt.Errorf("%w：%d年没有列出任何放假节日", ErrYear, y.Year)
	}
	for _, f := range y.Festivals {
		if err := y.checkFestival(f); err != nil {
			return err
		}
	}
	_, err := y.marks()
	return err
}

func (y Year) checkFestival(f Festival) error {
	if err := checkText("节日名称", f.Name, true); err != nil {
		return err
	}
	if f.To.Before(f.From) {
		return fmt.Errorf("%w：%s的结束日%s早于开始日%s", ErrYear, f.Name, f.To, f.From)
	}
	if f.To.Sub(f.From) >= longestFestival {
		return fmt.Errorf("%w：%s自%s至%s，超过%d天", ErrYear, f.Name, f.From, f.To, longestFestival)
	}
	for _, d := range append([]Date{f.From, f.To}, f.MakeUp...) {
		if !y.covers(d) {
			return fmt.Errorf("%w：%s的%s不在%d年内", ErrYear, f.Name, quote(d.String()), y.Year)
		}
	}
	for _, d := range f.MakeUp {
		if !isWeekend(d) {
			return fmt.Errorf("%w：%s的调休上班日%s不是周六或周日", ErrYear, f.Name, d)
		}
	}
	return nil
}

// covers reports whether the notice for the year may speak of the day.
func (y Year) covers(d Date) bool {
	year, month, _ := d.Civil()
	return year == y.Year || year == y.Year-1 && month == time.December
}

// mark is what a notice says about one day.
type mark struct {
	kind DayKind // DayHoliday or DayMakeUp
	name string  // of the festival
}

// marks spreads the notice over its days; a day spoken of twice is an error.
func (y Year) marks() (map[Date]mark, error) {
	marks := make(map[Date]mark)
	put := func(d Date, m mark) error {
		if old, ok := marks[d]; ok {
			return fmt.Errorf("%w：%s重复出现（%s、%s）", ErrYear, d, old.name, m.name)
		}
		marks[d] = m
		return nil
	}
	for _, f := range y.Festivals {
		for d := f.From; !d.After(f.To); d = d.AddDays(1) {
			if err := put(d, mark{DayHoliday, f.Name}); err != nil {
				return nil, err
			}
		}
		for _, d := range f.MakeUp {
			if err := put(d, mark{DayMakeUp, f.Name}); err != nil {
				return nil, err
			}
		}
	}
	return marks, nil
}

// clone returns a copy that shares no slice with y, so that a caller who keeps
// the original cannot change a calendar.
func (y Year) clone() Year {
	festivals := make([]Festival, len(y.Festivals))
	for i, f := range y.Festivals {
		f.MakeUp = append([]Date(nil), f.MakeUp...)
		festivals[i] = f
	}
	y.Festivals = festivals
	return y
}

// checkText refuses names that would break a line of an official document.
func checkText(what, s string, required bool) error {
	switch {
	case required && strings.TrimSpace(s) == "":
		return fmt.Errorf("%w：缺少%s", ErrYear, what)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fmt.Errorf("%w：%s含有控制字符或乱码", ErrYear, what)
	case utf8.RuneCountInString(s) > longestText:
		return fmt.Errorf("%w：%s超过%d个字", ErrYear, what, longestText)
	}
	return nil
}

func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
