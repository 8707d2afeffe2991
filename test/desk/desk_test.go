// Package desk holds everything that can happen to a task and to a clock against dated
// facts, and against a small model of it.
package desk

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
	"chengxin/workflows/contract"
)

// story runs a path twice: on workflows that live through it, and on workflows that
// are lost after every step and started again from the register alone.
func story(t *testing.T, o timeline.Options, f func(t *testing.T, c *desk)) {
	t.Helper()
	t.Run("one run", func(t *testing.T) { f(t, open(t, o)) })
	o.Restarts = true
	t.Run("restarted at every step", func(t *testing.T) { f(t, open(t, o)) })
}

// desk is a city with words for what may happen to a task.
type desk struct{ *timeline.City }

func open(t *testing.T, o timeline.Options) *desk { return &desk{timeline.New(t, o)} }

// altered is Jining's pack with one passage in other words.
func altered(t *testing.T, changes ...[2]string) timeline.Options {
	t.Helper()
	src := string(policy.Builtin()[0].Data)
	for _, c := range changes {
		if strings.Count(src, c[0]) != 1 {
			t.Fatalf("%q stands %d times in the pack", c[0], strings.Count(src, c[0]))
		}
		src = strings.Replace(src, c[0], c[1], 1)
	}
	return timeline.Options{Source: []byte(src)}
}

// handling brings a report to the handlers on Monday 2026-03-02: ten working days, due
// on the 16th.
func (c *desk) handling() (number, task string) {
	c.T.Helper()
	c.Company("S1")
	c.At("2026-03-02 09:00")
	n := c.Report("SR-06", "S1")
	c.Move(n, "filing", "filed")
	c.Move(n, "dispatch", "dispatched")
	return n, n + ".handling.1"
}

func (c *desk) extend(who access.Actor, task, of, term string) error {
	raw, _ := json.Marshal(map[string]string{"of": of, "term": term})
	_, err := c.Extend(context.Background(), who, task, cases.Decision{Reason: "等待检测报告", Details: raw}, "")
	return err
}

func (c *desk) suspend(who access.Actor, task, kind, until string) error {
	d := cases.Decision{Choice: kind, Reason: "等待鉴定意见"}
	if until != "" {
		d.Details, _ = json.Marshal(map[string]any{"until": timeline.Instant(c.T, until)})
	}
	_, err := c.Suspend(context.Background(), who, task, d, "")
	return err
}

func (c *desk) resume(who access.Actor, task string) error {
	_, err := c.Resume(context.Background(), who, task, cases.Decision{Reason: "鉴定意见已收到"}, "")
	return err
}

func (c *desk) supervise(who access.Actor, task string) error {
	_, err := c.Supervise(context.Background(), who, task, "请说明迟延原因", "")
	return err
}

func (c *desk) transfer(who access.Actor, task, to string) error {
	_, err := c.Transfer(context.Background(), who, task, cases.Transfer{To: to, Reason: "工作调整"}, "")
	return err
}

func (c *desk) recuse(who access.Actor, task, user string) error {
	_, err := c.Recuse(context.Background(), who, task, cases.Recusal{User: user, Reason: "与当事人有利害关系"}, "")
	return err
}

func (c *desk) claim(who access.Actor, task string) error {
	_, err := c.Claim(context.Background(), who, task, "")
	return err
}

func (c *desk) decide(who access.Actor, task, choice, reason string) error {
	_, err := c.Decide(context.Background(), who, task, cases.Decision{Choice: choice, Reason: reason, Evidence: timeline.Paper}, "")
	return err
}

func (c *desk) view(number string) cases.CaseView {
	c.T.Helper()
	v, err := c.Queries().Case(context.Background(), c.As(policy.Supervisor, timeline.Bureau), number)
	c.ok(err)
	return v
}

// story of a case's task, open or done.
func (c *desk) storyOf(number, task string) cases.Story {
	c.T.Helper()
	v := c.view(number)
	for _, x := range v.Tasks {
		if x.ID == task {
			return x.Story
		}
	}
	for _, x := range v.History {
		if x.ID == task {
			return x.Story
		}
	}
	c.T.Fatalf("%s shows no task %s", number, task)
	return cases.Story{}
}

func (c *desk) ok(err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func at(t *testing.T, what string, got models.Instant, moment string) {
	t.Helper()
	same(t, what, got.String(), timeline.Instant(t, moment).String())
}

// people of the bureau.
func (c *desk) handler(n int) access.Actor { return c.As(policy.Handler, timeline.Bureau, n) }
func (c *desk) head() access.Actor         { return c.As(policy.Approver, timeline.Bureau) }
func (c *desk) supervisor() access.Actor   { return c.As(policy.Supervisor, timeline.Bureau) }
func (c *desk) stranger() access.Actor     { return c.As(policy.Handler, "yanzhou_bureau") }

func (c *desk) sendBack(who access.Actor, task, to string) error {
	_, err := c.Decide(context.Background(), who, task, cases.Decision{Verb: contract.Return, Choice: to, Reason: "事实需要补充"}, "")
	return err
}
