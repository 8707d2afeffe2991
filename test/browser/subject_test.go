package browser

import (
	"net/http"
	"testing"
)

// The file of a subject says what every point is for, what became of it after a repair,
// and issues a credit report that prints (JN-10).
func TestSubjectsFileAndReport(t *testing.T) {
	o := office(t)
	r := o.waiting(t, 20)
	o.decide(t, "leading_group.office_member1", r.number, "sign_off_leading_group", "signed", nil)
	handler := o.as(t, "rencheng.handler1")
	handler.open("/subjects/" + r.subject)
	handler.sees(r.name, "累计扣分 20", "ZT-07", "已修复，不计入名单", "信用修复", r.number, r.listing)
	handler.misses("谁查看过")
	handler.look("subject-file")
	handler.press("信用报告")
	handler.send("出具信用报告")
	handler.sees("填写不全", "用途：必填")
	handler.look("report-purpose")
	handler.fill("purpose", "信用修复审核")
	handler.fill("more", r.number)
	handler.press("出具信用报告")
	handler.sees("信用报告", "编号：jining-XB-", "信用修复审核："+r.number, r.name, "已修复，不计入名单", "黄名单", "已修复", "准予修复", "不得用于其他目的")
	handler.look("report")
	handler.print("report")
	number := handler.js("location.pathname")

	if status := o.as(t, "rencheng.handler2").open(number); status != http.StatusNotFound {
		t.Errorf("somebody else's report is shown: %d", status)
	}
	auditor := o.as(t, "jining.auditor1")
	auditor.open("/subjects/" + r.subject)
	auditor.sees("谁查看过", "信用修复审核："+r.number, "承办人1")
	auditor.look("subject-file-auditor")
	auditor.open(number)
	auditor.sees(r.name)
	if status := o.as(t, "jining.administrator1").open("/subjects/" + r.subject); status != http.StatusForbidden {
		t.Errorf("an administrator opens a file: %d", status)
	}
}
