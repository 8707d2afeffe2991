package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/test/photo"
)

// A listed company fetches a code at the window, signs in once with it, sees its file,
// objects with a photo, brings more, reads by when it is answered and how that was
// counted, and acknowledges what it is sent (JN-7, QD-7).
func TestASubjectInItsOwnEntrance(t *testing.T) {
	o := office(t)
	name := fmt.Sprintf("示例入口%d有限公司", rand.IntN(1_000_000))
	subject := o.company(t, name)
	listing := o.onTheList(t, subject, 20)
	var s struct{ Code string }
	o.api(t, "rencheng.handler1", http.MethodGet, "/subjects/"+subject, http.StatusOK, nil, &s)
	o.api(t, "rencheng.window_clerk1", http.MethodPost, "/subjects/"+subject+"/service-addresses", http.StatusCreated, map[string]any{
		"number": "确认书1号", "address": "示例路1号", "electronic": "own@example.com", "signed_at": time.Now().Add(-time.Hour).Format(time.RFC3339), "evidence": []any{map[string]any{"kind": "document", "title": "送达地址确认书"}},
	}, nil)

	clerk := o.as(t, "rencheng.window_clerk1")
	clerk.open("/subjects/" + subject)
	clerk.press("登录码")
	clerk.look("entrance-code-ask")
	clerk.fill("proof", "法定代表人，营业执照和身份证原件")
	clerk.press("发放登录码")
	clerk.sees("只能用一次", "请打印后交领取人", name)
	clerk.look("entrance-code")
	clerk.print("entrance-code-print")
	code := clerk.js(`document.querySelector(".cx-code").innerText`)

	p := o.stranger(t)
	p.open("/own")
	p.sees("我的信用", "登录码在受理窗口凭证件领取")
	p.look("own-sign-in")
	p.fill("number", s.Code)
	p.fill("code", "0000 0000")
	p.press("登录")
	p.sees("号码或者登录码不正确")
	p.look("own-sign-in-refused")
	p.fill("code", code)
	p.press("登录")
	p.sees(name, "黄名单", "公布中", "失信行为认定", "20分")
	p.misses("待办", "督办")
	p.look("own")
	if status := p.open("/cases/" + listing); status != http.StatusForbidden {
		t.Errorf("the office's page: %d", status)
	}
	p.sees("没有该项权限")
	p.open("/")
	p.sees(name, "计分") // led to its own

	p.open(p.js(`document.querySelector("a[href^='/own/repair']").getAttribute("href")`))
	p.sees("未到可修复时间", "修复条件")
	p.look("own-repair")
	p.open("/own")
	p.open(p.js(`document.querySelector("a[href='/own/dispute?target=` + listing + `']").getAttribute("href")`))
	p.look("own-dispute")
	p.fill("phone", "13900000000")
	p.fill("applicant", "法定代表人")
	p.send("提出异议")
	p.sees("填写不全")
	shot := filepath.Join(t.TempDir(), "店面.jpg")
	must(t, os.WriteFile(shot, photo.Photo{At: time.Now(), Shade: 60}.JPEG(), 0o600))
	p.fill("reasons", "照片所示不是本公司")
	p.choose("evidence.upload", shot)
	p.waits("店面.jpg（")
	p.press("提出异议")
	p.sees("已收到，编号", "答复期限", "逐日计算", "3个工作日", "收件回执", "店面")
	p.look("own-matter")
	number := strings.TrimPrefix(p.js("location.pathname"), "/own/matters/")
	p.unfold("补充材料")
	p.js(`document.querySelectorAll("details.cx-group").forEach(d => d.open = true)`)
	p.fill("text", "补充监控录像一份")
	p.fill("evidence[0].title", "监控录像")
	p.press("提交材料")
	p.sees("材料已提交", "补充监控录像一份")
	p.press("收件回执")
	p.sees("对列入名单的异议", "3个工作日内办理完毕")
	p.print("own-receipt")

	handler := o.as(t, "rencheng.handler2")
	handler.open("/cases/" + number)
	handler.sees("当事人补充材料", "补充监控录像一份", name+"（当事人）", "监控录像")
	handler.look("case-supplied")
	o.decide(t, "rencheng.handler2", number, "acceptance", "accepted", nil)
	o.decide(t, "rencheng.handler3", number, "investigation", "rejected", map[string]any{"reason": "经核查，照片所示即为该公司", "evidence": []any{map[string]any{"kind": "photo", "title": "核查照片"}}})
	p.open("/own")
	p.sees("异议不成立", "待签收")
	p.press(p.js(`[...document.querySelectorAll("tr")].find(r => r.innerText.includes("待签收")).querySelector("a").innerText`))
	p.look("own-document")
	p.fill("sure", "true")
	p.press("签收")
	p.sees("已签收", "电子送达")
	p.open("/own")
	p.misses("待签收")
	p.look("own-after")

	// A session that ends while somebody writes loses nothing.
	p.open("/own/matters/" + o.disputedAgain(t, p, listing))
	p.unfold("补充材料")
	p.fill("text", "写到一半的说明")
	p.lapse()
	p.press("提交材料")
	p.sees("登录已过期", "已保留在本页")
	p.look("own-lapsed")
	var second struct{ Code string }
	o.api(t, "rencheng.window_clerk1", http.MethodPost, "/subjects/"+subject+"/entrance-code", http.StatusCreated, map[string]any{"proof": "法定代表人身份证原件"}, &second)
	p.fill("number", s.Code)
	p.fill("code", second.Code)
	p.press("登录")
	p.press("回到填写的内容")
	p.sees("内容已恢复，尚未提交")
	if got := p.js(`document.querySelector("[name=text]").value`); got != "写到一半的说明" {
		t.Errorf("given back: %q", got)
	}
	p.js(`document.querySelector("details.cx-who").open = true`)
	p.press("退出登录")
	p.fill("number", s.Code)
	p.fill("code", code)
	p.press("登录")
	p.sees("号码或者登录码不正确")
}

// disputedAgain brings a second objection in, once the first is answered, and gives its
// number.
func (o *bureau) disputedAgain(t *testing.T, p *person, listing string) string {
	t.Helper()
	p.open("/own/dispute?target=" + listing)
	p.fill("applicant", "法定代表人")
	p.fill("phone", "13900000000")
	p.fill("reasons", "补充新的证据")
	p.fill("evidence[0].title", "新的证据")
	p.press("提出异议")
	return strings.TrimPrefix(p.js("location.pathname"), "/own/matters/")
}
