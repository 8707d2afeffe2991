package policy_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"chengxin/policy"
)

// jining is the source of Jining's pack.
func jining(t testing.TB) string {
	t.Helper()
	for _, s := range policy.Builtin() {
		if s.Name == "jining.yaml" {
			return string(s.Data)
		}
	}
	t.Fatal("no jining.yaml")
	return ""
}

// changed replaces the only place where old stands in Jining's pack.
func changed(t testing.TB, old, new string) string {
	t.Helper()
	src := jining(t)
	if n := strings.Count(src, old); n != 1 {
		t.Fatalf("%q stands %d times in jining.yaml", old, n)
	}
	return strings.Replace(src, old, new, 1)
}

// problems loads a source that must be refused.
func problems(t *testing.T, src string) []policy.Problem {
	t.Helper()
	p, _, err := policy.Load("test.yaml", []byte(src))
	var refused *policy.LoadError
	if p != nil || !errors.As(err, &refused) || len(refused.Problems) == 0 {
		t.Fatalf("not refused: %v", err)
	}
	return refused.Problems
}

// position is where marker first stands in src: line and column, from 1.
func position(t *testing.T, src, marker string) (line, column int) {
	t.Helper()
	i := strings.Index(src, marker)
	if i < 0 {
		t.Fatalf("no %q in the source", marker)
	}
	before := src[:i]
	return 1 + strings.Count(before, "\n"), 1 + len([]rune(before[strings.LastIndex(before, "\n")+1:]))
}

// whole stands for the pack itself: the place of what is missing from it.
const whole = "jurisdiction:"

// refusal is one mistake made in Jining's pack, and what must be said of it.
type refusal struct {
	what     string
	old, new string
	marker   string // the problem points here in the changed source
	path     string
	says     string // part of the message
}

func (c refusal) run(t *testing.T) {
	t.Run(c.what, func(t *testing.T) {
		src := changed(t, c.old, c.new)
		got := problems(t, src)
		line, column := position(t, src, c.marker)
		if !slices.ContainsFunc(got, func(p policy.Problem) bool {
			return p.Line == line && p.Column == column && p.Path == c.path && strings.Contains(p.Message, c.says)
		}) {
			t.Errorf("want %d:%d %s: …%s…\ngot %v", line, column, c.path, c.says, got)
		}
	})
}
