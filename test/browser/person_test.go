package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// person is somebody before a browser of their own.
type person struct {
	*bureau
	t    *testing.T
	ctx  context.Context
	name string
}

// patience is how long a page may take to come before a test gives it up.
const patience = time.Minute

// open goes to an address and gives the status of the page that came.
func (p *person) open(path string) int64 {
	p.t.Helper()
	return p.land(chromedp.Navigate(p.server.URL() + path))
}

// land does what leads to another page and waits until that is there.
func (p *person) land(actions ...chromedp.Action) int64 {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, actions...)
	if err != nil {
		p.t.Fatalf("%s: %v; the browser holds back: %s\n%s", p.name, err, p.heldBack(), p.saw())
	}
	return response.Status
}

// heldBack are the fields for which the browser itself sends no form.
func (p *person) heldBack() (names string) {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Run(ctx, chromedp.Evaluate(`[...document.querySelectorAll("form :invalid")].filter(e => e.checkVisibility()).map(e => e.name).join(", ")`, &names))
	return names
}

// run does what stays on the page.
func (p *person) run(actions ...chromedp.Action) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.name, err, p.saw())
	}
}

// saw is the page's text, for the reader of a failed test.
func (p *person) saw() (text string) {
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Run(ctx, chromedp.Evaluate(`location.href + "\n" + document.body.innerText`, &text))
	return text
}

// js evaluates an expression on the page.
func (p *person) js(expression string) (out string) {
	p.t.Helper()
	p.run(chromedp.Evaluate("String("+expression+")", &out))
	return out
}

// field is a form's field by its name, inside the part of the page that is open.
func field(name string) string {
	return fmt.Sprintf(`[...document.getElementsByName(%q)].filter(e => e.type !== "hidden" && e.checkVisibility())[0]`, name)
}

// fill writes into a field as typing does; selects and date fields take their value.
func (p *person) fill(name, value string) {
	p.t.Helper()
	said := p.js(fmt.Sprintf(`(() => { const e = %s; if (!e) return "no field %s"; if (e.type === "checkbox") e.checked = true; else e.value = %q;
		if (e.value !== %q && e.type !== "checkbox") return "%s does not take " + %q;
		e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return "" })()`,
		field(name), name, value, value, name, value))
	if said != "" {
		p.t.Fatalf("%s: %s\n%s", p.name, said, p.saw())
	}
}

// button is the visible button or link of that name.
func button(label string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("button, a")].filter(e => e.checkVisibility() && (e.innerText.trim() === %[1]q || e.getAttribute("aria-label") === %[1]q))[0]`, label)
}

// press presses a button or follows a link that leads to another page.
func (p *person) press(label string) int64 {
	p.t.Helper()
	if p.js("!!("+button(label)+")") != "true" {
		p.t.Fatalf("%s: nothing to press called %q\n%s", p.name, label, p.saw())
	}
	return p.land(chromedp.Evaluate(button(label)+".click()", nil))
}

// send presses a button whose form the browser itself would hold back: what the program
// says to it is what counts.
func (p *person) send(label string) int64 {
	p.t.Helper()
	p.js(`document.querySelectorAll("form").forEach(f => f.noValidate = true)`)
	return p.press(label)
}

// unfold opens the answer or operation of that name.
func (p *person) unfold(label string) {
	p.t.Helper()
	if p.js(fmt.Sprintf(`(() => { const d = [...document.querySelectorAll("details.cx-answer, details.cx-op")].filter(d => d.querySelector("summary").innerText.trim().startsWith(%q))[0];
		if (!d) return false; d.open = true; return true })()`, label)) != "true" {
		p.t.Fatalf("%s: no answer %q\n%s", p.name, label, p.saw())
	}
}

// sees fails unless the page says all of it.
func (p *person) sees(texts ...string) {
	p.t.Helper()
	saw := p.saw()
	for _, text := range texts {
		if !strings.Contains(saw, text) {
			p.t.Fatalf("%s does not see %q:\n%s", p.name, text, saw)
		}
	}
}

// misses fails if the page says any of it.
func (p *person) misses(texts ...string) {
	p.t.Helper()
	saw := p.saw()
	for _, text := range texts {
		if strings.Contains(saw, text) {
			p.t.Fatalf("%s sees %q:\n%s", p.name, text, saw)
		}
	}
}

// waits until a script has brought something to the page.
func (p *person) waits(text string) {
	p.t.Helper()
	for range 100 {
		if strings.Contains(p.saw(), text) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.sees(text)
}

// waitsFor opens a page until it says what was expected.
func (p *person) waitsFor(path, text string) {
	p.t.Helper()
	for range 300 {
		p.open(path)
		if strings.Contains(p.saw(), text) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.sees(text)
}
