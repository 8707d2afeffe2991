package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// away is who of Qufu is absent, and for whom its window clerk acts meanwhile.
const (
	away     = "jining/qufu_bureau/handler1"
	delegate = "jining/qufu_bureau/window_clerk1"
)

func ofQufu(role policy.Role, n ...int) string { return the.as(role, "qufu_bureau", n...) }

// absenceOf is a lawful absence, with changes.
func absenceOf(change ...string) map[string]any {
	m := map[string]any{"user": away, "delegate": delegate, "until": time.Now().Add(48 * time.Hour).Format(time.RFC3339), "reason": "出差"}
	for i := 0; i+1 < len(change); i += 2 {
		m[change[i]] = change[i+1]
	}
	return m
}

func absent(t *testing.T, who string, body any, key ...string) reply {
	t.Helper()
	if len(key) > 0 {
		key = []string{"Idempotency-Key", key[0]}
	}
	return the.ask(t, who, "POST", "/api/v1/absences", body, key...)
}

// An absence that cannot be meant, or is not the caller's to enter, changes nothing and
// tells nothing of people elsewhere.
func TestAbsencesAreRefused(t *testing.T) {
	head, colleague, stranger := ofQufu(policy.Approver), ofQufu(policy.Handler, 2), the.as(policy.Approver, "yanzhou_bureau")
	ofQufu(policy.Handler)
	ofQufu(policy.WindowClerk)
	the.as(policy.Handler, "jining_trial/rencheng_bureau", 3)
	before := the.rows(t)
	for _, bad := range []struct {
		who    string
		body   any
		status int
		code   string
	}{
		{head, absenceOf("whatever", "x"), http.StatusUnprocessableEntity, "request.unknown_field"},
		{head, absenceOf("reason", ""), http.StatusUnprocessableEntity, "request.invalid"},
		{head, absenceOf("reason", " "), http.StatusUnprocessableEntity, "decision.incomplete"},
		{head, absenceOf("reason", "出差\x07"), http.StatusUnprocessableEntity, "request.control_characters"},
		{head, absenceOf("until", "bald"), http.StatusUnprocessableEntity, "request.invalid"},
		{head, absenceOf("until", "2020-01-01T00:00:00+08:00"), http.StatusUnprocessableEntity, "absence.dates"},
		{head, absenceOf("delegate", away), http.StatusUnprocessableEntity, "absence.delegate"},
		{head, absenceOf("delegate", "jining_trial/rencheng_bureau/handler3"), http.StatusUnprocessableEntity, "absence.delegate"},
		{colleague, absenceOf(), http.StatusForbidden, "absence.not_yours"},
		{stranger, absenceOf(), http.StatusForbidden, "absence.not_yours"},
	} {
		isProblem(t, absent(t, bad.who, bad.body).want(t, bad.status, bad.code))
	}
	foreign, invented := absent(t, stranger, absenceOf()), absent(t, stranger, absenceOf("user", "nobody"))
	if strings.ReplaceAll(foreign.str("detail"), away, "nobody") != invented.str("detail") {
		t.Errorf("a foreign user is told from an invented one: %s, %s", foreign.raw, invented.raw)
	}
	if the.rows(t) != before {
		t.Error("a refusal left something behind")
	}
}

// While somebody is away their delegate decides for them, and both names stand in the
// case and in the trail (委托代办). The absence is entered once, however often it is sent,
// and ended by those alone who may enter it.
func TestADelegatesDecisionShowsBothNames(t *testing.T) {
	absentee, clerk, head, colleague := ofQufu(policy.Handler), ofQufu(policy.WindowClerk), ofQufu(policy.Approver), ofQufu(policy.Handler, 2)
	report := report(the.company(t, 700+int(companies.Add(1))))
	report["organization"] = "jining/qufu_bureau"
	number := the.ask(t, ofQufu(policy.Collector), "POST", "/api/v1/violations", report).want(t, http.StatusCreated).str("number")
	the.move(t, number, "filing", "filed", nil)
	the.move(t, number, "dispatch", "dispatched", nil)
	task := number + ".handling.1"
	the.post(t, absentee, task, "claim", nil).want(t, http.StatusOK)
	the.post(t, clerk, task, "decision", `{"choice":"handled"}`).want(t, http.StatusForbidden, "task.not_yours")

	body := absenceOf()
	before := the.rows(t)
	first := absent(t, head, body, "away").want(t, http.StatusOK)
	after := the.rows(t)
	if after.trail != before.trail+1 {
		t.Errorf("%d entries in the trail", after.trail-before.trail)
	}
	if second := absent(t, head, body, "away").want(t, http.StatusOK); string(second.raw) != string(first.raw) {
		t.Errorf("%s, then %s", first.raw, second.raw)
	}
	absent(t, head, absenceOf("reason", "培训"), "away").want(t, http.StatusConflict, "idempotency.reused")
	absent(t, head, body, "away again").want(t, http.StatusConflict, "absence.overlaps")
	if the.rows(t) != after {
		t.Error("a repeat left something behind")
	}

	page := the.ask(t, clerk, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK)
	if behalf, _ := pageTask(t, page, task)["on_behalf_of"].(map[string]any); behalf["id"] != away {
		t.Errorf("for whom: %s", page.raw)
	}
	the.post(t, clerk, task, "decision", `{"choice":"handled"}`).want(t, http.StatusOK)
	bothNamed(t, colleague, number)

	end := "/api/v1/absences/" + first.str("id") + "/end"
	stranger := the.as(policy.Approver, "yanzhou_bureau")
	foreign, invented := the.ask(t, stranger, "POST", end, nil), the.ask(t, stranger, "POST", "/api/v1/absences/nothing/end", nil)
	foreign.want(t, http.StatusNotFound, "absence.unknown")
	if strings.ReplaceAll(foreign.str("detail"), first.str("id"), "nothing") != invented.str("detail") {
		t.Errorf("a foreign absence is told from an invented one: %s, %s", foreign.raw, invented.raw)
	}
	over := the.ask(t, absentee, "POST", end, nil).want(t, http.StatusOK)
	if again := the.ask(t, absentee, "POST", end, nil).want(t, http.StatusOK); string(over.raw) != string(again.raw) || over.str("ended_at") == "" {
		t.Errorf("%s, then %s", over.raw, again.raw)
	}
	the.move(t, number, "verification", "passed", nil)
	the.post(t, clerk, number+".recognition.1", "decision", `{"choice":"no_record","reason":"证据不足"}`).want(t, http.StatusForbidden, "task.not_yours")
}

// bothNamed checks the last decision in a case's history and in its trail.
func bothNamed(t *testing.T, who, number string) {
	t.Helper()
	done, _ := the.ask(t, who, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK).m["history"].([]any)
	last, _ := done[len(done)-1].(map[string]any)
	by, _ := last["decided_by"].(map[string]any)
	behalf, _ := last["on_behalf_of"].(map[string]any)
	if by["name"] != "窗口人员1" || by["id"] != delegate || behalf["id"] != away || behalf["name"] != "承办人1" {
		t.Errorf("who decided for whom: %v, %v", by, behalf)
	}
	trail := the.ask(t, who, "GET", "/api/v1/cases/"+number+"/trail?limit=200", nil).want(t, http.StatusOK).items()
	entry := trail[len(trail)-1]
	said, _ := entry["body"].(map[string]any)
	actor, _ := entry["actor"].(map[string]any)
	if actor["id"] != delegate || said["on_behalf_of"] != away {
		t.Errorf("the trail says %v", entry)
	}
}
