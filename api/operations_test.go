package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"chengxin/models"
	"chengxin/policy"
)

// operation is one thing that may happen to a task, and everyone who tries it.
type operation struct {
	path string // behind /api/v1/tasks/{id}/
	// at brings a case to where the operation is possible.
	at func(t *testing.T, r *rig) (number, task string)
	// body, and another one that is as good; "" where the operation has none.
	body, other string
	right       func(r *rig) string // who may
	colleague   func(r *rig) string // sees the case, and may not
	lacks       string              // what the colleague is told
	stranger    func(r *rig) string // the same post in another district
	// effect is what the case's page shows afterwards.
	effect func(t *testing.T, r *rig, page reply, task string)
	// again is the answer under another key.
	again int
	twice string
	// late is what is said when the case is over; "" where that is no hindrance.
	late string
}

func person(role policy.Role, n int) func(*rig) string {
	return func(r *rig) string { return r.as(role, "rencheng_bureau", n) }
}

func elsewhere(role policy.Role) func(*rig) string {
	return func(r *rig) string { return r.as(role, "yanzhou_bureau") }
}

const (
	h1 = "jining/rencheng_bureau/handler1"
	h2 = "jining/rencheng_bureau/handler2"
	// lawyer gives opinions on the handlers' cases.
	lawyer = "jining/rencheng_bureau/legal_reviewer1"
	reader = "jining/yanzhou_bureau/handler9"
)

var companies atomic.Int64

// handling brings a report of its own to the handlers of Rencheng.
func handling(t *testing.T, r *rig) (number, task string) {
	t.Helper()
	number = r.violation(t, r.company(t, 700+int(companies.Add(1))))
	r.move(t, number, "filing", "filed", nil)
	r.move(t, number, "dispatch", "dispatched", nil)
	for _, name := range []string{h1, h2} { // who is there to take it
		r.as(policy.Handler, "rencheng_bureau", int(name[len(name)-1]-'0'))
	}
	r.as(policy.LegalReviewer, "rencheng_bureau")
	r.as(policy.Handler, "yanzhou_bureau", 9)
	return number, number + ".handling.1"
}

// claimed is handling, taken on by the first handler.
func claimed(t *testing.T, r *rig) (number, task string) {
	t.Helper()
	number, task = handling(t, r)
	r.post(t, person(policy.Handler, 1)(r), task, "claim", nil).want(t, http.StatusOK)
	return number, task
}

func suspended(t *testing.T, r *rig) (number, task string) {
	t.Helper()
	number, task = handling(t, r)
	r.post(t, person(policy.Approver, 1)(r), task, "suspension", `{"reason":"等待鉴定意见"}`).want(t, http.StatusOK)
	return number, task
}

func coSigned(t *testing.T, r *rig) (number, task string) {
	t.Helper()
	number, task = claimed(t, r)
	r.post(t, person(policy.Handler, 1)(r), task, "signers", map[string]any{"user": lawyer, "reason": "请审核法律适用"}).want(t, http.StatusOK)
	return number, task + ".co_sign.1"
}

func recognition(t *testing.T, r *rig) (number, task string) {
	t.Helper()
	number, _ = handling(t, r)
	r.move(t, number, "handling", "handled", nil)
	r.move(t, number, "verification", "passed", nil)
	return number, number + ".recognition.1"
}

func operations() []operation {
	handler, colleague, stranger := person(policy.Handler, 1), person(policy.Reviewer, 1), elsewhere(policy.Handler)
	head, supervisor := person(policy.Approver, 1), person(policy.Supervisor, 1)
	return []operation{
		{
			path: "claim", at: handling, right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: assignee(h1), again: http.StatusOK, late: "task.not_open",
		},
		{
			path: "release", at: claimed, right: handler, colleague: person(policy.Handler, 2), lacks: "task.claimed", stranger: stranger,
			effect: assignee(""), again: http.StatusConflict, twice: "task.not_claimed", late: "task.not_open",
		},
		{
			path: "decision", at: handling, body: `{"choice":"handled"}`, other: `{"choice":"handled","reason":"已整改"}`,
			right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: shows(`"stage":"verifying"`, `"choice":"handled"`), again: http.StatusConflict, twice: "task.already_decided", late: "task.already_decided",
		},
		{
			path: "return", at: recognition, body: `{"to":"handling","reason":"事实需要补充"}`, other: `{"to":"verification","reason":"事实需要补充"}`,
			right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: shows(".handling.2", `"label":"退回"`), again: http.StatusConflict, twice: "task.already_decided", late: "task.already_decided",
		},
		{
			path: "transfer", at: claimed, body: `{"to":"` + h2 + `","reason":"工作调整"}`, other: `{"to":"` + h2 + `","reason":"出差"}`,
			right: head, colleague: colleague, lacks: "task.not_yours", stranger: elsewhere(policy.Approver),
			effect: assignee(h2), again: http.StatusConflict, twice: "transfer.same", late: "task.not_open",
		},
		{
			path: "recusal", at: claimed, body: `{"reason":"与当事人有利害关系"}`, other: `{"reason":"与承办人有利害关系"}`,
			right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: shows(`"barred":"`, `"how":"recused"`), again: http.StatusConflict, twice: "recusal.already", late: "task.not_open",
		},
		{
			path: "signers", at: claimed, body: `{"user":"` + lawyer + `","reason":"请审核"}`, other: `{"user":"` + h2 + `","reason":"请审核"}`,
			right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: beside("co_sign"), again: http.StatusConflict, twice: "co_sign.already", late: "task.not_open",
		},
		{
			path: "call-off", at: coSigned, right: handler, colleague: person(policy.LegalReviewer, 1), lacks: "task.not_yours", stranger: stranger,
			effect: func(t *testing.T, _ *rig, page reply, _ string) {
				if strings.Contains(string(page.raw), `"task_kind":"co_sign"`) {
					t.Errorf("still asked: %s", page.raw)
				}
			}, again: http.StatusConflict, twice: "task.not_open", late: "task.not_open",
		},
		{
			path: "copies", at: handling, body: `{"users":["` + reader + `"]}`, other: `{"users":["` + reader + `"],"note":"请知悉"}`,
			right: handler, colleague: person(policy.Auditor, 1), lacks: "access.role_required", stranger: stranger,
			effect: func(t *testing.T, r *rig, page reply, _ string) {
				r.ask(t, r.as(policy.Handler, "yanzhou_bureau", 9), "GET", "/api/v1/cases/"+page.str("number"), nil).want(t, http.StatusOK)
			}, again: http.StatusOK,
		},
		{
			path: "urge", at: claimed, body: `{"note":"请尽快"}`, other: `{"note":"请抓紧"}`,
			right: colleague, colleague: person(policy.Auditor, 1), lacks: "access.role_required", stranger: stranger,
			effect: shows(`"kind":"urged"`), again: http.StatusOK, late: "task.not_open",
		},
		{
			path: "supervision", at: claimed, body: `{"note":"请说明迟延原因"}`, other: `{"note":"请抓紧"}`,
			right: supervisor, colleague: colleague, lacks: "task.not_yours", stranger: elsewhere(policy.Supervisor),
			effect: beside("supervision"), again: http.StatusOK, late: "case.closed",
		},
		{
			path: "extension", at: claimed, body: `{"term":"5 working_days","reason":"等待检测报告"}`, other: `{"term":"4 working_days","reason":"等待检测报告"}`,
			right: handler, colleague: colleague, lacks: "task.not_yours", stranger: stranger,
			effect: beside("extension"), again: http.StatusConflict, twice: "extension.pending", late: "case.closed",
		},
		{
			path: "suspension", at: claimed, body: `{"reason":"等待鉴定意见"}`, other: `{"kind":"deferred","reason":"等待鉴定意见"}`,
			right: head, colleague: handler, lacks: "task.not_yours", stranger: elsewhere(policy.Approver),
			effect: shows(`"paused":"suspended"`, `"kind":"paused"`), again: http.StatusConflict, twice: "suspension.already", late: "case.closed",
		},
		{
			path: "resume", at: suspended, body: `{"reason":"鉴定意见已收到"}`, other: `{"reason":"当事人已到案"}`,
			right: head, colleague: colleague, lacks: "task.not_yours", stranger: elsewhere(policy.Approver),
			effect: func(t *testing.T, _ *rig, page reply, _ string) {
				if page.str("paused") != "" || !strings.Contains(string(page.raw), `"resumed_at":"`) {
					t.Errorf("clocks stand still: %s", page.raw)
				}
			}, again: http.StatusConflict, twice: "suspension.none", late: "case.closed",
		},
	}
}

// assignee is who has the task; "" for nobody.
func assignee(want string) func(*testing.T, *rig, reply, string) {
	return func(t *testing.T, _ *rig, page reply, task string) {
		who, _ := pageTask(t, page, task)["assignee"].(map[string]any)
		if got, _ := who["id"].(string); got != want {
			t.Errorf("%q has it, want %q: %s", got, want, page.raw)
		}
	}
}

func shows(texts ...string) func(*testing.T, *rig, reply, string) {
	return func(t *testing.T, _ *rig, page reply, _ string) {
		for _, text := range texts {
			if !strings.Contains(string(page.raw), text) {
				t.Errorf("no %s in %s", text, page.raw)
			}
		}
	}
}

// beside is a task of a kind that waits beside the question.
func beside(kind string) func(*testing.T, *rig, reply, string) {
	return func(t *testing.T, _ *rig, page reply, task string) {
		if got := pageTask(t, page, task+"."+kind+".1"); got["task_kind"] != kind || got["parent"] != task {
			t.Errorf("beside it: %v", got)
		}
	}
}

// pageTask is one open task of a case's page.
func pageTask(t *testing.T, page reply, id string) map[string]any {
	t.Helper()
	tasks, _ := page.m["tasks"].([]any)
	for _, v := range tasks {
		if task, _ := v.(map[string]any); task["id"] == id {
			return task
		}
	}
	t.Fatalf("no task %s in %s", id, page.raw)
	return nil
}

func (r *rig) post(t *testing.T, token, task, path string, body any, key ...string) reply {
	t.Helper()
	if body == "" {
		body = nil
	}
	if len(key) > 0 {
		key = []string{"Idempotency-Key", key[0]}
	}
	return r.ask(t, token, "POST", "/api/v1/tasks/"+task+"/"+path, body, key...)
}

// entries counts a case's trail.
func (r *rig) entries(t *testing.T, number string) (n int64) {
	t.Helper()
	must(r.store.Read(t.Context()).Model(&models.AuditEntry{}).Where("chain = ?", number).Count(&n).Error)
	return n
}

// Each operation by the right person, the wrong person, twice, too late, and with bodies
// that cannot be meant.
func TestEachOperation(t *testing.T) {
	for _, o := range operations() {
		t.Run(o.path, func(t *testing.T) {
			number, task := o.at(t, the)
			t.Run("by whoever may not", func(t *testing.T) { o.refused(t, number, task) })
			t.Run("that cannot be meant", func(t *testing.T) { o.malformed(t, task) })
			t.Run("twice", func(t *testing.T) { o.counts(t, number, task) })
			t.Run("too late", func(t *testing.T) { o.tooLate(t, number, task) })
			the.checkTrail(t, person(policy.Reviewer, 1)(the), number)
		})
	}
}

func (o operation) refused(t *testing.T, number, task string) {
	before := the.rows(t)
	invented := strings.Replace(task, number, "370800-V-2026-888888", 1)
	foreign := the.post(t, o.stranger(the), task, o.path, o.body).want(t, http.StatusNotFound, "task.unknown")
	nothing := the.post(t, o.stranger(the), invented, o.path, o.body).want(t, http.StatusNotFound, "task.unknown")
	if told := strings.ReplaceAll(foreign.str("detail"), number, "370800-V-2026-888888"); told != nothing.str("detail") || foreign.str("title") != nothing.str("title") {
		t.Errorf("a foreign task is told from an invented one: %s, %s", foreign.raw, nothing.raw)
	}
	isProblem(t, the.post(t, o.colleague(the), task, o.path, o.body).want(t, http.StatusForbidden, o.lacks))
	the.post(t, "", task, o.path, o.body).want(t, http.StatusUnauthorized, "access.sign_in_required")
	if the.rows(t) != before {
		t.Error("a refusal left something behind")
	}
}

func (o operation) malformed(t *testing.T, task string) {
	if o.body == "" {
		return
	}
	before := the.rows(t)
	bad := func(code string, status int, body any) {
		t.Helper()
		isProblem(t, the.post(t, o.right(the), task, o.path, body).want(t, status, code))
	}
	with := func(key string, value any) map[string]any {
		m := map[string]any{}
		must(json.Unmarshal([]byte(o.body), &m))
		m[key] = value
		return m
	}
	bad("request.malformed", http.StatusBadRequest, o.body[:len(o.body)-1])
	bad("request.invalid", http.StatusUnprocessableEntity, `[]`)
	bad("request.unknown_field", http.StatusUnprocessableEntity, with("whatever", 1))
	for key, value := range with("", "") {
		if key == "" {
			continue
		}
		bad("request.invalid", http.StatusUnprocessableEntity, with(key, 1))
		if text, ok := value.(string); ok {
			bad("request.control_characters", http.StatusUnprocessableEntity, with(key, text+"\x00"))
		}
	}
	for _, key := range []string{"reason", "note"} {
		if strings.Contains(o.body, `"`+key+`"`) && o.path != "urge" && o.path != "resume" { // which need no words
			bad("request.invalid", http.StatusUnprocessableEntity, with(key, ""))
		}
	}
	if the.rows(t) != before {
		t.Error("a refusal left something behind")
	}
}

func (o operation) counts(t *testing.T, number, task string) {
	key, who := "operation."+o.path, o.right(the)
	entries, before := the.entries(t, number), the.rows(t)
	first := the.post(t, who, task, o.path, o.body, key).want(t, http.StatusOK)
	if got := the.entries(t, number) - entries; got != 1 {
		t.Errorf("%d entries in the trail", got)
	}
	after := the.rows(t)
	if after.commands != before.commands+1 {
		t.Errorf("%d commands", after.commands-before.commands)
	}
	o.effect(t, the, the.ask(t, who, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK), task)
	if second := the.post(t, who, task, o.path, o.body, key).want(t, http.StatusOK); string(second.raw) != string(first.raw) {
		t.Errorf("%s, then %s", first.raw, second.raw)
	}
	if o.other != "" {
		the.post(t, who, task, o.path, o.other, key).want(t, http.StatusConflict, "idempotency.reused")
	}
	the.post(t, who, task, "urge", `{"note":"另一件事"}`, key).want(t, http.StatusConflict, "idempotency.reused")
	if the.rows(t) != after {
		t.Error("a repeat left something behind")
	}
	again := the.post(t, who, task, o.path, o.body, key+".again")
	if again.want(t, o.again); o.again != http.StatusOK {
		isProblem(t, again.want(t, o.again, o.twice))
	}
	// However the case went on meanwhile, the first answer is the answer.
	if third := the.post(t, who, task, o.path, o.body, key).want(t, http.StatusOK); string(third.raw) != string(first.raw) {
		t.Errorf("%s, later %s", first.raw, third.raw)
	}
}

var day = regexp.MustCompile(`20\d\d年\d+月\d+日\d\d:\d\d:\d\d`)

func (o operation) tooLate(t *testing.T, number, task string) {
	end := the.ask(t, person(policy.Approver, 1)(the), "POST", "/api/v1/cases/"+number+"/withdrawal", `{"choice":"terminated","reason":"当事人已注销"}`)
	end.want(t, http.StatusOK)
	late := the.post(t, o.right(the), task, o.path, o.body, fmt.Sprintf("operation.%s.late", o.path))
	if o.late == "" {
		late.want(t, http.StatusOK)
		return
	}
	isProblem(t, late.want(t, http.StatusConflict, o.late))
	if !day.MatchString(late.str("detail")) {
		t.Errorf("too late, but since when: %s", late.raw)
	}
}
