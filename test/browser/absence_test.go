package browser

import (
	"testing"
	"time"
)

// Somebody goes away and names who acts for them; the delegate decides in their place and
// both names stand in the trail; it ends before its time (domain "委托代办").
func TestAbsence(t *testing.T) {
	o := office(t)
	n := o.reported(t, o.company(t, "示例外出有限公司"))
	o.decide(t, "rencheng.reviewer1", n, "filing", "filed", nil)
	o.asked(t, n, "dispatch")
	away := o.as(t, "rencheng.dispatcher1")
	away.open("/absences")
	away.sees("登记外出", "委托给")
	until := time.Now().Add(48 * time.Hour).In(beijing).Format("2006-01-02T15:04")
	away.send("登记外出")
	away.sees("填写不全", "至：必填", "事由：必填")
	away.fill("delegate", "没有这个人")
	away.fill("until", until)
	away.fill("reason", "参加培训")
	away.press("登记外出")
	away.sees("该人员不能受托")
	away.look("absence-refused")
	away.fill("delegate", "济宁市任城区城市管理局·核查员1")
	away.press("登记外出")
	away.sees("已登记", "外出中", "参加培训")
	away.look("absences")

	delegate := o.as(t, "rencheng.inspector1")
	delegate.sees(n)
	delegate.js(`document.querySelector("details.cx-who").open = true`)
	delegate.sees("正代济宁市任城区城市管理局·派遣员1办理")
	delegate.look("acting")
	delegate.open("/cases/" + n)
	decide(delegate, "派遣", nil)
	delegate.sees("核查员1")
	delegate.open("/absences")
	delegate.sees("派遣员1")
	delegate.misses("提前结束")

	away.open("/absences")
	away.press("提前结束：济宁市任城区城市管理局·派遣员1")
	away.sees("已结束", "目前没有外出登记")
}
