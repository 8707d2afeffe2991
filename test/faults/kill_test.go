// Package faults kills the whole process at the worst moments and looks at what is
// left: what was told still holds, what was asked is answered once, and everything the
// register says of a case agrees (R1, R3).
package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"chengxin/command/call"
	"chengxin/test/program"
)

func TestMain(m *testing.M) {
	code := m.Run()
	program.Clean()
	os.Exit(code)
}

// duel is one task and two people who decide it differently at the same moment.
type duel struct {
	number, task, subject string
	sides                 [2]side
	check                 func(c *city, d *duel, winner, loser *side)
}

// side is one of them: what they sent, what they were told before the kill, and what
// in the end.
type side struct {
	who, choice, method string
	request             call.Request
	told, final         call.Answer
}

// The rounds of a run: few in continuous integration, many before a release.
func rounds(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("CHENGXIN_KILL_ROUNDS")); err == nil && n > 0 {
		return n
	}
	if testing.Short() {
		return 3
	}
	return 25
}

// latestKill bounds the moment of the kill after the decisions were sent. A round's
// decisions take about as long: the kill lands before, between and after commits.
const latestKill = 80 * time.Millisecond

// Two reviewers decide one filing in opposite ways, two handlers serve one decision,
// reports come in, and the process is killed at a random moment. Started again on the
// same data, it gives every request one definite answer: of each pair exactly one
// counted, whoever was told so before the kill was told the truth, and case, tasks,
// documents, points, lists and trail say the same.
func TestKilledWhileDeciding(t *testing.T) { whole(t).rounds(rounds(t)) }

// rounds prepares, races, kills, restarts, settles and judges, and proves the register
// at the end.
func (c *city) rounds(n int) {
	c.Helper()
	var sum tally
	for round := range n {
		duels, reports := c.prepare()
		var killed time.Time
		for range 1 + rand.IntN(2) { // every other time once more, while it recovers
			c.race(duels, reports, time.Duration(rand.Int64N(int64(latestKill))))
			killed = time.Now()
			c.server.Restart()
			sum.kills++
		}
		c.settle(duels, reports)
		for _, d := range duels {
			c.judge(d, killed, &sum)
		}
		for _, r := range reports {
			c.enteredOnce(r, killed, &sum)
		}
		if c.Failed() {
			c.Fatalf("round %d; server:\n%s", round+1, c.server.Said())
		}
		sum.rounds++
	}
	c.Log(sum)
	c.prove()
}

// prepare brings cases to the tasks that will be fought over.
func (c *city) prepare() (duels []*duel, reports []*side) {
	for range 4 {
		s := c.subject()
		n := c.reported(s, "SR-01")
		d := &duel{number: n, task: c.task(n, "filing"), subject: s, check: (*city).filing}
		d.sides = [2]side{{who: "rencheng.reviewer1", choice: "filed"}, {who: "rencheng.reviewer2", choice: "declined"}}
		duels = append(duels, d)
	}
	for range 2 {
		s := c.subject()
		n := c.toService(s)
		d := &duel{number: n, task: c.task(n, "service"), subject: s, check: (*city).service}
		d.sides = [2]side{{who: "rencheng.handler1", choice: "served", method: "direct"}, {who: "rencheng.handler2", choice: "served", method: "posted"}}
		duels = append(duels, d)
	}
	for _, d := range duels {
		for i := range d.sides {
			s := &d.sides[i]
			var details any
			if s.method != "" {
				details = map[string]string{"method": s.method, "receipt": "挂号信1号"}
			}
			s.request = c.decision(s.who, d.task, s.choice, details)
		}
	}
	for range 2 {
		subject := c.subject()
		reports = append(reports, &side{who: subject, request: c.report(subject, "SR-01")})
	}
	return duels, reports
}

// race sends everything at once and kills the process. Sent again after a kill, a
// request must not be told otherwise than before.
func (c *city) race(duels []*duel, reports []*side, after time.Duration) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for _, s := range sides(duels, reports) {
		all.Go(func() {
			<-start
			a, err := c.api.Once(context.Background(), s.request)
			switch {
			case call.Undecided(a, err) != "":
			case s.told.Status != 0 && s.told.Status != a.Status:
				c.Errorf("%s was told %d, and after a kill %d: %s", s.who, s.told.Status, a.Status, a.Body)
			default:
				s.told = a
			}
		})
	}
	close(start)
	time.Sleep(after)
	c.server.Kill()
	all.Wait()
}

// settle repeats every request under its key until it has its answer.
func (c *city) settle(duels []*duel, reports []*side) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for _, s := range sides(duels, reports) {
		all.Go(func() {
			a, err := c.api.Send(context.Background(), s.request)
			s.final = a
			if err != nil {
				mu.Lock()
				failed = err
				mu.Unlock()
			}
		})
	}
	all.Wait()
	c.must(failed)
}

func sides(duels []*duel, reports []*side) (all []*side) {
	for _, d := range duels {
		all = append(all, &d.sides[0], &d.sides[1])
	}
	return append(all, reports...)
}

// tally is what a run met, for the report.
type tally struct {
	rounds, kills, duels, toldWinner, toldLoser, silent, committedUnheard, carriedAfter int
	reports, reportsTold, reportsUnheard                                                int
	won                                                                                 [2]int
}

// String is the run in one line.
func (s tally) String() string {
	return fmt.Sprintf("%d rounds, %d kills, %d duels: the winner had been told before the kill in %d, the loser in %d, nobody in %d; "+
		"committed before the kill without anybody hearing of it %d, carried out after the restart %d; first side won %d, second %d; "+
		"%d reports: told %d, entered unheard %d",
		s.rounds, s.kills, s.duels, s.toldWinner, s.toldLoser, s.silent, s.committedUnheard, s.carriedAfter, s.won[0], s.won[1],
		s.reports, s.reportsTold, s.reportsUnheard)
}

// enteredOnce: a report stands in the register once, under the number its reporter was
// told, and its first task is in the worklist.
func (c *city) enteredOnce(r *side, killed time.Time, sum *tally) {
	c.Helper()
	var before, after struct{ Number string }
	if r.final.Status != http.StatusCreated {
		c.Errorf("report: %d %s", r.final.Status, r.final.Body)
		return
	}
	c.must(r.final.Into(&after))
	sum.reports++
	if r.told.Status != 0 {
		sum.reportsTold++
		c.must(r.told.Into(&before))
		if before.Number != after.Number {
			c.Errorf("told %s before the kill, %s after", before.Number, after.Number)
		}
	}
	all := get[struct{ Items []caseView }](c, watcher, "/api/v1/cases?subject="+r.who)
	if r.told.Status == 0 && len(all.Items) == 1 && all.Items[0].ReceivedAt.Before(killed) {
		sum.reportsUnheard++
	}
	if len(all.Items) != 1 || all.Items[0].Number != after.Number {
		c.Errorf("report %s stands as %+v", after.Number, all.Items)
	}
	c.task(after.Number, "filing")
}
