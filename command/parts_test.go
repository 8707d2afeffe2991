package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"chengxin/test/mariadb"
	"chengxin/worker/embedded"
)

// call runs one command line to its end.
func call(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out := &screen{}
	root := Root()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetIn(strings.NewReader(stdin))
	if err := root.ExecuteContext(context.Background()); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out.String()
}

// part runs a part of a cluster until the test ends, and gives its address.
func part(t *testing.T, args ...string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	root := Root()
	root.SetArgs(append(args, "--http", address))
	root.SetOut(io.Discard)
	go func() { ended <- root.ExecuteContext(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("%v stopped with %v", args, err)
		}
	})
	return "http://" + address
}

func ask(t *testing.T, token, method, url, body string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = res.Body.Close() }()
	var m map[string]any
	_ = json.NewDecoder(res.Body).Decode(&m)
	return res.StatusCode, m
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never: " + what)
		}
	}
}

// The parts of a cluster as compose starts them, on MariaDB and a Temporal server of
// its own: migrate, rules, an account, two API processes and a worker (NX-6).
func TestTheParts(t *testing.T) {
	t.Setenv("CHENGXIN_DATABASE", "mysql:"+mariadb.DSN(t))
	t.Setenv("CHENGXIN_KEY", strings.Repeat("example-", 5))
	temporal, err := embedded.Start(context.Background(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer temporal.Stop()
	t.Setenv("CHENGXIN_TEMPORAL", temporal.HostPort())

	first := part(t, "api") // before there is a schema: it waits, and says that it is not ready
	eventually(t, "answers", func() bool { code, _ := ask(t, "", "GET", first+"/healthz", ""); return code == http.StatusOK })
	call(t, "", "migrate")
	call(t, "", "migrate")
	call(t, "", "policy", "load", "../policy/packs/jining.yaml")
	said := call(t, "ein langes Passwort\n", "user", "add", "--username", "clerk", "--name", "窗口人员", "--role", "window_clerk",
		"--organization", "jining/rencheng_bureau")
	token := regexp.MustCompile(`cx_\w+`).FindString(said)
	second, works := part(t, "api"), part(t, "worker")
	for _, address := range []string{first, second, works} {
		eventually(t, "ready", func() bool { code, _ := ask(t, "", "GET", address+"/readyz", ""); return code == http.StatusOK })
	}
	if code, _ := ask(t, token, "GET", works+"/api/v1/cases", ""); code != http.StatusNotFound {
		t.Errorf("a worker serves cases: %d", code)
	}
	code, m := ask(t, token, "POST", first+"/api/v1/subjects",
		`{"jurisdiction":"jining","kind":"legal_person","name":"示例公司","code":"91230500MA1B3N1N2M"}`)
	if code != http.StatusCreated {
		t.Fatalf("subject: %d %v", code, m)
	}
	code, m = ask(t, token, "POST", second+"/api/v1/violations", fmt.Sprintf(`{"organization":"jining/rencheng_bureau","subjects":[%q],
		"behaviour":"SR-01","occurred_at":"2026-06-01T10:00:00+08:00","description":"占道经营"}`, m["id"]))
	if code != http.StatusCreated {
		t.Fatalf("violation: %d %v", code, m)
	}
	due := func(address string) any {
		_, m := ask(t, token, "GET", address+"/api/v1/calendar/deadline?jurisdiction=jining&from=2090-12-29&term=2%20working_days", "")
		return m["due_at"]
	}
	before := due(first)
	notice := filepath.Join(t.TempDir(), "2091.yaml")
	if err := os.WriteFile(notice, []byte("year: 2091\nnotice: 示例通知\nfestivals: [{name: 元旦, from: 2091-01-01, to: 2091-01-03}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, "", "calendar", "load", notice)
	for _, address := range []string{first, second} { // while they run
		eventually(t, "counts by the loaded year", func() bool { return due(address) != before })
	}
	number := m["number"].(string)
	eventually(t, "first task", func() bool {
		_, m := ask(t, token, "GET", first+"/api/v1/cases/"+number, "")
		tasks, _ := m["tasks"].([]any)
		return len(tasks) == 1
	})
}
