package browser

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"chengxin/test/photo"
)

// A collector chooses photos; they go ahead of the form, which keeps them over an error.
// On the case's page they are seen by who reads the case, and by nobody else. What is no
// photo, whatever it is called, is told at its field (issue: intake, evidence; NX-5).
func TestPhotosGoWithAReport(t *testing.T) {
	o := office(t)
	company := o.company(t, "示例照片材料有限公司")
	folder := t.TempDir()
	shot := photo.Photo{At: time.Now().Add(-3 * time.Hour).In(beijing), Lat: 35.41505, Long: 116.58724, Turn: 6}
	good, second, bad := filepath.Join(folder, "占道现场.jpg"), filepath.Join(folder, "全景.jpg"), filepath.Join(folder, "不是照片.jpg")
	must(t, os.WriteFile(good, shot.JPEG(), 0o600))
	must(t, os.WriteFile(second, photo.Photo{At: shot.At, Shade: 90}.JPEG(), 0o600))
	must(t, os.WriteFile(bad, []byte("<script>alert(1)</script>"), 0o600))

	p := o.as(t, "rencheng.collector1")
	p.open("/intake/violation?subject=" + company)
	p.js(`document.querySelectorAll("details.cx-group").forEach(d => d.open = true)`)
	p.choose("evidence.upload", good, second, bad)
	p.waits("占道现场.jpg（")
	p.waits("全景.jpg（")
	p.waits("不是照片.jpg：“不是照片.jpg”按其内容不是可以作为证据存放的文件")
	if got := p.js(`document.getElementsByName("evidence[0].title")[0].value + "," + document.getElementsByName("evidence[1].title")[0].value`); got != "占道现场,全景" && got != "全景,占道现场" {
		t.Errorf("titles: %s", got)
	}
	p.look("intake-evidence")
	p.fill("behaviour", "ZT-07")
	p.fill("occurred_at", time.Now().Add(-2*time.Hour).In(beijing).Format("2006-01-02T15:04"))
	p.send("上报") // the description is missing
	p.sees("填写不全", "占道现场.jpg（", "全景.jpg（")
	p.look("intake-evidence-again")
	p.fill("description", "占道堆放建筑材料")
	p.press("上报")
	p.sees("已登记为", "拍摄于", "纬度35.41505，经度116.58724", "占道现场", "全景")
	_, number, _ := strings.Cut(p.js("location.pathname"), "/cases/")
	if shown := p.js(`[...document.querySelectorAll(".cx-thumb img")].every(i => i.complete && i.naturalWidth > 0)`); shown != "true" {
		t.Errorf("thumbnails: %s", shown)
	}
	p.look("case-evidence")
	file := p.js(`document.querySelector(".cx-thumb").getAttribute("href").split("/")[2]`)
	if status := p.open("/evidence/" + file + "/picture/1600"); status != http.StatusOK {
		t.Errorf("the large picture: %d", status)
	}
	stranger := o.as(t, "yanzhou.handler1")
	if status := stranger.open("/evidence/" + file + "/picture/240"); status != http.StatusNotFound {
		t.Errorf("a stranger: %d", status)
	}
	stranger.sees("没有这个文件")

	// Taken off again, a file does not go along.
	handler := o.as(t, "rencheng.reviewer1")
	handler.open("/cases/" + number)
	handler.unfold("准予立案")
	handler.js(`document.querySelectorAll("details.cx-group").forEach(d => d.open = true)`)
	handler.choose("evidence.upload", good)
	handler.waits("占道现场.jpg（")
	handler.js(button("移除"+handler.js(`document.querySelector(".cx-chip a").textContent`)) + ".click()")
	handler.press("准予立案")
	handler.sees("决定已生效")
	if n := strings.Count(handler.saw(), "占道现场.jpg"); n != 1 {
		t.Errorf("the photo stands in the case %d times", n)
	}
}

// Without a script the files travel with the form; an error and the confirmation keep
// them all the same, and what is not wanted is left out.
func TestPhotosWithoutAScript(t *testing.T) {
	o := office(t)
	r := o.reported(t, o.company(t, "示例无脚本餐饮有限公司"))
	folder := t.TempDir()
	good, other := filepath.Join(folder, "审批表.jpg"), filepath.Join(folder, "误选.jpg")
	must(t, os.WriteFile(good, photo.Photo{At: time.Now()}.JPEG(), 0o600))
	must(t, os.WriteFile(other, photo.Photo{At: time.Now(), Shade: 50}.JPEG(), 0o600))
	p := o.anew(t, "rencheng.reviewer1")
	p.run(emulation.SetScriptExecutionDisabled(true))
	p.open("/cases/" + r)
	p.unfold("不予立案")
	p.js(`document.querySelectorAll("details[open] details.cx-group").forEach(d => d.open = true)`)
	p.choose("evidence.upload", good, other)
	p.send("不予立案") // a reason is wanted
	p.sees("填写不全", "审批表.jpg（", "误选.jpg（")
	p.js(fmt.Sprintf(`[...document.querySelectorAll(".cx-chip")].filter(c => c.innerText.includes(%q))[0].querySelector("input[type=checkbox]").checked = true`, "误选.jpg"))
	p.fill("reason", "事实不清")
	p.press("不予立案")
	p.sees("请确认：不予立案", "审批表.jpg（")
	p.misses("误选.jpg")
	p.press("确认：不予立案")
	p.sees("决定已生效", "审批表")
	p.misses("误选")
}

// choose picks files in a file field.
func (p *person) choose(name string, files ...string) {
	p.t.Helper()
	p.run(chromedp.ActionFunc(func(ctx context.Context) error {
		input, thrown, err := runtime.Evaluate(field(name)).Do(ctx)
		if err == nil && thrown != nil {
			err = thrown
		}
		if err != nil {
			return err
		}
		return dom.SetFileInputFiles(files).WithObjectID(input.ObjectID).Do(ctx)
	}))
}

// A confirmation of address is entered with its scan on the subject's page; refused, it
// comes back with what was filled in; whoever may not enter one sees no form (送达).
func TestConfirmationOfAddress(t *testing.T) {
	o := office(t)
	company := o.company(t, "示例送达地址有限公司")
	scan := filepath.Join(t.TempDir(), "确认书.jpg")
	must(t, os.WriteFile(scan, photo.Photo{At: time.Now(), Shade: 30}.JPEG(), 0o600))
	p := o.as(t, "rencheng.handler1")
	p.open("/subjects/" + company)
	p.sees("没有登记送达地址确认书")
	p.unfold("登记确认书")
	p.fill("number", "确认书〔2026〕1号")
	p.fill("address", "任城区示例路8号")
	p.fill("electronic", "wenshu@example.com")
	p.fill("signed_at", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	p.choose("evidence.upload", scan)
	p.waits("确认书.jpg（")
	p.send("登记确认书")
	p.sees("晚于当前时间", "确认书.jpg（")
	p.look("subject-address-refused")
	p.fill("signed_at", time.Now().In(beijing).Format(time.DateOnly))
	p.press("登记确认书")
	p.sees("送达地址确认书已登记", "任城区示例路8号", "wenshu@example.com", "确认书〔2026〕1号")
	p.look("subject-address")
	auditor := o.as(t, "jining.auditor1")
	auditor.open("/subjects/" + company)
	auditor.sees("任城区示例路8号")
	auditor.misses("登记确认书")
}

// The pages of whoever watches over deliveries and anchors.
func TestPagesOfDeliveriesAndAnchors(t *testing.T) {
	o := office(t)
	admin := o.as(t, "jining.administrator1")
	admin.press("消息投递")
	admin.sees("没有投递失败的消息")
	admin.look("deliveries")
	admin.open("/deliveries?state=waiting")
	admin.sees("没有正在重试的消息")
	auditor := o.as(t, "jining.auditor1")
	auditor.open("/looks")
	auditor.press("每日锚点")
	auditor.sees("audit verify --anchor", time.Now().In(beijing).Format(time.DateOnly))
	auditor.look("anchors")
	handler := o.as(t, "rencheng.handler2")
	if status := handler.open("/deliveries"); status != http.StatusForbidden {
		t.Errorf("a handler sees deliveries: %d", status)
	}
	handler.open("/notices")
	handler.fill("email", "handler2@example.com")
	handler.press("保存")
	handler.sees("邮件提醒将发到handler2@example.com")
	handler.look("notices-mail")
	handler.fill("email", "")
	handler.press("保存")
	handler.sees("不再发送邮件提醒")
}

// An inspector keeps what was said and seen; it stays as it was kept, and the form comes
// back over an error.
func TestRecordsOnTheCasesPage(t *testing.T) {
	o := office(t)
	n := o.reported(t, o.company(t, "示例过程记录有限公司"))
	p := o.as(t, "rencheng.inspector1")
	p.open("/cases/" + n)
	p.sees("过程记录", "询问、现场检查、提醒、电话联系和录音录像，记录在这里")
	p.unfold("增加过程记录")
	p.fill("kind", "inspection")
	p.fill("at", time.Now().Add(-time.Hour).In(beijing).Format("2006-01-02T15:04"))
	p.fill("target", "示例路1号门前")
	p.send("保存记录")
	p.sees("填写不全", "内容、结果：必填")
	p.fill("content", "烧烤摊位占道经营，已责令改正")
	p.press("保存记录")
	p.sees("过程记录已保存", "现场检查", "示例路1号门前", "烧烤摊位占道经营，已责令改正", "核查员1")
	p.look("case-records")
	reader := o.as(t, "jining.auditor1")
	reader.open("/cases/" + n)
	reader.sees("已责令改正")
	reader.misses("增加过程记录")
}
