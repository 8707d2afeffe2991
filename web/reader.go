package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"chengxin/models"
)

// reader reads a form's fields as what they mean, and gathers what cannot be read.
type reader struct {
	in  url.Values
	bad []models.Field
}

func (r *reader) text(name string) string { return strings.TrimSpace(r.in.Get(name)) }

// file reads which uploaded file stands in a field. One that was refused says why.
func (r *reader) file(name string) string {
	if fault := r.text(name + ".fault"); fault != "" {
		r.wrong(name+".file", fault)
	}
	return r.text(name + ".file")
}

func (r *reader) wrong(name, message string) {
	r.bad = append(r.bad, models.Field{Field: name, Message: message})
}

// number reads a whole number; 0 for nothing.
func (r *reader) number(name string) int {
	text := r.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.wrong(name, "须为整数")
	}
	return n
}

// The forms in which browsers, and people without a date field, write a time.
var timeLayouts = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02"}

// instant reads a day or a moment in Beijing time; 0 for nothing.
func (r *reader) instant(name string) models.Instant {
	text := r.text(name)
	if text == "" {
		return 0
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, text, models.Beijing); err == nil {
			return models.At(t)
		}
	}
	r.wrong(name, "须为日期时间，如2026-11-24 09:30")
	return 0
}

// problem is what could not be read, nil when all could.
func (r *reader) problem() *models.Problem {
	if len(r.bad) == 0 {
		return nil
	}
	p := models.Refuse(models.Invalid, "form.unreadable", "填写有误", "请改正标出的各项后重新提交。")
	p.Fields = r.bad
	return p
}

// local writes an instant as a date-time field wants it.
func local(i models.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006-01-02T15:04")
}
