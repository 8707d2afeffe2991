package api_test

import (
	"net/http"
	"strings"
	"testing"

	"chengxin/policy"
)

// An imagined notice for a year nobody here counts in.
const year2091 = "year: 2091\nnotice: 关于2091年放假安排的通知\nfestivals:\n  - {name: 元旦, from: 2091-01-01, to: 2091-01-03, make_up: [2091-01-08]}\n"

var notice2091 = strings.Replace(year2091, ", make_up: [2091-01-08]", "", 1)

// A keeper of the rules looks at what a year would change, loads it once, and everyone
// counts by it.
func TestAYearIsLoaded(t *testing.T) {
	keeper, reviewer := the.as(policy.RuleKeeper, "city_bureau"), the.as(policy.Reviewer, "rencheng_bureau")
	const path, yaml = "/api/v1/calendar/years", "application/yaml"
	due := func() string {
		return the.ask(t, reviewer, "GET", "/api/v1/calendar/deadline?jurisdiction=jining&from=2090-12-29&term=2%20working_days", nil).
			want(t, http.StatusOK).str("due_at")
	}
	before, rows := due(), the.rows(t)
	the.ask(t, keeper, "POST", path, year2091, "Content-Type", yaml).want(t, http.StatusUnprocessableEntity, "calendar.year")
	bad := the.ask(t, keeper, "POST", path+"?preview=true", year2091, "Content-Type", yaml).want(t, http.StatusUnprocessableEntity, "calendar.year")
	if !strings.Contains(bad.str("detail"), "2091-01-08") || strings.Contains(bad.str("detail"), "有误：放假安排有误") {
		t.Errorf("detail: %s", bad.str("detail"))
	}
	the.ask(t, keeper, "POST", path, nil).want(t, http.StatusBadRequest, "request.body_required")
	the.ask(t, reviewer, "POST", path, notice2091, "Content-Type", yaml).want(t, http.StatusForbidden, "access.role_required")
	preview := the.ask(t, keeper, "POST", path+"?preview=true", notice2091, "Content-Type", yaml).want(t, http.StatusOK)
	p, _ := preview.m["preview"].(map[string]any)
	if p["changed"] != true || p["tasks"] != float64(0) || len(p["days"].([]any)) != 3 || preview.m["loaded"] != nil {
		t.Errorf("preview %s", preview.raw)
	}
	if due() != before || the.rows(t) != rows {
		t.Error("a refusal or a preview changed something")
	}

	first := the.ask(t, keeper, "POST", path, notice2091, "Content-Type", yaml, "Idempotency-Key", "year-2091").want(t, http.StatusOK)
	if due() == before {
		t.Errorf("still due %s", before)
	}
	rows = the.rows(t)
	second := the.ask(t, keeper, "POST", path, notice2091, "Content-Type", yaml, "Idempotency-Key", "year-2091").want(t, http.StatusOK)
	if string(first.raw) != string(second.raw) || the.rows(t) != rows {
		t.Errorf("%s, then %s", first.raw, second.raw)
	}
	the.ask(t, keeper, "POST", path, notice2091+"# anders\n", "Content-Type", yaml, "Idempotency-Key", "year-2091").
		want(t, http.StatusConflict, "idempotency.reused")
	again := the.ask(t, keeper, "POST", path, notice2091, "Content-Type", yaml).want(t, http.StatusOK)
	if l, _ := again.m["loaded"].(map[string]any); l["changed"] != false {
		t.Errorf("again %s", again.raw)
	}

	years := the.ask(t, reviewer, "GET", path, nil).want(t, http.StatusOK)
	newest, oldest := years.items()[0], years.items()[3]
	loads, _ := newest["loads"].([]any)
	if newest["year"] != float64(2091) || newest["source"] != "loaded" || len(loads) != 1 || oldest["source"] != "program" {
		t.Errorf("%s", years.raw)
	}
	if words, _ := newest["words"].(string); !strings.Contains(words, "元旦：1月1日（周一）至3日（周三）放假，共3天。") {
		t.Errorf("words %s", words)
	}
}
