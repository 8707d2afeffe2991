package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrTerm is wrapped by every refusal of a term that cannot be read or counted.
var ErrTerm = errors.New("期限写法有误")

// Term is a length of time as a rule states it: 3 working_days, 6 months. The
// zero Term means that the rule sets none.
type Term struct {
	N    int  // how many; at least 1 in a valid term
	Unit Unit // of what
}

// ParseTerm reads a term as packs write it: a whole number and a unit in
// singular or plural, "3 working_days", "3 working days", "1 year". The number
// must be positive and within what a rule could mean. ErrTerm says what is wrong
// and what would be right.
func ParseTerm(s string) (Term, error) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return Term{}, fmt.Errorf("%w：期限为空，应写成数量加单位，如3 working_days", ErrTerm)
	}
	n, err := parseCount(s, fields[0])
	if err != nil {
		return Term{}, err
	}
	if len(fields) == 1 {
		return Term{}, fmt.Errorf("%w：%s缺少单位，可用单位：%s", ErrTerm, quote(s), unitNames())
	}
	unit, ok := parseUnit(strings.Join(fields[1:], "_"))
	if !ok {
		return Term{}, fmt.Errorf("%w：%s中的单位%s不认识，可用单位：%s",
			ErrTerm, quote(s), quote(strings.Join(fields[1:], " ")), unitNames())
	}
	t := Term{N: n, Unit: unit}
	return t, t.Validate()
}

// parseCount reads the number of a term. It is stricter than strconv: no sign,
// no underscore, so that one term has one spelling.
func parseCount(whole, digits string) (int, error) {
	if strings.Trim(digits, "0123456789") != "" {
		return 0, fmt.Errorf("%w：%s应以正整数开头，再写单位，如3 working_days", ErrTerm, quote(whole))
	}
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0, fmt.Errorf("%w：%s中的数量过大", ErrTerm, quote(whole))
	}
	return n, nil
}

func parseUnit(name string) (Unit, bool) {
	for _, f := range units {
		if name == string(f.unit) || name == f.singular {
			return f.unit, true
		}
	}
	return "", false
}

func unitNames() string {
	names := make([]string, len(units))
	for i, f := range units {
		names[i] = string(f.unit)
	}
	return strings.Join(names, "、")
}

// Validate reports with ErrTerm why t cannot be counted: no positive number,
// an unknown unit, or more than a rule could mean. The zero Term is not valid.
func (t Term) Validate() error {
	f, ok := t.Unit.facts()
	switch {
	case t.IsZero():
		return fmt.Errorf("%w：未设定期限", ErrTerm)
	case !ok:
		return fmt.Errorf("%w：单位%s不认识，可用单位：%s", ErrTerm, quote(string(t.Unit)), unitNames())
	case t.N < 1:
		return fmt.Errorf("%w：数量为%d，应为正整数", ErrTerm, t.N)
	case t.N > f.most:
		return fmt.Errorf("%w：数量为%d，以%s计的期限不得超过%d", ErrTerm, t.N, f.unit, f.most)
	}
	return nil
}

// IsZero reports whether no term is set.
func (t Term) IsZero() bool { return t == Term{} }

// String returns the term as packs write it: 3 working_days, 1 year; nothing for
// the zero Term.
func (t Term) String() string {
	if t.IsZero() {
		return ""
	}
	name := string(t.Unit)
	if f, ok := t.Unit.facts(); ok && t.N == 1 {
		name = f.singular
	}
	return strconv.Itoa(t.N) + " " + name
}

// Chinese returns the term in the words of a rule: 3个工作日, 15日, 6个月, 1年,
// 2小时, 2个工作时, 5分钟, 20秒; nothing for the zero Term.
func (t Term) Chinese() string {
	if t.IsZero() {
		return ""
	}
	if f, ok := t.Unit.facts(); ok {
		return strconv.Itoa(t.N) + f.chinese
	}
	return t.String()
}

// MarshalText writes what String returns, so YAML and JSON carry the words of
// the pack. A term that ParseTerm would refuse is an error; the zero Term is
// the empty text.
func (t Term) MarshalText() ([]byte, error) {
	if t.IsZero() {
		return nil, nil
	}
	if err := t.Validate(); err != nil {
		return nil, err
	}
	return []byte(t.String()), nil
}

// UnmarshalText reads what ParseTerm accepts. The empty text is the zero Term:
// whoever requires a term checks IsZero.
func (t *Term) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = Term{}
		return nil
	}
	parsed, err := ParseTerm(string(text))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}

// duration returns the exact length of a term that runs by the clock, and false
// for all others.
func (t Term) duration() (time.Duration, bool) {
	switch t.Unit {
	case Hours:
		return time.Duration(t.N) * time.Hour, true
	case Minutes:
		return time.Duration(t.N) * time.Minute, true
	case Seconds:
		return time.Duration(t.N) * time.Second, true
	}
	return 0, false
}
