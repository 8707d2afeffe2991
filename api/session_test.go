package api_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// account opens an account with a password.
func account(t *testing.T, name, password string) {
	t.Helper()
	now := models.At(time.Now())
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		must(tx.PutUser(models.User{ID: name, Username: name, Name: "审核人", PasswordHash: access.HashPassword(password), CreatedAt: now}))
		return tx.Assign(models.Assignment{ID: name, UserID: name, Role: string(policy.Reviewer), OrganizationID: "jining/rencheng_bureau", FromAt: now})
	}))
}

// browser sends what a page would.
func browser(t *testing.T, c *http.Client, method, path, body string, header ...string) visit {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, the.server.URL+path, strings.NewReader(body))
	must(err)
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := c.Do(req)
	must(err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	must(err)
	return visit{res.StatusCode, res.Cookies(), string(raw)}
}

// visit is what a browser got.
type visit struct {
	status  int
	cookies []*http.Cookie
	body    string
}

func TestSignInAndOut(t *testing.T) {
	account(t, "session.user", "ein langes Passwort")
	jar, err := cookiejar.New(nil)
	must(err)
	c := &http.Client{Jar: jar}
	if v := browser(t, c, "GET", "/api/v1/session", ""); v.status != http.StatusUnauthorized {
		t.Fatalf("before: %d", v.status)
	}
	v := browser(t, c, "POST", "/api/v1/session", `{"username":"session.user","password":"ein langes Passwort"}`)
	if v.status != http.StatusOK || !strings.Contains(v.body, `"role":"reviewer"`) {
		t.Fatalf("sign in: %d %s", v.status, v.body)
	}
	cookie := v.cookies[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Value == "" {
		t.Errorf("cookie %v", cookie)
	}
	var kept []models.Session
	must(the.store.Read(context.Background()).Find(&kept).Error)
	for _, s := range kept {
		if s.Token == cookie.Value {
			t.Error("the register keeps the cookie itself")
		}
	}
	if v := browser(t, c, "GET", "/api/v1/cases", ""); v.status != http.StatusOK {
		t.Errorf("signed in: %d", v.status)
	}
	// Signing in again draws a new session: one fixed beforehand is worth nothing.
	v = browser(t, c, "POST", "/api/v1/session", `{"username":"session.user","password":"ein langes Passwort"}`)
	if v.cookies[0].Value == cookie.Value {
		t.Error("the session was not rotated")
	}
	// What another site sends is refused; what the page itself sends is not.
	if v := browser(t, c, "POST", "/api/v1/tasks/x/claim", "", "Sec-Fetch-Site", "cross-site"); v.status != http.StatusForbidden ||
		!strings.Contains(v.body, "access.cross_site") {
		t.Errorf("cross-site: %d %s", v.status, v.body)
	}
	if v := browser(t, c, "POST", "/api/v1/tasks/x/claim", "", "Sec-Fetch-Site", "same-origin"); v.status != http.StatusNotFound {
		t.Errorf("same-origin: %d %s", v.status, v.body)
	}
	if v := browser(t, c, "DELETE", "/api/v1/session", ""); v.status != http.StatusNoContent {
		t.Errorf("sign out: %d", v.status)
	}
	if v := browser(t, c, "GET", "/api/v1/session", ""); v.status != http.StatusUnauthorized {
		t.Errorf("after: %d", v.status)
	}
}

// A wrong name and a wrong password read alike; guessing is slowed down.
func TestGuessingIsSlow(t *testing.T) {
	account(t, "guessed.user", "das richtige Passwort")
	try := func(user, password string) reply {
		return the.ask(t, "", "POST", "/api/v1/session", map[string]string{"username": user, "password": password})
	}
	wrong, nobody := try("guessed.user", "falsch"), try("no.such.user", "falsch")
	wrong.want(t, http.StatusUnauthorized, "access.sign_in_failed")
	nobody.want(t, http.StatusUnauthorized, "access.sign_in_failed")
	if wrong.str("detail") != nobody.str("detail") {
		t.Error("the answer tells who exists")
	}
	for range 4 {
		try("guessed.user", "falsch")
	}
	slow := try("guessed.user", "das richtige Passwort").want(t, http.StatusTooManyRequests, "access.throttled")
	if slow.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	isProblem(t, slow)
}
