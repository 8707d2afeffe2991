package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/policy"
)

// anotherPack is the trial's rules under another version, in force from a day on, with one
// figure changed.
func anotherPack(version, effective, from, to string) string {
	src, err := policy.Trial(policy.Builtin()[0].Data, policy.TrialOptions{Key: "jining_trial", Name: "济宁市（试运行）"})
	must(err)
	p, _, err := policy.Load("x", src)
	must(err)
	text := strings.Replace(string(src), p.Version, version, 1)
	text = strings.Replace(text, p.Effective.String(), effective, 1)
	if !strings.Contains(text, from) {
		panic("no " + from)
	}
	return strings.Replace(text, from, to, 1)
}

// A keeper of the rules checks a pack, sees what it would change, loads it for a day
// ahead, and takes it back when it was wrong; every mistake is told by its line, and
// nothing in force changes meanwhile.
func TestARulePackIsCheckedLoadedAndTakenBack(t *testing.T) {
	keeper, yaml := the.as(policy.RuleKeeper, "jining_trial/city_bureau"), []string{"Content-Type", "application/yaml"}
	day := time.Now().In(models.Beijing).AddDate(0, 0, 30).Format(time.DateOnly)
	src := anotherPack("2027.1", day, "占道经营", "占道经营（更正）")
	send := func(token, path, body string, more ...string) reply {
		return the.ask(t, token, "POST", path, body, append(yaml, more...)...)
	}
	send(the.as(policy.Handler, "jining_trial/rencheng_bureau"), "/api/v1/policies", src).want(t, http.StatusForbidden, "access.role_required")
	send(the.as(policy.RuleKeeper, "city_bureau"), "/api/v1/policies", src).want(t, http.StatusForbidden, "policy.not_yours")
	wrong := send(keeper, "/api/v1/policies?preview=true", strings.Replace(src, "roll_forward", "rol_forward", 1)+"\nunheard_of: 1\n").want(t, http.StatusUnprocessableEntity, "policy.invalid")
	if !strings.Contains(string(wrong.raw), "unheard_of") || !strings.Contains(string(wrong.raw), "行第") {
		t.Errorf("mistakes: %s", wrong.raw)
	}
	send(keeper, "/api/v1/policies?preview=true", "[").want(t, http.StatusUnprocessableEntity, "policy.invalid")
	check := send(keeper, "/api/v1/policies?preview=true", src).want(t, http.StatusOK)
	if check.str("version") != "2027.1" || !strings.Contains(string(check.raw), "（更正）") || check.m["loaded"] != false {
		t.Errorf("check: %.2000s", check.raw)
	}
	stored := func() string {
		return string(the.ask(t, keeper, "GET", "/api/v1/policies", nil).want(t, http.StatusOK).raw)
	}
	if strings.Contains(stored(), "2027.1") {
		t.Error("a check stores")
	}
	for range 2 {
		send(keeper, "/api/v1/policies", src, "Idempotency-Key", "pack-1").want(t, http.StatusOK)
	}
	if sent := send(keeper, "/api/v1/policies?preview=true", strings.ReplaceAll(src, "\n", "\r\n")).want(t, http.StatusOK); sent.m["loaded"] != true {
		t.Error("a browser's line ends make it another pack")
	}
	if got := stored(); !strings.Contains(got, `"ahead"`) || !strings.Contains(got, `"in_force"`) || strings.Contains(got, `"jurisdiction":"jining",`) {
		t.Errorf("stored: %s", got)
	}
	send(keeper, "/api/v1/policies", src+"# \n").want(t, http.StatusConflict, "policy.version_taken")
	withdraw := func(version, reason string) reply {
		return the.ask(t, keeper, "POST", "/api/v1/policies/jining_trial/withdrawal", map[string]any{"version": version, "reason": reason})
	}
	withdraw("2027.1", " ").want(t, http.StatusUnprocessableEntity)
	withdraw("1999.1", "载入有误").want(t, http.StatusNotFound, "policy.unknown")
	withdraw("2027.1", "异议期限写错").want(t, http.StatusNoContent)
	withdraw("2027.1", "异议期限写错").want(t, http.StatusConflict, "policy.withdrawn")
	send(keeper, "/api/v1/policies", src).want(t, http.StatusConflict, "policy.withdrawn")
	first := the.ask(t, keeper, "GET", "/api/v1/policies/jining_trial", nil).want(t, http.StatusOK).str("version")
	withdraw(first, "载入有误").want(t, http.StatusConflict, "policy.last")
	the.ask(t, keeper, "POST", "/api/v1/policies/jining/withdrawal", map[string]any{"version": "2026.1", "reason": "载入有误"}).want(t, http.StatusForbidden, "policy.not_yours")
	if got := stored(); !strings.Contains(got, `"withdrawn"`) {
		t.Errorf("stored: %s", got)
	}
}

// A long text that waits in the sign-in for its sender comes through it.
func TestALongTextOutlivesItsSession(t *testing.T) {
	account(t, "kept.user", "ein langes Passwort")
	kept := url.Values{"description": {strings.Repeat("占道经营，", 900)}}.Encode()
	v := submit(t, visitor(), "/sign-in", url.Values{
		"username": {"kept.user"}, "password": {"ein langes Passwort"}, "kept.path": {"/intake/violation"}, "kept.form": {kept}, "kept.by": {"x"},
	})
	if v.status != http.StatusSeeOther {
		t.Errorf("%d %s", v.status, v.body)
	}
}
