package desk

import (
	"context"
	"testing"

	"chengxin/models"
	"chengxin/test/timeline"
)

// A case that is sent back, urged and handed on hundreds of times goes on, in one new run
// after the other, and keeps its place.
func TestMovedAThousandTimes(t *testing.T) {
	c := open(t, timeline.Options{})
	n, _ := c.handling()
	one, two := c.handler(1), c.handler(2)
	const rounds = 120
	for round := 1; round <= rounds; round++ {
		c.Move(n, "handling", "handled")
		c.Move(n, "verification", "passed")
		task := c.Task(n, "recognition").ID
		c.ok(c.transfer(c.head(), task, two.Username))
		c.ok(c.transfer(two, task, one.Username))
		_, err := c.Urge(context.Background(), c.supervisor(), task, "请尽快办理", "")
		c.ok(err)
		c.ok(c.supervise(c.supervisor(), task))
		c.ok(c.suspend(c.head(), task, "suspended", ""))
		c.ok(c.resume(c.head(), task))
		c.ok(c.sendBack(one, task, "handling"))
	}
	if c.Renewed[n] == 0 {
		t.Errorf("%d rounds in one run", rounds)
	}
	same(t, "rounds", c.Task(n, "handling").Occurrence, rounds+1)
	same(t, "notes to answer", len(c.Beside(n, models.KindSupervision)), rounds)
	c.Move(n, "handling", "handled")
	c.Move(n, "verification", "passed")
	c.MoveAs(one, n, "recognition", "no_record")
	same(t, "outcome", c.Case(n).Outcome, "no_record")
}
