package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/policy"
)

// Every bad request is refused with its own problem, in Chinese, and changes nothing
// (quality.md, "Bad input").
func TestBadInput(t *testing.T) {
	subject := the.company(t, 1)
	number := the.violation(t, subject)
	task := number + ".filing.1"
	reviewer, handler := the.as(policy.Reviewer, "rencheng_bureau"), the.as(policy.Handler, "rencheng_bureau")
	collector, clerk := the.as(policy.Collector, "rencheng_bureau"), the.as(policy.WindowClerk, "rencheng_bureau")
	decide := "/api/v1/tasks/" + task + "/decision"
	with := func(change func(m map[string]any)) map[string]any {
		m := report(subject)
		change(m)
		return m
	}
	set := func(key string, value any) map[string]any { return with(func(m map[string]any) { m[key] = value }) }
	person := func(id string) map[string]any {
		return map[string]any{"jurisdiction": "jining", "kind": "natural_person", "name": "示例甲", "id_number": id}
	}
	company := func(code string) map[string]any {
		return map[string]any{"jurisdiction": "jining", "kind": "legal_person", "name": "示例公司", "code": code}
	}

	for _, c := range []struct {
		name, token, method, path string
		body                      any
		status                    int
		code                      string
	}{
		// what cannot be read
		{"no JSON", reviewer, "POST", decide, `{"choice":`, 400, "request.malformed"},
		{"two documents", reviewer, "POST", decide, `{"choice":"filed"}{}`, 400, "request.malformed"},
		{"null", reviewer, "POST", decide, `null`, 422, "request.invalid"},
		{"a list for an object", reviewer, "POST", decide, `[]`, 422, "request.invalid"},
		{"nothing", reviewer, "POST", decide, ``, 400, "request.body_required"},
		{"wrong type", reviewer, "POST", decide, `{"choice":1}`, 422, "request.invalid"},
		{"unknown field", reviewer, "POST", decide, `{"choice":"filed","verdict":"x"}`, 422, "request.unknown_field"},
		{"field in other letters", reviewer, "POST", decide, `{"Choice":"filed"}`, 422, "request.invalid"},
		{"huge body", reviewer, "POST", decide, `{"choice":"filed","reason":"` + strings.Repeat("长", 400_000) + `"}`, 413, "request.too_large"},
		{"long text", collector, "POST", "/api/v1/violations", set("description", strings.Repeat("长", 10_001)), 422, "request.text_too_long"},
		{"long reason", reviewer, "POST", decide, map[string]any{"choice": "filed", "reason": strings.Repeat("长", 5_001)}, 422, "request.invalid"},
		{"broken UTF-8", reviewer, "POST", decide, "{\"choice\":\"filed\",\"reason\":\"\xff\xfe\"}", 400, "request.not_utf8"},
		{"control character", reviewer, "POST", decide, `{"choice":"filed","reason":"a\u0000b"}`, 422, "request.control_characters"},
		{"reordering mark", collector, "POST", "/api/v1/violations", set("place", "示例\u202e路"), 422, "request.control_characters"},
		{"control character in a name of a detail", reviewer, "POST", decide, `{"choice":"filed","details":{"a\u0007":1}}`, 422, "request.control_characters"},
		{"broken UTF-8 in the query", reviewer, "GET", "/api/v1/cases?q=%ff", nil, 400, "request.not_utf8"},
		{"control character in the query", reviewer, "GET", "/api/v1/cases?q=%00", nil, 422, "request.control_characters"},
		{"unknown query parameter", reviewer, "GET", "/api/v1/cases?stat=open", nil, 422, "request.unknown_field"},
		{"unknown state", reviewer, "GET", "/api/v1/cases?state=lost", nil, 422, "request.invalid"},
		{"page too long", reviewer, "GET", "/api/v1/cases?limit=201", nil, 422, "request.invalid"},
		{"page of letters", reviewer, "GET", "/api/v1/cases?limit=viele", nil, 422, "request.invalid"},
		{"invented cursor", reviewer, "GET", "/api/v1/cases?cursor=abc", nil, 400, "cursor.invalid"},
		{"no such address", reviewer, "GET", "/api/v1/nothing", nil, 404, "request.no_such_address"},
		{"no such method", reviewer, "PUT", "/api/v1/cases", nil, 405, "request.method_not_allowed"},
		// dates
		{"future", collector, "POST", "/api/v1/violations", set("occurred_at", time.Now().Add(time.Hour).Format(time.RFC3339)), 422, "date.future"},
		{"year 1", collector, "POST", "/api/v1/violations", set("occurred_at", "0001-01-01T00:00:00Z"), 422, "date.implausible"},
		{"year 1, a day later", collector, "POST", "/api/v1/violations", set("occurred_at", "0001-01-02T00:00:00Z"), 422, "date.implausible"},
		{"no date", collector, "POST", "/api/v1/violations", set("occurred_at", "gestern"), 422, "request.invalid"},
		// what is reported
		{"unknown behaviour", collector, "POST", "/api/v1/violations", set("behaviour", "XX-99"), 422, "behaviour.unknown"},
		{"unknown subject", collector, "POST", "/api/v1/violations", set("subjects", []string{"nobody"}), 422, "subject.unknown"},
		{"foreign organization", collector, "POST", "/api/v1/violations", set("organization", "jining/yanzhou_bureau"), 403, "access.not_here"},
		{"another jurisdiction's organization", collector, "POST", "/api/v1/violations", set("organization", "jining_trial/rencheng_bureau"), 403, "access.not_here"},
		// decisions
		{"unknown task", reviewer, "POST", "/api/v1/tasks/nothing/decision", `{"choice":"filed"}`, 404, "task.unknown"},
		{"not a choice", reviewer, "POST", decide, `{"choice":"approved"}`, 422, "task.not_a_choice"},
		{"missing reason", reviewer, "POST", decide, `{"choice":"declined"}`, 422, "decision.incomplete"},
		{"not one's task", handler, "POST", decide, `{"choice":"filed"}`, 403, "task.not_yours"},
		{"foreign district", the.as(policy.Reviewer, "yanzhou_bureau"), "POST", decide, `{"choice":"filed"}`, 404, "task.unknown"},
		{"no such return", reviewer, "POST", "/api/v1/tasks/" + task + "/return", `{"to":"handling","reason":"x"}`, 422, "task.no_such_return"},
		{"return without reason", reviewer, "POST", "/api/v1/tasks/" + task + "/return", `{"to":"handling","reason":""}`, 422, "request.invalid"},
		{"withdrawal by who may not", reviewer, "POST", "/api/v1/cases/" + number + "/withdrawal", `{"choice":"withdrawn","reason":"x"}`, 404, "case.unknown"},
		{"claim of a foreign task", handler, "POST", "/api/v1/tasks/" + task + "/claim", nil, 403, "task.not_yours"},
		{"release of what nobody claimed", reviewer, "POST", "/api/v1/tasks/" + task + "/release", nil, 409, "task.not_claimed"},
		{"urging a foreign task", the.as(policy.Supervisor, "yanzhou_bureau"), "POST", "/api/v1/tasks/" + task + "/urge", `{}`, 404, "task.unknown"},
		// disputes and repairs
		{"dispute of nothing", clerk, "POST", "/api/v1/disputes", map[string]any{
			"target": "370800-L-2026-999999", "applicant": "示例", "reasons": "有误", "evidence": []any{map[string]any{"kind": "photo", "title": "照片"}},
		}, 422, "dispute.target_unknown"},
		{"dispute without evidence", clerk, "POST", "/api/v1/disputes", map[string]any{
			"target": number, "applicant": "示例", "reasons": "有误", "evidence": []any{},
		}, 422, "dispute.evidence_required"},
		{"dispute without reasons", clerk, "POST", "/api/v1/disputes", map[string]any{
			"target": number, "applicant": "示例", "reasons": " ", "evidence": []any{map[string]any{"kind": "photo", "title": "照片"}},
		}, 422, "intake.incomplete"},
		{"repair of nothing", clerk, "POST", "/api/v1/repairs", map[string]any{
			"listing": "370800-L-2026-999999", "applicant": "示例", "attachments": []any{},
		}, 422, "repair.unknown"},
		// identifiers
		{"code too short", handler, "POST", "/api/v1/subjects", company("9137"), 422, "credit_code.length"},
		{"code with a wrong letter", handler, "POST", "/api/v1/subjects", company("9I230500MA1B3N1N2M"), 422, "credit_code.character"},
		{"code with a wrong check", handler, "POST", "/api/v1/subjects", company("91350100M0001TGQXM"), 422, "credit_code.check"},
		{"no code", handler, "POST", "/api/v1/subjects", company(""), 422, "subject.incomplete"},
		{"state organ", handler, "POST", "/api/v1/subjects", company("11370830660184247P"), 422, "subject.state_organ"},
		{"ID with a wrong check", handler, "POST", "/api/v1/subjects", person("110101199003077775"), 422, "resident_id.check"},
		{"no ID", handler, "POST", "/api/v1/subjects", person(""), 422, "subject.incomplete"},
		{"unknown kind of subject", handler, "POST", "/api/v1/subjects", map[string]any{"jurisdiction": "jining", "kind": "state_organ", "name": "x"}, 422, "request.invalid"},
		{"foreign jurisdiction", handler, "POST", "/api/v1/subjects", map[string]any{"jurisdiction": "jining_trial", "kind": "legal_person", "name": "x", "code": creditCode(2)}, 403, "access.not_here"},
		// looking up
		{"foreign case", the.as(policy.Handler, "yanzhou_bureau"), "GET", "/api/v1/cases/" + number, nil, 404, "case.unknown"},
		{"foreign trail", the.as(policy.Auditor, "yanzhou_bureau"), "GET", "/api/v1/cases/" + number + "/trail", nil, 404, "case.unknown"},
		{"foreign subject", the.as(policy.Handler, "jining_trial/rencheng_bureau"), "GET", "/api/v1/subjects/" + subject, nil, 404, "subject.unknown"},
		{"unknown policy", reviewer, "GET", "/api/v1/policies/atlantis", nil, 404, "policy.unknown"},
		{"unreadable term", reviewer, "GET", "/api/v1/calendar/deadline?jurisdiction=jining&from=2026-01-01&term=bald", nil, 422, "calendar.term"},
		{"unreadable day", reviewer, "GET", "/api/v1/calendar/deadline?jurisdiction=jining&from=2026-02-30&term=3+days", nil, 422, "calendar.from"},
		{"term without a day", reviewer, "GET", "/api/v1/calendar/deadline?jurisdiction=jining&term=3+days", nil, 422, "request.invalid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := the.rows(t)
			got := the.ask(t, c.token, c.method, c.path, c.body)
			if got.status != c.status || got.str("code") != c.code {
				t.Fatalf("answered %d %s, want %d %s", got.status, got.raw, c.status, c.code)
			}
			isProblem(t, got)
			if after := the.rows(t); after != before {
				t.Errorf("rows were %v, are %v", before, after)
			}
		})
	}
}

// isProblem checks the form every refusal has.
func isProblem(t *testing.T, r reply) {
	t.Helper()
	if ct := r.header.Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("content type %q", ct)
	}
	for _, key := range []string{"type", "title", "detail", "code", "instance"} {
		if r.str(key) == "" {
			t.Errorf("no %s in %s", key, r.raw)
		}
	}
	if !hasHan(r.str("title")) || !hasHan(r.str("detail")) {
		t.Errorf("not in Chinese: %s", r.raw)
	}
	list, _ := r.m["errors"].([]any)
	for _, e := range list {
		field, _ := e.(map[string]any)
		if m, ok := field["message"].(string); ok && !hasHan(m) {
			t.Errorf("not in Chinese: %s", r.raw)
		}
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}

// counts of what a refused request must not add to.
type counts struct{ cases, commands, subjects, trail, notices int64 }

func (r *rig) rows(t *testing.T) (n counts) {
	t.Helper()
	db := r.store.Read(context.Background())
	for of, into := range map[any]*int64{
		&models.Case{}: &n.cases, &models.Command{}: &n.commands, &models.Subject{}: &n.subjects,
		&models.AuditEntry{}: &n.trail, &models.Notice{}: &n.notices,
	} {
		must(db.Model(of).Count(into).Error)
	}
	return n
}

// A form is no JSON; a body's type is believed only when it says so.
func TestOnlyJSONIsTaken(t *testing.T) {
	the.ask(t, the.as(policy.Reviewer, "rencheng_bureau"), "POST", "/api/v1/tasks/x/decision", "choice=filed",
		"Content-Type", "application/x-www-form-urlencoded").want(t, http.StatusUnsupportedMediaType, "request.media_type")
}
