package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"chengxin/policy/identifiers"
)

// What tests do not speak of is made through the API, as programs do.

// begin brings a matter in and gives its number.
func (o *bureau) begin(t *testing.T, who, path string, in map[string]any) string {
	t.Helper()
	var c struct{ Number string }
	o.api(t, who, http.MethodPost, path, http.StatusCreated, in, &c)
	return c.Number
}

// decide answers a case's question at a step; it waits until the question is asked.
func (o *bureau) decide(t *testing.T, who, number, step, choice string, more map[string]any) {
	t.Helper()
	in := map[string]any{"choice": choice}
	for k, v := range more {
		in[k] = v
	}
	o.api(t, who, http.MethodPost, "/tasks/"+o.asked(t, number, step)+"/decision", http.StatusOK, in, nil)
}

// asked gives the open task of a case's step, once it is there.
func (o *bureau) asked(t *testing.T, number, step string) string {
	t.Helper()
	var c struct {
		Tasks []struct{ ID, Step string }
		Stage string
	}
	for range 100 {
		o.api(t, "jining.auditor1", http.MethodGet, "/cases/"+number, http.StatusOK, nil, &c)
		for _, task := range c.Tasks {
			if task.Step == step {
				return task.ID
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not ask %s but stands at %s", number, step, c.Stage)
	return ""
}

// company registers a company of the test's own.
func (o *bureau) company(t *testing.T, name string) string {
	t.Helper()
	var s struct{ ID string }
	o.api(t, "rencheng.collector1", http.MethodPost, "/subjects", http.StatusCreated,
		map[string]any{"jurisdiction": o.city, "kind": "legal_person", "name": name, "code": newCode(t)}, &s)
	return s.ID
}

// newCode is a credit code that nobody has.
func newCode(t *testing.T) string {
	t.Helper()
	code, err := identifiers.CompleteCreditCode("91", "370811", "MA"+fmt.Sprintf("%06d", rand.IntN(1_000_000)))
	must(t, err)
	return string(code)
}

// recognised takes a report all the way to points, and gives its number.
func (o *bureau) recognised(t *testing.T, subject, behaviour string, points int) string {
	t.Helper()
	at := func(ago time.Duration) string { return time.Now().Add(-ago).Format(time.RFC3339) }
	served := map[string]any{"details": map[string]any{"method": "direct"}, "evidence": []any{map[string]any{"kind": "receipt", "title": "送达回证"}}}
	n := o.begin(t, "rencheng.collector1", "/violations", map[string]any{
		"organization": o.city + "/rencheng_bureau", "subjects": []string{subject}, "behaviour": behaviour, "occurred_at": at(48 * time.Hour),
		"description": "巡查发现", "place": fmt.Sprintf("示例路%d号", rand.IntN(10000)),
	})
	o.decide(t, "rencheng.reviewer1", n, "filing", "filed", nil)
	o.decide(t, "rencheng.dispatcher1", n, "dispatch", "dispatched", nil)
	o.decide(t, "rencheng.handler1", n, "handling", "handled", nil)
	o.decide(t, "rencheng.inspector1", n, "verification", "passed", nil)
	o.decide(t, "rencheng.handler1", n, "recognition", "proposed", map[string]any{"reason": "事实清楚", "details": map[string]any{
		"co_handler": o.who("rencheng.handler2"), "recognitions": []any{map[string]any{
			"subject": subject, "act_at": at(48 * time.Hour), "charges": []any{map[string]any{"behaviour": behaviour, "points": points}},
			"founding": map[string]any{"number": fmt.Sprintf("任城管罚字〔2026〕%d号", rand.IntN(1_000_000)), "body": "济宁市任城区城市管理局", "issued_at": at(24 * time.Hour)},
		}},
	}})
	o.decide(t, "rencheng.handler1", n, "notice", "served", served)
	o.decide(t, "rencheng.handler1", n, "statement", "stated", map[string]any{"evidence": []any{map[string]any{"kind": "statement", "title": "陈述申辩书"}}})
	o.decide(t, "rencheng.reviewer1", n, "review", "maintained", nil)
	if points >= 20 {
		o.decide(t, "rencheng.legal_reviewer1", n, "legal_review", "passed", nil)
	}
	o.decide(t, "rencheng.approver1", n, "approval", "approved", nil)
	o.decide(t, "rencheng.handler1", n, "service", "served", served)
	return n
}

// published puts a company of the test's own on the yellow list, and gives the listing.
func (o *bureau) published(t *testing.T) string { return o.listed(t, 20) }

// listed puts a company of the test's own on the list that points reach, and gives the
// published listing.
func (o *bureau) listed(t *testing.T, points int) string {
	t.Helper()
	return o.onTheList(t, o.company(t, fmt.Sprintf("示例%d有限公司", rand.IntN(1_000_000))), points)
}
