// Package browser is the pages as people meet them: a real browser before the real
// program, each role on its main path, every page looked at by axe and at two widths.
package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"chengxin/test/program"
)

// bureau is one running program, the people who work with it and a browser for them.
type bureau struct {
	server  *program.Server
	people  map[string]demoUser
	browser context.Context
	close   func()
	here    map[string]*person // signed in already
	city    string             // the jurisdiction that tests work in
}

type demoUser struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Token    string `json:"token"`
}

var shared *bureau

func TestMain(m *testing.M) {
	code := m.Run()
	if shared != nil {
		shared.close()
	}
	program.Clean()
	os.Exit(code)
}

// office is the bureau that the package's tests share. What others did before is there:
// a test brings its own cases and counts on no number and no empty list.
func office(t *testing.T) *bureau {
	t.Helper()
	if shared == nil {
		shared = opened(t, program.Common(t))
	}
	return shared
}

// alone is a bureau of the test's own, with nothing in it.
func alone(t *testing.T) *bureau {
	t.Helper()
	o := opened(t, program.Start(t, t.TempDir()))
	t.Cleanup(o.close)
	return o
}

// trial is the same bureau in the jurisdiction whose terms run in seconds.
func (o *bureau) trial(t *testing.T) *bureau {
	t.Helper()
	o.start(t)
	trial := *o
	trial.city = "jining_trial"
	return &trial
}

// who is a demo user of the city's, "rencheng.handler1".
func (o *bureau) who(name string) string {
	if o.city == "jining" || strings.HasPrefix(name, o.city+".") {
		return name
	}
	return o.city + "." + strings.TrimPrefix(name, "jining.")
}

// opened meets the demo users. The browser starts when somebody sits down before it.
func opened(t *testing.T, server *program.Server) *bureau {
	t.Helper()
	o := &bureau{server: server, people: map[string]demoUser{}, here: map[string]*person{}, close: func() {}, city: "jining"}
	raw, err := os.ReadFile(filepath.Join(server.Data, "demo-users.json"))
	must(t, err)
	var users []demoUser
	must(t, json.Unmarshal(raw, &users))
	for _, u := range users {
		o.people[u.Username] = u
	}
	return o
}

// chromium finds the browser. Where it must be there, missing is failing.
func chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CHENGXIN_TEST_REQUIRE_BROWSER") == "1" {
		t.Fatal("no chromium: scripts/setup-test.sh installs it")
	}
	t.Skip("no chromium")
	return ""
}

// start gives the bureau its browser, with nothing kept from before.
func (o *bureau) start(t *testing.T) {
	t.Helper()
	if o.browser != nil {
		return
	}
	binary := chromium(t)
	profile, err := os.MkdirTemp("", "chengxin-browser")
	must(t, err)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.UserDataDir(profile),
		chromedp.Env("LANGUAGE=zh_CN", "LC_ALL=C.UTF-8"), chromedp.Flag("accept-lang", "zh-CN"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1280, 900),
	)...)
	browser, end := chromedp.NewContext(allocator)
	must(t, chromedp.Run(browser))
	o.browser = browser
	o.close = func() { end(); stop(); _ = os.RemoveAll(profile) }
}

// stranger has not signed in.
func (o *bureau) stranger(t *testing.T) *person {
	t.Helper()
	o.start(t)
	// A window of its own: a headless browser opens no tab in a context without one.
	browser := cdp.WithExecutor(o.browser, chromedp.FromContext(o.browser).Browser)
	apart, err := target.CreateBrowserContext().Do(browser)
	must(t, err)
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(apart).WithNewWindow(true).Do(browser)
	must(t, err)
	// The window closes with the browser, not with the test: others go on in it.
	ctx, _ := chromedp.NewContext(o.browser, chromedp.WithTargetID(window))
	must(t, chromedp.Run(ctx)) // a window lives as long as the context it was first used in
	return &person{bureau: o, t: t, ctx: ctx, name: "nobody"}
}

// as gives a demo user on their first screen, signed in through the page once.
func (o *bureau) as(t *testing.T, username string) *person {
	t.Helper()
	username = o.who(username)
	p, ok := o.here[username]
	if !ok {
		p = o.anew(t, username)
		o.here[username] = p
	}
	p = &person{bureau: o, t: t, ctx: p.ctx, name: username}
	p.open("/")
	return p
}

// anew signs a demo user in, in another browser too.
func (o *bureau) anew(t *testing.T, username string) *person {
	t.Helper()
	username = o.who(username)
	u, ok := o.people[username]
	if !ok {
		t.Fatalf("no demo user %s", username)
	}
	p := o.stranger(t)
	p.name = username
	p.open("/")
	p.fill("username", u.Username)
	p.fill("password", u.Password)
	p.press("登录")
	return p
}

// api sends a request as a demo user's program does, for what a test needs but does not
// speak of. The answer must be of the status expected; body and
// out may be nil.
func (o *bureau) api(t *testing.T, username, method, path string, status int, body, out any) {
	t.Helper()
	var sent io.Reader = http.NoBody
	if body != nil {
		raw, err := json.Marshal(body)
		must(t, err)
		sent = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, o.server.URL()+"/api/v1"+path, sent)
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+o.people[o.who(username)].Token)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	var answer json.RawMessage
	must(t, json.NewDecoder(res.Body).Decode(&answer))
	if res.StatusCode != status {
		t.Fatalf("%s %s as %s: %d\n%s", method, path, username, res.StatusCode, answer)
	}
	if out != nil {
		must(t, json.Unmarshal(answer, out))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
