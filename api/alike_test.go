package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"chengxin/policy"
)

// What may be the same incident is told to whoever reads it, and to nobody else; each
// subject's own behaviour is checked like the first.
func TestAlikeAndOwnActs(t *testing.T) {
	collector := the.as(policy.Collector, "rencheng_bureau")
	one, two := the.company(t, 90), the.company(t, 91)
	at := time.Now().Add(-3 * time.Hour)
	in := report(one)
	in["subjects"], in["occurred_at"], in["place"] = []string{one, two}, at.Format(time.RFC3339), "示例路９０號"
	in["acts"] = []any{map[string]any{"subject": two, "behaviour": "SR-99"}}
	the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusUnprocessableEntity, "behaviour.unknown")
	in["acts"] = []any{map[string]any{"subject": "jining-S-9999999", "behaviour": "SR-02"}}
	the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusUnprocessableEntity, "intake.acts")
	in["acts"] = []any{map[string]any{"subject": two, "behaviour": "SR-02"}, map[string]any{"subject": two}}
	the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusUnprocessableEntity, "intake.acts")
	in["acts"] = []any{map[string]any{"subject": two, "behaviour": "SR-02", "description": "超出门窗"}}
	n := the.ask(t, collector, "POST", "/api/v1/violations", in).want(t, http.StatusCreated).str("number")

	alike := func(token string, more url.Values) (found []string) {
		more.Set("jurisdiction", "jining")
		for _, item := range the.ask(t, token, "GET", "/api/v1/violations/alike?"+more.Encode(), nil).want(t, http.StatusOK).items() {
			if item["number"] == n {
				found = append(found, item["same"].(string))
			}
		}
		return found
	}
	expect := func(what string, got []string, want ...string) {
		t.Helper()
		if len(got) != len(want) || len(got) == 1 && got[0] != want[0] {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	matter := url.Values{"subject": {one}, "behaviour": {"SR-01"}}
	expect("the same matter", alike(collector, matter), "matter")
	expect("another behaviour", alike(collector, url.Values{"subject": {one}, "behaviour": {"SR-05"}}))
	expect("another bureau", alike(the.as(policy.Handler, "yanzhou_bureau"), matter))
	place := url.Values{"occurred_at": {at.Add(-time.Minute).Format(time.RFC3339)}, "place": {"示例路 90号"}}
	if at.Add(-time.Minute).Day() == at.Day() {
		expect("the same day and place", alike(collector, place), "day_and_place")
	}
	expect("the day before", alike(collector, url.Values{"occurred_at": {at.AddDate(0, 0, -1).Format(time.RFC3339)}, "place": {"示例路90号"}}))
	expect("elsewhere", alike(collector, url.Values{"occurred_at": {at.Format(time.RFC3339)}, "place": {"示例路91号"}}))
	the.ask(t, collector, "GET", "/api/v1/violations/alike", nil).want(t, http.StatusUnprocessableEntity)
}
