package web

import (
	"fmt"
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
)

// askedFor says who asked for what stands beside a question, for what and why.
func askedFor(t cases.TaskView) (lines []string) {
	if t.Asked == nil {
		return nil
	}
	lines = append(lines, fmt.Sprintf("%s于%s提出：", t.Asked.By.Name, moment(t.Asked.At)))
	if t.Asked.Reason != "" {
		lines = append(lines, t.Asked.Reason)
	}
	return lines
}

// voice is one signer's part in a countersign.
type voice struct {
	Who, Said, Reason string
	At                models.Instant
}

// voices are those of the countersign that a task is a part of: who has signed, with
// what, and who is still to sign.
func voices(d *desk, t cases.TaskView) (out []voice) {
	if t.TaskKind != models.KindSignature {
		return nil
	}
	for _, h := range d.c.History {
		if h.Kind == models.KindSignature && strings.HasPrefix(h.ID, t.Parent+".") {
			out = append(out, voice{Who: h.DecidedBy.Name, Said: h.Label, Reason: h.Reason, At: h.ClosedAt})
		}
	}
	for _, other := range d.c.Tasks {
		if other.TaskKind != models.KindSignature || other.Parent != t.Parent {
			continue
		}
		who := other.Organization.Name + "的" + other.Role.Name
		if other.Assignee != nil {
			who = other.Assignee.Name
		}
		out = append(out, voice{Who: who, Said: "待签"})
	}
	return out
}
