package calendar

import (
	"errors"
	"fmt"
	"time"
)

// ErrOffice is wrapped by every refusal of office hours.
var ErrOffice = errors.New("工作时段有误")

// Shift is one stretch of office hours of a working day, from Open until Close,
// each counted from midnight, in whole minutes.
type Shift struct {
	Open  time.Duration
	Close time.Duration
}

// ParseShift reads a shift written 08:00-12:00; the end of a day is 24:00.
func ParseShift(s string) (Shift, error) {
	var h1, m1, h2, m2 int
	n, _ := fmt.Sscanf(s, "%02d:%02d-%02d:%02d", &h1, &m1, &h2, &m2)
	shift := Shift{clock(h1, m1), clock(h2, m2)}
	// Sscanf forgives what follows and short numbers; the text must come back.
	if n != 4 || m1 > 59 || m2 > 59 || shift.String() != s {
		return Shift{}, fmt.Errorf("%w：%s应写成08:00-12:00", ErrOffice, quote(s))
	}
	return shift, shift.validate()
}

func clock(hour, minute int) time.Duration {
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
}

// String returns 08:00-12:00.
func (s Shift) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d",
		int(s.Open.Hours()), int(s.Open.Minutes())%60, int(s.Close.Hours()), int(s.Close.Minutes())%60)
}

// MarshalText writes what String returns.
func (s Shift) MarshalText() ([]byte, error) { return []byte(s.String()), s.validate() }

// UnmarshalText reads what ParseShift accepts.
func (s *Shift) UnmarshalText(text []byte) error {
	parsed, err := ParseShift(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

func (s Shift) validate() error {
	switch {
	case s.Open < 0 || s.Close > 24*time.Hour:
		return fmt.Errorf("%w：%s不在00:00至24:00之间", ErrOffice, s)
	case s.Open%time.Minute != 0 || s.Close%time.Minute != 0:
		return fmt.Errorf("%w：%s应为整分钟", ErrOffice, s)
	case s.Open >= s.Close:
		return fmt.Errorf("%w：%s的结束时刻应晚于开始时刻", ErrOffice, s)
	}
	return nil
}

// validateOffice accepts the shifts of one day, in order and apart.
func validateOffice(shifts []Shift) error {
	if len(shifts) == 0 {
		return fmt.Errorf("%w：至少应有一个时段", ErrOffice)
	}
	for i, s := range shifts {
		if err := s.validate(); err != nil {
			return err
		}
		if i > 0 && s.Open < shifts[i-1].Close {
			return fmt.Errorf("%w：%s应在%s之后", ErrOffice, s, shifts[i-1])
		}
	}
	return nil
}
