package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"chengxin/policy"
)

// seconds and thirds say which holder of a role decides a step, where the rule wants
// somebody else than before.
var holder = map[string]int{"review": 2, "acceptance": 2, "investigation": 3}

// open finds a case's open task of a step, as its page shows it.
func (r *rig) open(t *testing.T, number, step string) map[string]any {
	t.Helper()
	city := r.as(policy.Supervisor, "city_bureau")
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		page := r.ask(t, city, "GET", "/api/v1/cases/"+number, nil).want(t, http.StatusOK)
		tasks, _ := page.m["tasks"].([]any)
		for _, v := range tasks {
			if task, _ := v.(map[string]any); task["step"] == step {
				return task
			}
		}
		if time.Now().After(end) {
			t.Fatalf("%s never came to %s: %s", number, step, page.raw)
		}
	}
}

// move decides a step by whoever its task names.
func (r *rig) move(t *testing.T, number, step, choice string, details map[string]any) {
	t.Helper()
	task := r.open(t, number, step)
	role, place := task["role"].(map[string]any), task["organization"].(map[string]any)
	who := r.as(policy.Role(role["id"].(string)), place["id"].(string), max(holder[step], 1))
	body := map[string]any{"choice": choice, "reason": "经核查", "evidence": []any{map[string]any{"kind": "paper", "title": "材料"}}}
	if details != nil {
		body["details"] = details
	}
	got := r.ask(t, who, "POST", "/api/v1/tasks/"+task["id"].(string)+"/decision", body)
	if got.want(t, http.StatusOK); got.str("status") != "counted" {
		t.Fatalf("%s %s %s: %s", number, step, choice, got.raw)
	}
}

// From a report to the public page and back by a dispute, through HTTP alone
// (JN-5, JN-7, NX-3).
func TestFromReportToThePublicPage(t *testing.T) {
	subject, code := the.company(t, 40), creditCode(40)
	public := func() []any {
		list, _ := the.ask(t, "", "GET", "/public/v1/credit/"+code, nil).want(t, http.StatusOK).m["entries"].([]any)
		return list
	}
	body := report(subject)
	body["behaviour"] = "SR-08"
	n := the.ask(t, the.as(policy.DistrictReporter, "rencheng_bureau"), "POST", "/api/v1/violations", body).want(t, http.StatusCreated).str("number")
	served := map[string]any{"method": "direct"}
	the.as(policy.Handler, "rencheng_bureau", 2)
	for _, m := range []struct {
		step, choice string
		details      map[string]any
	}{
		{"filing", "filed", nil},
		{"dispatch", "dispatched", nil},
		{"handling", "handled", nil},
		{"verification", "passed", nil},
		{"recognition", "proposed", map[string]any{
			"co_handler": "jining/rencheng_bureau/handler2",
			"recognitions": []any{map[string]any{
				"subject": subject, "charges": []any{map[string]any{"behaviour": "SR-08", "points": 20}}, "act_at": body["occurred_at"],
				"founding": map[string]any{"number": "任城管罚〔2026〕" + n, "body": "济宁市任城区城市管理局", "issued_at": body["occurred_at"]},
			}},
		}},
		{"notice", "served", served},
		{"statement", "none", nil},
		{"review", "maintained", nil},
		{"legal_review", "passed", nil},
		{"approval", "approved", nil},
		{"service", "served", served},
	} {
		the.move(t, n, m.step, m.choice, m.details)
	}

	reviewer := the.as(policy.Reviewer, "rencheng_bureau")
	score := the.ask(t, reviewer, "GET", "/api/v1/subjects/"+subject+"/score", nil).want(t, http.StatusOK)
	if s := string(score.raw); !strings.Contains(s, `"total":20`) || !strings.Contains(s, `"list":"yellow"`) || !strings.Contains(s, "扣20分") {
		t.Errorf("score: %s", s)
	}
	listings := the.ask(t, reviewer, "GET", "/api/v1/subjects/"+subject+"/listings", nil).items()
	if len(listings) != 1 || listings[0]["state"] != "proposed" {
		t.Fatalf("listings: %v", listings)
	}
	l := listings[0]["number"].(string)
	if len(public()) != 0 {
		t.Error("public before its publication")
	}
	the.move(t, l, "approval", "approved", nil)
	the.move(t, l, "service", "served", served)
	the.move(t, l, "publication", "published", nil)
	entries := public()
	if len(entries) != 1 || entries[0].(map[string]any)["list_name"] != "黄名单" {
		t.Fatalf("public: %v", entries)
	}
	early := the.ask(t, the.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/repairs", map[string]any{
		"listing": l, "applicant": "法定代表人",
		"attachments": []any{map[string]any{"kind": "commitment_letter", "title": "承诺书"}, map[string]any{"kind": "proof_of_correction", "title": "证明"}},
	}).want(t, http.StatusUnprocessableEntity, "repair.too_early")
	if !strings.Contains(string(early.raw), `"earliest":"20`) || !strings.Contains(string(early.raw), `"article"`) {
		t.Errorf("too early, but from when, and by which rule: %s", early.raw)
	}

	d := the.ask(t, the.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/disputes", map[string]any{
		"target": n + "-1", "applicant": "法定代表人", "reasons": "并非本公司所为",
		"evidence": []any{map[string]any{"kind": "photo", "title": "照片"}},
	}).want(t, http.StatusCreated).str("number")
	if entry := public()[0].(map[string]any); entry["mark"] != "异议处理中" {
		t.Errorf("while disputed: %v", entry)
	}
	page := the.ask(t, reviewer, "GET", "/api/v1/cases/"+d, nil).want(t, http.StatusOK)
	if s := string(page.raw); !strings.Contains(s, `"because":"自`) || !strings.Contains(s, `"target":"`+n) {
		t.Errorf("dispute: %s", s)
	}
	// Who decided the matter is told on the page that somebody else must investigate.
	the.move(t, d, "acceptance", "accepted", nil)
	mine := the.ask(t, the.as(policy.Handler, "rencheng_bureau"), "GET", "/api/v1/cases/"+d, nil)
	if !strings.Contains(string(mine.raw), `"barred":"您`) {
		t.Errorf("own decision: %s", mine.raw)
	}
	the.move(t, d, "investigation", "upheld", nil)
	if len(public()) != 0 {
		t.Error("public after its end")
	}
	file := the.ask(t, reviewer, "GET", "/api/v1/subjects/"+subject+"/file", nil).want(t, http.StatusOK)
	for _, want := range []string{`"total":0`, `"state":"annulled"`, `"state":"reversed"`, `"kind":"reversal"`, d, n, l} {
		if !strings.Contains(string(file.raw), want) {
			t.Errorf("the file lacks %s: %s", want, file.raw)
		}
	}
	active := the.ask(t, reviewer, "GET", "/api/v1/listings?active=true&subject="+subject, nil).items()
	over := the.ask(t, reviewer, "GET", "/api/v1/listings?active=false&subject="+subject, nil).items()
	if len(active) != 0 || len(over) != 1 {
		t.Errorf("active %v, over %v", active, over)
	}
	the.checkTrail(t, reviewer, n)
	the.checkTrail(t, reviewer, l)
}
