package models

import (
	"errors"
	"fmt"
)

// Class sorts problems by what the caller can do about them.
type Class string

// The classes, each one HTTP status.
const (
	Invalid     Class = "invalid"     // 422: the content is wrong
	Malformed   Class = "malformed"   // 400: cannot be read
	Unknown     Class = "unknown"     // 404
	Forbidden   Class = "forbidden"   // 403
	Conflict    Class = "conflict"    // 409: the register stands elsewhere by now
	Unavailable Class = "unavailable" // 503: try again

	Unauthenticated Class = "unauthenticated" // 401: say who you are
	TooMany         Class = "too_many"        // 429: later
)

// Problem is a refusal that teaches: what is wrong, which rule, what to do. Title and
// Detail are official Chinese and safe to show; internals stay in the wrapped cause.
type Problem struct {
	Class  Class   `json:"class"`
	Code   string  `json:"code"` // stable, English, "repair.too_early"
	Title  string  `json:"title"`
	Detail string  `json:"detail"`
	Rule   *Rule   `json:"rule,omitempty"`
	Fields []Field `json:"errors,omitempty"`
	cause  error
}

// Rule is what a refusal rests on.
type Rule struct {
	Pack    string `json:"pack"`
	Article string `json:"article"`
}

// Field says what is wrong where.
type Field struct {
	Field    string `json:"field"`
	Message  string `json:"message,omitempty"`
	Value    any    `json:"value,omitempty"`
	Earliest string `json:"earliest,omitempty"`
}

// Refuse makes a problem.
func Refuse(class Class, code, title, detail string, args ...any) *Problem {
	if len(args) > 0 {
		detail = fmt.Sprintf(detail, args...)
	}
	return &Problem{Class: class, Code: code, Title: title, Detail: detail}
}

// Error is for logs.
func (p *Problem) Error() string {
	if p.cause != nil {
		return p.Code + ": " + p.Detail + ": " + p.cause.Error()
	}
	return p.Code + ": " + p.Detail
}

// Unwrap gives the cause, which is never shown.
func (p *Problem) Unwrap() error { return p.cause }

// By names the rule that refuses.
func (p *Problem) By(pack, article string) *Problem {
	p.Rule = &Rule{Pack: pack, Article: article}
	return p
}

// Where adds a field that is wrong.
func (p *Problem) Where(f Field) *Problem {
	p.Fields = append(p.Fields, f)
	return p
}

// Because keeps the cause for the log.
func (p *Problem) Because(err error) *Problem {
	p.cause = err
	return p
}

// AsProblem finds a problem in an error's chain.
func AsProblem(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok
}
