package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"chengxin/test/photo"
)

// lapse ends a person's session as the clock does: the browser still knows who it was.
func (p *person) lapse() {
	p.t.Helper()
	p.run(network.DeleteCookies("chengxin").WithURL(p.server.URL()))
}

// signsIn fills in the sign-in that came instead of what was asked for.
func (p *person) signsIn(who string) int64 {
	p.t.Helper()
	p.fill("username", who)
	p.fill("password", p.people[who].Password)
	return p.press("登录")
}

// Somebody wrote for an hour, went to lunch, and pressed the button: what they wrote is
// there again after they signed in, nothing was done, and the next press does it once.
func TestWhatWasWrittenOutlivesTheSession(t *testing.T) {
	o := office(t)
	company := o.company(t, "示例午休有限公司")
	scan := filepath.Join(t.TempDir(), "现场.jpg")
	must(t, os.WriteFile(scan, photo.Photo{At: time.Now(), Shade: 11}.JPEG(), 0o600))
	p := o.anew(t, "rencheng.collector1")
	p.open("/intake/violation?subject=" + company)
	p.js(`document.querySelectorAll("details.cx-group").forEach(d => d.open = true)`)
	p.choose("evidence.upload", scan)
	p.waits("现场.jpg（")
	p.fill("behaviour", "ZT-07")
	p.fill("occurred_at", time.Now().Add(-2*time.Hour).In(beijing).Format("2006-01-02T15:04"))
	p.fill("description", "午休前写好的情况说明")
	p.lapse()
	if status := p.press("上报"); status != http.StatusUnauthorized {
		t.Errorf("a closed session is answered %d", status)
	}
	p.sees("登录已过期", "已保留在本页")
	p.misses("午休前写好的情况说明")
	p.look("sign-in-lapsed")
	p.fill("username", "rencheng.collector1")
	p.fill("password", "wrong")
	p.press("登录")
	p.sees("登录失败", "登录已过期") // a wrong password loses nothing either
	p.signsIn("rencheng.collector1")
	p.sees("继续填写", "回到填写的内容")
	p.look("restore")
	p.press("回到填写的内容")
	p.sees("内容已恢复，尚未提交", "现场.jpg（")
	if said := p.js(field("description") + ".value"); said != "午休前写好的情况说明" {
		t.Errorf("what came back: %q", said)
	}
	var list struct{ Items []struct{ Number string } }
	o.api(t, "jining.auditor1", http.MethodGet, "/cases?subject="+company, http.StatusOK, nil, &list)
	if len(list.Items) != 0 {
		t.Fatalf("it was reported by itself: %v", list.Items)
	}
	p.press("上报")
	p.sees("已登记为", "午休前写好的情况说明", "现场.jpg")
}

// A decision that was about to be confirmed comes back as it was, too; somebody else who
// signs in at the same desk sees nothing of it.
func TestAnotherPersonSeesNothingOfIt(t *testing.T) {
	o := office(t)
	n := o.reported(t, o.company(t, "示例同桌有限公司"))
	p := o.anew(t, "rencheng.reviewer1")
	p.open("/cases/" + n)
	p.unfold("不予立案")
	p.fill("reason", "证据不足，不予立案")
	p.press("不予立案")
	p.sees("请确认：不予立案")
	p.lapse()
	p.press("确认：不予立案")
	p.sees("登录已过期")
	p.signsIn("rencheng.reviewer1")
	p.press("回到填写的内容")
	p.sees("请确认：不予立案", "证据不足，不予立案") // asked once more, for what cannot be undone
	p.press("返回修改")
	if said := p.js(field("reason") + ".value"); said != "证据不足，不予立案" {
		t.Errorf("what came back: %q", said)
	}
	p.lapse()
	p.press("不予立案")
	p.signsIn("rencheng.reviewer2")
	p.misses("继续填写", "证据不足")
	p.open("/cases/" + n)
	p.sees("立案审批")
	p.misses("证据不足")

	// A button alone loses nothing: it leads to the sign-in and back.
	q := o.anew(t, "rencheng.reviewer1")
	q.open("/")
	q.lapse()
	q.land(chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll("button")].filter(b => b.getAttribute("aria-label") === %q || b.innerText.includes("认领"))[0].click()`, "认领：立案审批 "+n), nil))
	q.misses("已保留在本页")
	q.sees("登录城信")
}
