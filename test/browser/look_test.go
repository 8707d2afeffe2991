package browser

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed axe/axe.min.js
var axe string

// look has axe judge the page and checks that it fits a telephone. Where
// CHENGXIN_SCREENSHOTS names a folder, it keeps a picture at both widths.
func (p *person) look(name string) {
	p.t.Helper()
	p.wide(1280, name)
	p.judge(name)
	p.wide(360, name)
	if wide := p.js("document.documentElement.scrollWidth"); wide != "360" {
		p.t.Errorf("%s is %s px wide on a telephone: %s", name, wide, p.js(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 361).slice(0, 5).map(e => e.tagName + "." + e.className).join(", ")`))
	}
	p.run(emulation.SetDeviceMetricsOverride(1280, 900, 1, false))
}

func (p *person) wide(px int64, name string) {
	p.t.Helper()
	p.run(emulation.SetDeviceMetricsOverride(px, 900, 1, false))
	folder := os.Getenv("CHENGXIN_SCREENSHOTS")
	if folder == "" {
		return
	}
	var picture []byte
	p.run(chromedp.FullScreenshot(&picture, 100))
	must(p.t, os.MkdirAll(folder, 0o755))
	must(p.t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, px)), picture, 0o644))
}

// judge runs axe over the page as it stands; nothing may be found.
func (p *person) judge(name string) {
	p.t.Helper()
	var found string
	p.run(chromedp.Evaluate(axe, nil), chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " " + n.failureSummary)])))`, &found,
		func(e *runtime.EvaluateParams) *runtime.EvaluateParams { return e.WithAwaitPromise(true) }))
	if found != "[]" {
		p.t.Errorf("axe on %s: %s", name, found)
	}
}

// print makes the page's PDF as the browser prints it, on A4.
func (p *person) print(name string) {
	p.t.Helper()
	var paper []byte
	p.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if !bytes.HasPrefix(paper, []byte("%PDF")) {
		p.t.Fatalf("%s does not print", name)
	}
	if folder := os.Getenv("CHENGXIN_SCREENSHOTS"); folder != "" {
		must(p.t, os.WriteFile(filepath.Join(folder, name+".pdf"), paper, 0o644))
	}
}
