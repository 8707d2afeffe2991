package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// What was done on a case besides its decisions is kept once, with its evidence, in the
// trail; by who works there, while the case is open (行政处罚法 47, the whole-process
// record).
func TestRecordsOfACase(t *testing.T) {
	n := the.violation(t, the.company(t, 95))
	inspector := the.as(policy.Inspector, "rencheng_bureau")
	path := "/api/v1/cases/" + n + "/records"
	u := the.upload(t, inspector, "笔录.pdf", []byte(onePage+"\nrecord")).want(t, http.StatusCreated)
	in := map[string]any{
		"kind": "interview", "at": time.Now().Add(-2 * time.Hour).Format(time.RFC3339), "target": "店主", "method": "当面", "content": "承认占道经营",
		"evidence": []any{map[string]any{"kind": "document", "title": "询问笔录", "file": u.str("file")}},
	}
	key := []string{"Idempotency-Key", "record once"}
	first := the.ask(t, inspector, "POST", path, in, key...).want(t, http.StatusCreated)
	if again := the.ask(t, inspector, "POST", path, in, key...).want(t, http.StatusCreated); again.str("id") != first.str("id") {
		t.Errorf("kept twice: %s and %s", first.raw, again.raw)
	}
	earlier := map[string]any{"kind": "call", "at": time.Now().Add(-3 * time.Hour).Format(time.RFC3339), "target": "店主", "content": "通知接受询问"}
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "POST", path, earlier).want(t, http.StatusCreated)
	items := the.ask(t, the.as(policy.Auditor, "city_bureau"), "GET", path, nil).want(t, http.StatusOK).items()
	if len(items) != 2 || items[0]["kind"] != "call" || items[1]["content"] != "承认占道经营" {
		t.Errorf("records: %v", items)
	}
	if trail := string(the.ask(t, inspector, "GET", "/api/v1/cases/"+n+"/trail", nil).raw); strings.Count(trail, "承认占道经营") == 0 || !strings.Contains(trail, u.str("sha256")) {
		t.Errorf("the trail: %s", trail)
	}
	verified(t, 0)
	if shown := string(the.ask(t, inspector, "GET", "/cases/"+n, nil).want(t, http.StatusOK).raw); !strings.Contains(shown, "询问笔录") || !strings.Contains(shown, "增加过程记录") {
		t.Error("the case's page does not show it")
	}
	for what, x := range map[string]struct {
		who, field string
		value      any
		status     int
		code       string
	}{
		"not yet":          {inspector, "at", time.Now().Add(time.Hour).Format(time.RFC3339), http.StatusUnprocessableEntity, "date.future"},
		"nobody":           {inspector, "target", " ", http.StatusUnprocessableEntity, "intake.incomplete"},
		"another bureau":   {the.as(policy.Inspector, "yanzhou_bureau"), "target", "店主", http.StatusNotFound, "case.unknown"},
		"a supervisor":     {the.as(policy.Supervisor, "rencheng_bureau"), "target", "店主", http.StatusForbidden, "record.not_yours"},
		"somebody's photo": {the.as(policy.Handler, "rencheng_bureau"), "target", "店主", http.StatusUnprocessableEntity, "evidence.file_unknown"},
	} {
		wrong := map[string]any{}
		for k, v := range in {
			wrong[k] = v
		}
		wrong[x.field] = x.value
		if got := the.ask(t, x.who, "POST", path, wrong); got.status != x.status || got.str("code") != x.code {
			t.Errorf("%s: %d %s, want %s", what, got.status, got.raw, x.code)
		}
	}
	the.move(t, n, "filing", "declined", nil)
	the.ask(t, inspector, "POST", path, earlier).want(t, http.StatusConflict, "case.closed")
}
