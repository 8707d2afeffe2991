package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// What may happen to a document after it was issued: by the right person, the wrong one,
// twice, and what cannot be meant (ZZ-7).
func TestDocuments(t *testing.T) {
	subject := the.company(t, 70)
	n := the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "POST", "/api/v1/breaches", map[string]any{
		"organization": "jining/rencheng_bureau", "subject": subject, "commitment": "承诺书1号", "type": "approval", "description": "未在承诺期限内清运", "occurred_at": time.Now().Add(-time.Hour).Format(time.RFC3339),
	}).want(t, http.StatusCreated).str("number")
	the.move(t, n, "verification", "found", nil)
	the.open(t, n, "notice")
	notice := the.documents(t, n)["breach_notice"]
	path := "/api/v1/documents/" + notice
	handler, approver := the.as(policy.Handler, "rencheng_bureau"), the.as(policy.Approver, "rencheng_bureau")

	page := the.ask(t, handler, "GET", path, nil).want(t, http.StatusOK)
	for _, w := range []string{"任城管信违告〔20", "经查，你（单位）作出的信用承诺", "5个工作日内", `"by_step":true`, `"acts":[]`} {
		if !strings.Contains(string(page.raw), w) {
			t.Errorf("the notice lacks %s: %s", w, page.raw)
		}
	}
	the.ask(t, the.as(policy.Handler, "yanzhou_bureau"), "GET", path, nil).want(t, http.StatusNotFound, "document.unknown")
	the.ask(t, handler, "GET", "/api/v1/documents/none", nil).want(t, http.StatusNotFound, "document.unknown")

	served := map[string]any{"method": "direct", "receipt": "回证1号"}
	the.ask(t, handler, "POST", path+"/service", served).want(t, http.StatusConflict, "document.by_step")

	fix := map[string]any{"before": "予以认定", "after": "给予认定", "reason": "笔误"}
	the.ask(t, handler, "POST", path+"/correction", fix).want(t, http.StatusForbidden, "document.not_yours")
	the.ask(t, the.as(policy.Approver, "yanzhou_bureau"), "POST", path+"/correction", fix).want(t, http.StatusNotFound, "document.unknown")
	the.ask(t, approver, "POST", path+"/correction", fix).want(t, http.StatusUnprocessableEntity, "correction.not_found")
	fix["before"], fix["after"] = "经核查", "经核查"
	the.ask(t, approver, "POST", path+"/correction", fix).want(t, http.StatusUnprocessableEntity, "correction.same")
	fix["after"] = "　"
	the.ask(t, approver, "POST", path+"/correction", fix).want(t, http.StatusUnprocessableEntity, "intake.incomplete")
	fix["after"] = "经核实"
	key := []string{"Idempotency-Key", "correct-" + n}
	once := the.ask(t, approver, "POST", path+"/correction", fix, key...).want(t, http.StatusOK)
	again := the.ask(t, approver, "POST", path+"/correction", fix, key...).want(t, http.StatusOK)
	if string(once.raw) != string(again.raw) || strings.Count(string(again.raw), "更正通知书") != 1 || !strings.Contains(string(again.raw), "经核查") {
		t.Errorf("corrected once: %s\nand again: %s", once.raw, again.raw)
	}

	correction := "/api/v1/documents/" + the.documents(t, n)["correction"]
	text := the.ask(t, handler, "GET", correction, nil).want(t, http.StatusOK)
	if s := string(text.raw); !strings.Contains(s, "更正为：经核实") || !strings.Contains(s, `"corrects":{"id":"`+notice) || !strings.Contains(s, `"acts":["service"]`) {
		t.Errorf("the correction: %s", s)
	}
	the.ask(t, approver, "POST", correction+"/correction", map[string]any{"before": "笔误", "after": "错字", "reason": "再正"}).want(t, http.StatusConflict, "correction.not_possible")
	the.ask(t, handler, "POST", correction+"/service", map[string]any{"method": "pigeon", "receipt": "1"}).want(t, http.StatusUnprocessableEntity, "service.method")
	the.ask(t, handler, "POST", correction+"/service", map[string]any{"method": "direct", "receipt": " "}).want(t, http.StatusUnprocessableEntity, "intake.incomplete")
	for when, code := range map[string]string{"2099-01-01T09:00:00+08:00": "service.future", "2020-01-01T09:00:00+08:00": "service.before_issue"} {
		the.ask(t, handler, "POST", correction+"/service", map[string]any{"method": "direct", "receipt": "1", "served_at": when}).want(t, http.StatusUnprocessableEntity, code)
	}
	the.ask(t, handler, "POST", correction+"/service", served).want(t, http.StatusOK)
	the.ask(t, handler, "POST", correction+"/service", served).want(t, http.StatusConflict, "document.served")
	the.checkTrail(t, handler, n)

	declined := the.violation(t, subject)
	the.move(t, declined, "filing", "declined", nil)
	form := the.documents(t, declined)["declined_filing"]
	the.ask(t, handler, "POST", "/api/v1/documents/"+form+"/service", served).want(t, http.StatusConflict, "document.to_file")
}

// documents are a case's issued documents by kind, once there are some.
func (r *rig) documents(t *testing.T, number string) map[string]string {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		page := r.ask(t, r.as(policy.Supervisor, "city_bureau"), "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK)
		var c struct {
			Links struct{ Documents []struct{ ID, Kind string } }
		}
		must(json.Unmarshal(page.raw, &c))
		if docs := c.Links.Documents; len(docs) > 0 {
			found := map[string]string{}
			for _, d := range docs {
				found[d.Kind] = d.ID
			}
			return found
		}
		if time.Now().After(end) {
			t.Fatalf("%s has no documents: %s", number, page.raw)
		}
	}
}
