package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// An account from its opening to its end: first password, posts with dates, and what
// nobody may do with their own (domain "A role is held in an organization with dates").
func TestPeople(t *testing.T) {
	admin := the.as(policy.Administrator, "rencheng_bureau")
	the.ask(t, the.as(policy.Supervisor, "city_bureau"), "GET", "/api/v1/people", nil).want(t, http.StatusForbidden, "access.role_required")

	open := map[string]any{
		"username": "Zhang.Test", "name": "承办人甲", "certificate": "鲁H-001", "certificate_until": "2099-01-01T00:00:00+08:00",
		"role": "handler", "organization": "jining/rencheng_bureau",
	}
	for field, wrong := range map[string]any{"username": "张", "name": " ", "role": "king", "organization": "jining/yanzhou_bureau", "until": "2020-01-01T00:00:00+08:00"} {
		in := map[string]any{}
		for k, v := range open {
			in[k] = v
		}
		in[field] = wrong
		if r := the.ask(t, admin, "POST", "/api/v1/people", in); r.status != http.StatusUnprocessableEntity && r.status != http.StatusForbidden {
			t.Errorf("%s %v: %d %s", field, wrong, r.status, r.raw)
		}
	}
	opened := the.ask(t, admin, "POST", "/api/v1/people", open).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/people", open).want(t, http.StatusConflict, "person.exists")
	id, password := opened.str("id"), opened.str("password")
	if id != "jining/zhang.test" || len(password) < 12 {
		t.Fatalf("opened %s", opened.raw)
	}
	about := "?id=" + url.QueryEscape(id)
	if page := the.ask(t, admin, "GET", "/api/v1/people/one"+about, nil).want(t, http.StatusOK); strings.Contains(string(page.raw), password) {
		t.Errorf("the password is told twice: %s", page.raw)
	}
	the.ask(t, "", "POST", "/api/v1/session", map[string]any{"username": "zhang.test", "password": password}).want(t, http.StatusOK)

	post := map[string]any{"role": "reviewer", "organization": "jining/rencheng_bureau"}
	with := the.ask(t, admin, "POST", "/api/v1/people/appoint"+about, post).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/people/appoint"+about, post).want(t, http.StatusConflict, "post.held")
	posts := with.m["posts"].([]any)
	reviewer := posts[1].(map[string]any)["id"].(string)
	the.ask(t, admin, "POST", "/api/v1/people/dismiss"+about, map[string]any{"post": "none"}).want(t, http.StatusNotFound, "post.unknown")
	the.ask(t, admin, "POST", "/api/v1/people/dismiss"+about, map[string]any{"post": reviewer, "until": "2020-01-01T00:00:00+08:00"}).want(t, http.StatusUnprocessableEntity, "post.dates")
	the.ask(t, admin, "POST", "/api/v1/people/dismiss"+about, map[string]any{"post": reviewer}).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/people/dismiss"+about, map[string]any{"post": reviewer}).want(t, http.StatusConflict, "post.past")

	// Who holds a post beyond is not for a district's administrator to change; the city's may.
	city := the.as(policy.Administrator, "city_bureau")
	the.ask(t, city, "POST", "/api/v1/people/appoint"+about, map[string]any{"role": "handler", "organization": "jining/yanzhou_bureau"}).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/people/close"+about, nil).want(t, http.StatusForbidden, "person.beyond")
	the.ask(t, the.as(policy.Administrator, "qufu_bureau"), "POST", "/api/v1/people/close"+about, nil).want(t, http.StatusNotFound, "person.unknown")

	own := "?id=" + url.QueryEscape("jining/rencheng_bureau/administrator1")
	the.ask(t, admin, "POST", "/api/v1/people/appoint"+own, post).want(t, http.StatusForbidden, "person.own_account")
	the.ask(t, admin, "POST", "/api/v1/people/password"+own, nil).want(t, http.StatusForbidden, "person.own_account")

	fresh := the.ask(t, city, "POST", "/api/v1/people/password"+about, nil).want(t, http.StatusOK).str("password")
	the.ask(t, "", "POST", "/api/v1/session", map[string]any{"username": "zhang.test", "password": password}).want(t, http.StatusUnauthorized)
	the.ask(t, "", "POST", "/api/v1/session", map[string]any{"username": "zhang.test", "password": fresh}).want(t, http.StatusOK)
	closed := the.ask(t, city, "POST", "/api/v1/people/close"+about, nil).want(t, http.StatusOK)
	if strings.Contains(string(closed.raw), `"state":"present"`) {
		t.Errorf("closed, and still holds: %s", closed.raw)
	}
	the.ask(t, "", "POST", "/api/v1/session", map[string]any{"username": "zhang.test", "password": fresh}).want(t, http.StatusUnauthorized)
	the.ask(t, city, "POST", "/api/v1/people/appoint"+about, post).want(t, http.StatusConflict, "person.closed")
	if l := the.ask(t, city, "GET", "/api/v1/people?closed=true&q=承办人甲", nil).items(); len(l) != 1 {
		t.Errorf("closed accounts: %v", l)
	}
	the.ask(t, city, "POST", "/api/v1/people/reopen"+about, nil).want(t, http.StatusOK)
	the.ask(t, city, "POST", "/api/v1/people/reopen"+about, nil).want(t, http.StatusConflict, "person.open")
}

// With a certificate that ran out, nobody proposes a recognition (行政处罚法 42).
func TestExpiredCertificate(t *testing.T) {
	admin := the.as(policy.Administrator, "city_bureau")
	the.as(policy.Handler, "gaoxin_bureau", 2)
	second := "?id=" + url.QueryEscape("jining/gaoxin_bureau/handler2")
	expires := func(at string) {
		the.ask(t, admin, "POST", "/api/v1/people/amend"+second, map[string]any{"name": "承办人2", "certificate": "鲁H-002", "certificate_until": at}).want(t, http.StatusOK)
	}
	subject := the.company(t, 71)
	body := report(subject)
	body["organization"], body["behaviour"] = "jining/gaoxin_bureau", "SR-06"
	n := the.ask(t, the.as(policy.Collector, "gaoxin_bureau"), "POST", "/api/v1/violations", body).want(t, http.StatusCreated).str("number")
	for _, m := range [][2]string{{"filing", "filed"}, {"dispatch", "dispatched"}, {"handling", "handled"}, {"verification", "passed"}} {
		the.move(t, n, m[0], m[1], nil)
	}
	proposal := map[string]any{"choice": "proposed", "reason": "事实清楚", "details": map[string]any{
		"co_handler": "jining/gaoxin_bureau/handler2", "recognitions": []any{map[string]any{
			"subject": subject, "charges": []any{map[string]any{"behaviour": "SR-06", "points": 8}}, "act_at": body["occurred_at"],
			"founding": map[string]any{"number": "高城管罚〔2026〕" + n, "body": "济宁高新区城市管理局", "issued_at": body["occurred_at"]},
		}},
	}}
	task := the.open(t, n, "recognition")["id"].(string)
	handler := the.as(policy.Handler, "gaoxin_bureau")
	expires(time.Now().AddDate(0, 0, -1).Format(time.RFC3339))
	refused := the.ask(t, handler, "POST", "/api/v1/tasks/"+task+"/decision", proposal).want(t, http.StatusUnprocessableEntity, "recognition.certificate")
	if !strings.Contains(string(refused.raw), "换证登记前") {
		t.Errorf("refused: %s", refused.raw)
	}
	expires(time.Now().AddDate(1, 0, 0).Format(time.RFC3339))
	the.ask(t, handler, "POST", "/api/v1/tasks/"+task+"/decision", proposal).want(t, http.StatusOK)
}
