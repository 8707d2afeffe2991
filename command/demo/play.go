package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"chengxin/command/call"
	"chengxin/policy"
	"chengxin/policy/identifiers"
)

// play is one run of the stories. Its methods are the moves people make; each either
// succeeds or ends the run, so that a story reads as one.
type play struct {
	*narrator
	ctx  context.Context
	api  *call.Client
	cast cast
	city rules
	run  int64 // tells this run's keys and subjects from another's
	sent int
}

// stop ends a run from within a story.
type stop struct{ err error }

func (p *play) must(err error) {
	if err != nil {
		panic(stop{err})
	}
}

func (p *play) giveUp(format string, args ...any) { p.must(fmt.Errorf(format, args...)) }

// who gives the n-th holder of a role in an organization of the city.
func (p *play) who(role policy.Role, organization string, n int) actor {
	a, ok := p.cast.find(role, p.city.Jurisdiction+"/"+organization, n)
	if !ok {
		p.giveUp("演示用户中没有%s的第%d名%s", organization, n, role.Label())
	}
	return a
}

// here is where the stories happen.
const here = "rencheng_bureau"

func (p *play) here(role policy.Role, n int) actor { return p.who(role, here, n) }

// send makes one call as somebody and gives the answer, refusals included.
func (p *play) send(a actor, method, path string, body any, key string) call.Answer {
	out, err := p.api.Send(p.ctx, call.Request{Token: a.Token, Method: method, Path: path, Body: body, Key: key})
	p.must(err)
	return out
}

// key is new for every write that is meant to happen once.
func (p *play) key() string {
	p.sent++
	return fmt.Sprintf("demo-%d-%d", p.run, p.sent)
}

// get reads a resource as somebody who may.
func get[T any](p *play, a actor, path string) (v T) {
	out := p.send(a, http.MethodGet, path, nil, "")
	if out.Status != http.StatusOK {
		p.giveUp("读取%s：%d %s", path, out.Status, out.Problem().Detail)
	}
	p.must(json.Unmarshal(out.Body, &v))
	return v
}

// post makes a write that is expected to be accepted with a status.
func post[T any](p *play, a actor, path string, body any, status int) (v T) {
	out := p.send(a, http.MethodPost, path, body, p.key())
	if out.Status != status {
		p.giveUp("%s：%d %s", path, out.Status, out.Problem().Detail)
	}
	p.must(json.Unmarshal(out.Body, &v))
	return v
}

// await asks until something is so, for as long as a restart may take.
func (p *play) await(what string, ok func() bool) {
	for end := time.Now().Add(p.api.Patience); !ok(); {
		if time.Now().After(end) {
			p.giveUp("等候%s未果", what)
		}
		p.pause(100 * time.Millisecond)
	}
}

func (p *play) pause(d time.Duration) {
	select {
	case <-p.ctx.Done():
		p.must(p.ctx.Err())
	case <-time.After(d):
	}
}

// subject registers a company nobody has met before. A code that is taken, by an
// earlier run or by a first try whose answer was lost, is left for the next one.
func (p *play) subject(name string) subject {
	clerk := p.here(policy.DistrictReporter, 1)
	for {
		p.sent++
		code, err := identifiers.CompleteCreditCode("91", "370811", "MA"+base31(p.run+int64(p.sent), 6))
		p.must(err)
		body := map[string]any{
			"jurisdiction": p.city.Jurisdiction, "kind": "legal_person", "name": name + string(code[12:16]), "code": code,
		}
		out := p.send(clerk, http.MethodPost, "/api/v1/subjects", body, "")
		var s subject
		p.must(json.Unmarshal(out.Body, &s))
		switch out.Status {
		case http.StatusCreated:
			p.say("登记信用主体：%s，统一社会信用代码%s", s.Name, s.Code)
			return s
		case http.StatusOK: // taken
		default:
			p.giveUp("登记信用主体：%d %s", out.Status, out.Problem().Detail)
		}
	}
}

// base31 writes a number in the characters of a credit code.
func base31(n int64, digits int) string {
	const characters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	out := make([]byte, digits)
	for i := digits - 1; i >= 0; i-- {
		out[i] = characters[n%31]
		n /= 31
	}
	return string(out)
}

// read parses an accepted answer.
func (p *play) read(out call.Answer, into any) { p.must(out.Into(into)) }
