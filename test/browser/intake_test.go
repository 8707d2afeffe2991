package browser

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// A collector finds the behaviour by a word, reads what it costs before sending anything,
// sees whose number it is and where they stand, says what each of two companies did, and
// is told what was reported alike: the same matter, and the same day and place.
func TestReportWithEverythingBesideIt(t *testing.T) {
	o := office(t)
	first, second := o.company(t, fmt.Sprintf("示例土方%d有限公司", rand.IntN(1_000_000))), o.company(t, fmt.Sprintf("示例运输%d有限公司", rand.IntN(1_000_000)))
	o.recognised(t, first, "ZT-03", 10)
	place := fmt.Sprintf("示例大道%d号", rand.IntN(1_000_000))
	when := time.Now().Add(-2 * time.Hour).In(beijing)

	p := o.as(t, "rencheng.collector1")
	p.open("/intake/violation")
	p.js(`(b => { b.value = "未密闭"; b.dispatchEvent(new Event("input", {bubbles: true})) })(document.querySelector('[data-finds$="f-behaviour"]'))`)
	if left := p.js(`[...document.querySelectorAll("#f-behaviour option:not([hidden])")].map(o => o.value).join(",")`); left != ",ZT-02" {
		t.Errorf("未密闭 finds %s", left)
	}
	p.waits("扣5至10分") // the only one is chosen, and explained
	p.js(`(b => { b.value = ""; b.dispatchEvent(new Event("input", {bubbles: true})) })(document.querySelector('[data-finds$="f-behaviour"]'))`)
	p.fill("behaviour", "ZT-07")
	p.waits("《城市建筑垃圾管理规定》")
	p.sees("严重失信，扣20分", "本行为一次扣分即可达到黄名单标准", "认定须经法制审核", "立案审批自收到之次日起5个工作日内")
	p.fill("subjects[0]", first)
	p.waits("累计扣分10分")
	p.sees("不在名单上")
	p.fill("subjects[1]", second)
	p.fill("acts[1].behaviour", "ZT-02")
	p.fill("acts[1].description", "车辆未密闭")
	p.fill("occurred_at", when.Format("2006-01-02T15:04"))
	p.fill("place", place)
	p.fill("source", "巡查")
	p.send("上报")
	p.sees("填写不全", "情况说明：必填", "严重失信，扣20分")
	p.look("intake-violation-full")
	p.fill("description", "未经核准处置建筑垃圾")
	p.press("上报")
	p.sees("已登记为", "ZT-07 未经核准处置建筑垃圾", "ZT-02 运输渣土", "车辆未密闭")
	p.look("case-own-acts")
	reported := p.js(`document.getElementById("number").innerText`)

	// Reported once more by another, with the place written another way.
	q := o.as(t, "rencheng.handler1")
	again := func(subject, behaviour string) {
		q.open("/intake/violation")
		q.fill("subjects[0]", subject)
		q.fill("behaviour", behaviour)
		q.fill("occurred_at", when.Add(time.Hour).Format("2006-01-02T15:04"))
		q.fill("place", " "+place[:len("示例大道")]+" "+place[len("示例大道"):])
		q.fill("description", "群众反映")
		q.press("上报")
	}
	again(first, "ZT-07")
	q.sees("可能已经上报", reported, "同一主体的同一行为")
	q.look("intake-alike")
	again(o.company(t, "示例路过有限公司"), "SR-01")
	q.sees("可能已经上报", reported, "同日同地："+place)
	q.js(`document.getElementsByName("distinct")[0].checked = true`)
	q.press("上报")
	q.sees("已登记为", "SR-01 占道经营")

	// The proposal begins with what was reported of each.
	o.decide(t, "rencheng.reviewer1", reported, "filing", "filed", nil)
	o.decide(t, "rencheng.dispatcher1", reported, "dispatch", "dispatched", nil)
	o.decide(t, "rencheng.handler1", reported, "handling", "handled", nil)
	o.decide(t, "rencheng.inspector1", reported, "verification", "passed", nil)
	q.open("/cases/" + reported)
	q.unfold("提出认定意见")
	for i, want := range []string{"ZT-07", "ZT-02"} {
		if got := q.js(field(fmt.Sprintf("details.recognitions[%d].charges[0].behaviour", i)) + ".value"); got != want {
			t.Errorf("subject %d: %s is proposed, reported was %s", i, got, want)
		}
	}
}
