package browser

import (
	"strings"
	"testing"
)

// Off the black list, all in the browser: told too early with the day, applied for when
// the term is full, accepted, verified, signed by two offices and two people, and gone
// from the public page (JN-8, JN-9).
func TestOffTheBlackList(t *testing.T) {
	o := office(t).trial(t)
	listing := o.listed(t, 40)
	clerk := o.as(t, "rencheng.window_clerk1")
	clerk.waitsFor("/intake/repair?listing="+listing, "写明材料名称") // the term runs in seconds here
	clerk.look("intake-repair")
	clerk.fill("applicant", "示例申请人")
	clerk.send("申请信用修复")
	clerk.sees("必填")
	clerk.fill("papers.commitment_letter.title", "信用修复承诺书")
	clerk.fill("papers.proof_of_correction.title", "罚款缴纳凭证")
	clerk.press("申请信用修复")
	clerk.sees("修复受理")
	repair := strings.TrimPrefix(clerk.js("location.pathname"), "/cases/")
	answer(t, o, "rencheng.handler1", repair, "受理", nil)
	answer(t, o, "rencheng.inspector1", repair, "已改正", map[string]string{"evidence[0].title": "现场照片"})

	joint := o.as(t, "jining.joint_meeting.office_member1")
	joint.open("/cases/" + repair)
	joint.misses("同意修复") // the other office signs first
	leading := o.as(t, "jining.leading_group.office_member1")
	leading.sees(repair)
	leading.open("/cases/" + repair)
	leading.unfold("同意修复")
	leading.look("case-sign-off")
	decide(leading, "同意修复", nil)
	joint.open("/cases/" + repair)
	joint.unfold("同意修复")
	joint.press("同意修复")
	joint.sees("请确认：同意修复")
	joint.look("confirm-sign-off")
	joint.press("确认：同意修复")
	joint.sees("已办结：", "信用修复决定书", "信用修复告知书")
	joint.look("case-repaired")
	clerk.open("/cases/" + listing)
	clerk.sees("已修复")
}
