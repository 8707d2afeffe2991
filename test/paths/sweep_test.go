package paths

import (
	"strings"
	"testing"

	"chengxin/policy"
	"chengxin/test/timeline"
)

// leg is one dated thing on a case's way: a decision on the step it waits for; "<step" as
// choice sends it back there (退回), and without a step it only lets time pass, or ends the
// case by its department or applicant where there is a choice.
type leg struct {
	at, step, choice string
	details          any
}

// walk takes a case along its way.
func walk(t *testing.T, c *timeline.City, number string, legs []leg) {
	t.Helper()
	for _, l := range legs {
		c.At(l.at)
		back, returned := strings.CutPrefix(l.choice, "<")
		switch {
		case l.step == "" && l.choice == "":
		case l.step == "" && (c.Case(number).Kind == "repair" || c.Case(number).Kind == "dispute"):
			c.Withdrawn(c.As(policy.WindowClerk, timeline.Bureau), number, l.choice)
		case l.step == "":
			c.Withdrawn(c.As(policy.Approver, timeline.Bureau), number, l.choice)
		case returned:
			c.Send(number, l.step, back)
		case l.details == nil:
			c.Move(number, l.step, l.choice)
		default:
			c.Move(number, l.step, l.choice, l.details)
		}
	}
}

// afterwards lets a year and a half pass: no clock of a case that is over runs on, and it
// stays what it became.
func afterwards(t *testing.T, c *timeline.City, number, outcome string) {
	t.Helper()
	ended(t, c, number, outcome)
	version, notices := c.Case(number).Version, len(c.Notices(number, "overdue"))
	c.At(c.Now().AddDate(1, 6, 0).Format("2006-01-02 15:04:05"))
	ended(t, c, number, outcome)
	same(t, "changes of "+number+" after its end", c.Case(number).Version, version)
	same(t, "overdue notices of "+number+" after its end", len(c.Notices(number, "overdue")), notices)
}
