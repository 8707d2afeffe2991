package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// says answers each request with the next of its words: a status and a body. After the
// last it repeats the last.
func says(t *testing.T, words ...string) (c *client, keys *[]string) {
	t.Helper()
	keys = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status int
		var body string
		next := words[min(len(*keys), len(words)-1)]
		*keys = append(*keys, r.Header.Get("Idempotency-Key"))
		_, _ = fmt.Sscanf(next, "%d", &status)
		_, body, _ = strings.Cut(next, " ")
		if status == 0 { // the process is gone
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	c = newClient(s.URL, t.Logf)
	c.patience = 3 * time.Second
	return c, keys
}

// A write is repeated under its key until the answer is definite.
func TestRepeatedUntilDefinite(t *testing.T) {
	for _, story := range []struct {
		what  string
		words []string
		want  int
		sent  int
	}{
		{"counts at once", []string{`200 {}`}, 200, 1},
		{"killed before it answered", []string{"0", `201 {}`}, 201, 2},
		{"received, carried out when a worker is back", []string{`202 {}`, `200 {}`}, 200, 2},
		{"unavailable", []string{"503 {}", "503 {}", "200 {}"}, 200, 3},
		{"another request under the key is under way", []string{`409 {"code":"idempotency.in_progress"}`, `200 {}`}, 200, 2},
		{"somebody was first", []string{`409 {"code":"task.already_decided"}`}, 409, 1},
		{"refused by a rule", []string{`422 {"code":"repair.too_early"}`}, 422, 1},
	} {
		t.Run(story.what, func(t *testing.T) {
			c, keys := says(t, story.words...)
			a, err := c.send(context.Background(), request{method: http.MethodPost, path: "/", key: "k", body: 1})
			if err != nil || a.status != story.want || len(*keys) != story.sent {
				t.Errorf("%d after %d requests, %v; want %d after %d", a.status, len(*keys), err, story.want, story.sent)
			}
			for _, k := range *keys {
				if k != "k" {
					t.Errorf("a repeat under key %q", k)
				}
			}
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	c, _ := says(t, "503 {}")
	c.patience = 300 * time.Millisecond
	if _, err := c.send(context.Background(), request{method: http.MethodGet, path: "/"}); err == nil {
		t.Error("a server that never answers is not told of")
	}
}

func TestHelloKnowsTheProduct(t *testing.T) {
	ours, _ := says(t, `200 {"status":"ok","version":"0.1.0"}`)
	if err := ours.hello(context.Background()); err != nil {
		t.Error(err)
	}
	other, _ := says(t, `200 <html>welcome</html>`)
	if err := other.hello(context.Background()); !errors.Is(err, errNotOurs) {
		t.Errorf("another server: %v", err)
	}
}

func TestFailedExpectationIsTold(t *testing.T) {
	var out strings.Builder
	n := &narrator{w: &out, began: time.Now()}
	n.expect(true, nil, "合计%d分", 20)
	n.expect(false, 15, "合计%d分", 40)
	err := n.close()
	if err == nil || !strings.Contains(err.Error(), "合计40分") || !strings.Contains(out.String(), "✗ 合计40分\n      实际：15") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
