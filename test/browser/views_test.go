package browser

import (
	"net/http"
	"testing"
)

// A filter is kept under a name, found again, replaced, renamed and forgotten; it is its
// owner's alone. One of them opens first, with the whole list one press away.
func TestSavedViews(t *testing.T) {
	o := office(t)
	p := o.as(t, "qufu.reviewer1")
	if p.js(`document.querySelectorAll("details.cx-keep").length`) != "0" {
		t.Error("a list that nothing narrows can be kept")
	}
	p.open("/?kind=violation&state=overdue")
	p.unfold("保存当前筛选")
	p.send("保存")
	p.sees("名称有误", "名称：须为1至20个字", "时限：超期", "类别：失信行为认定")
	p.look("view-refused")
	p.fill("name", "我的超期")
	p.fill("first", "true")
	p.press("保存")
	p.sees("已保存为“我的超期”", "首页", "管理")
	p.keeps(t, "kind=violation", "state=overdue")
	if p.js(`document.querySelectorAll("details.cx-keep").length`) != "0" {
		t.Error("a list that is kept can be kept again")
	}
	p.look("work-views")
	p.open("/") // the first screen now
	p.keeps(t, "kind=violation", "state=overdue")
	p.press("清除")
	p.sees("待办")
	if at := p.js("location.search"); at != "?of=mine" {
		t.Errorf("the whole list is at %s", at)
	}
	p.press("我的超期首页")
	p.keeps(t, "kind=violation", "state=overdue")

	p.open("/?kind=repair")
	p.unfold("保存当前筛选")
	p.fill("name", "我的超期")
	p.press("保存")
	p.open("/")
	p.keeps(t, "kind=repair") // replaced, and still the first
	p.open("/?kind=dispute")
	p.unfold("保存当前筛选")
	p.fill("name", "异议")
	p.press("保存")
	p.press("管理")
	p.sees("登录后首先打开", "类别：异议", "类别：信用修复")
	p.look("views")
	p.unfold("变更")
	p.fill("rename", "我的超期")
	if p.js(`document.querySelector("details.cx-op[open] [name=name]").value`) == "我的超期" {
		p.fill("rename", "异议")
	}
	p.press("保存变更")
	p.sees("名称已使用")
	p.look("views-refused")
	p.fill("rename", "改了名的")
	p.js(`fetch("/views/drop", {method: "POST", headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: new URLSearchParams(new FormData(document.querySelector("details.cx-op[open] form"))).toString()}).then(() => document.body.append("已在别处删除"))`)
	p.waits("已在别处删除")
	p.press("保存变更")
	p.sees("没有这项筛选", "可能已经删除或者改名")

	other := o.as(t, "qufu.reviewer2")
	other.misses("我的超期", "异议首页")
	other.open("/views")
	other.sees("还没有保存的筛选")
	other.look("views-none")
	p.press(p.js(`document.querySelector("form[action='/views/drop'] button").getAttribute("aria-label")`))
	p.sees("已删除", "还没有保存的筛选")
	admin := o.as(t, "jining.administrator1")
	if status := admin.open("/views"); status != http.StatusForbidden {
		t.Errorf("an administrator has worklists: %d", status)
	}
}
