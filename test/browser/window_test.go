package browser

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"chengxin/test/photo"
)

// An agent brings an objection to the window: without a letter, and with one that has run
// out, it is refused at its field; taken in, the applicant gets a receipt on A4, and the
// case says on whose authority the agent acts.
func TestAnAgentAtTheWindow(t *testing.T) {
	o := office(t)
	listing := o.published(t)
	scan := filepath.Join(t.TempDir(), "授权委托书.jpg")
	must(t, os.WriteFile(scan, photo.Photo{At: time.Now(), Shade: 60}.JPEG(), 0o600))
	day := func(n int) string { return time.Now().In(beijing).AddDate(0, 0, n).Format(time.DateOnly) }
	p := o.as(t, "rencheng.window_clerk1")
	p.open("/intake/dispute?target=" + listing)
	p.js(`document.querySelectorAll("details.cx-group").forEach(d => d.open = true)`)
	p.fill("applicant", "法定代表人")
	p.fill("phone", "13900000000")
	p.fill("reasons", "扣分依据的事实有误")
	p.fill("evidence[0].title", "现场照片")
	p.fill("agent.name", "示例代理人")
	p.fill("agent.id_number", "110101199003070011")
	p.fill("agent.letter.number", "委〔2026〕1号")
	p.fill("agent.letter.signed_at", day(-30))
	p.fill("agent.letter.valid_until", day(-1))
	p.press("提出异议")
	p.sees("缺少授权委托书")
	p.choose("letter.upload", scan)
	p.waits("授权委托书.jpg（")
	p.press("提出异议")
	p.sees("授权委托书已过有效期", "授权委托书.jpg（")
	p.look("intake-dispute-agent")
	p.fill("agent.letter.valid_until", day(0))
	p.press("提出异议")
	p.sees("已登记为", "收件回执已制作", "13900000000", "示例代理人", "1101************11", "委〔2026〕1号", "有效期至")
	p.misses("110101199003070011")
	p.look("case-agent")
	p.press(p.js(`[...document.querySelectorAll("a")].filter(a => a.innerText.includes("信收〔"))[0].innerText`))
	p.sees("收件回执", "对列入名单的异议", "现场照片", "3个工作日内办理完毕")
	p.look("receipt")
	p.print("receipt")
}

// Before anybody fills in a form, and beside the question of whoever decides, stands what
// a repair takes: met, lacking or to be checked, and why (JN-8).
func TestConditionsOfARepair(t *testing.T) {
	o := office(t)
	listing := o.published(t)
	clerk := o.as(t, "rencheng.window_clerk1")
	clerk.open("/intake/repair?listing=" + listing)
	clerk.sees("修复条件", "已满足\n记录处于公布中", "尚缺\n已满最短公示期", "待核\n信用修复承诺书", "申请时提交", "没有正在办理的修复申请")
	clerk.look("intake-repair-conditions")
	r := o.waiting(t, 20)
	handler := o.as(t, "rencheng.handler1")
	handler.open("/cases/" + r.number)
	handler.sees("修复条件", "已满足\n已满最短公示期", "法院已批准重整计划", "已提交：信用修复承诺书（承诺1号）", "核查结论：已纠正")
	handler.look("case-repair-conditions")

	// What was promised then is known when it is broken.
	handler.open("/intake/breach?subject=" + r.subject)
	handler.sees("本系统中的承诺")
	handler.js(`(() => { const k = document.getElementsByName("known")[0]; k.selectedIndex = 1; k.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	handler.fill("occurred_at", time.Now().Add(-time.Hour).In(beijing).Format("2006-01-02T15:04"))
	handler.fill("content", "三十日内清运全部建筑垃圾")
	handler.send("上报")
	handler.sees("填写不全", "情况说明：必填")
	handler.fill("committed_at", time.Now().In(beijing).AddDate(0, 0, 1).Format(time.DateOnly))
	handler.fill("description", "到期未清运")
	handler.press("上报")
	handler.sees("违诺早于承诺")
	handler.look("intake-breach")
	handler.fill("committed_at", time.Now().In(beijing).AddDate(0, 0, -1).Format(time.DateOnly))
	handler.press("上报")
	handler.sees("已登记为", "承诺1号", "三十日内清运全部建筑垃圾", r.number)
}
