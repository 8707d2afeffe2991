package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"chengxin/command/call"
	"chengxin/policy/identifiers"
	"chengxin/test/program"
)

// city is Jining on real processes, worked over HTTP alone.
type city struct {
	*testing.T
	server   deployment
	api      *call.Client
	token    map[string]string // by user name
	register []string          // where the proofs find it
	serial   int
}

// deployment is what is killed and started again.
type deployment interface {
	Kill()
	Restart()
	Said() string
}

const bureau = "jining/rencheng_bureau"

// whole is everything in one process, as `chengxin dev` runs it.
func whole(t *testing.T) *city {
	server := program.Start(t, t.TempDir())
	c := &city{T: t, server: server, api: call.New(server.URL()), token: map[string]string{}, register: []string{"--data", server.Data}}
	raw, err := os.ReadFile(filepath.Join(server.Data, "demo-users.json"))
	c.must(err)
	var users []struct{ Username, Token string }
	c.must(json.Unmarshal(raw, &users))
	for _, u := range users {
		c.token[u.Username] = u.Token
	}
	return c
}

func (c *city) must(err error) {
	c.Helper()
	if err != nil {
		c.Fatalf("%v\nserver:\n%s", err, c.server.Said())
	}
}

// send repeats a request until its answer is definite.
func (c *city) send(r call.Request) call.Answer {
	c.Helper()
	a, err := c.api.Send(context.Background(), r)
	c.must(err)
	return a
}

func get[T any](c *city, who, path string) (v T) {
	c.Helper()
	a := c.send(call.Request{Token: c.token[who], Method: http.MethodGet, Path: path})
	if a.Status != http.StatusOK {
		c.Fatalf("%s: %d %s", path, a.Status, a.Body)
	}
	c.must(a.Into(&v))
	return v
}

// What the tests read of a case.
type caseView struct {
	Number     string    `json:"number"`
	Stage      string    `json:"stage"`
	State      string    `json:"state"`
	Outcome    string    `json:"outcome"`
	Version    int       `json:"version"`
	ReceivedAt time.Time `json:"received_at"`
	FiledAt    time.Time `json:"filed_at"`
	Tasks      []task    `json:"tasks"`
	History    []struct {
		ID        string `json:"id"`
		Step      string `json:"step"`
		Choice    string `json:"choice"`
		DecidedBy name   `json:"decided_by"`
	} `json:"history"`
	Links struct {
		Documents []struct {
			Kind     string    `json:"kind"`
			ServedAt time.Time `json:"served_at"`
			Method   string    `json:"method"`
		} `json:"documents"`
	} `json:"links"`
}

type name struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type task struct {
	ID   string `json:"id"`
	Step string `json:"step"`
}

type trail struct {
	Head struct {
		Seq  int    `json:"seq"`
		Hash string `json:"hash"`
	} `json:"head"`
	Items []struct {
		Seq      int       `json:"seq"`
		At       time.Time `json:"at"`
		Actor    name      `json:"actor"`
		Action   string    `json:"action"`
		PrevHash string    `json:"prev_hash"`
		Hash     string    `json:"hash"`
		Body     struct {
			Command string `json:"command"`
			Task    string `json:"task"`
			Code    string `json:"code"`
		} `json:"body"`
	} `json:"items"`
}

// watcher reads every case of the city.
const watcher = "jining.supervisor1"

func (c *city) view(number string) caseView {
	return get[caseView](c, watcher, "/api/v1/cases/"+number)
}

// task waits until a case has come to a step.
func (c *city) task(number, step string) string {
	c.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		v := c.view(number)
		for _, t := range v.Tasks {
			if t.Step == step {
				return t.ID
			}
		}
		if time.Now().After(end) {
			c.Fatalf("%s never came to %s: %+v\nserver:\n%s", number, step, v, c.server.Said())
		}
	}
}

// subject registers a company.
func (c *city) subject() string {
	c.Helper()
	c.serial++
	code, err := identifiers.CompleteCreditCode("91", "370811", fmt.Sprintf("MA%06d", c.serial))
	c.must(err)
	a := c.send(call.Request{Token: c.token["rencheng.collector1"], Method: http.MethodPost, Path: "/api/v1/subjects", Body: map[string]any{
		"jurisdiction": "jining", "kind": "legal_person", "name": fmt.Sprintf("示例企业%d", c.serial), "code": code,
	}})
	var s struct{ ID string }
	c.must(a.Into(&s))
	return s.ID
}

// report is a violation's report as it is sent, under a key of its own.
func (c *city) report(subject, behaviour string) call.Request {
	c.serial++
	return call.Request{
		Token: c.token["rencheng.collector1"], Method: http.MethodPost, Path: "/api/v1/violations", Key: fmt.Sprint("report-", c.serial),
		Body: map[string]any{
			"organization": bureau, "subjects": []string{subject}, "behaviour": behaviour,
			"occurred_at": time.Now().Add(-time.Hour), "description": "巡查发现",
		},
	}
}

func (c *city) reported(subject, behaviour string) string {
	c.Helper()
	a := c.send(c.report(subject, behaviour))
	var b struct{ Number string }
	c.must(a.Into(&b))
	if a.Status != http.StatusCreated {
		c.Fatalf("report: %d %s", a.Status, a.Body)
	}
	return b.Number
}

// decision is one person's decision on a task, under a key of its own.
func (c *city) decision(who, task, choice string, details any) call.Request {
	c.serial++
	body := map[string]any{"choice": choice, "reason": "经核查", "evidence": []map[string]string{{"kind": "paper", "title": "材料"}}}
	if details != nil {
		body["details"] = details
	}
	return call.Request{
		Token: c.token[who], Method: http.MethodPost, Path: "/api/v1/tasks/" + task + "/decision", Key: fmt.Sprint("decision-", c.serial), Body: body,
	}
}

// move makes a decision that must count.
func (c *city) move(number, step, who, choice string, details any) {
	c.Helper()
	if a := c.send(c.decision(who, c.task(number, step), choice, details)); a.Status != http.StatusOK {
		c.Fatalf("%s %s: %d %s", number, step, a.Status, a.Body)
	}
}

// toService carries a serious violation to the point where serving its decision costs
// the subject 20 points and proposes the yellow list.
func (c *city) toService(subject string) (number string) {
	c.Helper()
	number = c.reported(subject, "SR-08")
	c.move(number, "filing", "rencheng.reviewer1", "filed", nil)
	c.move(number, "dispatch", "rencheng.dispatcher1", "dispatched", nil)
	c.move(number, "handling", "rencheng.handler1", "handled", nil)
	c.move(number, "verification", "rencheng.inspector1", "passed", nil)
	c.move(number, "recognition", "rencheng.handler1", "proposed", map[string]any{
		"co_handler": "rencheng.handler2",
		"recognitions": []map[string]any{{
			"subject": subject, "charges": []map[string]any{{"behaviour": "SR-08", "points": 20}}, "act_at": time.Now().Add(-time.Hour),
			"founding": map[string]any{"number": "任城管罚决〔2026〕" + number, "body": "任城区城市管理局", "issued_at": time.Now().Add(-time.Minute)},
		}},
	})
	c.move(number, "notice", "rencheng.handler1", "served", map[string]string{"method": "direct"})
	c.move(number, "statement", "rencheng.handler1", "none", nil)
	c.move(number, "review", "rencheng.reviewer2", "maintained", nil)
	c.move(number, "legal_review", "rencheng.legal_reviewer1", "passed", nil)
	c.move(number, "approval", "rencheng.approver1", "approved", nil)
	return number
}
