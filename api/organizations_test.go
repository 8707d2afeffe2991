package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"chengxin/policy"
)

// An organization from its setting up to its end over the API; who may see the tree, and
// who may change which part of it.
func TestOrganizations(t *testing.T) {
	admin := the.as(policy.Administrator, "zoucheng_bureau")
	in := map[string]any{"code": "beisu", "name": "北宿镇人民政府", "kind": "street", "parent": "jining/zoucheng_bureau", "basis": "邹编发〔2026〕1号"}
	the.ask(t, the.as(policy.Supervisor, "city_bureau"), "POST", "/api/v1/organizations", in).want(t, http.StatusForbidden, "access.role_required")
	for field, wrong := range map[string]any{"code": "北宿", "name": " ", "kind": "castle", "parent": "jining/qufu_bureau", "basis": "无", "manager": "jining/none"} {
		bad := map[string]any{}
		for k, v := range in {
			bad[k] = v
		}
		bad[field] = wrong
		if r := the.ask(t, admin, "POST", "/api/v1/organizations", bad).want(t, http.StatusUnprocessableEntity); !strings.Contains(string(r.raw), `"`+field+`"`) {
			t.Errorf("%s is not named: %s", field, r.raw)
		}
	}
	id := the.ask(t, admin, "POST", "/api/v1/organizations", in).want(t, http.StatusOK).str("id")
	the.ask(t, admin, "POST", "/api/v1/organizations", in).want(t, http.StatusConflict, "organization.exists")
	about := "?id=" + url.QueryEscape(id)

	// Everybody of the jurisdiction sees it; whoever administers another part may not touch it.
	seen := the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", "/api/v1/organizations/one"+about, nil).want(t, http.StatusOK)
	if seen.str("parent_name") != "邹城市城市管理局" || seen.str("kind_name") != "街道办事处、镇人民政府" {
		t.Errorf("seen as %s", seen.raw)
	}
	change := map[string]any{"name": "北宿街道办事处", "parent": "jining/zoucheng_bureau", "basis": "邹编发〔2026〕2号"}
	the.ask(t, the.as(policy.Administrator, "qufu_bureau"), "POST", "/api/v1/organizations/change"+about, change).want(t, http.StatusNotFound, "organization.unknown")
	changed := the.ask(t, admin, "POST", "/api/v1/organizations/change"+about, change).want(t, http.StatusOK)
	if h := changed.m["history"].([]any); len(h) != 2 || changed.str("name") != "北宿街道办事处" {
		t.Errorf("changed: %s", changed.raw)
	}
	the.ask(t, admin, "POST", "/api/v1/organizations/change"+about, change).want(t, http.StatusConflict, "organization.same")
	change["name"], change["from"] = "北宿镇人民政府", "2099-01-01T00:00:00+08:00"
	the.ask(t, admin, "POST", "/api/v1/organizations/change"+about, change).want(t, http.StatusOK)
	the.ask(t, admin, "GET", "/api/v1/organizations/tree?on=2099-02-31", nil).want(t, http.StatusBadRequest, "span.invalid")
	then := the.ask(t, admin, "GET", "/api/v1/organizations/tree?on=2099-06-01", nil).want(t, http.StatusOK)
	if !strings.Contains(string(then.raw), "北宿镇人民政府") || strings.Contains(string(then.raw), "北宿街道办事处") {
		t.Error("the tree of 2099 does not know the change")
	}
	the.ask(t, admin, "POST", "/api/v1/organizations/abolish"+about, map[string]any{"basis": "邹编发〔2026〕3号"}).want(t, http.StatusConflict, "organization.planned")
	the.ask(t, admin, "POST", "/api/v1/organizations/withdraw"+about, nil).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/organizations/withdraw"+about, nil).want(t, http.StatusConflict, "organization.no_plan")

	opened := the.ask(t, admin, "POST", "/api/v1/people", map[string]any{
		"username": "beisu.collector", "name": "采集员甲", "role": "collector", "organization": id,
	}).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/organizations/abolish"+about, map[string]any{"basis": "邹编发〔2026〕3号"}).want(t, http.StatusConflict, "organization.in_use")
	the.ask(t, admin, "POST", "/api/v1/people/close?id="+url.QueryEscape(opened.str("id")), nil).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/organizations/abolish"+about, map[string]any{"basis": "邹编发〔2026〕3号"}).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/people", map[string]any{
		"username": "beisu.second", "name": "采集员乙", "role": "collector", "organization": id,
	}).want(t, http.StatusForbidden, "person.not_here")
	if l := the.ask(t, admin, "GET", "/api/v1/organizations/tree", nil).want(t, http.StatusOK); strings.Contains(string(l.raw), id) {
		t.Error("abolished, and still in the tree")
	}
	the.ask(t, admin, "POST", "/api/v1/organizations/restore"+about, map[string]any{"basis": "邹编发〔2026〕4号"}).want(t, http.StatusOK)
	the.ask(t, admin, "POST", "/api/v1/organizations/restore"+about, map[string]any{"basis": "邹编发〔2026〕4号"}).want(t, http.StatusConflict, "organization.open")
}
