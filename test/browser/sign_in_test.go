package browser

import (
	"strings"
	"testing"
)

// Whoever is nobody is led to the sign-in and back to where they wanted to go.
func TestSignIn(t *testing.T) {
	o := alone(t)
	p := o.stranger(t)
	p.open("/cases")
	p.sees("登录城信", "试运行")
	p.look("sign-in")
	u := o.people["rencheng.reviewer1"]
	p.fill("username", u.Username)
	p.fill("password", "不是这个口令呀呀")
	p.press("登录")
	p.sees("用户名或密码不正确")
	p.look("sign-in-refused")
	p.fill("password", u.Password)
	p.press("登录")
	if at := p.js("location.pathname"); at != "/cases" {
		t.Errorf("led to %s", at)
	}
	p.sees("没有符合条件的案件")
	p.look("cases-empty")
	p.open("/password")
	p.look("password")
	p.open("/nowhere")
	p.sees("没有这个地址")
	p.look("no-such-page")
	p.open("/intake/violation")
	p.sees("没有该项权限", "区县填报员")
	p.open("/rules")
	p.sees("济宁市失信行为认定和计分标准")
	p.look("rules")
	p.open("/")
	p.js(`document.querySelector("details.cx-who").open = true`)
	p.sees("审核人", "任城区城市管理局")
	p.press("退出登录")
	p.sees("登录城信")
	p.open("/")
	if at := p.js("location.pathname"); !strings.HasPrefix(at, "/sign-in") {
		t.Errorf("after signing out: %s", at)
	}
}
