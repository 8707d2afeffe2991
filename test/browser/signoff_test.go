package browser

import (
	"net/http"
	"testing"
)

// A repair of a black listing is decided by both offices on one page each: the first
// signs, the page that a colleague had open meanwhile is stale, the second sees who
// signed, refuses nothing without a reason, and signs (JN-9).
func TestBothOfficesSignOnOnePage(t *testing.T) {
	o := office(t)
	r := o.waiting(t, 40)
	first := o.as(t, "leading_group.office_member1")
	first.press("签批台")
	first.sees(r.number, r.name, "黑名单", "待签", "尚未轮到")
	first.look("sign-off-desk")
	first.press(r.number)
	first.sees(r.name, "累计扣分40分", r.listing, "信用修复承诺书", "整改验收单", "现场核查，已经改正", "材料齐全", "起公布", "起可以修复")
	colleague := o.as(t, "leading_group.office_member2")
	colleague.open("/sign-off/file/" + r.number)
	first.unfold("不同意修复")
	first.send("不同意修复")
	first.sees("填写不全", "必填")
	first.look("sign-off-refused")
	first.open("/sign-off/file/" + r.number)
	first.unfold("同意修复")
	first.sees("本办公室同意后，还须")
	first.fill("reason", "整改到位")
	first.look("sign-off-file")
	first.press("同意修复")
	first.sees("请确认", "签批不能撤回", "整改到位")
	first.press("确认：同意修复")
	first.sees("已办理，决定已生效")
	first.misses(r.name)

	colleague.unfold("同意修复")
	colleague.press("同意修复")
	colleague.sees("该待办已有决定", "您打开页面以后的变化")
	colleague.look("sign-off-stale")

	second := o.as(t, "joint_meeting.office_member1")
	second.press("签批台")
	second.sees(r.number, "已签批")
	second.press(r.number)
	second.sees("领导小组办公室", "已签批", "办公室签批人1", "整改到位")
	second.unfold("同意修复")
	second.sees("移出黑名单，停止公布")
	second.press("同意修复")
	second.press("确认：同意修复")
	second.open("/sign-off/file/" + r.number)
	second.sees("已办结：准予修复", "本件已办结")

	collector := o.as(t, "rencheng.collector1")
	if status := collector.open("/sign-off"); status != http.StatusForbidden {
		t.Errorf("a collector opens the desk: %d", status)
	}
	other := o.as(t, "yanzhou.handler1")
	if status := other.open("/sign-off/file/" + r.number); status != http.StatusNotFound {
		t.Errorf("another district reads the file: %d", status)
	}
}

// An open dispute holds the signature, an office sends the file back, and what was
// refused before stands beside the next application.
func TestASignatureWaitsForADispute(t *testing.T) {
	o := office(t)
	r := o.waiting(t, 20)
	office := o.as(t, "leading_group.office_member1")
	dispute := o.begin(t, "rencheng.window_clerk1", "/disputes", map[string]any{
		"target": r.listing, "applicant": "示例申请人", "reasons": "扣分有误", "evidence": []any{map[string]any{"kind": "document", "title": "说明"}},
	})
	office.open("/sign-off/file/" + r.number)
	office.sees("异议尚未处理完毕", dispute, "不适用")
	office.unfold("同意修复")
	office.press("同意修复")
	office.press("确认：同意修复")
	office.sees("异议处理期间不得签批")
	office.look("sign-off-disputed")
	o.decide(t, "rencheng.handler3", dispute, "acceptance", "accepted", nil)
	o.decide(t, "rencheng.handler3", dispute, "investigation", "rejected", map[string]any{"reason": "扣分无误"})

	office.open("/sign-off/file/" + r.number)
	office.misses("异议尚未处理完毕")
	office.unfold("退回补充核查")
	office.fill("reason", "请补充验收照片")
	office.press("退回补充核查")
	office.sees("退回后重新核查整改情况")
	office.press("确认：退回补充核查")
	o.corrected(t, r.number, "照片已补")
	o.asked(t, r.number, "sign_off_leading_group")
	office.open("/sign-off/file/" + r.number)
	office.sees("请补充验收照片", "照片已补", "待签")
	office.unfold("不同意修复")
	office.fill("reason", "仍未改正到位")
	office.press("不同意修复")
	office.press("确认：不同意修复")
	again := o.applied(t, r.listing)
	office.open("/sign-off/file/" + again)
	office.sees("此前对该记录的修复申请", r.number, "仍未改正到位")
}
