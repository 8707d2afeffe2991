package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// While Temporal is away, decisions are received and kept, quickly, and readiness says
// so; they count when it is back. While the database is away, everything is refused at
// once (R2).
func TestOutages(t *testing.T) {
	r, stop := newRig(t.TempDir())
	defer stop()
	subject := r.company(t, 1)
	number := r.violation(t, subject)
	collector, reviewer := r.as(policy.Collector, "rencheng_bureau"), r.as(policy.Reviewer, "rencheng_bureau")
	supervisor := r.as(policy.Supervisor, "city_bureau")
	r.ask(t, "", "GET", "/readyz", nil).want(t, http.StatusOK)

	r.stopTemporal()
	if got := r.ask(t, "", "GET", "/readyz", nil).want(t, http.StatusServiceUnavailable); got.str("temporal") != "away" || got.str("database") != "ok" {
		t.Errorf("ready: %s", got.raw)
	}
	begin := time.Now()
	decision := r.ask(t, reviewer, "POST", "/api/v1/tasks/"+number+".filing.1/decision", `{"choice":"filed"}`, "Idempotency-Key", "away")
	if decision.want(t, http.StatusAccepted); decision.str("status") != "received" {
		t.Errorf("decision: %s", decision.raw)
	}
	later := r.ask(t, collector, "POST", "/api/v1/violations", report(subject)).want(t, http.StatusCreated).str("number")
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("callers waited %v for what was known to be away", took)
	}
	r.ask(t, supervisor, "GET", "/api/v1/cases/"+later, nil).want(t, http.StatusOK)

	must(r.store.Close())
	r.ask(t, "", "GET", "/readyz", nil).want(t, http.StatusServiceUnavailable)
	for _, path := range []string{"/api/v1/cases", "/api/v1/cases/" + number, "/public/v1/credit/" + creditCode(1)} {
		begin := time.Now()
		got := r.ask(t, supervisor, "GET", path, nil).want(t, http.StatusServiceUnavailable, "service.database_away")
		if time.Since(begin) > 2*time.Second || got.header.Get("Retry-After") == "" || strings.Contains(string(got.raw), "sql") {
			t.Errorf("%s: %s after %v", path, got.raw, time.Since(begin))
		}
	}
	r.ask(t, "", "GET", "/healthz", nil).want(t, http.StatusOK)
}
