package cases

import (
	"errors"
	"strings"

	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// NumberCheck says of a number that is being typed whether it can be right.
type NumberCheck struct {
	Number  string // as it would be registered; empty while it cannot be one
	Kind    string // "credit_code", "resident_id", or empty
	Valid   bool
	Message string // what is wrong with it
}

// The lengths of the numbers that name a subject.
const (
	shortNumber = 15
	fullNumber  = 18
)

// CheckNumber looks at a unified social credit code or a resident's number. What is
// shorter than either is no number yet: a name, perhaps.
func (q *Queries) CheckNumber(text string) NumberCheck {
	number := strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if len(number) < shortNumber || strings.Trim(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return NumberCheck{}
	}
	if id, err := identifiers.ParseResidentID(number, calendar.From(q.Now())); err == nil {
		return NumberCheck{Number: id.Reveal(), Kind: "resident_id", Valid: true}
	}
	c := NumberCheck{Number: number, Kind: "credit_code"}
	_, err := identifiers.ParseCreditCode(number)
	if err == nil {
		c.Valid = true
		return c
	}
	if digits := strings.TrimSuffix(number, "X"); len(number) == fullNumber && strings.Trim(digits, "0123456789") == "" && digits[0] != '9' {
		c.Kind = "resident_id"
		_, err = identifiers.ParseResidentID(number, calendar.From(q.Now()))
	}
	var wrong *identifiers.Error
	if errors.As(err, &wrong) {
		c.Message = wrong.Message
	}
	return c
}
