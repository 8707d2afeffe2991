package api_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/policy"
)

// Administrators see what could not be delivered and have it tried again; everybody says
// for themself where their notices are mailed to.
func TestFailedDeliveries(t *testing.T) {
	admin, handler := the.as(policy.Administrator, "city_bureau"), the.as(policy.Handler, "rencheng_bureau")
	now := models.At(time.Now())
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		must(tx.Create(&models.Notice{ID: "n-failed", Kind: "urge", Text: "370800-V-2026-000009超期", CaseNumber: "370800-V-2026-000009", CreatedAt: now, FannedAt: now}).Error)
		for id, state := range map[string]string{"d-failed": models.DeliveryFailed, "d-trying": models.DeliveryWaiting, "d-sent": models.DeliverySent} {
			must(tx.Create(&models.Delivery{ID: id, NoticeID: "n-failed", Channel: "mail", Receiver: id + "@example.com", State: state, Tries: 3, NextAt: now, LastError: "对方答复503", CreatedAt: now}).Error)
		}
		return nil
	}))
	page := the.ask(t, admin, "GET", "/api/v1/deliveries", nil).want(t, http.StatusOK)
	if items := page.items(); len(items) != 1 || items[0]["id"] != "d-failed" || items[0]["last_error"] != "对方答复503" || page.m["failed"] != 1.0 || page.m["late"] != 1.0 {
		t.Errorf("failed: %s", page.raw)
	}
	if items := the.ask(t, admin, "GET", "/api/v1/deliveries?state=waiting", nil).want(t, http.StatusOK).items(); len(items) != 1 || items[0]["id"] != "d-trying" {
		t.Errorf("tried again: %v", items)
	}
	the.ask(t, handler, "GET", "/api/v1/deliveries", nil).want(t, http.StatusForbidden)
	if shown := the.ask(t, admin, "GET", "/deliveries", nil).want(t, http.StatusOK); !strings.Contains(string(shown.raw), "d-failed@example.com") || !strings.Contains(string(shown.raw), "全部重新投递") {
		t.Errorf("the page: %s", shown.raw)
	}
	the.ask(t, admin, "POST", "/api/v1/deliveries/retry", map[string]any{"id": "d-sent"}).want(t, http.StatusOK)
	for _, want := range []string{`"count":1`, `"count":0`} { // the second time there is nothing left
		if got := the.ask(t, admin, "POST", "/api/v1/deliveries/retry", map[string]any{}).want(t, http.StatusOK); !strings.Contains(string(got.raw), want) {
			t.Errorf("retried: %s, want %s", got.raw, want)
		}
	}
	the.ask(t, handler, "POST", "/api/v1/session/email", map[string]any{"email": "a@b, c@d"}).want(t, http.StatusUnprocessableEntity, "email.wrong")
	the.ask(t, handler, "POST", "/api/v1/session/email", map[string]any{"email": "somebody@example.com", "late_only": true}).want(t, http.StatusNoContent)
	form := url.Values{"email": {"x\r\nBcc: y@example.com"}}
	the.ask(t, handler, "POST", "/notices/email", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	if shown := the.ask(t, handler, "GET", "/notices", nil).want(t, http.StatusOK); !strings.Contains(string(shown.raw), `value="somebody@example.com"`) || !strings.Contains(string(shown.raw), `value="late" selected`) {
		t.Errorf("where notices are mailed to: %s", shown.raw)
	}
}
