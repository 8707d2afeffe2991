// Package demo plays what the product is for, through its HTTP API alone: as the demo
// users, telling each step with the rule behind it, and holding every outcome against
// what the rule says. It rides out a restart of the server.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"chengxin/command/call"
)

// Options of a demonstration.
type Options struct {
	Server       string // where the API is, http://127.0.0.1:8080
	Data         string // the server's data folder: demo users and, for Proofs, the register
	Jurisdiction string // a trial jurisdiction
	Scenario     string // story, refusals, all
	Out          io.Writer
	Proofs       []Proof
}

// Proof is something proven of the register when the stories are over.
type Proof struct {
	Name string
	Run  func(ctx context.Context) error
}

// Scenarios are the names Options takes.
var Scenarios = []string{"story", "refusals", "all"}

// realOf is the jurisdiction whose rules a trial tries out.
func realOf(trial string) string { return strings.TrimSuffix(trial, "_trial") }

// Run plays a scenario. The error says what kept it from ending, or which expectations
// did not hold.
func Run(ctx context.Context, o Options) error {
	users, err := readCast(o.Data)
	if err != nil {
		return err
	}
	n := &narrator{w: o.Out, began: time.Now()}
	p := &play{narrator: n, ctx: ctx, cast: users, run: time.Now().UnixMilli() / 100}
	p.api = call.New(o.Server)
	p.api.Tell = n.note
	if err := p.meet(o.Jurisdiction); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "城信演示：%s（%s），服务%s\n", p.city.Name, p.city.Jurisdiction, p.api.Base)
	var acts []func()
	if o.Scenario != "refusals" {
		acts, n.chapters = append(acts, p.story), n.chapters+storyChapters
	}
	if o.Scenario != "story" {
		acts, n.chapters = append(acts, p.refusals), n.chapters+refusalChapters
	}
	if len(o.Proofs) > 0 {
		acts, n.chapters = append(acts, func() { p.prove(o.Proofs) }), n.chapters+1
	}
	err = p.perform(acts)
	return errors.Join(err, n.close())
}

// The chapters each scenario opens.
const (
	storyChapters   = 10
	refusalChapters = 5
)

// meet finds the server, the demo users' tokens and the jurisdiction all in order.
func (p *play) meet(jurisdiction string) error {
	if err := p.hello(); err != nil {
		return err
	}
	var first actor
	for _, a := range p.cast {
		if a.Jurisdiction == jurisdiction {
			first = a
			break
		}
	}
	if first.Token == "" {
		return fmt.Errorf("演示用户中没有管辖区%s的岗位，请核对 --data 与 --jurisdiction", jurisdiction)
	}
	a, err := p.api.Send(p.ctx, call.Request{Token: first.Token, Method: http.MethodGet, Path: "/api/v1/policies/" + jurisdiction})
	switch {
	case err != nil:
		return err
	case a.Status == http.StatusUnauthorized:
		return fmt.Errorf("%s不认识演示用户的令牌：--data 不是该服务的数据目录", p.api.Base)
	case a.Status != http.StatusOK:
		return fmt.Errorf("规则包%s无法读取：%d %s", jurisdiction, a.Status, a.Problem().Detail)
	}
	if err := a.Into(&p.city); err != nil {
		return err
	}
	if !p.city.Trial {
		return fmt.Errorf("%s不是试运行管辖区，正式规则以工作日计期限，演示须用试运行管辖区", jurisdiction)
	}
	return nil
}

// perform plays acts until one cannot go on.
func (p *play) perform(acts []func()) (err error) {
	defer func() {
		switch end := recover().(type) {
		case nil:
		case stop:
			err = end.err
		default:
			panic(end)
		}
	}()
	for _, act := range acts {
		act()
	}
	return nil
}

// prove has the register proven, beside the running server.
func (p *play) prove(proofs []Proof) {
	p.title("核验登记库")
	for _, proof := range proofs {
		err := proof.Run(p.ctx)
		p.expect(err == nil, err, "%s", proof.Name)
	}
}
