package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"chengxin/policy"
)

// The keeper of the rules brings a pack with a mistake, is told the line, mends it, reads
// what it changes, loads it for a day ahead and takes it back.
func TestARulePackOnItsPage(t *testing.T) {
	o := office(t)
	const version = "2027.1"
	day := time.Now().In(beijing).AddDate(0, 0, 60).Format(time.DateOnly)
	src := strings.Replace(string(policy.Builtin()[0].Data), "version: 2026.1", "version: "+version, 1)
	src = strings.Replace(src, "effective: 2026-01-01", "effective: "+day, 1)
	src = strings.Replace(src, "name: 占道经营,", "name: 占道经营（更正）,", 1)
	p := o.as(t, "jining.rule_keeper1")
	p.open("/rules")
	p.press("检查、载入、撤回规则包")
	p.sees("现行", "件")
	p.look("packs")
	p.fill("pack", src+"\nunheard_of: 1\n")
	p.press("检查")
	p.sees("规则包有误，未予采用", "unheard_of", "第")
	p.look("packs-wrong")
	p.fill("pack", src)
	p.press("检查")
	p.sees("没有错误", "与2026.1的不同", "占道经营（更正）")
	p.look("packs-checked")
	p.send("载入")
	p.sees("请核对不同和提示")
	p.press("检查")
	p.fill("sure", "true")
	p.press("载入")
	p.sees(version+"已载入", "将施行")
	p.look("packs-loaded")
	p.js(`[...document.querySelectorAll("tr")].find(r => r.innerText.includes("` + version + `")).querySelector("details").open = true`)
	form := `[...document.querySelectorAll("tr")].find(r => r.innerText.includes("` + version + `")).querySelector("form")`
	p.js(form + `.querySelector("[name=reason]").value = "名称写错"`)
	p.js(form + `.querySelector("[name=sure]").checked = true`)
	p.js(form + `.id = "taken-back"`)
	p.land(chromedp.Evaluate(`document.querySelector("#taken-back button").click()`, nil))
	p.sees("规则包"+version+"已撤回", "已撤回")
	p.look("packs-taken-back")
}

// The auditor has the register proven and reads what came of it; the administrator sees no
// stuck process, has all of them looked at, and begins one anew.
func TestTheHouseIsKeptRunning(t *testing.T) {
	o := office(t)
	number := o.reported(t, o.company(t, "示例流程有限公司"))
	auditor := o.as(t, "jining.auditor1")
	auditor.open("/audit")
	auditor.look("audit")
	auditor.press("核验留痕")
	auditor.waits("已核验留痕")
	auditor.look("audit-done")
	auditor.open("/audit")
	auditor.sees("历次核验", "完成")

	admin := o.as(t, "jining.administrator1")
	admin.open("/processes")
	admin.sees("停滞的流程", "全部流程")
	admin.look("processes")
	admin.press("核对流程")
	admin.waits("已核对")
	admin.look("processes-checked")
	admin.open("/jobs")
	admin.sees("核对流程")
	admin.look("jobs")
	admin.open("/processes")
	admin.js(`(() => { const f = document.querySelector("form[action='/processes']").cloneNode(); f.id = "anew"; f.action = "/processes/restart";
		for (const [name, value] of [["number", "` + number + `"], ["reason", "演练"]]) f.append(Object.assign(document.createElement("input"), {name, value}));
		document.body.append(f) })()`)
	admin.land(chromedp.Evaluate(`document.getElementById("anew").submit()`, nil))
	admin.sees(number + "的流程已重新启动")
	o.decide(t, "rencheng.reviewer1", number, "filing", "filed", nil)
	o.asked(t, number, "dispatch")
}
