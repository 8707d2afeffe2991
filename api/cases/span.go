package cases

import (
	"chengxin/models"
	"chengxin/policy/calendar"
)

// Span is a stretch of whole days in Beijing, both included; either end may be open.
type Span struct{ From, Until calendar.Date }

// Days reads a span from two days as addresses write them, 2026-11-24; empty is open.
// Errors: span.invalid.
func Days(from, until string) (s Span, err error) {
	for _, end := range []struct {
		text string
		into *calendar.Date
	}{{from, &s.From}, {until, &s.Until}} {
		if end.text == "" {
			continue
		}
		if *end.into, err = calendar.ParseDate(end.text); err != nil {
			return s, models.Refuse(models.Malformed, "span.invalid", "日期无法识别", "日期“%s”应写成2026-11-24。", end.text).Because(err)
		}
	}
	return s, nil
}

// in adds the span to a query's conditions on a column of instants.
func (s Span) in(column string, where []string, args []any) ([]string, []any) {
	if !s.From.IsZero() {
		where, args = append(where, column+" >= ?"), append(args, models.At(s.From.Start()))
	}
	if !s.Until.IsZero() {
		where, args = append(where, column+" > 0", column+" < ?"), append(args, models.At(s.Until.AddDays(1).Start()))
	}
	return where, args
}
