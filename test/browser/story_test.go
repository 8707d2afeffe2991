package browser

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// From report to list, all in the browser, each role on its own page, with nothing but
// what the pages say. On the way: a refusal, a stale page, a double click.
func TestFromReportToList(t *testing.T) {
	o := office(t)
	collector := o.as(t, "rencheng.collector1")
	collector.sees("待办")
	number := report(t, collector)

	reviewer := o.as(t, "rencheng.reviewer1")
	reviewer.sees("立案审批", number)
	reviewer.look("work")
	reviewer.press("认领：立案审批 " + number)
	reviewer.sees("已认领，由您办理")
	other := o.as(t, "rencheng.reviewer2")
	other.open("/cases/" + number)
	other.sees("须由他人办理", "请对方放回，或者由负责人转办")
	other.misses("准予立案")
	reviewer.open("/cases/" + number)
	reviewer.sees("由济宁市任城区城市管理局中的审核人办理", "5个工作日", "逐日计算")
	reviewer.look("case-filing")
	reviewer.unfold("不予立案")
	reviewer.send("不予立案")
	reviewer.sees("填写不全", "必填") // a reason is wanted against the report; nothing was sent
	reviewer.look("case-refused")
	decide(reviewer, "准予立案", nil)

	dispatch(t, o, number)
	answer(t, o, "rencheng.handler1", number, "处置完毕", nil)
	answer(t, o, "rencheng.inspector1", number, "核查通过", nil)
	recognise(t, o, number)

	served := map[string]string{"details.method": "direct", "evidence[0].title": "送达回证", "reason": "当面送达"}
	answer(t, o, "rencheng.handler1", number, "已送达", served)
	answer(t, o, "rencheng.handler1", number, "已陈述申辩", map[string]string{"evidence[0].title": "陈述申辩书"})
	answer(t, o, "rencheng.reviewer1", number, "维持原意见", nil)
	answer(t, o, "rencheng.legal_reviewer1", number, "审核通过", nil)
	approver := o.as(t, "rencheng.approver1")
	approver.open("/cases/" + number)
	approver.unfold("批准")
	approver.sees("累计扣分 0 → 20：将产生拟列入黄名单")
	approver.press("批准")
	approver.sees("请确认：批准", "累计扣分 0 → 20：将产生拟列入黄名单", "此后只能经异议、撤销程序改变")
	approver.look("confirm")
	approver.press("返回修改")
	approver.sees("负责人审批")
	approver.press("批准")
	approver.press("确认：批准")
	approver.sees("决定已生效")
	answer(t, o, "rencheng.handler1", number, "已送达", served)

	listing := toTheList(t, o, number, served)
	subjectAndObjection(t, o, number, listing)
}

// report enters a subject and reports it; the number of the new case is in its address.
func report(t *testing.T, p *person) string {
	t.Helper()
	p.press("立案与申请")
	p.look("intakes")
	p.press("上报失信行为\n巡查、投诉等发现的失信行为，由此立案。")
	p.fill("subjects[0]", "91370811MA0000015G")
	p.waits("校验")
	p.fill("subjects[0]", "91370811MA0000015F")
	p.waits("尚未登记")
	p.look("intake-violation")
	p.press("登记新的信用主体")
	p.fill("kind", "legal_person")
	p.fill("name", "示例运输有限公司")
	p.fill("code", "91370811MA0000015G")
	p.press("登记")
	p.sees("号码有误")
	p.look("subject-refused")
	p.fill("code", "91370811MA0000015F")
	p.press("登记")
	p.sees("示例运输有限公司已登记")
	p.fill("behaviour", "ZT-07")
	p.fill("occurred_at", time.Now().Add(-2*time.Hour).In(beijing).Format("2006-01-02T15:04"))
	p.fill("place", "示例路1号")
	p.fill("source", "巡查")
	p.fill("description", "未经核准处置建筑垃圾")
	p.press("上报")
	p.sees("已登记为", "立案审批")
	_, number, _ := strings.Cut(p.js("location.pathname"), "/cases/")
	return number
}

var beijing = time.FixedZone("CST", 8*60*60)

// dispatch is decided by a double click, and then once more on a page that is stale.
func dispatch(t *testing.T, o *bureau, number string) {
	t.Helper()
	first, second := o.as(t, "rencheng.dispatcher1"), o.anew(t, "rencheng.dispatcher1")
	first.open("/cases/" + number)
	second.open("/cases/" + number)
	first.unfold("派遣")
	first.land(chromedp.Evaluate(`(b => { b.click(); b.click() })(`+button("派遣")+`)`, nil))
	first.waitsFor("/cases/"+number, "问题处置")
	if n := strings.Count(first.saw(), "任务派遣：派遣"); n != 1 {
		t.Errorf("dispatched %d times", n)
	}
	second.unfold("派遣")
	second.press("派遣")
	second.sees("该待办已有决定", "派遣员1")
	second.look("case-stale")
	first.unfold("催办")
	first.fill("note", "请尽快处置")
	first.press("催办")
	first.sees("已催办")
	handler := o.as(t, "rencheng.handler1")
	handler.open("/notices")
	handler.sees("催办："+number, "请尽快处置")
	handler.look("notices")
}

// decide answers the open question on the page with one of its choices, and confirms
// where the page asks.
func decide(p *person, choice string, fields map[string]string) {
	p.t.Helper()
	p.unfold(choice)
	for name, value := range fields {
		p.fill(name, value)
	}
	if status := p.press(choice); status != http.StatusOK {
		p.t.Fatalf("%s, %s: %d\n%s", p.name, choice, status, p.saw())
	}
	if strings.Contains(p.saw(), "请确认：") {
		p.press("确认：" + choice)
	}
	p.sees("已办理，决定已生效")
}

// answer signs somebody in and has them find the case in their work and decide it.
func answer(t *testing.T, o *bureau, who, number, choice string, fields map[string]string) {
	t.Helper()
	p := o.as(t, who)
	p.sees(number)
	p.open("/cases/" + number)
	decide(p, choice, fields)
}

func recognise(t *testing.T, o *bureau, number string) {
	t.Helper()
	p := o.as(t, "rencheng.handler1")
	p.open("/cases/" + number)
	p.unfold("提出认定意见")
	p.look("case-recognition")
	p.fill("reason", "事实清楚，证据确凿")
	p.fill("details.co_handler", "rencheng.handler2")
	p.fill("details.recognitions[0].charges[0].points", "25")
	p.waits("累计扣分 0 → 25")
	p.fill("details.recognitions[0].founding.number", "任城管罚字〔2026〕1号")
	p.fill("details.recognitions[0].founding.body", "济宁市任城区城市管理局")
	p.fill("details.recognitions[0].founding.issued_at", time.Now().In(beijing).Format("2006-01-02T15:04"))
	p.press("提出认定意见")
	p.sees("应扣20分") // outside the catalogue: refused by the rule, the form as it was
	p.look("case-recognition-refused")
	p.fill("details.recognitions[0].charges[0].points", "20")
	p.waits("累计扣分 0 → 20：将产生拟列入黄名单")
	p.press("提出认定意见")
	p.sees("已办理，决定已生效", "拟认定")
}

// toTheList takes the listing that the crossing proposed onto the list.
func toTheList(t *testing.T, o *bureau, number string, served map[string]string) string {
	t.Helper()
	handler := o.as(t, "rencheng.handler1")
	handler.open("/cases/" + number)
	handler.sees("累计扣分20分", "产生拟列入黄名单", "已办结：予以认定")
	handler.look("case-closed")
	listing := handler.js(`document.body.innerText.match(/370800-L-\d{4}-\d{6}/)[0]`)
	answer(t, o, "jining.approver1", listing, "批准", nil)
	answer(t, o, "rencheng.handler1", listing, "已送达", served)
	answer(t, o, "rencheng.publicity_officer1", listing, "已公布", nil)
	return listing
}

// subjectAndObjection look at the subject's file and object to the list; repair is told
// from when.
func subjectAndObjection(t *testing.T, o *bureau, number, listing string) {
	t.Helper()
	clerk := o.as(t, "rencheng.window_clerk1")
	clerk.open("/search?q=示例运输")
	clerk.sees("示例运输有限公司", "案件")
	clerk.look("search")
	clerk.press("示例运输有限公司")
	clerk.sees("累计扣分 20", "公布中")
	clerk.look("subject")
	clerk.press("申请信用修复")
	clerk.press("名单记录 " + listing + "\n" + clerk.js(`[...document.querySelectorAll(".cx-menu span")][0].innerText`))
	clerk.sees("未到可修复时间", "自", "信用修复承诺书")
	clerk.look("repair-too-early")
	clerk.open("/intake/dispute?target=" + listing)
	clerk.look("intake-dispute")
	clerk.fill("applicant", "示例运输有限公司")
	clerk.fill("reasons", "已取得核准文件")
	clerk.send("提出异议")
	clerk.sees("必填")
	clerk.fill("evidence[0].title", "核准文件")
	clerk.press("提出异议")
	clerk.sees("异议受理")
	dispute := strings.TrimPrefix(clerk.js("location.pathname"), "/cases/")
	answer(t, o, "rencheng.handler3", dispute, "受理", nil)
	handler := o.as(t, "rencheng.handler3")
	handler.open("/cases/" + dispute)
	handler.unfold("异议成立")
	handler.sees("撤销" + listing + "列入黄名单的记录")
	decide(handler, "异议不成立", map[string]string{"reason": "核准文件系事后取得"})
	handler.sees("已办结：异议不成立")
	handler.look("case-dispute")
	supervisor := o.as(t, "jining.supervisor1")
	supervisor.open("/cases/" + listing)
	supervisor.look("case-published")
	supervisor.open("/cases")
	supervisor.sees(listing, dispute)
	supervisor.look("cases")
	auditor := o.as(t, "jining.auditor1")
	auditor.open("/cases/" + number)
	auditor.sees("每一步均留痕")
	var c struct{ State, Outcome string }
	o.api(t, "jining.auditor1", http.MethodGet, "/cases/"+dispute, http.StatusOK, nil, &c)
	if c.State != "closed" || c.Outcome != "rejected" {
		t.Errorf("the objection through the API: %+v", c)
	}
	keeper := o.as(t, "jining.rule_keeper1")
	keeper.sees("失信行为认定和计分标准")
	if status := keeper.open("/cases"); status != http.StatusForbidden {
		t.Errorf("the keeper of the rules reads cases: %d", status)
	}
}
