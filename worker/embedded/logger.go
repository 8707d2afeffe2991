package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// logger passes Temporal's warnings and errors to slog and drops the rest:
// a server that starts and stops writes some hundred lines of no use to the
// person at the terminal.
type logger struct {
	slog    *slog.Logger
	stopped *atomic.Bool
}

var (
	_ log.Logger     = (*logger)(nil)
	_ log.WithLogger = (*logger)(nil)
)

// fatal is what a Fatal log call panics with: a server inside another program
// has no right to end the process.
type fatal struct{ text string }

func (f fatal) Error() string { return f.text }

func (f fatal) Unwrap() error {
	if strings.Contains(f.text, "listener") {
		return errListen
	}
	return nil
}

func newLogger(l *slog.Logger) *logger {
	return &logger{slog: l.With("component", "temporal"), stopped: new(atomic.Bool)}
}

// quiet drops what services say about each other's absence while they stop.
func (l *logger) quiet() { l.stopped.Store(true) }

func (l *logger) write(level slog.Level, msg string, tags []tag.Tag) {
	if l.stopped.Load() || !l.slog.Enabled(context.Background(), level) || expected(msg, tags) {
		return
	}
	l.slog.LogAttrs(context.Background(), level, msg, attributes(tags)...)
}

// expected knows the two complaints that a healthy server utters every day: it
// has no HTTP port, which is meant, and a client hung up, as every stopping
// worker does.
func expected(msg string, tags []tag.Tag) bool {
	if strings.HasPrefix(msg, "HTTP API port has not been set") {
		return true
	}
	for _, t := range tags {
		if t.Key() == "error" && t.Value() == context.Canceled.Error() {
			return true
		}
	}
	return false
}

func attributes(tags []tag.Tag) []slog.Attr {
	attrs := make([]slog.Attr, 0, len(tags))
	for _, t := range tags {
		attrs = append(attrs, slog.Any(t.Key(), t.Value()))
	}
	return attrs
}

// With returns a logger that adds the tags to every line.
func (l *logger) With(tags ...tag.Tag) log.Logger {
	args := make([]any, 0, len(tags))
	for _, a := range attributes(tags) {
		args = append(args, a)
	}
	return &logger{slog: l.slog.With(args...), stopped: l.stopped}
}

func (l *logger) Debug(string, ...tag.Tag) {}

func (l *logger) Info(string, ...tag.Tag) {}

func (l *logger) Warn(msg string, tags ...tag.Tag) { l.write(slog.LevelWarn, msg, tags) }

func (l *logger) Error(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

// DPanic panics in development builds of Temporal only; this is none.
func (l *logger) DPanic(msg string, tags ...tag.Tag) { l.write(slog.LevelError, msg, tags) }

func (l *logger) Panic(msg string, tags ...tag.Tag) {
	l.write(slog.LevelError, msg, tags)
	panic(describe(msg, tags))
}

func (l *logger) Fatal(msg string, tags ...tag.Tag) {
	f := fatal{describe(msg, tags)}
	if f.Unwrap() == nil {
		l.write(slog.LevelError, msg, tags)
	}
	panic(f)
}

func describe(msg string, tags []tag.Tag) string {
	var b strings.Builder
	b.WriteString(msg)
	for _, t := range tags {
		fmt.Fprintf(&b, " %s=%v", t.Key(), t.Value())
	}
	return b.String()
}

// recoverFatal turns a Fatal log call of the starting server into err. Other
// panics go on.
func recoverFatal(err *error) {
	switch r := recover().(type) {
	case nil:
	case fatal:
		*err = fmt.Errorf("temporal gave up: %w", r)
	default:
		panic(r)
	}
}
