package browser

import (
	"net/http"
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

// A head enters and calls off a colleague's; whoever leads nobody cannot, and is not asked
// for whom. Ended from a page that does not know yet, it stays ended.
func TestAbsencesOfOthers(t *testing.T) {
	o := office(t)
	in := func(d time.Duration) string { return time.Now().Add(d).In(beijing).Format("2006-01-02T15:04") }
	p := o.as(t, "qufu.handler3")
	p.open("/absences")
	if there := p.js(`document.getElementsByName("user").length`); there != "0" {
		t.Errorf("a handler is asked who goes away")
	}
	p.fill("until", in(-48*time.Hour))
	p.fill("reason", "外出培训")
	p.press("登记外出")
	p.sees("起止时间有误", "结束时间须晚于")
	p.fill("until", in(48*time.Hour))
	p.fill("delegate", "qufu.handler2")
	p.press("登记外出")
	p.sees("已登记", "外出中", "外出培训", "承办人2", "本人")
	p.fill("until", in(24*time.Hour))
	p.fill("reason", "再次外出")
	p.press("登记外出")
	p.sees("与已登记的外出重叠")
	delegate := o.as(t, "qufu.handler2")
	delegate.open("/absences")
	delegate.sees("由您代办")

	head := o.as(t, "qufu.approver1")
	head.open("/absences")
	head.sees("外出培训")
	head.fill("user", "rencheng.handler1")
	head.fill("until", in(24*time.Hour))
	head.fill("reason", "公务")
	head.press("登记外出")
	head.sees("无权登记该人员外出")
	head.fill("user", "qufu.reviewer2")
	head.fill("from", in(12*time.Hour))
	head.press("登记外出")
	head.sees("尚未开始", "未委托")
	head.look("absences-head")
	head.press("取消登记：" + head.js(`[...document.querySelectorAll("td")].filter(e => e.innerText.includes("审核人2"))[0].innerText`))
	head.sees("外出登记已取消")
	head.misses("公务")

	p.open("/absences")
	ending := "提前结束：" + p.js(`document.querySelector("td").childNodes[0].textContent`)
	head.press(ending)
	head.sees("已结束", "目前没有外出登记")
	p.press(ending)
	p.sees("已结束")
	elsewhere := o.as(t, "rencheng.approver1")
	elsewhere.open("/absences")
	elsewhere.misses("外出培训")
	if status := o.as(t, "jining.auditor1").open("/absences"); status != http.StatusForbidden {
		t.Errorf("an auditor goes away: %d", status)
	}
}
