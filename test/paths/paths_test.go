// Package paths takes every process down every path, over months and years of the real
// calendar: dated facts in, dated outcome out.
package paths

import (
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// story runs a path twice: on workflows that live through it, and on workflows that
// are lost after every step and started again from the register alone.
func story(t *testing.T, f func(t *testing.T, c *timeline.City)) {
	t.Helper()
	t.Run("one run", func(t *testing.T) { f(t, timeline.New(t, timeline.Options{})) })
	t.Run("restarted at every step", func(t *testing.T) { f(t, timeline.New(t, timeline.Options{Restarts: true})) })
}

// due expects a task's deadline at a moment in Beijing.
func due(t *testing.T, task models.Task, moment string) {
	t.Helper()
	same(t, "due of "+task.ID, task.DueAt, timeline.Instant(t, moment))
}

// at expects an instant.
func at(t *testing.T, what string, got models.Instant, moment string) {
	t.Helper()
	same(t, what, got, timeline.Instant(t, moment))
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// ended expects a case to be over with an outcome.
func ended(t *testing.T, c *timeline.City, number, outcome string) {
	t.Helper()
	row := c.Case(number)
	if row.Outcome != outcome || row.Open() {
		t.Errorf("%s stands at %q, outcome %q, waits for %q; want it over as %q", number, row.Stage, row.Outcome, c.Waiting(number), outcome)
	}
}

// score expects what a subject lost in a cycle: all that stands, and what still counts.
func score(t *testing.T, c *timeline.City, subject, cycle string, total, counted int) {
	t.Helper()
	gotTotal, gotCounted := c.Score(subject, cycle)
	if gotTotal != total || gotCounted != counted {
		t.Errorf("%s in %s: %d points, %d counted; want %d and %d", subject, cycle, gotTotal, gotCounted, total, counted)
	}
}
