package call

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// says answers each request with the next of its words: a status and a body. After the
// last it repeats the last.
func says(t *testing.T, words ...string) (c *Client, keys *[]string) {
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
	c = New(s.URL)
	c.Patience, c.Tell = 3*time.Second, t.Logf
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
			a, err := c.Send(context.Background(), Request{Method: http.MethodPost, Path: "/", Key: "k", Body: 1})
			if err != nil || a.Status != story.want || len(*keys) != story.sent {
				t.Errorf("%d after %d requests, %v; want %d after %d", a.Status, len(*keys), err, story.want, story.sent)
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
	c.Patience = 300 * time.Millisecond
	if _, err := c.Send(context.Background(), Request{Method: http.MethodGet, Path: "/"}); err == nil {
		t.Error("a server that never answers is not told of")
	}
}
