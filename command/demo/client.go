package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// client speaks to the server as any program may: over HTTP, with a token. A write
// carries an idempotency key, so that it can be repeated until its answer is known,
// also when the server was killed in between.
type client struct {
	base     string
	http     http.Client
	patience time.Duration // how long one request is repeated before the server counts as gone
	tell     func(format string, args ...any)
}

func newClient(base string, tell func(string, ...any)) *client {
	if !strings.Contains(base, "://") {
		base = "http://" + base
	}
	return &client{base: strings.TrimRight(base, "/"), http: http.Client{Timeout: 30 * time.Second}, patience: time.Minute, tell: tell}
}

// answer is what the server said, whatever it is.
type answer struct {
	status int
	body   []byte
}

// problem is a refusal as the API words it (RFC 9457).
type problem struct {
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

func (a answer) problem() (p problem) {
	_ = json.Unmarshal(a.body, &p) // what is no problem has no code
	return p
}

// request is one call, the same however often it is sent.
type request struct {
	token, method, path, key string
	body                     any
}

// send repeats a request until its answer is definite: not while the server is away or
// says so, not while it has received a decision but not yet carried it out.
func (c *client) send(ctx context.Context, r request) (answer, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return answer{}, err
		}
	}
	end, said := time.Now().Add(c.patience), false
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		a, err := c.once(ctx, r, body)
		why := undecided(a, err)
		switch {
		case why == "":
			return a, nil
		case ctx.Err() != nil:
			return a, ctx.Err()
		case time.Now().After(end):
			return a, fmt.Errorf("%s %s 在%s内没有得到答复（%s）", r.method, r.path, c.patience, why)
		}
		if !said && pause > 200*time.Millisecond {
			c.tell("%s，%s重试……", why, sameKey(r))
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func sameKey(r request) string {
	if r.key == "" {
		return ""
	}
	return "以同一幂等键"
}

func (c *client) once(ctx context.Context, r request, body []byte) (a answer, err error) {
	req, err := http.NewRequestWithContext(ctx, r.method, c.base+r.path, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.key != "" {
		req.Header.Set("Idempotency-Key", r.key)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	a.status = resp.StatusCode
	a.body, err = io.ReadAll(resp.Body)
	return a, err
}

// undecided says why an answer is not yet one, empty when it is.
func undecided(a answer, err error) string {
	switch {
	case err != nil:
		return "服务暂时无法连接"
	case a.status == http.StatusAccepted:
		return "决定已收到，执行端恢复后生效"
	case a.status == http.StatusServiceUnavailable, a.status == http.StatusTooManyRequests, a.status == http.StatusBadGateway:
		return "服务暂时不可用"
	case a.status == http.StatusConflict && a.problem().Code == "idempotency.in_progress":
		return "同一请求正在处理"
	}
	return ""
}

// errNotOurs: something answers at the address, but not this product.
var errNotOurs = errors.New("不是城信服务")

// hello finds out whether the product answers at the address at all. It does not wait
// long: a wrong address stays wrong.
func (c *client) hello(ctx context.Context) error {
	patient := c.patience
	c.patience = 5 * time.Second
	defer func() { c.patience = patient }()
	a, err := c.send(ctx, request{method: http.MethodGet, path: "/healthz"})
	if err != nil {
		return fmt.Errorf("无法连接%s，请核对 --server。服务可用 chengxin dev 启动，地址见其输出：%w", c.base, err)
	}
	var health struct{ Status, Version string }
	if json.Unmarshal(a.body, &health) != nil || health.Status != "ok" || health.Version == "" {
		return fmt.Errorf("%s有应答，但%w，请核对 --server", c.base, errNotOurs)
	}
	return nil
}
