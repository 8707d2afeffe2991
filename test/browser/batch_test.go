package browser

import (
	"net/http"
	"strings"
	"testing"
)

// Several tasks at once from my work: decided together, handed on, urged; each stands for
// itself, and what was overtaken is told (domain "batch").
func TestManyAtOnce(t *testing.T) {
	o := office(t)
	subject := o.company(t, "示例批量有限公司")
	var tasks []string
	for range 4 {
		tasks = append(tasks, o.asked(t, o.reported(t, subject), "filing"))
	}
	p := o.as(t, "rencheng.reviewer1")
	p.sees("正常", "一并办理")
	p.press("一并办理")
	p.sees("没有选择待办", "请先勾选")
	p.tick(tasks[0], tasks[1])
	p.look("work-chosen")
	p.press("一并办理")
	p.sees(tasks[0][:20], tasks[1][:20], "各记入留痕")
	p.misses(tasks[2][:20])
	p.fill("choice", "declined")
	p.send("确认办理2项")
	p.sees("填写不全", "理由、意见：必填")
	p.look("many-refused")
	p.fill("choice", "filed")
	o.api(t, "rencheng.reviewer2", http.MethodPost, "/tasks/"+tasks[1]+"/decision", http.StatusOK, map[string]any{"choice": "filed"}, nil)
	p.press("确认办理2项")
	p.sees("办理结果", "未办理：", "审核人2", "已办理", "重新办理未成功的")
	p.look("many-done")

	p.open("/")
	p.tick(tasks[2], tasks[3])
	p.press("一并办理")
	p.fill("choice", "declined")
	p.fill("reason", "情节轻微")
	p.press("确认办理2项")
	p.sees("请再次确认", "案件即办结") // what cannot be undone is asked once more
	p.press("确认办理2项")
	p.sees("已办理2项")

	n := o.reported(t, subject)
	last := o.asked(t, n, "filing")
	p.open("/")
	p.tick(last)
	p.press("转办")
	p.fill("to", "rencheng.reviewer2")
	p.fill("reason", "出差在外")
	p.press("确认转办1项")
	p.sees("转办结果", "无权转办", "负责人") // it lies in the pool: whose it is the head says
	head := o.as(t, "rencheng.approver1")
	head.open("/?of=all&step=filing")
	head.tick(last)
	head.press("转办")
	head.fill("to", "rencheng.reviewer2")
	head.fill("reason", "指定办理")
	head.press("确认转办1项")
	head.sees("已转办1项", "审核人2")
	p.open("/")
	p.misses(n)
	dispatch := o.asked(t, strings.Split(tasks[0], ".")[0], "dispatch")
	p.open("/many/decide?task=" + last + "&task=" + dispatch)
	p.sees("不是同一环节")
	p.open("/?state=on_time")
	p.press(p.js(`document.querySelector(".cx-counts a[aria-current]").innerText`))
	if at := p.js("location.search"); strings.Contains(at, "state=") {
		t.Errorf("the count pressed again still narrows: %s", at)
	}
	auditor := o.as(t, "jining.auditor1")
	if status := auditor.open("/many/decide?task=" + last); status != http.StatusForbidden {
		t.Errorf("an auditor decides: %d", status)
	}
}

// tick chooses rows of a list.
func (p *person) tick(tasks ...string) {
	p.t.Helper()
	for _, task := range tasks {
		if p.js(`(b => { if (!b) return false; b.checked = true; return true })(document.querySelector('[name="task"][value="`+task+`"]'))`) != "true" {
			p.t.Fatalf("%s: no row %s\n%s", p.name, task, p.saw())
		}
	}
}
