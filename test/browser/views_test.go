package browser

import "testing"

// A filter is kept under a name, found again, replaced and forgotten; it is its owner's
// alone.
func TestSavedViews(t *testing.T) {
	o := office(t)
	p := o.as(t, "qufu.reviewer1")
	p.open("/?kind=violation&state=overdue")
	p.js(`document.querySelector("details.cx-save").open = true`)
	p.fill("name", "我的超期")
	p.press("保存")
	p.sees("已保存", "我的超期")
	p.look("work-views")
	p.open("/")
	p.press("我的超期")
	if at := p.js("location.search"); at != "?kind=violation&state=overdue" {
		t.Errorf("the view leads to %s", at)
	}
	p.open("/?kind=repair")
	p.js(`document.querySelector("details.cx-save").open = true`)
	p.fill("name", "我的超期")
	p.press("保存")
	p.press("我的超期")
	if at := p.js("location.search"); at != "?kind=repair" {
		t.Errorf("replaced, it leads to %s", at)
	}
	other := o.as(t, "qufu.reviewer2")
	other.misses("我的超期")
	p.js(`document.querySelector("details.cx-save").open = true`)
	p.press("删除“我的超期”")
	p.sees("已删除")
	p.misses("我的超期")
}
