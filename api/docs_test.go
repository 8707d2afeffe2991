package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"chengxin/api"
	"chengxin/api/access"
	"chengxin/models"
)

// The page shows every operation, runs nothing and fetches nothing from elsewhere.
func TestDocumentation(t *testing.T) {
	spec := the.ask(t, "", "GET", "/openapi.json", nil).want(t, http.StatusOK)
	if v := spec.str("openapi"); !strings.HasPrefix(v, "3.1") {
		t.Errorf("OpenAPI %q", v)
	}
	page := the.ask(t, "", "GET", "/docs", nil).want(t, http.StatusOK)
	html := string(page.raw)
	var paths struct {
		Paths map[string]map[string]json.RawMessage
	}
	must(json.Unmarshal(spec.raw, &paths))
	if len(paths.Paths) < 25 {
		t.Errorf("%d paths", len(paths.Paths))
	}
	for path, ops := range paths.Paths {
		for method := range ops {
			if !strings.Contains(html, strings.ToUpper(method)+`</code> <code>`+path+`</code>`) {
				t.Errorf("%s %s is not on the page", method, path)
			}
		}
	}
	if strings.Contains(html, "<script") || regexp.MustCompile(`(src|href)="(https?:)?//`).MatchString(html) || strings.Contains(html, " style=") {
		t.Error("the page needs something that the policy forbids")
	}
	if csp := page.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	for _, anchor := range regexp.MustCompile(`href="#(shape-[^"]+)"`).FindAllStringSubmatch(html, -1) {
		if name := strings.TrimSuffix(anchor[1], "%5b%5d"); !strings.Contains(html, `id="`+name+`"`) {
			t.Errorf("%s leads nowhere", anchor[0])
		}
	}
}

// A route that was added without a rule is denied, whoever asks.
func TestAnUnlistedRouteIsDenied(t *testing.T) {
	o := the.api.Options
	o.Metrics = nil
	s, err := api.New(o)
	must(err)
	s.Engine.GET("/forgotten", func(c *gin.Context) { c.String(http.StatusOK, "secret") })
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/forgotten", nil))
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "access.unlisted") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A panic is an answer like any other, with nothing of its insides.
func TestAPanicIsAnswered(t *testing.T) {
	o := the.api.Options
	o.Metrics = nil
	s, err := api.New(o)
	must(err)
	s.Page(http.MethodGet, "/broken", access.Anyone(), func(*gin.Context) { panic("password 123") })
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/broken", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "123") || !strings.Contains(w.Body.String(), `"code":"internal"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Where pages are served, a refusal reads as a page; programs still get a problem.
func TestPagesRefuseAsPages(t *testing.T) {
	o := the.api.Options
	o.Metrics = nil
	s, err := api.New(o)
	must(err)
	s.Page(http.MethodGet, "/work", access.SignedIn(), func(c *gin.Context) { c.String(http.StatusOK, "work") })
	s.Page(http.MethodPost, "/form", access.Anyone(), func(c *gin.Context) { c.String(http.StatusOK, "taken") })
	s.PageRefused = func(c *gin.Context, status int, p *models.Problem) { c.String(status, "<p>"+p.Code) }
	for _, r := range []struct{ method, path, body, want string }{
		{"GET", "/work", "", "<p>access.sign_in_required"},
		{"GET", "/nowhere", "", "<p>request.no_such_address"},
		{"GET", "/api/v1/cases", "", `{"type":"/problems/access-sign-in-required"`},
		{"POST", "/form", "a=%E5%9F%8E", "taken"},
		{"POST", "/form", "a=%ff", "<p>request.not_utf8"},
		{"POST", "/form", "a=%00", "<p>request.control_characters"},
	} {
		req := httptest.NewRequest(r.method, r.path, strings.NewReader(r.body))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, req)
		if !strings.HasPrefix(w.Body.String(), r.want) {
			t.Errorf("%s %s: %s", r.method, r.path, w.Body)
		}
	}
}
