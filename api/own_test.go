package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
)

// code hands a subject its code over at the window.
func (r *rig) code(t testing.TB, subject string) string {
	t.Helper()
	return r.ask(t, r.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/subjects/"+subject+"/entrance-code",
		map[string]any{"proof": "法定代表人，营业执照和身份证原件"}).want(t, http.StatusCreated).str("code")
}

// creditCodeOf is the number a company is registered under.
func (r *rig) creditCodeOf(t testing.TB, subject string) string {
	t.Helper()
	var s models.Subject
	must(r.store.Read(context.Background()).Take(&s, "id = ?", subject).Error)
	return s.Code
}

// visitor is a browser that follows no redirect.
func visitor() *http.Client {
	jar, err := cookiejar.New(nil)
	must(err)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// submit sends a form.
func submit(t *testing.T, c *http.Client, path string, in url.Values) visit {
	t.Helper()
	return browser(t, c, "POST", path, in.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// entered is a browser in which a subject signed in to its own file.
func (r *rig) entered(t *testing.T, subject string) *http.Client {
	t.Helper()
	c := visitor()
	v := submit(t, c, "/own/sign-in", url.Values{"number": {r.creditCodeOf(t, subject)}, "code": {r.code(t, subject)}})
	if v.status != http.StatusSeeOther {
		t.Fatalf("sign-in: %d %s", v.status, v.body)
	}
	return c
}

// A code opens its own subject's file once, for three days, and no other; who handed it
// over, and against what proof, stands in the trail.
func TestACodeOpensOnce(t *testing.T) {
	subject, other := the.company(t, 240), the.company(t, 241)
	number := the.creditCodeOf(t, subject)
	try := func(number, code string) visit {
		return submit(t, visitor(), "/own/sign-in", url.Values{"number": {number}, "code": {code}})
	}
	code := the.code(t, subject)
	if v := try(the.creditCodeOf(t, other), code); v.status != http.StatusUnauthorized {
		t.Errorf("another one's number: %d", v.status)
	}
	nobody, wrong := try("91370811MA00000000", code), try(number, "0000 0000")
	if nobody.status != http.StatusUnauthorized || wrong.status != http.StatusUnauthorized || !strings.Contains(wrong.body, "号码或者登录码不正确") || !strings.Contains(nobody.body, "号码或者登录码不正确") {
		t.Errorf("nobody %d, a wrong code %d", nobody.status, wrong.status)
	}
	if v := try(strings.ToLower(number), strings.ReplaceAll(code, " ", "")); v.status != http.StatusSeeOther {
		t.Errorf("the right code: %d %s", v.status, v.body)
	}
	if v := try(number, code); v.status != http.StatusUnauthorized {
		t.Errorf("the code opened twice: %d", v.status)
	}

	first := the.code(t, subject)
	second := the.code(t, subject)
	if v := try(number, first); v.status != http.StatusUnauthorized {
		t.Errorf("a code that another one replaced opens: %d", v.status)
	}
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		return tx.Model(&models.SubjectCode{}).Where("subject_id = ? AND ended_at = 0", subject).Update("expires_at", models.At(time.Now().Add(-time.Second))).Error
	}))
	if v := try(number, second); v.status != http.StatusUnauthorized {
		t.Errorf("an expired code opens: %d", v.status)
	}

	var rows []models.SubjectCode
	must(the.store.Read(context.Background()).Find(&rows, "subject_id = ?", subject).Error)
	for _, row := range rows {
		if lasts := row.ExpiresAt.Time().Sub(row.IssuedAt.Time()); lasts > 72*time.Hour || strings.Contains(row.Mark, strings.ReplaceAll(code, " ", "")) {
			t.Errorf("kept: %+v", row)
		}
	}
	var entries []models.AuditEntry
	must(the.store.Read(context.Background()).Find(&entries, "chain = ? AND action = 'entrance_code'", "subject/"+subject).Error)
	if len(entries) != 3 || !strings.Contains(string(entries[0].Body), "营业执照和身份证原件") || strings.Contains(string(entries[0].Body), code) {
		t.Errorf("%d entries: %s", len(entries), entries[0].Body)
	}
	the.ask(t, the.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/subjects/"+subject+"/entrance-code", map[string]any{"proof": " "}).want(t, http.StatusUnprocessableEntity)
}

// A code that was handed over bears wrong ones, for whoever knows a company's number must
// not end it in a moment; after fifty it ends, and the trail says so.
func TestGuessingACodeEndsIt(t *testing.T) {
	subject := the.company(t, 242)
	number, code := the.creditCodeOf(t, subject), the.code(t, subject)
	guess := func(n int) {
		for i := range n {
			if _, err := the.api.Gate.Enter(context.Background(), number, "00000000", fmt.Sprintf("192.0.2.%d", i)); err == nil {
				t.Fatal("a guess opened")
			}
		}
	}
	guess(10)
	if v := submit(t, visitor(), "/own/sign-in", url.Values{"number": {number}, "code": {code}}); v.status != http.StatusSeeOther {
		t.Errorf("ten guesses ended the code: %d", v.status)
	}
	code = the.code(t, subject)
	guess(50)
	if v := submit(t, visitor(), "/own/sign-in", url.Values{"number": {number}, "code": {code}}); v.status != http.StatusUnauthorized {
		t.Errorf("the code outlived fifty guesses: %d", v.status)
	}
	var actions []string
	must(the.store.Read(context.Background()).Model(&models.AuditEntry{}).Where("chain = ?", "subject/"+subject).Order("seq").Pluck("action", &actions).Error)
	if got := strings.Join(actions, " "); got != "registered entrance_code entered entrance_code code_ended" {
		t.Errorf("the trail: %s", got)
	}
}

// One number in two cities is two files: the code of one opens that one, and spends nothing
// of the other's.
func TestOneNumberInTwoCities(t *testing.T) {
	first := the.company(t, 247)
	number := the.creditCodeOf(t, first)
	trial := the.as(policy.WindowClerk, "jining_trial/rencheng_bureau")
	second := the.ask(t, trial, "POST", "/api/v1/subjects", map[string]any{"jurisdiction": "jining_trial", "kind": "legal_person", "name": "示例两地有限公司", "code": number}).want(t, http.StatusCreated).str("id")
	code := the.code(t, first)
	for range 6 {
		other := the.ask(t, trial, "POST", "/api/v1/subjects/"+second+"/entrance-code", map[string]any{"proof": "营业执照原件"}).want(t, http.StatusCreated).str("code")
		c := visitor()
		if v := submit(t, c, "/own/sign-in", url.Values{"number": {number}, "code": {other}}); v.status != http.StatusSeeOther {
			t.Fatalf("the second city's code: %d", v.status)
		}
		if v := browser(t, c, "GET", "/own", ""); !strings.Contains(v.body, "示例两地有限公司") {
			t.Errorf("another file: %s", v.body)
		}
	}
	if v := submit(t, visitor(), "/own/sign-in", url.Values{"number": {number}, "code": {code}}); v.status != http.StatusSeeOther {
		t.Errorf("the first city's code: %d", v.status)
	}
}

// People of the office behind the same address are not slowed down by wrong codes there.
func TestWrongCodesSlowNobodyElseDown(t *testing.T) {
	account(t, "hall.clerk", "ein langes Passwort")
	for i := range 60 {
		_, _ = the.api.Gate.Enter(context.Background(), fmt.Sprintf("91370811MA%08d", i), "0", "203.0.113.7")
	}
	if _, err := the.api.Gate.Authenticate(context.Background(), "hall.clerk", "ein langes Passwort", "203.0.113.7"); err != nil {
		t.Error(err)
	}
	if _, err := the.api.Gate.Enter(context.Background(), "91370811MA00000099", "0", "203.0.113.7"); err == nil || !strings.Contains(err.Error(), "throttled") {
		t.Errorf("sixty numbers from one address: %v", err)
	}
}

// Who signed in to its own file finds every other door shut, and people of an office find
// that one shut.
func TestASubjectFindsOtherDoorsShut(t *testing.T) {
	subject := the.company(t, 243)
	c := the.entered(t, subject)
	if v := browser(t, c, "GET", "/own", ""); v.status != http.StatusOK || !strings.Contains(v.body, "不在任何名单上") {
		t.Fatalf("its own file: %d %s", v.status, v.body)
	}
	for route, demand := range demanded {
		method, path, _ := strings.Cut(route, " ")
		if demand == anyone || demand == own || strings.Contains(path, "/evidence") && !strings.HasPrefix(path, "/api") {
			continue
		}
		path = strings.NewReplacer(":number", "370800-V-2026-888888", ":id", subject, ":jurisdiction", "jining", ":code", "x", ":file", "cases.csv").Replace(path)
		v := browser(t, c, method, path, "")
		if v.status != http.StatusForbidden && (path != "/" || v.status != http.StatusSeeOther) {
			t.Errorf("%s: %d %.200s", route, v.status, v.body)
		}
	}
	foreign := the.violation(t, the.company(t, 244))
	for _, path := range []string{"/own/matters/" + foreign, "/own/documents/" + foreign + ".notice.1", "/evidence/nothing"} {
		if v := browser(t, c, "GET", path, ""); v.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, v.status)
		}
	}
	for path, in := range map[string]url.Values{
		"/own/matters/" + foreign + "/withdrawal": {"reason": {"不服"}, "sure": {"true"}},
		"/own/matters/" + foreign + "/materials":  {"text": {"补充"}},
		"/own/documents/x/acknowledgement":        {"sure": {"true"}},
	} {
		if v := submit(t, c, path, in); v.status != http.StatusNotFound {
			t.Errorf("%s: %d %.200s", path, v.status, v.body)
		}
	}
	v := submit(t, c, "/own/dispute", url.Values{
		"key": {"own.1"}, "target": {foreign}, "applicant": {"示例"}, "phone": {"13800000000"}, "reasons": {"不服"}, "evidence[0].title": {"说明"}, "evidence[0].kind": {"document"},
	})
	if v.status != http.StatusUnprocessableEntity || !strings.Contains(v.body, "没有可提出异议的对象") {
		t.Errorf("a dispute of another one's: %d %s", v.status, v.body)
	}
	if v := submit(t, c, "/sign-out", nil); v.status != http.StatusSeeOther {
		t.Errorf("sign out: %d", v.status)
	}
	if v := browser(t, c, "GET", "/own", ""); v.status != http.StatusSeeOther {
		t.Errorf("after signing out: %d", v.status)
	}
}

// A subject that is dissolved while it is signed in is so no more.
func TestADissolvedSubjectIsOut(t *testing.T) {
	subject := the.company(t, 245)
	c := the.entered(t, subject)
	must(the.store.Tx(context.Background(), func(tx *storeTx) error {
		return tx.Model(&models.Subject{}).Where("id = ?", subject).Update("status", "dissolved").Error
	}))
	if v := browser(t, c, "GET", "/own", ""); v.status != http.StatusSeeOther {
		t.Errorf("%d", v.status)
	}
}

// A code is mailed to the address that was confirmed in writing, five times an hour at
// most; whoever asks learns nothing of whether somebody is registered.
func TestACodeIsMailedToTheConfirmedAddress(t *testing.T) {
	the.unhurried()
	subject := the.company(t, 246)
	number := the.creditCodeOf(t, subject)
	mailed := make(chan string, 20)
	e := cases.Entrance{Service: the.api.Cases, Gate: the.api.Gate, Mail: func(_ context.Context, address, _, text string) error {
		mailed <- address + "\n" + text
		return nil
	}}
	asked := func() string {
		e.MailCode(context.Background(), number)
		select {
		case got := <-mailed:
			return got
		case <-time.After(300 * time.Millisecond):
			return ""
		}
	}
	if got := asked(); got != "" {
		t.Errorf("nothing is confirmed, and mailed is %s", got)
	}
	confirm := func(electronic, signed string) {
		the.ask(t, the.as(policy.WindowClerk, "rencheng_bureau"), "POST", "/api/v1/subjects/"+subject+"/service-addresses", map[string]any{
			"number": "1", "address": "示例路9号", "electronic": electronic, "signed_at": signed, "evidence": paper(),
		}).want(t, http.StatusCreated)
	}
	confirm("13800000000", "2026-03-02T00:00:00+08:00")
	if got := asked(); got != "" {
		t.Errorf("a telephone gets no mail: %s", got)
	}
	confirm("own@example.com", "2026-03-03T00:00:00+08:00")
	address, text, _ := strings.Cut(asked(), "\n")
	if address != "own@example.com" || !strings.Contains(text, "10分钟内有效") {
		t.Fatalf("mailed %s: %s", address, text)
	}
	_, code, _ := strings.Cut(text, "登录码：")
	code, _, _ = strings.Cut(code, "，")
	if v := submit(t, visitor(), "/own/sign-in", url.Values{"number": {number}, "code": {code}}); v.status != http.StatusSeeOther {
		t.Errorf("the mailed code: %d %s", v.status, v.body)
	}
	for range 4 {
		if asked() == "" {
			t.Error("not mailed")
		}
	}
	if got := asked(); got != "" {
		t.Errorf("a sixth within the hour: %s", got)
	}
	seen := func(number string) string {
		v := submit(t, visitor(), "/own/code", url.Values{"number": {number}})
		return strings.ReplaceAll(v.body, number, "")
	}
	if seen(number) != seen("91370811MA00000000") {
		t.Error("the answer tells who is registered")
	}
}
