package models

import "chengxin/policy"

// Judged turns a rule's refusal into a problem; nil stays nil.
func Judged(v *policy.Verdict) *Problem {
	if v == nil {
		return nil
	}
	p := Refuse(Invalid, v.Code, v.Title, "").By(v.Pack, v.Article)
	p.Detail = v.Detail
	for _, f := range v.Fields {
		p.Where(Field{Field: f.Field, Message: f.Message, Earliest: earliest(f)})
	}
	return p
}

func earliest(f policy.VerdictField) string {
	if f.Earliest.IsZero() {
		return ""
	}
	return f.Earliest.String()
}
