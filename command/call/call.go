// Package call speaks to the server as any program may: over HTTP, with a token, each
// write under an idempotency key, so that it can be repeated until its answer is known.
package call

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Client calls one server. It is safe for concurrent use.
type Client struct {
	Base     string                           // http://127.0.0.1:8080
	Patience time.Duration                    // how long Send repeats a request before the server counts as gone
	Tell     func(format string, args ...any) // hears that a request must be repeated; may be nil
	http     http.Client
}

// New makes a client with a minute's patience. A base without a scheme is HTTP.
func New(base string) *Client {
	if !strings.Contains(base, "://") {
		base = "http://" + base
	}
	return &Client{Base: strings.TrimRight(base, "/"), Patience: time.Minute, http: http.Client{Timeout: 30 * time.Second}}
}

// Request is one call, the same however often it is sent.
type Request struct {
	Token, Method, Path string
	Key                 string // Idempotency-Key
	Body                any
}

// Answer is what the server said, whatever it is.
type Answer struct {
	Status int
	Body   []byte
}

// Problem is a refusal as the API words it (RFC 9457).
type Problem struct {
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Code   string `json:"code"`
	Rule   *struct {
		Pack    string `json:"pack"`
		Article string `json:"article"`
	} `json:"rule"`
	Errors []struct {
		Field    string `json:"field"`
		Message  string `json:"message"`
		Earliest string `json:"earliest"`
	} `json:"errors"`
}

// Problem reads a refusal; an answer that is none has no code.
func (a Answer) Problem() (p Problem) {
	_ = json.Unmarshal(a.Body, &p)
	return p
}

// Into reads an accepted answer.
func (a Answer) Into(v any) error { return json.Unmarshal(a.Body, v) }

// Once sends a request a single time.
func (c *Client) Once(ctx context.Context, r Request) (a Answer, err error) {
	var body io.Reader
	if r.Body != nil {
		raw, err := json.Marshal(r.Body)
		if err != nil {
			return a, err
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, c.Base+r.Path, body)
	if err != nil {
		return a, err
	}
	if r.Key != "" {
		req.Header.Set("Idempotency-Key", r.Key)
	}
	if r.Token != "" {
		req.Header.Set("Authorization", "Bearer "+r.Token)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	a.Status = resp.StatusCode
	a.Body, err = io.ReadAll(resp.Body)
	return a, err
}

// Send repeats a request until its answer is definite: not while the server is away or
// says so, not while it has received a decision but not yet carried it out.
func (c *Client) Send(ctx context.Context, r Request) (Answer, error) {
	end, told := time.Now().Add(c.Patience), false
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		a, err := c.Once(ctx, r)
		why := Undecided(a, err)
		switch {
		case why == "":
			return a, nil
		case ctx.Err() != nil:
			return a, ctx.Err()
		case time.Now().After(end):
			return a, fmt.Errorf("%s %s 在%s内没有得到答复（%s）", r.Method, r.Path, c.Patience, why)
		}
		if c.Tell != nil && !told && pause > 200*time.Millisecond { // a hiccup is not worth a word
			c.Tell("%s，%s重试……", why, sameKey(r))
			told = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func sameKey(r Request) string {
	if r.Key == "" {
		return ""
	}
	return "以同一幂等键"
}

// Undecided says why an answer is not yet one, empty when it is.
func Undecided(a Answer, err error) string {
	switch {
	case err != nil:
		return "服务暂时无法连接"
	case a.Status == http.StatusAccepted:
		return "决定已收到，执行端恢复后生效"
	case a.Status == http.StatusServiceUnavailable, a.Status == http.StatusTooManyRequests, a.Status == http.StatusBadGateway:
		return "服务暂时不可用"
	case a.Status == http.StatusConflict && a.Problem().Code == "idempotency.in_progress":
		return "同一请求正在处理"
	}
	return ""
}
