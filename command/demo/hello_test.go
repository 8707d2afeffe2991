package demo

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"chengxin/command/call"
)

func says(t *testing.T, body string) *play {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
	t.Cleanup(s.Close)
	return &play{ctx: context.Background(), api: call.New(s.URL)}
}

func TestHelloKnowsTheProduct(t *testing.T) {
	if err := says(t, `{"status":"ok","version":"0.1.0"}`).hello(); err != nil {
		t.Error(err)
	}
	if err := says(t, `<html>welcome</html>`).hello(); !errors.Is(err, errNotOurs) {
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
