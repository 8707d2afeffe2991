package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	sdk "go.temporal.io/sdk/worker"

	"chengxin/activities"
	"chengxin/api"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/files"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/web"
	"chengxin/worker"
	"chengxin/worker/embedded"
)

// rig is the whole product behind its HTTP server, once per test binary: Jining and
// its trial twin on SQLite, with Temporal in this process.
type rig struct {
	server *httptest.Server
	api    *api.Server
	store  *store.Store
	file   string // of the register
	logged *bytes.Buffer

	stopTemporal func()

	mu     sync.Mutex
	tokens map[string]string
}

// storeTx shortens what tests write often.
type storeTx = store.Tx

var (
	the    *rig
	theDir string // where its files lie
)

func TestMain(m *testing.M) {
	code := 1
	func() {
		dir, err := os.MkdirTemp("", "chengxin-api-")
		must(err)
		defer func() { _ = os.RemoveAll(dir) }()
		theDir = dir
		r, stop := newRig(dir)
		defer stop()
		the = r
		code = m.Run()
	}()
	os.Exit(code)
}

func newRig(dir string) (*rig, func()) {
	ctx := context.Background()
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	st, err := store.Open("sqlite:" + filepath.Join(dir, "register.db"))
	must(err)
	st.Keys = keys.Ring()
	must(st.Migrate(ctx))
	src := policy.Builtin()[0].Data
	load(st, src)
	twin, err := policy.Trial(src, policy.TrialOptions{Key: "jining_trial", Name: "济宁市（试运行）"})
	must(err)
	load(st, twin)
	temporal, err := embedded.Start(ctx, embedded.Options{Logger: quiet})
	must(err)
	t, err := temporal.Client(client.Options{Logger: sdklog.NewStructuredLogger(quiet)})
	must(err)
	rules := store.NewRules(st, calendar.Builtin())
	w := worker.New(t, &activities.Register{Store: st, Rules: rules}, sdk.Options{})
	must(w.Start())
	relay := worker.Relay{Store: st, Temporal: t, Now: time.Now, Every: 100 * time.Millisecond, Log: quiet}
	relaying, halt := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { relay.Run(relaying) })
	logged := &bytes.Buffer{}
	vault, err := files.Open(filepath.Join(dir, "evidence"))
	must(err)
	s, err := api.New(api.Options{
		Cases: &cases.Service{Store: st, Rules: rules, Temporal: t, Now: time.Now, Log: quiet, Patience: 5 * time.Second, Files: &cases.Files{Vault: vault, Most: 1 << 20}},
		Log:   slog.New(slog.NewJSONHandler(&shared{w: logged}, nil)), Version: "test",
	})
	must(err)
	site, err := web.New(web.Options{Cases: s.Cases, Gate: s.Gate, Version: s.Version, Jobs: s.Jobs})
	must(err)
	s.PageRefused = site.Refused
	site.Mount(s)
	s.Jobs.Every = 50 * time.Millisecond
	running.Go(func() { s.Jobs.Run(relaying) })
	r := &rig{server: httptest.NewServer(s), api: s, store: st, file: filepath.Join(dir, "register.db"), logged: logged, tokens: map[string]string{}, stopTemporal: temporal.Stop}
	return r, func() {
		r.server.Close()
		w.Stop()
		halt()
		running.Wait()
		t.Close()
		temporal.Stop()
		_ = st.Close()
	}
}

func load(st *store.Store, src []byte) {
	p, _, err := policy.Load("test", src)
	must(err)
	must(st.LoadPack(context.Background(), p, src, "system", models.At(time.Now())))
}

// shared lets requests log at the same time.
type shared struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *shared) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.Write(b)
}

// as gives a token of somebody who holds a role in an organization of Jining,
// "rencheng_bureau"; a number tells several apart. "" is nobody.
func (r *rig) as(role policy.Role, organization string, n ...int) string {
	if role == "" {
		return ""
	}
	who := 1
	if len(n) > 0 {
		who = n[0]
	}
	if !strings.Contains(organization, "/") {
		organization = "jining/" + organization
	}
	id := fmt.Sprintf("%s/%s%d", organization, role, who)
	r.mu.Lock()
	defer r.mu.Unlock()
	if t, ok := r.tokens[id]; ok {
		return t
	}
	token, now := access.NewToken(), models.At(time.Now())
	must(r.store.Tx(context.Background(), func(tx *store.Tx) error {
		must(tx.PutUser(models.User{ID: id, Username: id, Name: role.Label() + fmt.Sprint(who), CreatedAt: now}))
		must(tx.Assign(models.Assignment{ID: id, UserID: id, Role: string(role), OrganizationID: organization, FromAt: now}))
		return tx.PutToken(models.Token{Hash: access.HashToken(token), UserID: id, Name: "test", CreatedAt: now})
	}))
	r.tokens[id] = token
	return token
}

// reply is an answer, read.
type reply struct {
	status int
	header http.Header
	raw    []byte
	m      map[string]any
}

func (r reply) str(key string) string { s, _ := r.m[key].(string); return s }

func (r reply) items() (all []map[string]any) {
	list, _ := r.m["items"].([]any)
	for _, v := range list {
		item, _ := v.(map[string]any)
		all = append(all, item)
	}
	return all
}

// noRedirects shows where a page leads instead of going there.
var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// ask sends a request: body is JSON text, or anything to be marshalled.
func (r *rig) ask(t testing.TB, token, method, path string, body any, header ...string) reply {
	t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		must(err)
		in = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, r.server.URL+path, in)
	must(err)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := noRedirects.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	must(err)
	out := reply{status: res.StatusCode, header: res.Header, raw: raw}
	_ = json.Unmarshal(raw, &out.m)
	return out
}

// want fails the test unless the answer has the status, and for a refusal the code.
func (r reply) want(t testing.TB, status int, code ...string) reply {
	t.Helper()
	if r.status != status || len(code) > 0 && r.str("code") != code[0] {
		t.Fatalf("answered %d %s, want %d %v", r.status, r.raw, status, code)
	}
	return r
}

// company registers a subject with a lawful code of its own.
func (r *rig) company(t testing.TB, n int) string {
	t.Helper()
	return r.ask(t, r.as(policy.Handler, "rencheng_bureau"), "POST", "/api/v1/subjects", map[string]any{
		"jurisdiction": "jining", "kind": "legal_person", "name": fmt.Sprintf("济宁示例%d号建材有限公司", n), "code": creditCode(n),
	}).want(t, http.StatusCreated).str("id")
}

// violation reports one and gives its number.
func (r *rig) violation(t testing.TB, subject string, more ...string) string {
	t.Helper()
	return r.ask(t, r.as(policy.Collector, "rencheng_bureau"), "POST", "/api/v1/violations", report(subject), more...).
		want(t, http.StatusCreated).str("number")
}

func report(subject string) map[string]any {
	return map[string]any{
		"organization": "jining/rencheng_bureau", "subjects": []string{subject}, "behaviour": "SR-01",
		"occurred_at": time.Now().Add(-time.Hour).Format(time.RFC3339), "description": "占道经营", "place": "示例路1号",
	}
}

// creditCode makes a lawful code of a company in Rencheng.
func creditCode(n int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := fmt.Sprintf("%08d", n)
	sum := 0
	for i, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * w
	}
	code := "91370811" + body + string("0123456789X"[(11-sum%11)%11])
	sum, w := 0, 1
	for i := range code {
		sum += strings.IndexByte(alphabet, code[i]) * w
		w = w * 3 % 31
	}
	return code + string(alphabet[(31-sum%31)%31])
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
