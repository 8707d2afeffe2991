package browser

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// The trial city counts terms in seconds: what was reported and filed is overdue at its
// dispatch a moment later.
const (
	trialSupervisor = "jining_trial.supervisor1"
	trialDispatcher = "jining_trial.rencheng.dispatcher1"
)

type boardTask struct{ ID, Case, Name string }

// overdue brings cases whose dispatch is overdue, and gives the board's oldest then.
func overdue(t *testing.T, o *bureau, codes ...string) (oldest []boardTask) {
	t.Helper()
	for _, code := range codes {
		var s struct{ ID string }
		o.api(t, "jining_trial.rencheng.collector1", http.MethodPost, "/subjects", http.StatusCreated, map[string]any{"jurisdiction": "jining_trial", "kind": "legal_person", "name": "示例渣土" + code[14:] + "有限公司", "code": code}, &s)
		var c struct{ Number string }
		o.api(t, "jining_trial.rencheng.collector1", http.MethodPost, "/violations", http.StatusCreated, map[string]any{
			"organization": "jining_trial/rencheng_bureau", "subjects": []string{s.ID}, "behaviour": "ZT-02", "occurred_at": time.Now().Add(-time.Hour), "description": "运输渣土未密闭",
		}, &c)
		o.api(t, "jining_trial.rencheng.reviewer1", http.MethodPost, "/tasks/"+c.Number+".filing.1/decision", http.StatusOK, map[string]any{"choice": "filed", "reason": "事实清楚"}, nil)
	}
	for range 120 {
		var b struct {
			Tasks  struct{ Overdue int }
			Oldest []boardTask
		}
		o.api(t, trialSupervisor, http.MethodGet, "/board", http.StatusOK, nil, &b)
		if b.Tasks.Overdue >= len(codes) {
			return b.Oldest
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Fatal("nothing became overdue")
	return nil
}

// A supervisor signs in, finds the oldest overdue case and urges it: three clicks. Then
// several at once, a note that must be answered, a page that was overtaken, and people
// who have no board.
func TestTheBoard(t *testing.T) {
	o := office(t)
	oldest := overdue(t, o, "91370811MA000071XH", "91370811MA0000728H", "91370811MA0000736C")

	p := o.stranger(t)
	p.name = trialSupervisor
	broken := p.policyBreaches()
	p.open("/")
	p.fill("username", o.people[trialSupervisor].Username)
	p.fill("password", o.people[trialSupervisor].Password)
	clicks := 0
	click := func(label string) { clicks++; p.press(label) }
	click("登录")
	click("督办看板")
	click("催办：" + oldest[0].Name + " " + oldest[0].Case)
	p.sees("已催办")
	if clicks != 3 {
		t.Errorf("%d clicks", clicks)
	}
	var trail struct{ Items []struct{ Action string } }
	o.api(t, "jining_trial.auditor1", http.MethodGet, "/cases/"+oldest[0].Case+"/trail", http.StatusOK, nil, &trail)
	if last := trail.Items[len(trail.Items)-1].Action; last != "urge" {
		t.Errorf("the oldest case's trail ends with %s", last)
	}

	p.open("/board")
	p.charts()
	p.look("board")
	if high := p.js("document.querySelector('.cx-board-low').getBoundingClientRect().bottom <= 900"); high != "true" {
		t.Errorf("the board does not fit one screen: it ends at %s", p.js("document.querySelector('.cx-board-low').getBoundingClientRect().bottom"))
	}
	p.open("/board") // at the width that it is looked at
	p.charts()
	p.clickBar("by-place")
	p.sees("仅该机构自身，不含下级", oldest[0].Case)
	p.look("board-list")
	if said := *broken; len(said) > 0 {
		t.Errorf("against the pages' policy: %v", said)
	}
	p.several(oldest)
	p.overtaken(oldest[2])
	p.open("/listings?lingering=yes")
	p.sees("应当撤下而仍在公布", "没有符合条件的名单记录")
	p.look("listings-empty")

	handler := o.as(t, "rencheng.handler1")
	handler.misses("督办看板")
	if status := handler.open("/board"); status != http.StatusForbidden {
		t.Errorf("a handler's board: %d", status)
	}
	auditor := o.as(t, "jining_trial.auditor1")
	auditor.open("/board")
	auditor.sees("超期最久", oldest[0].Case)
	auditor.misses("催办所选", "督办所选")
	if status := auditor.open("/many/urge?task=" + oldest[0].ID); status != http.StatusForbidden {
		t.Errorf("the auditor urges: %d", status)
	}
	head := o.as(t, "jining_trial.rencheng.approver1")
	head.open("/board")
	head.sees("催办所选")
	head.misses("督办所选")
	foreign := o.as(t, "jining_trial.yanzhou.supervisor1")
	foreign.open("/board")
	foreign.sees("没有超期的待办")
	foreign.misses(oldest[0].Case)
	foreign.look("board-empty")
	foreign.open("/many/supervise?task=" + oldest[0].ID)
	foreign.sees("没有可以督办的待办")
	if foreign.js(fmt.Sprintf("document.body.innerText.includes(%q)", oldest[0].Case)) != "false" {
		t.Error("another district's case is named")
	}
}

// several urges two at once and puts a note to one.
func (p *person) several(oldest []boardTask) {
	p.t.Helper()
	p.open("/board")
	p.press("催办所选")
	p.sees("没有选择待办")
	for _, task := range oldest[:2] {
		p.js(fmt.Sprintf(`document.querySelector('input[name=task][value="%s"]').checked = true`, task.ID))
	}
	p.press("催办所选")
	p.sees("确认催办2项", oldest[0].Case, oldest[1].Case)
	p.look("board-urge")
	p.fill("reason", "请于今日派遣")
	p.press("确认催办2项")
	p.sees("已催办2项", "督办看板")
	p.press("督办：" + oldest[1].Name + " " + oldest[1].Case)
	p.send("确认督办1项")
	p.sees("督办意见：必填")
	p.look("board-supervise")
	p.fill("reason", "请说明未派遣的原因")
	p.press("确认督办1项")
	p.sees("已督办1项")
	var c struct {
		Tasks []struct {
			Kind string `json:"task_kind"`
		}
	}
	p.api(p.t, trialSupervisor, http.MethodGet, "/cases/"+oldest[1].Case, http.StatusOK, nil, &c)
	if !strings.Contains(fmt.Sprint(c), "supervision") {
		p.t.Errorf("no note stands beside the task: %+v", c)
	}
}

// overtaken decides a task while its urging is being confirmed: the others count, this
// one is told. Sent again, the same is answered.
func (p *person) overtaken(task boardTask) {
	p.t.Helper()
	var list struct{ Items []boardTask }
	p.api(p.t, trialSupervisor, http.MethodGet, "/tasks?state=overdue&limit=2", http.StatusOK, nil, &list)
	other := list.Items[0].ID
	p.open("/many/urge?task=" + task.ID + "&task=" + other)
	p.sees("确认催办2项")
	p.api(p.t, trialDispatcher, http.MethodPost, "/tasks/"+task.ID+"/decision", http.StatusOK, map[string]any{"choice": "dispatched"}, nil)
	p.press("确认催办2项")
	p.sees("催办结果", "未催办：待办已关闭", "已催办", task.Name, task.Case)
	p.look("board-urged")
	p.land(chromedp.Reload())
	p.sees("催办结果", "未催办：待办已关闭", "已催办")
}

// charts waits until every figure is drawn.
func (p *person) charts() {
	p.t.Helper()
	for range 100 {
		if p.js(`document.querySelectorAll("figure[data-chart] details").length === document.querySelectorAll(".cx-chart canvas").length`) == "true" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("no charts: %s", p.saw())
}

// clickBar clicks the first bar of a chart, where its colour is. After the window has
// changed its width the chart is drawn anew, in its own time.
func (p *person) clickBar(id string) {
	p.t.Helper()
	at := ""
	for range 100 {
		if at = p.barAt(id); at != "" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	var x, y float64
	if _, err := fmt.Sscan(at, &x, &y); err != nil {
		p.t.Fatalf("no bar in %s", id)
	}
	p.land(chromedp.MouseClickXY(x, y))
}

// barAt is where the first bar is, empty while none is drawn.
func (p *person) barAt(id string) string {
	p.t.Helper()
	return p.js(fmt.Sprintf(`(() => { const c = document.getElementById(%q).parentElement.querySelector("canvas"), box = c.getBoundingClientRect(); if (!c.width || !c.height) return "";
		const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data, scale = c.width / box.width;
		for (let y = Math.round(30 * scale); y < c.height; y += 2) for (let x = 0; x < c.width; x += 2) { const i = 4 * (y * c.width + x);
			if (d[i] === 179 && d[i + 1] === 38 && d[i + 2] === 30) return (box.left + (x + 4) / scale) + " " + (box.top + (y + 4) / scale); } return "" })()`, id))
}

// policyBreaches gathers what the browser refused to load or run from now on.
func (p *person) policyBreaches() *[]string {
	var said []string
	chromedp.ListenTarget(p.ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok && strings.Contains(e.Entry.Text, "Content Security Policy") {
			said = append(said, e.Entry.Text)
		}
	})
	p.run(chromedp.ActionFunc(func(ctx context.Context) error { return log.Enable().Do(ctx) }))
	return &said
}

var figures = regexp.MustCompile(`<a [^>]*href="([^"]+)"[^>]*><strong>(\d+)</strong>|<td class="cx-num"[^>]*><a href="([^"]+)"[^>]*>(\d+)</a>`)

// Without scripts the figures stand in tables, and each leads to as many rows.
func TestTheBoardsFiguresLeadToTheirRows(t *testing.T) {
	o := office(t)
	overdue(t, o, "91370811MA00007447")
	p := o.plain(t, trialSupervisor)
	var differ []string
	for range 3 { // time goes on in the trial city: what is due may be overdue by the time its list is opened
		p.open("/board")
		p.sees("<details open>", "各机构", "周末超期待办")
		found := figures.FindAllStringSubmatch(p.page, -1)
		if len(found) < 30 {
			t.Fatalf("%d figures on the board", len(found))
		}
		differ = nil
		for _, m := range found {
			address, n := strings.ReplaceAll(m[1]+m[3], "&amp;", "&"), m[2]+m[4]
			if rows := p.rows(address); strconv.Itoa(rows) != n {
				differ = append(differ, fmt.Sprintf("%s: the board says %s, the list has %d", address, n, rows))
			}
		}
		if len(differ) == 0 {
			return
		}
	}
	t.Error(strings.Join(differ, "\n"))
}

// rows counts a list's rows to its last page.
func (p *plain) rows(address string) (n int) {
	p.t.Helper()
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`)
	for address != "" {
		if status := p.open(address); status != http.StatusOK {
			p.t.Fatalf("%s: %d", address, status)
		}
		_, body, _ := strings.Cut(p.page, "<tbody>")
		n += strings.Count(body, "<tr")
		address = ""
		if m := next.FindStringSubmatch(p.page); m != nil {
			address = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	return n
}
