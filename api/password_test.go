package api_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// window is one signed-in browser; it follows no redirects.
func window(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	must(err)
	return &http.Client{Jar: jar, CheckRedirect: noRedirects.CheckRedirect}
}

// send posts a form and gives the status and where it leads.
func send(t *testing.T, b *http.Client, path string, form url.Values) (status int, location string) {
	t.Helper()
	res, err := b.PostForm(the.server.URL+path, form)
	must(err)
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

func look(t *testing.T, b *http.Client, path string) (status int, location string) {
	t.Helper()
	res, err := b.Get(the.server.URL + path)
	must(err)
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// A password that somebody else chose opens nothing but the page that changes it; the
// change signs other browsers out, and stands in the administrative trail.
func TestFirstPasswordMustBeChanged(t *testing.T) {
	const first, second = "交给本人的初始口令", "我自己记得住的一句话"
	id := "jining/rencheng_bureau/handler31"
	the.as(policy.Handler, "rencheng_bureau", 31)
	must(the.store.Tx(t.Context(), func(tx *storeTx) error {
		return tx.Model(&models.User{}).Where("id = ?", id).
			Updates(map[string]any{"password_hash": access.HashPassword(first), "must_change": true}).Error
	}))
	here, there := window(t), window(t)
	for _, b := range []*http.Client{here, there} {
		if status, to := send(t, b, "/sign-in", url.Values{"username": {id}, "password": {first}, "next": {"/cases"}}); status != 303 || to != "/cases" {
			t.Fatalf("sign-in: %d %s", status, to)
		}
	}
	if status, to := look(t, here, "/"); status != 303 || to != "/password" {
		t.Errorf("home before the change: %d %s", status, to)
	}
	if status, _ := look(t, here, "/api/v1/cases"); status != http.StatusForbidden {
		t.Errorf("cases before the change: %d", status)
	}
	for _, wrong := range []url.Values{
		{"present": {"不是这个口令呀呀"}, "wanted": {second}, "again": {second}},
		{"present": {first}, "wanted": {"太短"}, "again": {"太短"}},
		{"present": {first}, "wanted": {first}, "again": {first}},
		{"present": {first}, "wanted": {second}, "again": {second + "了"}},
	} {
		if status, _ := send(t, here, "/password", wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", wrong, status)
		}
	}
	if status, to := send(t, here, "/password", url.Values{"present": {first}, "wanted": {second}, "again": {second}}); status != 303 || to != "/" {
		t.Fatalf("change: %d %s", status, to)
	}
	if status, _ := look(t, here, "/api/v1/cases"); status != http.StatusOK {
		t.Errorf("cases after the change: %d", status)
	}
	if status, to := look(t, there, "/"); status != 303 || !strings.HasPrefix(to, "/sign-in?") {
		t.Errorf("the other browser is still in: %d %s", status, to)
	}
	if status, _ := send(t, window(t), "/sign-in", url.Values{"username": {id}, "password": {first}}); status != http.StatusUnauthorized {
		t.Errorf("the former password: %d", status)
	}
	var trailed int64
	must(the.store.Read(t.Context()).Model(&models.AuditEntry{}).Where("action = 'password_changed' AND actor_id = ?", id).Count(&trailed).Error)
	if trailed != 1 {
		t.Errorf("%d entries in the trail", trailed)
	}
}

// A sign-in leads nowhere but to this site.
func TestSignInStaysHere(t *testing.T) {
	id := "jining/rencheng_bureau/handler32"
	the.as(policy.Handler, "rencheng_bureau", 32)
	must(the.store.Tx(t.Context(), func(tx *storeTx) error {
		return tx.Model(&models.User{}).Where("id = ?", id).Update("password_hash", access.HashPassword("一个够长的口令呀")).Error
	}))
	for _, next := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "evil"} {
		if _, to := send(t, window(t), "/sign-in", url.Values{"username": {id}, "password": {"一个够长的口令呀"}, "next": {next}}); to != "/" {
			t.Errorf("next %s leads to %s", next, to)
		}
	}
}
