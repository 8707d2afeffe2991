package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// Whoever looks at a natural person's file is written down, by page and by program, once
// in a short while, with what for; auditors see it, others do not (个人信息保护法 51, 54).
func TestLooksAtAPersonAreWrittenDown(t *testing.T) {
	o := office(t)
	person := o.naturalPerson(t)
	handler := o.as(t, "rencheng.handler2")
	handler.open("/subjects/" + person)
	handler.open("/subjects/" + person)
	handler.sees("***")
	o.api(t, "rencheng.reviewer1", http.MethodGet, "/subjects/"+person+"/score?purpose="+url.QueryEscape("核对分值"), http.StatusOK, nil, nil)
	inspector := o.as(t, "rencheng.inspector1")
	inspector.open("/subjects/" + person)
	inspector.sees(strings.Repeat("*", 18))

	auditor := o.as(t, "jining.auditor1")
	auditor.press("查看记录")
	auditor.sees("一人一档", "计分", "核对分值", "承办人2", "审核人1")
	auditor.look("looks")
	auditor.open("/looks?subject=" + person + "&user=rencheng.handler2&day=" + time.Now().In(models.Beijing).Format(time.DateOnly))
	if n := auditor.js(`document.querySelectorAll("tbody tr").length`); n != "1" {
		t.Errorf("two views in a short while are %s looks", n)
	}
	auditor.open("/looks?day=2020-01-01")
	auditor.sees("没有符合条件的记录")
	auditor.open("/looks?day=gestern")
	auditor.sees("日期无法识别")
	if status := handler.open("/looks"); status != http.StatusForbidden {
		t.Errorf("a handler reads the looks: %d", status)
	}
}

// naturalPerson registers one nobody knows.
func (o *bureau) naturalPerson(t *testing.T) string {
	t.Helper()
	number, base := "", fmt.Sprintf("370811199003%02d%03d", 1+rand.IntN(28), rand.IntN(1000))
	for _, last := range "0123456789X" {
		if _, err := identifiers.ParseResidentID(base+string(last), calendar.From(time.Now())); err == nil {
			number = base + string(last)
		}
	}
	var s struct{ ID string }
	o.api(t, "rencheng.handler1", http.MethodPost, "/subjects", http.StatusCreated,
		map[string]any{"jurisdiction": "jining", "kind": "natural_person", "name": "示例甲", "id_number": number}, &s)
	return s.ID
}
