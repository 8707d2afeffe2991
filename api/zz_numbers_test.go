package api_test

import (
	"net/http"
	"regexp"
	"testing"
)

// lawful is a resident's number as the tests before this one used many of.
var lawful = regexp.MustCompile(`\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]\b`)

// After all that was done before, no person's number stands in the log or on any page
// that needs no account (quality: masks on public pages; a test greps).
func TestNoNumberIsLoggedOrPublic(t *testing.T) {
	the.unhurried()
	if found := lawful.Find(the.logged.Bytes()); found != nil {
		t.Errorf("the log tells %s", found)
	}
	id := the.person(t, 140, "示例小区140室")
	code := the.shop(t, the.company(t, 141), "示例书店")
	for _, path := range []string{
		"/c", "/c/" + code, "/c/" + residentNumber(140), "/c/" + id, "/c/feedback", "/c?name=" + id, "/public/v1/published", "/public/v1/credit/" + code,
		"/public/v1/credit/" + id, "/metrics", "/openapi.json", "/docs", "/sign-in",
	} {
		r := the.ask(t, "", http.MethodGet, path, nil)
		if found := lawful.Find(r.raw); found != nil && string(found) != residentNumber(140) || r.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, r.status, found)
		}
	}
	if found := lawful.Find(the.logged.Bytes()); found != nil {
		t.Errorf("the log tells %s", found)
	}
}
