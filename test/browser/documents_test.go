package browser

import (
	"net/http"
	"strings"
	"testing"
)

// A report is declined: the form stands in the file. An objection is answered in
// writing: the reply is printed, served, its clerical error corrected by whoever leads
// the department and nobody else (ZZ-7).
func TestDocuments(t *testing.T) {
	o := office(t)
	listing := o.published(t)
	dispute := o.begin(t, "rencheng.window_clerk1", "/disputes", map[string]any{
		"target": listing, "applicant": "示例申请人", "reasons": "已经改正", "evidence": []any{map[string]any{"kind": "document", "title": "改正说明"}},
	})
	o.decide(t, "rencheng.handler3", dispute, "acceptance", "accepted", nil)
	o.decide(t, "rencheng.handler3", dispute, "investigation", "rejected", map[string]any{"reason": "改正在认定以后，不影响认定"})

	handler := o.as(t, "rencheng.handler3")
	handler.open("/cases/" + dispute)
	reply := handler.js(`[...document.querySelectorAll("a")].filter(a => a.innerText.includes("信异"))[0].innerText`)
	handler.press(reply)
	address := handler.js("location.pathname")
	handler.sees("异议处理结果告知书", "济宁市任城区城市管理局", "结果为：异议不成立", "理由：改正在认定以后", "申请行政复议", "尚未登记送达")
	handler.misses("更正文字错误")
	handler.look("document")
	handler.unfold("登记送达")
	handler.send("登记送达")
	handler.sees("填写不全", "送达方式：必填")
	handler.fill("method", "posted")
	handler.fill("receipt", "挂号信001")
	second := o.anew(t, "rencheng.handler3") // the same page, open elsewhere
	second.open(address)
	second.unfold("登记送达")
	second.fill("method", "direct")
	second.fill("receipt", "002")
	handler.press("登记送达")
	handler.sees("送达已登记", "邮寄送达")
	second.press("登记送达")
	second.sees("送达已经登记")
	second.press("打印送达回证")
	second.sees("送达回证", "收件人签名", reply)
	second.look("service-receipt")

	approver := o.as(t, "rencheng.approver1")
	approver.open("/cases/" + dispute)
	approver.press(reply)
	approver.unfold("更正文字错误")
	approver.fill("before", "改正在认定之后")
	approver.fill("after", "改正在认定决定以后")
	approver.fill("reason", "用语不统一")
	approver.fill("sure", "true")
	approver.press("作出更正通知书")
	approver.sees("原文中没有这段文字")
	approver.look("document-correction-refused")
	approver.fill("before", "改正在认定以后")
	approver.fill("sure", "true")
	approver.press("作出更正通知书")
	approver.sees("信正", "请送达后登记", "本文书已由")
	if text := approver.js(`document.querySelector(".cx-document").innerText`); !strings.Contains(text, "改正在认定以后") {
		t.Errorf("the document itself was changed:\n%s", text)
	}
	approver.open("/cases/" + dispute + "/approval-sheet")
	approver.sees("异议呈批表", "异议不成立", "改正在认定以后，不影响认定")
	approver.look("approval-sheet")
	approver.open("/cases/" + dispute + "/contents")
	approver.sees("卷宗目录", "改正说明", "更正通知书", "送达回证（异议处理结果告知书）")
	approver.look("contents")
	approver.open(address)
	approver.print("document")

	other := o.as(t, "yanzhou.handler1")
	if status := other.open("/cases/" + dispute + "/contents"); status != http.StatusNotFound {
		t.Errorf("another district reads the file: %d", status)
	}
}
