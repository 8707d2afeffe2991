package browser

import (
	"strings"
	"testing"
)

// Several repairs are answered under one minute: what is wrong with the minute comes
// back with what was ticked, all is confirmed once, and a file that a dispute holds stays
// and says why. Sent twice it counts once.
func TestSeveralRepairsUnderOneMinute(t *testing.T) {
	o := office(t)
	signed, refused, held := o.waiting(t, 20), o.waiting(t, 20), o.waiting(t, 20)
	o.begin(t, "rencheng.window_clerk1", "/disputes", map[string]any{
		"target": held.listing, "applicant": "示例申请人", "reasons": "扣分有误", "evidence": []any{map[string]any{"kind": "document", "title": "说明"}},
	})
	p := o.as(t, "leading_group.office_member2")
	p.press("签批台")
	for _, r := range []repairing{signed, refused, held} {
		p.js(`document.querySelector("[aria-label='选择` + r.number + `']").checked = true`)
	}
	p.press("所选各件按一份会议纪要签批")
	p.fill("number", "〔2026〕第12次")
	p.fill("title", "信用修复专题会议纪要")
	p.fill("scan", "扫描-2026-012")
	p.send("下一步：逐件核对")
	p.sees("填写不全", "会议日期：必填")
	p.look("minute-refused")
	p.fill("held_at", "2099-01-01")
	p.press("下一步：逐件核对")
	p.press("确认签批")
	p.sees("日期不能晚于现在")
	p.fill("held_at", "2026-11-20")
	task := "." + "sign_off_leading_group.1"
	p.fill("choice."+refused.number+task, "refused")
	p.fill("opinion."+refused.number+task, "整改未经验收")
	p.look("minute")
	p.press("下一步：逐件核对")
	p.sees("请确认：按会议纪要签批", signed.name, refused.name, held.name, "整改未经验收", "〔2026〕第12次")
	p.look("minute-confirm")
	p.js(`sessionStorage.sent = new URLSearchParams(new FormData(document.querySelector("form.cx-submit"))) + "&confirmed=yes"`)
	p.press("确认签批")
	p.sees("2件已办理，1件没有办理", "异议处理期间不得签批")
	p.look("minute-results")
	if p.js(`(() => { const x = new XMLHttpRequest(); x.open("POST", "/sign-off/minute", false); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
		x.send(sessionStorage.sent); return x.responseText.includes("2件已办理，1件没有办理") })()`) != "true" {
		t.Error("the same form, sent again, tells something else")
	}
	p.open("/sign-off")
	if saw := p.saw(); strings.Contains(saw, signed.number) || !strings.Contains(saw, held.number) {
		t.Errorf("the desk after the minute:\n%s", saw)
	}
	p.open("/sign-off/file/" + signed.number)
	p.sees("准予修复", "会议纪要", "〔2026〕第12次", "扫描-2026-012")
	p.open("/sign-off/file/" + refused.number)
	p.sees("整改未经验收", "〔2026〕第12次")
}
