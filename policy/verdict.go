package policy

import "chengxin/policy/calendar"

// Verdict is a refusal by the rules, in the words of an official document: what
// is wrong, which rule says so, and what can be done. A nil *Verdict means that
// nothing stands in the way. It is data, not an error: callers turn it into a
// problem for programs or a message at a field.
type Verdict struct {
	Code    string         `json:"code"` // stable, English: "repair.too_early"
	Title   string         `json:"title"`
	Detail  string         `json:"detail"`
	Pack    string         `json:"pack,omitempty"` // as decisions cite it: "jining 2026.1"
	Article string         `json:"article,omitempty"`
	Fields  []VerdictField `json:"fields,omitempty"`
}

// VerdictField is the input a verdict is about, with what would have been right.
type VerdictField struct {
	Field    string        `json:"field"`
	Message  string        `json:"message,omitempty"`
	Earliest calendar.Date `json:"earliest,omitzero"` // the first day on which it would be allowed
}

// String is title and detail in one line, for logs and reports.
func (v *Verdict) String() string {
	if v == nil {
		return ""
	}
	return v.Title + "：" + v.Detail
}

func (p *Pack) verdict(code, title, detail, article string, fields ...VerdictField) *Verdict {
	return &Verdict{Code: code, Title: title, Detail: detail, Pack: p.Name(), Article: article, Fields: fields}
}
