package api

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// seen is what a request's line in the log tells; inner handlers fill it in.
type seen struct {
	id     string
	route  string
	actor  string
	number string // of the case
}

type seenKey struct{}

func sight(ctx context.Context) *seen {
	if v, ok := ctx.Value(seenKey{}).(*seen); ok {
		return v
	}
	return &seen{}
}

func requestID(ctx context.Context) string { return sight(ctx).id }

// caseOf finds the case a request is about in its address: a case's number, or the
// task's id, which begins with it.
func caseOf(c *gin.Context) string {
	if n := c.Param("number"); n != "" {
		return n
	}
	if strings.HasPrefix(c.FullPath(), "/api/v1/tasks/") {
		n, _, _ := strings.Cut(c.Param("id"), ".")
		return n
	}
	return ""
}

// observed numbers a request, counts it, and writes one line about it: never its
// query or body, which may hold what must not be kept.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &seen{id: rand.Text()[:16]}
		rec := &recorder{ResponseWriter: w}
		begin := time.Now()
		head(w.Header(), v.id)
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), seenKey{}, v)))
		took := time.Since(begin)
		s.metrics.count(r.Method, v.route, rec.code(), took)
		level := slog.LevelInfo
		if strings.HasSuffix(v.route, "z") || v.route == "/metrics" {
			level = slog.LevelDebug
		}
		s.Log.LogAttrs(r.Context(), level, "request", slog.String("request", v.id), slog.String("method", r.Method),
			slog.String("route", v.route), slog.Int("status", rec.code()), slog.Duration("took", took),
			slog.String("case", v.number), slog.String("actor", v.actor))
	})
}

// head sets what every answer carries.
func head(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
}

// recovered turns a panic into an answer, and keeps what happened for the log.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				s.fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// recorder remembers the status.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the first status.
func (r *recorder) WriteHeader(code int) {
	if r.status == 0 {
		r.status = code
	}
	r.ResponseWriter.WriteHeader(code)
}

// Unwrap gives net/http the writer underneath.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) code() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
