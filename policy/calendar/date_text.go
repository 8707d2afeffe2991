package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrDate is wrapped by every refusal of a day that cannot be read.
var ErrDate = errors.New("日期写法有误")

// NewDate returns the civil day y-m-d. A day that does not exist (30 February)
// or lies outside the years 1 to 9999 is refused with ErrDate.
func NewDate(y int, m time.Month, d int) (Date, error) {
	if y < 1 || y > 9999 || m < time.January || m > time.December || d < 1 || d > daysIn(y, m) {
		return Date{}, fmt.Errorf("%w：%d年%d月%d日不存在", ErrDate, y, m, d)
	}
	return dateOf(y, m, d), nil
}

// ParseDate reads a day written 2026-09-24, and nothing else: ErrDate says what
// is wrong.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%w：%s不是日期，应写成2026-09-24，且为真实存在的一天", ErrDate, quote(s))
	}
	y, m, d := t.Date()
	return dateOf(y, m, d), nil
}

// String returns 2026-09-24, and nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Chinese returns 2026年9月24日, and nothing for the zero Date.
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Civil()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// MarshalText writes 2026-09-24, and an empty text for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; the empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// quote repeats a faulty value in an error, shortened so that a huge or hostile
// one cannot fill a page or a log.
func quote(s string) string {
	const limit = 40
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
