package api_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"chengxin/api"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/provider"
	"chengxin/web"
)

// city is the product with the city's identity provider before it, on the register of the
// package's tests, by a clock of its own.
type city struct {
	t        *testing.T
	address  string
	provider *provider.Provider
	ahead    atomic.Int64 // of the time of day
}

func newCity(t *testing.T) *city {
	t.Helper()
	c := &city{t: t}
	server := httptest.NewUnstartedServer(nil)
	c.address = "http://" + server.Listener.Addr().String()
	back := c.address + web.ArrivePath
	c.provider = provider.Start(t, back)
	now := func() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }
	of := the.api.Cases
	s, err := api.New(api.Options{
		Cases: &cases.Service{Store: of.Store, Rules: of.Rules, Temporal: of.Temporal, Now: now, Log: of.Log, Files: of.Files},
		Log:   slog.New(slog.DiscardHandler), Version: "test", PublicURL: c.address,
		Provider: &access.ProviderSettings{Issuer: c.provider.Issuer, Client: provider.Client, Secret: provider.Secret, Claim: "preferred_username", Back: back},
	})
	must(err)
	site, err := web.New(web.Options{Cases: s.Cases, Gate: s.Gate, Version: s.Version, PublicURL: c.address})
	must(err)
	s.PageRefused = site.Refused
	site.Mount(s)
	server.Config.Handler = s
	server.Start()
	t.Cleanup(server.Close)
	return c
}

// handler opens an account without a password.
func (c *city) handler(n int) string {
	the.as(policy.Handler, "rencheng_bureau", n)
	return fmt.Sprintf("jining/rencheng_bureau/handler%d", n)
}

func change(id string, to map[string]any) {
	must(the.store.Tx(context.Background(), func(tx *storeTx) error { return tx.Model(&models.User{}).Where("id = ?", id).Updates(to).Error }))
}

// page is what a browser got.
type page struct {
	status   int
	location string
	body     string
	cookie   string // of the session, where it was set
}

func (c *city) do(b *http.Client, method, address string, form url.Values) page {
	c.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = c.address + address
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, address, strings.NewReader(form.Encode()))
	must(err)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := b.Do(req)
	must(err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	must(err)
	p := page{status: res.StatusCode, location: res.Header.Get("Location"), body: string(body)}
	for _, k := range res.Cookies() {
		if k.Name == "chengxin" {
			p.cookie = k.Value
		}
	}
	return p
}

func (c *city) get(b *http.Client, address string) page {
	c.t.Helper()
	return c.do(b, http.MethodGet, address, nil)
}

// begin is a press of the button: where it leads.
func (c *city) begin(b *http.Client, next string) string {
	c.t.Helper()
	p := c.get(b, "/sign-in/oidc?"+url.Values{"next": {next}}.Encode())
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, c.provider.Issuer+"/authorize?") {
		c.t.Fatalf("the button leads to %d %s", p.status, p.location)
	}
	return p.location
}

// there goes through the provider, and gives the address it sends the browser back to.
func (c *city) there(b *http.Client, address string) string {
	c.t.Helper()
	for range 5 {
		if strings.HasPrefix(address, c.address) {
			return address
		}
		p := c.get(b, address)
		if p.location == "" {
			c.t.Fatalf("the provider answers %d %s", p.status, p.body)
		}
		from, err := url.Parse(address)
		must(err)
		to, err := from.Parse(p.location)
		must(err)
		address = to.String()
	}
	c.t.Fatal("the provider sends nobody back")
	return ""
}

// signIn goes all the way.
func (c *city) signIn(b *http.Client, next string) page {
	c.t.Helper()
	return c.get(b, c.there(b, c.begin(b, next)))
}

// in says whether a browser is signed in.
func (c *city) in(b *http.Client) bool {
	c.t.Helper()
	return c.get(b, "/api/v1/session").status == http.StatusOK
}

// refuses fails the test unless the sign-in page is shown with a refusal, and nobody is in.
func (c *city) refuses(b *http.Client, p page, status int, title string) {
	c.t.Helper()
	if p.status != status || !strings.Contains(p.body, title) || !strings.Contains(p.body, `action="/sign-in"`) || !strings.Contains(p.body, "统一身份认证登录") {
		c.t.Errorf("answered %d, want %d %s:\n%s", p.status, status, title, p.body)
	}
	if c.in(b) {
		c.t.Errorf("%s, and signed in", title)
	}
}

// Whoever the provider vouches for is in, under a new session, and where they were going;
// whether it names them in its token or when asked. What is asked of it is a code for this
// one browser.
func TestTheProviderSignsIn(t *testing.T) {
	c := newCity(t)
	who := c.handler(61)
	for _, inToken := range []bool{true, false} {
		c.provider.Behave(provider.Conduct{Person: who, InToken: inToken})
		b := window(t)
		if p := c.get(b, "/cases?kind=violation"); p.location != "/sign-in?next=%2Fcases%3Fkind%3Dviolation" {
			t.Fatalf("a stranger is led to %s", p.location)
		}
		button := regexp.MustCompile(`href="([^"]+)">统一身份认证登录`).FindStringSubmatch(c.get(b, "/sign-in?next=%2Fcases%3Fkind%3Dviolation").body)
		if len(button) == 0 || button[1] != c.address+"/sign-in/oidc?next=%2Fcases%3Fkind%3Dviolation" {
			t.Fatalf("button %v", button)
		}
		begun := c.get(b, button[1])
		asked, err := url.Parse(begun.location)
		must(err)
		for key, want := range map[string]string{
			"response_type": `code`, "client_id": provider.Client, "scope": `openid profile`, "code_challenge_method": `S256`,
			"state": `.{26}`, "nonce": `.{26}`, "code_challenge": `.{43}`, "redirect_uri": regexp.QuoteMeta(c.address + "/sign-in/oidc/callback"),
		} {
			if got := asked.Query().Get(key); !regexp.MustCompile("^" + want + "$").MatchString(got) {
				t.Errorf("%s is %q", key, got)
			}
		}
		p := c.get(b, c.there(b, begun.location))
		if p.status != http.StatusSeeOther || p.location != "/cases?kind=violation" {
			t.Fatalf("came back to %d %s %s", p.status, p.location, p.body)
		}
		if p.cookie == "" || p.cookie == begun.cookie {
			t.Error("the session was not rotated")
		}
		if p := c.get(b, p.location); p.status != http.StatusOK {
			t.Errorf("the page they wanted: %d", p.status)
		}
		if p := c.get(b, "/sign-in/oidc?next=/notices"); p.location != "/notices" {
			t.Errorf("signed in already, led to %s", p.location)
		}
	}
}

// The provider makes nobody a user: whom the register does not know, knows by a similar name
// or has closed is told whom to ask.
func TestTheProviderMakesNobodyAUser(t *testing.T) {
	c := newCity(t)
	closed := c.handler(62)
	change(closed, map[string]any{"disabled_at": 1})
	for _, who := range []string{"nobody.here", closed, strings.ToUpper(c.handler(61)), c.handler(61) + " ", strings.Repeat("长", 200)} {
		c.provider.Behave(provider.Conduct{Person: who, InToken: true})
		b := window(t)
		p := c.signIn(b, "/")
		c.refuses(b, p, http.StatusForbidden, "本系统没有您的账号")
		if !strings.Contains(p.body, "请管理员先在“人员”中登记该用户名") {
			t.Error("nothing says what to do")
		}
	}
	var made int64
	must(the.store.Read(t.Context()).Model(&models.User{}).Where("username = 'nobody.here'").Count(&made).Error)
	if made != 0 {
		t.Error("an account was made")
	}
}

// A session ends with its account, and when the account gets another password: that is how an
// administrator signs somebody out everywhere.
func TestAVouchedSessionEnds(t *testing.T) {
	c := newCity(t)
	who := c.handler(63)
	c.provider.Behave(provider.Conduct{Person: who})
	for what, to := range map[string]map[string]any{
		"closed": {"disabled_at": 1}, "another password": {"password_hash": access.HashPassword("另一个够长的口令")},
	} {
		b := window(t)
		if c.signIn(b, "/"); !c.in(b) {
			t.Fatalf("not in before: %s", what)
		}
		change(who, to)
		if c.in(b) {
			t.Errorf("still in: %s", what)
		}
		change(who, map[string]any{"disabled_at": 0})
	}
}

// A first password binds whoever signs in with it, and nobody who needs none.
func TestAFirstPasswordBindsThoseWhoUseIt(t *testing.T) {
	const first = "交给本人的初始口令"
	c := newCity(t)
	who := c.handler(64)
	change(who, map[string]any{"password_hash": access.HashPassword(first), "must_change": true})
	c.provider.Behave(provider.Conduct{Person: who})
	b := window(t)
	c.signIn(b, "/")
	if p := c.get(b, "/cases"); p.status != http.StatusOK {
		t.Errorf("vouched for: %d %s", p.status, p.location)
	}
	if p := c.do(b, http.MethodPost, "/sign-in", url.Values{"username": {who}, "password": {first}}); p.status != http.StatusSeeOther {
		t.Fatalf("by password: %d", p.status)
	}
	if p := c.get(b, "/cases"); p.location != "/password" {
		t.Errorf("by password, in the same browser: %d %s", p.status, p.location)
	}
}

// An answer counts once, in the browser that waits for it, for ten minutes.
func TestAnAnswerCountsOnceWhereItIsAwaited(t *testing.T) {
	c := newCity(t)
	c.provider.Behave(provider.Conduct{Person: c.handler(65)})
	const stale = "登录没有完成"
	b := window(t)
	answer := c.there(b, c.begin(b, "/notices"))
	at, err := url.Parse(answer)
	must(err)
	with := func(key, value string) string {
		q := at.Query()
		q.Set(key, value)
		return at.Path + "?" + q.Encode()
	}
	stranger := window(t)
	c.refuses(stranger, c.get(stranger, answer), http.StatusUnauthorized, stale)
	c.refuses(b, c.get(b, with("state", "guessed")), http.StatusUnauthorized, stale)
	c.refuses(b, c.get(b, with("state", "")), http.StatusUnauthorized, stale)
	c.refuses(b, c.get(b, at.Path), http.StatusUnauthorized, stale)
	if p := c.get(b, answer); p.location != "/notices" { // none of this spoils the right one
		t.Fatalf("the right answer: %d %s", p.status, p.body)
	}
	if p := c.get(b, answer); p.status != http.StatusUnauthorized || !strings.Contains(p.body, stale) {
		t.Errorf("again: %d", p.status)
	}

	used := c.there(b, c.replayed(b, at.Query().Get("code"))) // an old code under a new sign-in
	c.refuses(b, c.get(b, used), http.StatusUnauthorized, stale)

	b = window(t)
	late := c.there(b, c.begin(b, "/notices"))
	c.ahead.Store(int64(10 * time.Minute))
	c.refuses(b, c.get(b, late), http.StatusUnauthorized, stale)
}

// replayed begins anew after signing out, and answers with a code that was used.
func (c *city) replayed(b *http.Client, code string) string {
	c.do(b, http.MethodPost, "/sign-out", url.Values{})
	asked, err := url.Parse(c.begin(b, "/"))
	must(err)
	return c.address + web.ArrivePath + "?" + url.Values{"state": {asked.Query().Get("state")}, "code": {code}}.Encode()
}

// Only what the provider says, of this sign-in, to us, counts; where it says no, so do we.
func TestTheProvidersWordIsChecked(t *testing.T) {
	c := newCity(t)
	who := c.handler(66)
	const invalid, no, config, nameless = "身份凭据未通过核验", "统一身份认证没有准予登录", "统一身份认证不接受本系统的请求", "身份凭据中没有用户名"
	for _, wrong := range []struct {
		status int
		title  string
		by     provider.Conduct
	}{
		{http.StatusUnauthorized, invalid, provider.Conduct{OtherKey: true}},
		{http.StatusUnauthorized, invalid, provider.Conduct{OtherClient: true}},
		{http.StatusUnauthorized, invalid, provider.Conduct{OtherParty: true}},
		{http.StatusUnauthorized, invalid, provider.Conduct{OtherNonce: true}},
		{http.StatusForbidden, nameless, provider.Conduct{Strange: true}},
		{http.StatusUnauthorized, no, provider.Conduct{Denies: true}},
		{http.StatusServiceUnavailable, "统一身份认证暂时无法使用", provider.Conduct{Error: "temporarily_unavailable"}},
		{http.StatusServiceUnavailable, config, provider.Conduct{Error: "unauthorized_client"}},
	} {
		wrong.by.Person, wrong.by.InToken = who, true
		c.provider.Behave(wrong.by)
		b := window(t)
		p := c.signIn(b, "/notices")
		c.refuses(b, p, wrong.status, wrong.title)
		if !strings.Contains(p.body, `name="next" value="/notices"`) {
			t.Errorf("%s: where they were going is forgotten", wrong.title)
		}
	}
	c.provider.Behave(provider.Conduct{Person: who, OtherPerson: true})
	beside := window(t)
	c.refuses(beside, c.signIn(beside, "/"), http.StatusUnauthorized, invalid)
	for _, inToken := range []bool{true, false} {
		c.provider.Behave(provider.Conduct{InToken: inToken})
		b := window(t)
		c.refuses(b, c.signIn(b, "/"), http.StatusForbidden, nameless)
	}
	c.provider.Behave(provider.Conduct{Person: who})
	b := window(t)
	answer := c.there(b, c.begin(b, "/"))
	c.ahead.Store(int64(2 * time.Minute)) // the token's minute is over; the sign-in's ten are not
	c.refuses(b, c.get(b, answer), http.StatusUnauthorized, invalid)
}

// While the provider is away nobody waits long, passwords work, and the product needs no
// restart when it comes back.
func TestTheProviderIsAway(t *testing.T) {
	c := newCity(t)
	who := c.handler(67)
	change(who, map[string]any{"password_hash": access.HashPassword("一个够长的口令呀")})
	const away = "统一身份认证暂时无法使用"
	for _, by := range []provider.Conduct{{Away: true}, {Slow: true}} { // from the start
		c.provider.Behave(by)
		b, begin := window(t), time.Now()
		c.refuses(b, c.get(b, "/sign-in/oidc?next=/notices"), http.StatusServiceUnavailable, away)
		if took := time.Since(begin); took > 8*time.Second {
			t.Errorf("waited %v", took)
		}
		if p := c.do(b, http.MethodPost, "/sign-in", url.Values{"username": {who}, "password": {"一个够长的口令呀"}, "next": {"/notices"}}); p.location != "/notices" {
			t.Errorf("by password: %d %s", p.status, p.location)
		}
	}
	good := provider.Conduct{Person: who}
	c.provider.Behave(good)
	b := window(t)
	answer := c.there(b, c.begin(b, "/notices"))
	c.provider.Behave(provider.Conduct{Away: true}) // in the middle of it
	c.refuses(b, c.get(b, answer), http.StatusServiceUnavailable, away)
	c.provider.Behave(good)
	if p := c.signIn(b, "/notices"); p.location != "/notices" {
		t.Errorf("back again: %d %s", p.status, p.body)
	}
}

// The way through the provider leads nowhere but to this site.
func TestTheProviderLeadsNowhereElse(t *testing.T) {
	c := newCity(t)
	c.provider.Behave(provider.Conduct{Person: c.handler(68)})
	for _, next := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "evil", ""} {
		if p := c.signIn(window(t), next); p.location != "/" {
			t.Errorf("next %s leads to %s", next, p.location)
		}
	}
}

// What was being filled in waits in its page while its sender signs in beside it, and goes
// back to nobody else.
func TestWhatWasFilledInWaitsForTheProvider(t *testing.T) {
	c := newCity(t)
	mine, others := c.handler(69), c.handler(61)
	b := window(t)
	c.provider.Behave(provider.Conduct{Person: mine})
	c.signIn(b, "/")
	c.do(b, http.MethodPost, "/sign-out", url.Values{})
	lapsed := c.do(b, http.MethodPost, "/intake/violation", url.Values{"description": {"占道经营"}})
	if lapsed.status != http.StatusUnauthorized || !strings.Contains(lapsed.body, `target="_blank"`) {
		t.Fatalf("sent too late: %d %s", lapsed.status, lapsed.body)
	}
	kept := url.Values{}
	for _, f := range regexp.MustCompile(`name="(kept\.\w+)" value="([^"]*)"`).FindAllStringSubmatch(lapsed.body, -1) {
		kept.Set(f[1], strings.ReplaceAll(f[2], "&amp;", "&"))
	}
	c.refuses(b, c.do(b, http.MethodPost, "/sign-in/kept", kept), http.StatusUnauthorized, "尚未登录")
	c.provider.Behave(provider.Conduct{Person: others})
	c.signIn(b, "/")
	if p := c.do(b, http.MethodPost, "/sign-in/kept", kept); p.status != http.StatusUnauthorized || strings.Contains(p.body, "继续填写</h1>") {
		t.Errorf("given to another: %d %s", p.status, p.body)
	}
	c.do(b, http.MethodPost, "/sign-out", url.Values{})
	c.provider.Behave(provider.Conduct{Person: mine})
	c.signIn(b, "/")
	if p := c.do(b, http.MethodPost, "/sign-in/kept", kept); p.status != http.StatusOK || !strings.Contains(p.body, `name="description" value="占道经营"`) {
		t.Errorf("given back: %d %s", p.status, p.body)
	}
}

// Where no provider is set there is no button, and its addresses lead to the sign-in.
func TestNoProviderNoButton(t *testing.T) {
	if p := the.ask(t, "", "GET", "/sign-in", nil); strings.Contains(string(p.raw), "统一身份认证") {
		t.Error("a button that leads nowhere")
	}
	for _, path := range []string{"/sign-in/oidc", web.ArrivePath + "?code=x&state=y"} {
		if p := the.ask(t, "", "GET", path, nil).want(t, http.StatusNotFound); !strings.Contains(string(p.raw), "未启用统一身份认证") {
			t.Errorf("%s: %s", path, p.raw)
		}
	}
}
