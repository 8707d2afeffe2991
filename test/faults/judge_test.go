package faults

import (
	"bytes"
	"net/http"
	"os/exec"
	"slices"
	"time"

	"chengxin/test/program"
)

// judge holds a settled duel against everything the register says of it.
func (c *city) judge(d *duel, killed time.Time, sum *tally) {
	c.Helper()
	winner, loser := d.outcome()
	if winner == nil {
		c.Errorf("%s: %s answers %d %s and %d %s: exactly one must count", d.number, d.task,
			d.sides[0].final.Status, d.sides[0].final.Body, d.sides[1].final.Status, d.sides[1].final.Body)
		return
	}
	sum.count(d, winner, loser)
	for i := range d.sides {
		if s := &d.sides[i]; s.told.Status != 0 && s.told.Status != s.final.Status {
			c.Errorf("%s: %s was told %d before the kill and %d after: %s", d.number, s.who, s.told.Status, s.final.Status, s.final.Body)
		}
	}
	if code := loser.final.Problem().Code; code != "task.already_decided" && code != "case.closed" {
		c.Errorf("%s: the loser was told %s", d.number, loser.final.Body)
	}
	v := c.view(d.number)
	c.decidedBy(d, v, winner)
	at := c.trailed(d, v, winner, loser)
	switch {
	case !at.Before(killed):
		sum.carriedAfter++
	case winner.told.Status == 0 && loser.told.Status == 0:
		sum.committedUnheard++
	}
	d.check(c, d, winner, loser)
}

func (d *duel) outcome() (winner, loser *side) {
	a, b := &d.sides[0], &d.sides[1]
	switch {
	case a.final.Status == http.StatusOK && b.final.Status == http.StatusConflict:
		return a, b
	case b.final.Status == http.StatusOK && a.final.Status == http.StatusConflict:
		return b, a
	}
	return nil, nil
}

func (s *tally) count(d *duel, winner, loser *side) {
	s.duels++
	if winner == &d.sides[0] {
		s.won[0]++
	} else {
		s.won[1]++
	}
	if winner.told.Status != 0 {
		s.toldWinner++
	}
	if loser.told.Status != 0 {
		s.toldLoser++
	}
	if winner.told.Status == 0 && loser.told.Status == 0 {
		s.silent++
	}
}

// decidedBy: the case's own history knows the winner, once.
func (c *city) decidedBy(d *duel, v caseView, winner *side) {
	c.Helper()
	n := 0
	for _, h := range v.History {
		if h.ID == d.task {
			n++
			if h.Choice != winner.choice || h.DecidedBy.Name != c.called(winner.who) {
				c.Errorf("%s: history says %s by %s, but %s was told it counted", d.number, h.Choice, h.DecidedBy.Name, winner.who)
			}
		}
	}
	if n != 1 {
		c.Errorf("%s: %d lines of history for one task", d.number, n)
	}
	if slices.ContainsFunc(v.Tasks, func(t task) bool { return t.ID == d.task }) {
		c.Errorf("%s: the decided task is still open", d.number)
	}
}

// called is a user's name.
func (c *city) called(user string) string {
	return get[struct{ Name string }](c, user, "/api/v1/session").Name
}

// trailed: of the task exactly one entry decides, by the winner's command, and exactly
// one refuses the loser's; the chain is linked up to its head. It gives when the
// decision was written.
func (c *city) trailed(d *duel, v caseView, winner, loser *side) (at time.Time) {
	c.Helper()
	t := get[trail](c, watcher, "/api/v1/cases/"+d.number+"/trail?limit=200")
	var told struct{ Command string }
	c.must(winner.final.Into(&told))
	decided, refused, prev := 0, 0, ""
	for i, e := range t.Items {
		if e.Seq != i+1 || i > 0 && e.PrevHash != prev {
			c.Errorf("%s: entry %d is not linked to the one before", d.number, e.Seq)
		}
		prev = e.Hash
		if e.Body.Task != d.task {
			continue
		}
		switch e.Action {
		case "decide:" + winner.choice:
			decided++
			at = e.At
			if e.Body.Command != told.Command || e.Actor.Name != c.called(winner.who) {
				c.Errorf("%s: decided by command %s of %s, but %s was told %s", d.number, e.Body.Command, e.Actor.Name, winner.who, told.Command)
			}
		case "refused":
			refused++
			if code := loser.final.Problem().Code; e.Body.Code != code || e.Actor.Name != c.called(loser.who) {
				c.Errorf("%s: trail refuses %s with %s, the loser %s was told %s", d.number, e.Actor.Name, e.Body.Code, loser.who, code)
			}
		default:
			c.Errorf("%s: a second act on the task: %s", d.number, e.Action)
		}
	}
	if decided != 1 || refused != 1 || prev != t.Head.Hash || len(t.Items) != t.Head.Seq {
		c.Errorf("%s: %d deciding and %d refusing entries, head %d of %d", d.number, decided, refused, t.Head.Seq, len(t.Items))
	}
	return at
}

// filing: filed goes on to dispatch, declined ends with its form; never both.
func (c *city) filing(d *duel, winner, _ *side) {
	c.Helper()
	v := c.view(d.number)
	forms := 0
	for _, doc := range v.Links.Documents {
		if doc.Kind == "declined_filing" {
			forms++
		}
	}
	filed := v.Stage == "dispatched" && v.State == "open" && !v.FiledAt.IsZero() && len(v.Tasks) == 1 && v.Tasks[0].Step == "dispatch" && forms == 0
	declined := v.Outcome == "declined" && v.State == "closed" && v.FiledAt.IsZero() && len(v.Tasks) == 0 && forms == 1
	if winner.choice == "filed" && !filed || winner.choice == "declined" && !declined {
		c.Errorf("%s: %s counted, but the case is %+v", d.number, winner.choice, v)
	}
}

// service: the decision is served once, in the winner's way; it costs 20 points once
// and proposes one listing, which waits for its approval.
func (c *city) service(d *duel, winner, _ *side) {
	c.Helper()
	v := c.view(d.number)
	for _, doc := range v.Links.Documents {
		if doc.Kind == "recognition_decision" && (doc.Method != winner.method || doc.ServedAt.IsZero()) {
			c.Errorf("%s: served as %q, but %s counted", d.number, doc.Method, winner.method)
		}
	}
	if v.Outcome != "recognised" || v.State != "closed" || len(v.Tasks) != 0 {
		c.Errorf("%s: served, but the case is %+v", d.number, v)
	}
	score := get[struct {
		Cycles []struct {
			Total, Counted int
			Entries        []struct{ ID string }
		}
	}](c, watcher, "/api/v1/subjects/"+d.subject+"/score")
	if len(score.Cycles) != 1 || score.Cycles[0].Total != 20 || score.Cycles[0].Counted != 20 || len(score.Cycles[0].Entries) != 1 {
		c.Errorf("%s: points %+v", d.number, score)
	}
	lists := get[struct {
		Items []struct{ Number, List, State string }
	}](c, watcher, "/api/v1/subjects/"+d.subject+"/listings")
	if len(lists.Items) != 1 || lists.Items[0].List != "yellow" || lists.Items[0].State != "proposed" {
		c.Errorf("%s: listings %+v", d.number, lists)
		return
	}
	c.task(lists.Items[0].Number, "approval")
}

// prove runs both audit commands on the data folder, beside the running server.
func (c *city) prove() {
	c.Helper()
	for _, what := range []string{"verify", "rebuild"} {
		var out bytes.Buffer
		cmd := exec.Command(program.Build(c), append([]string{"audit", what}, c.register...)...)
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); err != nil {
			c.Errorf("audit %s: %v\n%s", what, err, out.String())
		}
		c.Logf("audit %s: %s", what, out.String())
	}
}
