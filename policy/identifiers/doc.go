// Package identifiers checks the numbers that name subjects: the unified social
// credit code of organisations and the resident ID of natural persons.
//
// It is pure and keeps nothing. Errors say in Chinese what is wrong with the
// number and what to do, at the position where it went wrong; they never repeat a
// whole ID number, because errors reach logs.
package identifiers

import "fmt"

// Error is a number that cannot be right.
type Error struct {
	Code    string // stable, English: "credit_code.check"
	Message string // Chinese, for the person who typed it
	// Overridable marks what a few lawful numbers in the wild fail: a number may
	// then be accepted by explicit, audited override, never by itself.
	Overridable bool
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

func refuse(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
