package api_test

import (
	"net/http"
	"strings"
	"testing"

	"chengxin/policy"
)

// Words that are only blanks are no reason.
func TestBlankReasons(t *testing.T) {
	_, task := claimed(t, the)
	blank := map[string]any{"reason": "  \n"}
	with := func(key, value string) map[string]any { return map[string]any{"reason": "  \n", key: value} }
	handler, head := person(policy.Handler, 1)(the), person(policy.Approver, 1)(the)
	for path, c := range map[string]struct {
		who  string
		body any
	}{
		"transfer": {head, with("to", h2)}, "recusal": {handler, blank}, "signers": {handler, with("user", lawyer)},
		"extension": {handler, with("term", "5 working_days")}, "suspension": {head, blank}, "return": {handler, with("to", "dispatch")},
	} {
		got := the.post(t, c.who, task, path, c.body)
		if code := got.str("code"); got.status != http.StatusUnprocessableEntity || code != "decision.incomplete" && path != "return" {
			t.Errorf("%s: %d %s", path, got.status, got.raw)
		}
	}
	the.post(t, person(policy.Supervisor, 1)(the), task, "supervision", `{"note":"   "}`).want(t, http.StatusUnprocessableEntity, "decision.incomplete")
	the.post(t, head, task, "transfer", `{"reason":"工作调整"}`).want(t, http.StatusUnprocessableEntity, "transfer.target")
	the.post(t, head, task, "suspension", `{"reason":"鉴定","until":"0001-01-01T00:00:01Z"}`).want(t, http.StatusUnprocessableEntity, "suspension.past")
	the.post(t, head, task, "suspension", `{"reason":"鉴定","until":"2999-01-01T00:00:00+08:00"}`).want(t, http.StatusUnprocessableEntity, "suspension.too_long")
	the.post(t, head, task, "suspension", `{"reason":"鉴定","kind":"criminal"}`).want(t, http.StatusUnprocessableEntity, "request.invalid")
	the.post(t, handler, task, "extension", `{"reason":"检测","term":"bald"}`).want(t, http.StatusUnprocessableEntity, "extension.term")
	the.post(t, handler, task, "extension", `{"reason":"检测","term":"6 working_days"}`).want(t, http.StatusUnprocessableEntity, "extension.too_long")
}

// Asked for an opinion, a colleague of another district reads the case they are asked
// about, and nothing else of it is theirs (加签).
func TestACoSignerReadsTheCase(t *testing.T) {
	number, task := claimed(t, the)
	foreign := the.as(policy.LegalReviewer, "yanzhou_bureau", 5)
	the.ask(t, foreign, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusNotFound, "case.unknown")
	the.post(t, person(policy.Handler, 1)(the), task, "signers", `{"user":"jining/yanzhou_bureau/legal_reviewer5","reason":"请审核"}`).want(t, http.StatusOK)
	page := the.ask(t, foreign, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK)
	if asked := pageTask(t, page, task+".co_sign.1"); asked["mine"] != true {
		t.Errorf("asked: %v", asked)
	}
	the.post(t, foreign, task, "decision", `{"choice":"handled"}`).want(t, http.StatusForbidden, "task.not_yours")
	the.post(t, foreign, task+".co_sign.1", "decision", `{"choice":"agreed"}`).want(t, http.StatusOK)
	the.post(t, person(policy.Handler, 1)(the), task, "decision", `{"choice":"handled"}`).want(t, http.StatusOK)
}

// A case is copied to people of its own jurisdiction alone.
func TestNothingIsCopiedAbroad(t *testing.T) {
	_, task := handling(t, the)
	the.as(policy.Handler, "jining_trial/rencheng_bureau", 3)
	got := the.post(t, person(policy.Handler, 1)(the), task, "copies", `{"users":["jining_trial/rencheng_bureau/handler3"]}`)
	got.want(t, http.StatusUnprocessableEntity, "copy.not_eligible")
}

// Many at once: each item for itself, under one key once, and never with another content.
func TestBatchOverHTTP(t *testing.T) {
	handler, stranger := person(policy.Handler, 1)(the), the.as(policy.Handler, "yanzhou_bureau")
	n1, one := handling(t, the)
	n2, two := handling(t, the)
	_, far := handling(t, the)
	body := func(tasks ...string) map[string]any {
		items := make([]map[string]any, len(tasks))
		for i, task := range tasks {
			items[i] = map[string]any{"task": task}
		}
		return map[string]any{"verb": "decide", "choice": "handled", "items": items}
	}
	ask := func(who string, body any, key ...string) reply {
		if len(key) > 0 {
			key = []string{"Idempotency-Key", key[0]}
		}
		return the.ask(t, who, "POST", "/api/v1/tasks/batch", body, key...)
	}
	before := the.rows(t)
	for code, bad := range map[string]any{
		"batch.twice":           body(one, one),
		"request.unknown_field": map[string]any{"verb": "decide", "items": body(one)["items"], "whatever": 1},
		"request.invalid":       map[string]any{"verb": "delete", "items": body(one)["items"]},
		"request.malformed":     `{"verb":`,
	} {
		isProblem(t, ask(handler, bad).want(t, ask(handler, bad).status, code))
	}
	ask(handler, body()).want(t, http.StatusUnprocessableEntity, "request.invalid")
	ask(person(policy.Auditor, 1)(the), body(one)).want(t, http.StatusForbidden, "access.role_required")
	each := func(r reply) (told []string) {
		for _, item := range r.want(t, http.StatusOK).items() {
			word, _ := item["status"].(string)
			if refusal, ok := item["refusal"].(map[string]any); ok {
				word, _ = refusal["code"].(string)
			}
			told = append(told, word)
		}
		return told
	}
	same := func(what string, got []string, want ...string) {
		t.Helper()
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	same("a stranger", each(ask(stranger, body(one, "nothing"))), "task.unknown", "task.unknown")
	same("a colleague", each(ask(person(policy.Reviewer, 1)(the), body(one))), "task.not_yours")
	if the.rows(t) != before {
		t.Error("a refusal left something behind")
	}

	key := strings.Repeat("钥", 42) // as long as a key may be in bytes
	first := ask(handler, body(one, "nothing", two), key)
	same("the right person", each(first), "counted", "task.unknown", "counted")
	after := the.rows(t)
	second := ask(handler, body(one, "nothing", two), key)
	if string(first.raw) != string(second.raw) {
		t.Errorf("%s, then %s", first.raw, second.raw)
	}
	isProblem(t, ask(handler, body(far), key).want(t, http.StatusConflict, "idempotency.reused"))
	if the.rows(t) != after {
		t.Error("a repeat left something behind")
	}
	same("too late", each(ask(handler, body(one, two), key+"2")), "task.already_decided", "task.already_decided")
	for _, n := range []string{n1, n2} {
		if stage := the.ask(t, handler, "GET", "/api/v1/cases/"+n, nil).str("stage"); stage != "verifying" {
			t.Errorf("%s is %s", n, stage)
		}
	}
	urge := map[string]any{"verb": "urge", "reason": "请尽快", "items": []any{map[string]any{"task": far}, map[string]any{"task": one}}}
	same("urged", each(ask(person(policy.Supervisor, 1)(the), urge)), "counted", "task.not_open")
	give := map[string]any{"verb": "transfer", "reason": "工作调整", "to": h2, "items": []any{map[string]any{"task": far}}}
	same("handed on", each(ask(person(policy.Approver, 1)(the), give)), "counted")
	give["to"] = ""
	same("handed to nobody", each(ask(person(policy.Approver, 1)(the), give)), "transfer.target")
}
