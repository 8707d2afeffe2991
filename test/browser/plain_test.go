package browser

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// plain is a browser without scripts: it follows links and sends forms.
type plain struct {
	*http.Client
	t    *testing.T
	base string
	page string
}

func (o *bureau) plain(t *testing.T, username string) *plain {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	p := &plain{&http.Client{Jar: jar}, t, o.server.URL(), ""}
	u := o.people[username]
	p.send("/sign-in", "username", u.Username, "password", u.Password)
	return p
}

func (p *plain) open(path string) int {
	p.t.Helper()
	return p.read(p.Get(p.base + path)) //nolint:bodyclose // read closes it
}

// send posts a form; the answer is the page it led to.
func (p *plain) send(path string, fields ...string) int {
	p.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return p.read(p.PostForm(p.base+path, form)) //nolint:bodyclose // read closes it
}

func (p *plain) read(res *http.Response, err error) int {
	p.t.Helper()
	must(p.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	must(p.t, err)
	p.page = string(raw)
	return res.StatusCode
}

func (p *plain) sees(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.page, text) {
			p.t.Fatalf("does not see %q:\n%s", text, p.page)
		}
	}
}

// hidden is the value of a hidden field of the form with this action and choice.
func (p *plain) hidden(action, name string) string {
	p.t.Helper()
	_, form, _ := strings.Cut(p.page, `action="`+action+`"`)
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(form)
	if m == nil {
		p.t.Fatalf("no %s in the form of %s:\n%s", name, action, p.page)
	}
	return m[1]
}

// Nothing that must be done needs a script: report, claim, decide, and be told what is
// missing, with a form's key standing against the second click and its version against
// a page that the case has overtaken.
func TestWithoutScripts(t *testing.T) {
	o := alone(t)
	collector := o.plain(t, "rencheng.collector1")
	collector.sees("目前没有待办")
	collector.send("/subjects", "jurisdiction", "jining", "kind", "legal_person", "name", "示例建材有限公司", "code", "91370811MA00000290")
	collector.sees("号码有误", "is-invalid")
	collector.send("/subjects", "jurisdiction", "jining", "kind", "legal_person", "name", "示例建材有限公司", "code", "91370811MA0000015F")
	collector.sees("示例建材有限公司已登记")
	report := []string{
		"organization", "jining/rencheng_bureau", "subjects[0]", "91370811MA0000015F", "behaviour", "SR-01",
		"occurred_at", time.Now().Add(-time.Hour).In(beijing).Format("2006-01-02T15:04"), "description", "占道经营", "rows", "2",
	}
	if status := collector.send("/intake/violation", report[:6]...); status != http.StatusUnprocessableEntity {
		t.Errorf("an empty report: %d", status)
	}
	collector.sees("填写不全", "情况说明：必填")
	if status := collector.send("/intake/violation", append([]string{"more", "yes"}, report...)...); status != http.StatusOK {
		t.Errorf("more rows: %d", status)
	}
	collector.sees("subjects[3]", "占道经营")
	collector.send("/intake/violation", append([]string{"key", "once"}, report...)...)
	collector.sees("已登记为370800-V-2026-000001")
	collector.send("/intake/violation", append([]string{"key", "once", "distinct", "yes"}, report...)...)
	collector.sees("已登记为370800-V-2026-000001") // the same click twice
	collector.send("/intake/violation", append([]string{"key", "again"}, report...)...)
	collector.sees("可能已经上报", "370800-V-2026-000001")

	const filing = "/tasks/370800-V-2026-000001.filing.1"
	reviewer := o.plain(t, "rencheng.reviewer1")
	reviewer.open("/")
	reviewer.send(filing+"/claim", "key", reviewer.hidden(filing+"/claim", "key"), "back", "/?state=on_time")
	reviewer.sees("已认领，由您办理", "由我办理")
	reviewer.open("/cases/370800-V-2026-000001")
	key, version := reviewer.hidden(filing+"/decision", "key"), reviewer.hidden(filing+"/decision", "version")
	if status := reviewer.send(filing+"/decision", "choice", "declined", "key", key, "version", version); status != http.StatusUnprocessableEntity {
		t.Errorf("no reason: %d", status)
	}
	reviewer.sees("理由：必填")
	if status := reviewer.send(filing+"/decision", "choice", "filed", "key", key, "version", "99"); status != http.StatusConflict {
		t.Errorf("a stale page: %d", status)
	}
	reviewer.sees("页面已过时")
	reviewer.send(filing+"/decision", "choice", "declined", "reason", "情节轻微", "key", key, "version", version)
	reviewer.sees("请确认：不予立案", "案件即办结", "情节轻微")
	for range 2 { // the double click
		reviewer.send(filing+"/decision", "choice", "filed", "key", key, "version", version)
		reviewer.sees("“立案审批”已办理，决定已生效", "任务派遣")
	}
	other := o.plain(t, "yanzhou.reviewer1")
	if status := other.open("/cases/370800-V-2026-000001"); status != http.StatusNotFound {
		t.Errorf("another district's case: %d", status)
	}
	other.sees("没有这个案件")
}
