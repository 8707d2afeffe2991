package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// The figures of this week over the API and as a file; a stretch that is none is refused,
// and so is whoever answers for nobody.
func TestStatisticsAreGiven(t *testing.T) {
	the.violation(t, the.company(t, 130))
	today := time.Now().In(time.FixedZone("", 8*3600)).Format(time.DateOnly)
	supervisor := the.as(policy.Supervisor, "city_bureau")
	got := the.ask(t, supervisor, "GET", "/api/v1/statistics?from="+today+"&until="+today, nil).want(t, http.StatusOK)
	if total := got.m["total"].(map[string]any); total["received"].(float64) < 1 {
		t.Errorf("received: %s", got.raw)
	}
	the.ask(t, supervisor, "GET", "/api/v1/statistics?from="+today+"&until=2020-01-01", nil).want(t, http.StatusBadRequest, "span.invalid")
	the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", "/export/statistics.csv", nil).want(t, http.StatusForbidden)
	file := the.ask(t, supervisor, "GET", "/export/statistics.csv?period=week&on="+today, nil).want(t, http.StatusOK)
	if !strings.Contains(string(file.raw), "按期办结率") || !strings.Contains(string(file.raw), "任城区") {
		t.Errorf("the file: %s", file.raw)
	}
}
