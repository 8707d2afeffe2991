package browser

import (
	"net/http"
	"strings"
	"testing"
)

// The window clerk gives a shop its code and prints the plate; somebody in the street
// scans it, says what they saw and asks by the receipt; the handler makes a report of it
// (JN-11, SJ-8).
func TestAShopAndItsCode(t *testing.T) {
	o := office(t)
	subject := o.company(t, "示例餐饮有限公司")
	clerk := o.anew(t, "rencheng.window_clerk1")
	clerk.open("/shops/new?subject=" + subject)
	clerk.look("shop-new")
	clerk.fill("name", "示例面馆")
	clerk.fill("address", "任城区示例街1号")
	clerk.fill("commitments[0].title", "城市管理信用承诺书")
	clerk.press("登记门店")
	clerk.sees("承诺须写明名称和签署日期")
	clerk.fill("commitments[0].signed_at", "2026-03-02")
	clerk.press("登记门店")
	clerk.sees("门店已登记", "示例面馆", "扫码查看城市管理信用")
	clerk.look("shop-plate")
	clerk.print("shop-plate-print")
	link := clerk.js(`document.querySelector(".cx-plate .cx-sub").innerText`)
	if clerk.js(`String(document.querySelector(".cx-plate-code").naturalWidth)`) != "720" {
		t.Error("the code is no picture")
	}

	passer := o.stranger(t)
	path := link[strings.Index(link, "/c/"):]
	if status := passer.open(path); status != http.StatusOK {
		t.Fatalf("the code answers %d", status)
	}
	passer.sees("示例面馆", "★★★★★", "城市管理信用承诺书", "没有公示中的失信记录", "我要反映", "异议和修复", "3个工作日")
	passer.look("public-shop")
	passer.fill("text", "短")
	passer.press("提交")
	passer.sees("请写明情况", "5至1000字")
	passer.fill("text", "每晚八点以后把桌椅摆到人行道上")
	passer.fill("phone", "13800000000")
	passer.press("提交")
	passer.sees("办理情况", "FK-", "已收到，等待核实")
	passer.look("public-receipt")
	receipt := passer.js(`document.querySelector("#receipt-no").innerText`)
	passer.open("/c/feedback?receipt=FK-NOBODY")
	passer.sees("没有这份回执")
	passer.open("/c")
	passer.sees("信用公示", "自然人不公示")
	passer.look("public-list")
	passer.open("/c/aaaaaaaaaaaa")
	passer.sees("没有公示中的失信记录")
	passer.misses("我要反映")

	handler := o.anew(t, "rencheng.handler1")
	handler.open("/feedback")
	handler.sees("待办理", receipt, "示例面馆", "每晚八点以后")
	handler.misses("13800000000")
	handler.look("feedback")
	handler.press(receipt)
	handler.sees("13800000000", "立为违规报告", "答复")
	handler.look("feedback-one")
	handler.press("立为违规报告")
	if text := handler.js(`document.querySelector("[name=description]").value + document.querySelector("[name=place]").value`); !strings.Contains(text, "每晚八点以后") || !strings.Contains(text, "示例面馆") {
		t.Errorf("filled in: %q", text)
	}
	handler.fill("behaviour", "SR-01")
	handler.fill("occurred_at", "2026-11-20T20:30")
	handler.press("上报")
	passer.open("/c/feedback?receipt=" + receipt)
	passer.sees("立为违规报告，正在办理")
	handler.open("/feedback?settled=1")
	handler.sees(receipt)

	clerk.open(strings.Replace(path, "/c/", "/shops/", 1))
	clerk.unfold("停用门店码")
	clerk.fill("sure", "true")
	clerk.press("停用门店码")
	clerk.sees("门店码已停用")
}
