package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// swift is Jining's rules once more, with a working day of one second and six of them
// for a case's handling.
const swift = "jining_swift"

func loadSwift() {
	src := string(policy.Builtin()[0].Data)
	const ten, six = "{key: handling, role: handler, within: 10 working_days, warn: 2 working_days", "{key: handling, role: handler, within: 6 working_days, warn: 2 working_days"
	if !strings.Contains(src, ten) {
		panic("the pack's handling is another now")
	}
	twin, err := policy.Trial([]byte(strings.Replace(src, ten, six, 1)), policy.TrialOptions{Key: swift, Name: "济宁市（快进）", WorkingDay: 1})
	must(err)
	load(the.store, twin)
}

// red is a task of the swift city that was handed on and given more time, and is late all
// the same, with who had to do with it.
type red struct {
	number, task               string
	one, two, head, supervisor string
	page                       reply
}

func goRed(t *testing.T) red {
	t.Helper()
	loadSwift()
	bureau := swift + "/rencheng_bureau"
	as := func(role policy.Role, n ...int) string { return the.as(role, bureau, n...) }
	r := red{one: as(policy.Handler, 1), two: as(policy.Handler, 2), head: as(policy.Approver), supervisor: as(policy.Supervisor)}
	subject := the.ask(t, r.one, "POST", "/api/v1/subjects", map[string]any{
		"jurisdiction": swift, "kind": "legal_person", "name": "济宁示例快进建材有限公司", "code": creditCode(690),
	}).want(t, http.StatusCreated).str("id")
	body := report(subject)
	body["organization"] = bureau
	r.number = the.ask(t, as(policy.Collector), "POST", "/api/v1/violations", body).want(t, http.StatusCreated).str("number")
	// Its clocks end with the test, so that they tell nobody anything while others run.
	t.Cleanup(func() {
		the.ask(t, r.head, "POST", "/api/v1/cases/"+r.number+"/withdrawal", `{"choice":"terminated","reason":"当事人已注销"}`).want(t, http.StatusOK)
	})
	decide := func(who, task, choice string) {
		t.Helper()
		the.post(t, who, r.number+task, "decision", map[string]any{"choice": choice, "reason": "情况属实"}).want(t, http.StatusOK)
	}
	decide(as(policy.Reviewer), ".filing.1", "filed")
	decide(as(policy.Dispatcher), ".dispatch.1", "dispatched")
	r.task = r.number + ".handling.1"
	the.post(t, r.one, r.task, "claim", nil).want(t, http.StatusOK)
	the.post(t, r.one, r.task, "transfer", map[string]any{"to": bureau + "/handler2", "reason": "出差在外"}).want(t, http.StatusOK)
	the.post(t, r.two, r.task, "extension", `{"term":"2 seconds","reason":"等待检测报告"}`).want(t, http.StatusOK)
	decide(r.head, ".handling.1.extension.1", "granted")
	the.post(t, r.two, r.task, "appeal", `{"reason":"系统停机"}`).want(t, http.StatusUnprocessableEntity, "appeal.not_overdue")
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		r.page = the.ask(t, r.supervisor, "GET", "/api/v1/cases/"+r.number, nil).want(t, http.StatusOK)
		if pageTask(t, r.page, r.task)["state"] == "overdue" {
			return r
		}
		if time.Now().After(end) {
			t.Fatalf("never red: %s", r.page.raw)
		}
	}
}

// "Why is this red, since when, who had it, what moved the date?" One answer tells it all.
// The appeal is heard once, by somebody who had no part in it.
func TestWhyIsThisRed(t *testing.T) {
	r := goRed(t)
	t.Run("told in one answer", r.isTold)
	t.Run("appealed against once", r.isAppealed)
	the.checkTrail(t, r.supervisor, r.number)
}

func (r red) isTold(t *testing.T) {
	shown := pageTask(t, r.page, r.task)
	story, _ := shown["story"].(map[string]any)
	if since := story["red_since"]; since == nil || since != shown["due_at"] {
		t.Errorf("red since %v, due %v", since, shown["due_at"])
	}
	because, _ := story["because"].(string)
	for _, word := range []string{"6秒", "延", "2秒"} {
		if !strings.Contains(because, word) {
			t.Errorf("because %q, without %q", because, word)
		}
	}
	var had []string
	list, _ := story["holders"].([]any)
	for _, v := range list {
		h, _ := v.(map[string]any)
		who, _ := h["person"].(map[string]any)
		name, _ := who["name"].(string)
		why, _ := h["why"].(string)
		had = append(had, h["how"].(string)+" "+name+" "+why)
		if h["from"] == nil || (h["until"] == nil) != (len(had) == len(list)) {
			t.Errorf("from when until when: %v", h)
		}
	}
	if len(had) != 3 || !strings.HasPrefix(had[0], "opened  ") || had[1] != "claimed 承办人1 " || had[2] != "transferred 承办人2 出差在外" {
		t.Errorf("who had it: %q", had)
	}
	moves, _ := story["moves"].([]any)
	if len(moves) != 1 {
		t.Fatalf("moved by %v", moves)
	}
	move, _ := moves[0].(map[string]any)
	by, _ := move["by"].(map[string]any)
	if move["kind"] != "extended" || move["label"] != "延期" || by["name"] != "负责人1" || move["why"] != "等待检测报告" || move["due_after"] != shown["due_at"] || move["due_before"] == shown["due_at"] {
		t.Errorf("what moved the date: %v", move)
	}
}

func (r red) isAppealed(t *testing.T) {
	appeal := `{"reason":"系统停机","evidence":[{"kind":"paper","title":"停机通报"}]}`
	the.post(t, the.as(policy.Approver, swift+"/yanzhou_bureau"), r.task, "appeal", appeal).want(t, http.StatusNotFound, "task.unknown")
	the.post(t, r.one, r.task, "appeal", appeal).want(t, http.StatusForbidden, "task.not_yours")
	the.post(t, r.two, r.task, "appeal", `{"reason":" "}`).want(t, http.StatusUnprocessableEntity, "decision.incomplete")
	the.post(t, r.two, r.task, "appeal", `{"reason":""}`).want(t, http.StatusUnprocessableEntity, "request.invalid")
	first := the.post(t, r.two, r.task, "appeal", appeal, "appeal").want(t, http.StatusOK)
	if again := the.post(t, r.two, r.task, "appeal", appeal, "appeal").want(t, http.StatusOK); string(first.raw) != string(again.raw) {
		t.Errorf("%s, then %s", first.raw, again.raw)
	}
	the.post(t, r.two, r.task, "appeal", `{"reason":"另有原因"}`, "appeal").want(t, http.StatusConflict, "idempotency.reused")
	the.post(t, r.two, r.task, "appeal", appeal, "another").want(t, http.StatusConflict, "appeal.once")
	asked := 0
	for _, e := range the.ask(t, r.supervisor, "GET", "/api/v1/cases/"+r.number+"/trail?limit=200", nil).items() {
		if e["action"] == "appeal" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("%d entries of the appeal", asked)
	}
	ruling := r.task + ".appeal.1"
	the.post(t, r.two, ruling, "decision", `{"choice":"allowed","reason":"停机属实"}`).want(t, http.StatusForbidden, "task.not_yours")
	the.post(t, r.supervisor, ruling, "decision", `{"choice":"allowed","reason":"停机属实"}`).want(t, http.StatusOK)
	late := the.post(t, r.supervisor, ruling, "decision", `{"choice":"rejected","reason":"改判"}`).want(t, http.StatusConflict, "task.already_decided")
	if !day.MatchString(late.str("detail")) {
		t.Errorf("too late, but since when: %s", late.raw)
	}
	page := the.ask(t, r.supervisor, "GET", "/api/v1/cases/"+r.number, nil).want(t, http.StatusOK)
	story, _ := pageTask(t, page, r.task)["story"].(map[string]any)
	if story["excused_at"] == nil || story["red_since"] == nil {
		t.Errorf("excused, and late all the same: %v", story)
	}
	if !strings.Contains(string(page.raw), `"reason":"停机属实"`) {
		t.Errorf("no reason for the appeal's outcome: %s", page.raw)
	}
}
