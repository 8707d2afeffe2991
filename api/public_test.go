package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// shop gives a company's shop its code.
func (r *rig) shop(t testing.TB, subject, name string) string {
	t.Helper()
	return r.ask(t, r.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/shops", map[string]any{
		"organization": "jining/rencheng_bureau", "subject": subject, "name": name, "address": "示例街1号",
		"commitments": []any{map[string]any{"title": "城市管理信用承诺书", "signed_at": "2026-03-02T00:00:00+08:00"}},
	}).want(t, http.StatusCreated).str("code")
}

// published puts an entry before the public.
func (r *rig) published(t testing.TB, number, code, name string) {
	t.Helper()
	must(r.store.Tx(context.Background(), func(tx *storeTx) error {
		_, err := tx.Put(&models.Publication{
			ListingNumber: number, Jurisdiction: "jining", SubjectID: "S-" + number, Code: code, Name: name, List: "black", ListName: "黑名单",
			Reason: "累计扣分40分", Basis: "示例", PublishedAt: models.At(time.Now().Add(-time.Hour)),
		})
		return err
	}))
}

// unhurried has the visits so far forgotten.
func (r *rig) unhurried() { r.api.Gate.Visits = &access.Visits{} }

// A shop's code shows its sign, stars and commitments to anybody; what somebody says
// there waits at the office until it is reported or answered, and the receipt tells
// (JN-11, SJ-8, WH-5).
func TestAShopIsScannedAndSpokenOf(t *testing.T) {
	the.unhurried()
	subject := the.company(t, 120)
	clerk := the.as(policy.WindowClerk, "rencheng_bureau")
	for what, in := range map[string]map[string]any{
		"no sign":         {"organization": "jining/rencheng_bureau", "subject": subject, "name": " ", "address": "示例街1号"},
		"a person":        {"organization": "jining/rencheng_bureau", "subject": the.person(t, 121, ""), "name": "店", "address": "示例街1号"},
		"a later promise": {"organization": "jining/rencheng_bureau", "subject": subject, "name": "店", "address": "示例街1号", "commitments": []any{map[string]any{"title": "承诺书", "signed_at": "2099-03-02T00:00:00+08:00"}}},
	} {
		if r := the.ask(t, clerk, "POST", "/api/v1/shops", in); r.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", what, r.status, r.raw)
		}
	}
	the.ask(t, clerk, "POST", "/api/v1/shops", map[string]any{"organization": "jining/qufu_bureau", "subject": subject, "name": "店", "address": "示例街1号"}).want(t, http.StatusForbidden, "access.not_here")
	code := the.shop(t, subject, "示例面馆")
	seen := the.ask(t, "", "GET", "/public/v1/credit/"+code, nil).want(t, http.StatusOK)
	for _, want := range []string{`"示例面馆"`, `"stars":5`, "城市管理信用承诺书", `"entries":[]`} {
		if !strings.Contains(string(seen.raw), want) {
			t.Errorf("%s is not shown: %s", want, seen.raw)
		}
	}
	if strings.Contains(string(seen.raw), subject) {
		t.Error("the subject's number is shown")
	}
	page := the.ask(t, "", "GET", "/c/"+code, nil).want(t, http.StatusOK)
	if !strings.Contains(string(page.raw), "★★★★★") || page.header.Get("Set-Cookie") != "" {
		t.Errorf("the page: %v %s", page.header, page.raw)
	}

	the.ask(t, "", "POST", "/public/v1/credit/"+code+"/feedback", map[string]any{"text": "短"}).want(t, http.StatusUnprocessableEntity, "feedback.text")
	the.ask(t, "", "POST", "/public/v1/credit/aaaaaaaaaaaa/feedback", map[string]any{"text": "每晚占道经营"}).want(t, http.StatusNotFound, "shop.unknown")
	receipt := the.ask(t, "", "POST", "/public/v1/credit/"+code+"/feedback", map[string]any{"text": "每晚八点以后占道经营", "phone": "13800000000"}).want(t, http.StatusCreated).str("receipt")
	ask := "/public/v1/receipts/" + receipt
	if s := the.ask(t, "", "GET", ask, nil).want(t, http.StatusOK); s.str("state") != "received" || strings.Contains(string(s.raw), "13800000000") {
		t.Errorf("after sending: %s", s.raw)
	}
	handler := the.as(policy.Handler, "rencheng_bureau")
	one := "/api/v1/feedback/" + receipt
	the.ask(t, the.as(policy.Handler, "qufu_bureau"), "GET", one, nil).want(t, http.StatusNotFound, "feedback.unknown")
	if l := the.ask(t, handler, "GET", "/api/v1/feedback", nil).want(t, http.StatusOK); !strings.Contains(string(l.raw), receipt) || strings.Contains(string(l.raw), "13800000000") {
		t.Errorf("the list: %s", l.raw)
	}
	if got := the.ask(t, handler, "GET", one, nil).want(t, http.StatusOK).str("phone"); got != "13800000000" {
		t.Errorf("the sender's number: %q", got)
	}
	in := report(subject)
	in["reference"] = receipt
	number := the.ask(t, handler, "POST", "/api/v1/violations", in).want(t, http.StatusCreated).str("number")
	if s := the.ask(t, "", "GET", ask, nil).want(t, http.StatusOK); s.str("state") != "reported" || strings.Contains(string(s.raw), number) {
		t.Errorf("after the report: %s", s.raw)
	}
	the.ask(t, handler, "POST", one+"/answer", map[string]any{"reply": "谢谢"}).want(t, http.StatusConflict, "feedback.settled")

	second := the.ask(t, "", "POST", "/public/v1/credit/"+code+"/feedback", map[string]any{"text": "门前很整洁，值得表扬"}).want(t, http.StatusCreated).str("receipt")
	the.ask(t, handler, "POST", "/api/v1/feedback/"+second+"/answer", map[string]any{"reply": "已转告该店，谢谢。"}).want(t, http.StatusOK)
	if s := the.ask(t, "", "GET", "/public/v1/receipts/"+strings.ToLower(second), nil).want(t, http.StatusOK); s.str("state") != "answered" || s.str("reply") != "已转告该店，谢谢。" {
		t.Errorf("after the answer: %s", s.raw)
	}

	the.ask(t, clerk, "POST", "/api/v1/shops/"+code+"/closure", nil).want(t, http.StatusOK)
	the.ask(t, clerk, "POST", "/api/v1/shops/"+code+"/closure", nil).want(t, http.StatusConflict, "shop.closed")
	if gone := the.ask(t, "", "GET", "/public/v1/credit/"+code, nil).want(t, http.StatusOK); strings.Contains(string(gone.raw), "示例面馆") {
		t.Errorf("closed, and still shown: %s", gone.raw)
	}
}

// What is published is found by list, by the beginning of a name and by a whole code,
// page by page; a sole trader's own name stays masked and is not found by its parts.
func TestWhatIsPublishedIsFound(t *testing.T) {
	the.published(t, "JN-PUB-1", "92370811MAEX00701A", "王小明")
	the.published(t, "JN-PUB-2", "91370811MAEX00702B", "示例公示甲有限公司")
	the.published(t, "JN-PUB-3", "91370811MAEX00703C", "示例公示乙有限公司")
	find := func(query string) string {
		return string(the.ask(t, "", "GET", "/public/v1/published?"+query, nil).want(t, http.StatusOK).raw)
	}
	if got := find("q=" + url.QueryEscape("示例公示")); strings.Count(got, `"list_name"`) != 2 {
		t.Errorf("by the beginning of a name: %s", got)
	}
	if got := find("q=" + url.QueryEscape("王小")); strings.Contains(got, "王") {
		t.Errorf("a masked name is found: %s", got)
	}
	if got := find("q=92370811maex00701a"); !strings.Contains(got, "王**") || strings.Contains(got, "王小明") {
		t.Errorf("by its code: %s", got)
	}
	first := the.ask(t, "", "GET", "/public/v1/published?limit=2", nil).want(t, http.StatusOK)
	second := the.ask(t, "", "GET", "/public/v1/published?limit=2&cursor="+first.str("next"), nil).want(t, http.StatusOK)
	if first.str("next") == "" || len(first.items()) != 2 || len(second.items()) < 1 {
		t.Errorf("pages: %s %s", first.raw, second.raw)
	}
	the.ask(t, "", "GET", "/public/v1/published?cursor=x", nil).want(t, http.StatusBadRequest, "cursor.invalid")
	if page := the.ask(t, "", "GET", "/c?name="+url.QueryEscape("示例公示甲"), nil).want(t, http.StatusOK); !strings.Contains(string(page.raw), "示例公示甲有限公司") || !strings.Contains(string(page.raw), "3个工作日") {
		t.Errorf("the page: %s", page.raw)
	}
}

// Whoever writes again and again is slowed down; whoever looks is not yet.
func TestWhoWritesTooOftenWaits(t *testing.T) {
	the.unhurried()
	code := the.shop(t, the.company(t, 122), "示例小吃")
	for i := range 50 {
		r := the.ask(t, "", "POST", "/public/v1/credit/"+code+"/feedback", map[string]any{"text": fmt.Sprint("第几次反映占道经营：", i)})
		if r.status == http.StatusTooManyRequests {
			r.want(t, http.StatusTooManyRequests, "access.busy")
			the.ask(t, "", "GET", "/c/"+code, nil).want(t, http.StatusOK)
			return
		}
		r.want(t, http.StatusCreated)
	}
	t.Error("fifty at once were taken")
}
