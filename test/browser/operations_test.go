package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// reported brings a violation in and gives its number.
func (o *bureau) reported(t *testing.T, subject string) string {
	t.Helper()
	return o.begin(t, "rencheng.collector1", "/violations", map[string]any{
		"organization": "jining/rencheng_bureau", "subjects": []string{subject}, "behaviour": "SR-06", "description": "露天烧烤",
		"occurred_at": time.Now().Add(-time.Hour).Format(time.RFC3339), "place": fmt.Sprintf("示例路%d号", rand.IntN(100_000)),
	})
}

// A task on its way through many hands: handed on, an opinion asked for and given,
// supervised and answered, copied, each offered to whoever may and to nobody else (NX-3).
func TestOperationsOnATask(t *testing.T) {
	o := office(t)
	n := o.reported(t, o.company(t, "示例餐饮有限公司"))
	o.asked(t, n, "filing")
	first := o.as(t, "rencheng.reviewer1")
	first.open("/cases/" + n)
	first.press("认领")
	first.unfold("转办")
	first.send("转办")
	first.sees("填写不全", "转给：必填")
	first.look("operation-refused")
	first.fill("to", "rencheng.reviewer2")
	first.fill("reason", "出差在外")
	first.press("转办")
	first.sees("已转办", "由济宁市任城区城市管理局·审核人2办理", "谁办过")
	first.misses("转给")

	second := o.as(t, "rencheng.reviewer2")
	second.open("/cases/" + n)
	second.unfold("加签")
	second.fill("user", "没有这个人")
	second.fill("reason", "是否属于本机关管辖")
	second.press("加签")
	second.sees("该人员不能加签")
	second.fill("user", "济宁市任城区城市管理局·法制审核人员1")
	second.press("加签")
	second.sees("已请其签署意见", "加签：立案审批")
	second.unfold("准予立案")
	second.press("准予立案")
	second.sees("加签") // the decision waits for the opinion
	second.look("operation-co-sign")

	legal := o.as(t, "rencheng.legal_reviewer1")
	legal.sees(n)
	legal.open("/cases/" + n)
	legal.sees("是否属于本机关管辖")
	legal.unfold("同意")
	legal.press("同意")
	legal.sees("已办理，决定已生效")

	supervisor := o.as(t, "jining.supervisor1")
	supervisor.open("/cases/" + n)
	supervisor.misses("转给", "退回到")
	supervisor.unfold("督办")
	supervisor.fill("note", "请当日办结")
	supervisor.press("督办")
	supervisor.sees("督办意见已发出", "答复督办")
	supervisor.unfold("抄送")
	supervisor.fill("users", "rencheng.approver1 济宁市任城区城市管理局·承办人1")
	supervisor.press("抄送")
	supervisor.sees("已抄送")
	supervisor.look("operation-supervision")

	second.open("/cases/" + n)
	second.sees("请当日办结")
	second.unfold("答复")
	second.send("答复")
	second.sees("理由：必填")
	second.fill("reason", "今日办结")
	second.press("答复")
	second.sees("已办理，决定已生效", "督办：立案审批", "转办：立案审批", "加签：立案审批")
	decide(second, "准予立案", nil)
}

// More time is asked for within the pack's limits and granted; the clocks stand still and
// run again; the case tells what moved its dates (domain 7).
func TestClocksOnTheCasePage(t *testing.T) {
	o := office(t)
	n := o.reported(t, o.company(t, "示例食品有限公司"))
	o.decide(t, "rencheng.reviewer1", n, "filing", "filed", nil)
	o.decide(t, "rencheng.dispatcher1", n, "dispatch", "dispatched", nil)
	o.asked(t, n, "handling")
	handler := o.as(t, "rencheng.handler1")
	handler.open("/cases/" + n)
	handler.misses("中止计时")
	handler.unfold("申请延期")
	handler.sees("每次最长5个工作日，还可2次，由负责人决定")
	handler.fill("term", "6")
	handler.fill("reason", "等待检测报告")
	handler.press("申请延期")
	handler.sees("延长的时间超过限度")
	handler.look("extension-refused")
	handler.fill("term", "5")
	handler.press("申请延期")
	handler.sees("延期申请已提交", "延期审批：问题处置延长5个工作日")

	approver := o.as(t, "rencheng.approver1")
	approver.open("/cases/" + n)
	approver.sees("等待检测报告")
	approver.unfold("同意延期")
	approver.look("extension-asked")
	approver.press("同意延期")
	approver.sees("已办理，决定已生效")
	approver.open("/cases/" + n)
	approver.js(`document.querySelectorAll("details.cx-story").forEach(d => d.open = true)`)
	approver.sees("延期", "原至", "现至", "等待检测报告")
	approver.look("case-story")

	approver.unfold("中止计时")
	approver.fill("until", "2099-01-01T09:00")
	approver.fill("reason", "委托鉴定")
	approver.press("中止计时")
	approver.sees("中止时间过长")
	approver.fill("until", "")
	approver.press("中止计时")
	approver.sees("已中止计时", "恢复计时")
	approver.look("case-suspended")
	handler.open("/cases/" + n)
	handler.unfold("处置完毕")
	handler.press("处置完毕")
	handler.sees("中止计时") // nothing is decided while the clocks stand still
	approver.open("/cases/" + n)
	approver.unfold("恢复计时")
	approver.press("恢复计时")
	approver.sees("已恢复计时")
	approver.misses("恢复计时：必填")

	handler.open("/cases/" + n)
	handler.unfold("回避")
	handler.fill("reason", "与当事人有利害关系")
	handler.send("回避")
	handler.sees("我知道：回避后不得办理本案任何环节，不能撤回：必填")
	handler.fill("sure", "true")
	handler.press("回避")
	handler.sees("已回避", "须由他人办理")

	approver.open("/cases/" + n)
	approver.unfold("移送其他机构")
	approver.fill("organization", "jining/yanzhou_bureau")
	approver.fill("reason", "行为发生在兖州区")
	approver.fill("sure", "true")
	approver.press("移送其他机构")
	approver.sees("全案已移送", "待办")
	if status := approver.open("/cases/" + n); status != http.StatusNotFound {
		t.Errorf("handed over, and still read: %d", status)
	}
	other := o.as(t, "yanzhou.handler1")
	other.open("/cases/" + n)
	other.sees("问题处置", "行为发生在兖州区")
}
