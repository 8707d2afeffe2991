package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/policy"
)

// What each route demands, written down a second time: a route that is new, or whose
// rule was changed, fails here until somebody has thought about it.
const (
	anyone   = "anyone"
	signedIn = "signed in"
	reads    = "reads cases"
	decides  = "decides"
	brings   = "registers subjects"
	keeps    = "keeps the rules"
	runs     = "administers"
	oversees = "oversees" // has a board
	urges    = "urges"    // and takes part
	notes    = "notes"    // and puts notes that must be answered
	signs    = "signs for an office"
	signing  = "signs for an office or enters its letter"
	watches  = "audits"
	numbers  = "reads numbers"
	rights   = "keeps a person's rights"
	erases   = "erases"
	shops    = "keeps shops"
	proves   = "audits or administers"
	own      = "is the subject itself"
	begins   = "begins " // a kind of matter
)

var demanded = map[string]string{
	"GET /healthz": anyone, "GET /readyz": anyone, "GET /metrics": anyone,
	"GET /docs": anyone, "GET /docs.css": anyone, "GET /openapi.json": anyone,
	"GET /calendar": signedIn, "POST /calendar": keeps, "POST /calendar/preview": keeps,
	"GET /api/v1/statistics": oversees, "GET /statistics": oversees,
	"GET /public/v1/credit/:code": anyone, "GET /public/v1/published": anyone, "POST /public/v1/credit/:code/feedback": anyone, "GET /public/v1/receipts/:receipt": anyone,
	"GET /c": anyone, "GET /c/feedback": anyone, "GET /c/:code": anyone, "POST /c/:code/feedback": anyone,
	"GET /api/v1/shops": reads, "POST /api/v1/shops": shops, "GET /api/v1/shops/:code": reads, "POST /api/v1/shops/:code/closure": shops,
	"GET /api/v1/feedback": shops, "GET /api/v1/feedback/:receipt": shops, "POST /api/v1/feedback/:receipt/answer": shops,
	"GET /shops": reads, "GET /shops/new": shops, "POST /shops": shops, "GET /shops/:code": reads, "GET /shops/:code/code.png": reads, "POST /shops/:code/closure": shops,
	"GET /feedback": shops, "GET /feedback/:receipt": shops, "POST /feedback/:receipt/answer": shops,
	"POST /api/v1/session": anyone, "DELETE /api/v1/session": anyone, "GET /api/v1/session": signedIn,
	"GET /api/v1/deliveries": runs, "POST /api/v1/deliveries/retry": runs, "POST /api/v1/session/email": signedIn,
	"GET /deliveries": runs, "POST /deliveries/retry": runs, "POST /notices/email": signedIn,
	"GET /api/v1/anchors": watches, "GET /anchors": watches,
	"GET /api/v1/violations/alike": reads, "POST /intake/behaviour": decides,
	"POST /api/v1/violations": decides, "POST /api/v1/disputes": decides, "POST /api/v1/breaches": decides,
	"POST /api/v1/repairs": decides, "POST /api/v1/revocations": decides, "POST /api/v1/subjects": brings,
	"GET /api/v1/cases": reads, "GET /api/v1/cases/:number": reads, "GET /api/v1/cases/:number/trail": reads,
	"GET /api/v1/cases/:number/records": reads, "POST /api/v1/cases/:number/records": decides, "POST /cases/:number/records": decides,
	"GET /api/v1/cases/:number/repair-conditions": reads, "GET /api/v1/cases/:number/archive": reads, "GET /cases/:number/archive": reads,
	"POST /api/v1/cases/:number/withdrawal": decides,
	"GET /api/v1/tasks":                     reads, "POST /api/v1/tasks/:id/decision": decides, "POST /api/v1/tasks/:id/return": decides,
	"POST /api/v1/tasks/:id/claim": decides, "POST /api/v1/tasks/:id/release": decides, "POST /api/v1/tasks/:id/urge": decides,
	"POST /api/v1/tasks/:id/extension": decides, "POST /api/v1/tasks/:id/suspension": decides, "POST /api/v1/tasks/:id/resume": decides,
	"POST /api/v1/tasks/:id/supervision": decides, "POST /api/v1/tasks/:id/transfer": decides, "POST /api/v1/tasks/:id/recusal": decides,
	"POST /api/v1/tasks/:id/signers": decides, "POST /api/v1/tasks/:id/call-off": decides, "POST /api/v1/tasks/:id/copies": decides,
	"POST /api/v1/tasks/:id/appeal": decides, "POST /api/v1/tasks/batch": decides,
	"GET /api/v1/documents/:id": reads, "POST /api/v1/documents/:id/correction": decides, "POST /api/v1/documents/:id/service": decides,
	"GET /api/v1/subjects/:id/commitments": reads, "GET /api/v1/subjects/:id/service-addresses": reads, "POST /api/v1/subjects/:id/service-addresses": decides, "POST /subjects/:id/service-addresses": decides,
	"POST /api/v1/evidence": decides, "GET /api/v1/evidence/:id": reads,
	"POST /evidence": decides, "GET /evidence/:id": reads, "GET /evidence/:id/picture/:side": reads,
	"POST /api/v1/subjects/:id/number": numbers, "GET /api/v1/subjects/:id/copy": rights, "POST /api/v1/subjects/:id/correction": rights,
	"POST /api/v1/subjects/:id/erasure": erases,
	"GET /subjects/:id/personal":        numbers, "POST /subjects/:id/number": numbers, "POST /subjects/:id/copy": rights, "POST /subjects/:id/correction": rights,
	"POST /subjects/:id/erasure":     erases,
	"GET /api/v1/organizations/tree": signedIn, "GET /api/v1/organizations/one": signedIn, "POST /api/v1/organizations": runs,
	"POST /api/v1/organizations/change": runs, "POST /api/v1/organizations/withdraw": runs, "POST /api/v1/organizations/abolish": runs,
	"POST /api/v1/organizations/restore": runs,
	"GET /organizations":                 signedIn, "GET /organizations/one": signedIn, "GET /organizations/new": runs, "POST /organizations": runs,
	"POST /organizations/change": runs, "POST /organizations/withdraw": runs, "POST /organizations/abolish": runs, "POST /organizations/restore": runs,
	"GET /api/v1/people": runs, "GET /api/v1/people/one": runs, "POST /api/v1/people": runs, "POST /api/v1/people/amend": runs,
	"POST /api/v1/people/appoint": runs, "POST /api/v1/people/dismiss": runs, "POST /api/v1/people/close": runs,
	"POST /api/v1/people/reopen": runs, "POST /api/v1/people/password": runs,
	"GET /api/v1/views": reads, "POST /api/v1/views": reads, "POST /api/v1/views/amend": reads, "POST /api/v1/views/drop": reads,
	"GET /api/v1/absences": signedIn, "POST /api/v1/absences": decides, "POST /api/v1/absences/:id/end": decides,
	"GET /api/v1/subjects": reads, "GET /api/v1/subjects/:id": reads, "GET /api/v1/subjects/:id/score": reads,
	"GET /api/v1/subjects/:id/listings": reads, "GET /api/v1/subjects/:id/file": reads, "GET /api/v1/listings": reads,
	"GET /api/v1/sign-offs": signing, "GET /api/v1/sign-offs/:number": reads, "POST /api/v1/sign-offs/minutes": signs,
	"GET /api/v1/looks": watches, "POST /api/v1/subjects/:id/reports": reads, "GET /api/v1/reports/:number": reads,
	"GET /api/v1/policies/:jurisdiction": signedIn, "GET /api/v1/calendar/deadline": signedIn,
	"GET /api/v1/calendar/years": signedIn, "POST /api/v1/calendar/years": keeps,
	"GET /api/v1/organizations": signedIn, "GET /api/v1/notices": signedIn,

	"GET /api/v1/board": oversees,

	"GET /api/v1/policies": keeps, "POST /api/v1/policies": keeps, "POST /api/v1/policies/:jurisdiction/withdrawal": keeps,
	"GET /rules/packs": keeps, "POST /rules/packs/check": keeps, "POST /rules/packs": keeps, "POST /rules/packs/withdrawal": keeps,
	"GET /api/v1/jobs": signedIn, "POST /api/v1/jobs": proves, "GET /api/v1/jobs/:id": signedIn, "POST /api/v1/jobs/:id/cancellation": signedIn,
	"GET /api/v1/processes": runs, "POST /api/v1/processes/:number/restart": runs,
	"GET /jobs": signedIn, "GET /jobs/:id": signedIn, "POST /jobs/:id/cancellation": signedIn,
	"GET /audit": watches, "POST /audit": watches, "GET /processes": runs, "POST /processes": runs, "POST /processes/restart": runs,
	"POST /api/v1/subjects/:id/entrance-code": rights, "GET /subjects/:id/entrance-code": rights, "POST /subjects/:id/entrance-code": rights,

	// Pages.
	"GET /own/sign-in": anyone, "POST /own/sign-in": anyone, "POST /own/code": anyone,
	"GET /own": own, "GET /own/dispute": own, "POST /own/dispute": own, "GET /own/repair": own, "POST /own/repair": own,
	"GET /own/matters/:number": own, "POST /own/matters/:number/materials": own, "POST /own/matters/:number/withdrawal": own,
	"GET /own/documents/:id": own, "POST /own/documents/:id/acknowledgement": own,
	"GET /static/:sum/*name": anyone, "GET /sign-in": anyone, "POST /sign-in": anyone, "POST /sign-out": anyone,
	"GET /sign-in/oidc": anyone, "GET /sign-in/oidc/callback": anyone, "POST /sign-in/kept": anyone,
	"GET /password": signedIn, "POST /password": signedIn, "GET /": signedIn,
	"GET /search": reads, "GET /cases": reads, "GET /cases/:number": reads, "GET /cases/:number/trail": reads,
	"GET /notices": signedIn, "GET /rules": signedIn, "GET /rules/:jurisdiction": signedIn,
	"POST /tasks/:id/claim": decides, "POST /tasks/:id/release": decides, "POST /tasks/:id/urge": decides,
	"POST /tasks/:id/return": decides, "POST /tasks/:id/decision": decides, "POST /tasks/:id/effects": decides,
	"POST /tasks/:id/transfer": decides, "POST /tasks/:id/department": decides, "POST /tasks/:id/recusal": decides,
	"POST /tasks/:id/signers": decides, "POST /tasks/:id/copies": decides, "POST /tasks/:id/call-off": decides, "POST /tasks/:id/appeal": decides,
	"POST /tasks/:id/extension": decides, "POST /tasks/:id/suspension": decides, "POST /tasks/:id/deferral": decides,
	"POST /tasks/:id/resume": decides, "POST /tasks/:id/supervision": decides,
	"POST /cases/:number/withdrawal": decides,
	"GET /documents/:id":             reads, "GET /documents/:id/receipt": reads, "POST /documents/:id/correction": decides, "POST /documents/:id/service": decides,
	"GET /views": reads, "POST /views": reads, "POST /views/amend": reads, "POST /views/drop": reads,
	"GET /absences": decides, "POST /absences": decides, "POST /absences/:id/end": decides,
	"GET /people": runs, "GET /people/one": runs, "GET /people/new": runs, "POST /people": runs, "POST /people/amend": runs, "POST /people/appoint": runs,
	"POST /people/dismiss": runs, "POST /people/close": runs, "POST /people/reopen": runs, "POST /people/password": runs,
	"GET /cases/:number/approval-sheet": reads, "GET /cases/:number/contents": reads,
	"GET /sign-off": signing, "GET /sign-off/minute": signs, "POST /sign-off/minute": signs,
	"GET /sign-off/file/:number": signing, "POST /sign-off/file/:number": signing, "POST /sign-off/file/:number/letter": signing,
	"GET /looks": watches, "GET /subjects/:id/report": reads, "POST /subjects/:id/report": reads, "GET /reports/:number": reads,
	"GET /intake": decides, "POST /intake/look": decides,
	"GET /intake/violation": begins + "violation", "POST /intake/violation": begins + "violation",
	"GET /intake/dispute": begins + "dispute", "POST /intake/dispute": begins + "dispute",
	"GET /intake/breach": begins + "breach", "POST /intake/breach": begins + "breach",
	"GET /intake/repair": begins + "repair", "POST /intake/repair": begins + "repair",
	"GET /intake/revocation": begins + "revocation", "POST /intake/revocation": begins + "revocation",
	"GET /board": oversees, "GET /many/urge": urges, "POST /many/urge": urges, "GET /many/supervise": notes, "POST /many/supervise": notes,
	"GET /many/transfer": decides, "POST /many/transfer": decides, "GET /many/decide": decides, "POST /many/decide": decides,
	"GET /listings": reads, "GET /export/:file": reads,
	"GET /subjects": reads, "GET /subjects/:id": reads, "GET /subjects/new": brings, "POST /subjects": brings,
}

func may(demand string, role policy.Role) bool {
	switch demand {
	case anyone:
		return true
	case signedIn:
		return role != ""
	case reads:
		return slices.Contains(access.Readers(), role)
	case decides:
		return slices.Contains(access.Deciders(), role)
	case brings:
		return slices.Contains(cases.Registrants(), role)
	case runs:
		return role == policy.Administrator
	case oversees:
		return role == policy.Auditor || may(urges, role)
	case urges:
		return role == policy.Approver || role == policy.OfficeMember || may(notes, role)
	case notes:
		return role == policy.Supervisor
	case signs:
		return role == policy.OfficeMember
	case signing:
		return role == policy.OfficeMember || role == policy.Handler
	case watches:
		return role == policy.Auditor
	case numbers:
		return role == policy.LegalReviewer || may(rights, role) || may(erases, role)
	case rights:
		return role == policy.Handler || role == policy.WindowClerk
	case erases:
		return role == policy.Approver
	case shops:
		return slices.Contains([]policy.Role{policy.DistrictReporter, policy.Collector, policy.Inspector, policy.Handler, policy.WindowClerk, policy.Liaison}, role)
	case proves:
		return may(watches, role) || may(runs, role)
	case own:
		return false
	case keeps:
		return role == policy.RuleKeeper
	}
	kind, is := strings.CutPrefix(demand, begins)
	return is && slices.Contains(beginners[kind], role)
}

// beginners are who may bring a kind of matter, written down a second time too.
var beginners = map[string][]policy.Role{
	"violation":  {policy.DistrictReporter, policy.Collector, policy.Inspector, policy.Handler, policy.WindowClerk},
	"dispute":    {policy.WindowClerk, policy.Handler},
	"breach":     {policy.DistrictReporter, policy.Handler, policy.Liaison},
	"repair":     {policy.WindowClerk, policy.Handler},
	"revocation": {policy.Handler, policy.Approver},
}

func TestEveryRouteHasARule(t *testing.T) {
	for _, r := range the.api.Engine.Routes() {
		if _, ok := demanded[r.Method+" "+r.Path]; !ok {
			t.Errorf("%s %s is not listed", r.Method, r.Path)
		}
	}
	if got, want := len(the.api.Engine.Routes()), len(demanded); got != want {
		t.Errorf("%d routes, %d listed", got, want)
	}
}

// Role × route: whoever lacks the role is turned away at the door, nobody else is.
func TestRolesAtTheDoor(t *testing.T) {
	everyone := append([]policy.Role{""}, policy.Roles()...)
	for route, demand := range demanded {
		method, path, _ := strings.Cut(route, " ")
		path = strings.NewReplacer(":number", "370800-V-2026-888888", ":id", "nothing", ":jurisdiction", "jining", ":code", "x", ":sum", "0", ":file", "cases.csv", "*name", "none").Replace(path)
		for _, role := range everyone {
			var body any
			if method == http.MethodPost {
				body = "{}"
			}
			got := the.ask(t, the.as(role, "rencheng_bureau"), method, path, body)
			code := got.str("code")
			turnedAway := code == "access.sign_in_required" || code == "access.role_required" || code == "access.unlisted" || code == "access.own_only" || got.pageTurnedAway()
			if turnedAway == may(demand, role) {
				t.Errorf("%s as %q: %d %s", route, role, got.status, code)
			}
			if got.status >= http.StatusInternalServerError {
				t.Errorf("%s as %q: %d %s", route, role, got.status, got.raw)
			}
		}
	}
}

// pageTurnedAway says the same of a page: whoever is nobody is led to the sign-in.
func (r reply) pageTurnedAway() bool {
	return strings.HasPrefix(r.header.Get("Location"), "/sign-in?next=") || r.header.Get("Location") == "/own/sign-in" || strings.Contains(string(r.raw), `data-code="access.own_only"`) ||
		strings.Contains(string(r.raw), `data-code="access.role_required"`) || strings.Contains(string(r.raw), `data-code="access.unlisted"`)
}

// Role × own, other and foreign organization, for what shows or touches a case.
func TestRolesReachTheirOwnPartAlone(t *testing.T) {
	subject := the.company(t, 20)
	number := the.violation(t, subject)
	task := number + ".filing.1"
	places := []struct {
		organization string
		reaches      bool
	}{
		{"jining/rencheng_bureau", true},
		{"jining/city_bureau", true},         // leads it
		{"jining/rencheng_government", true}, // manages it day by day
		{"jining/rencheng_service_point", false},
		{"jining/yanzhou_bureau", false},
		{"jining/joint_meeting_office", false},
		{"jining_trial/rencheng_bureau", false},
	}
	for _, role := range policy.Roles() {
		for _, p := range places {
			who := the.as(role, p.organization)
			// An office reads as far as the body it belongs to; other roles in it do not.
			reaches := p.reaches || role == policy.OfficeMember && p.organization == "jining/joint_meeting_office"
			reading := reaches && slices.Contains(access.Readers(), role)
			for _, path := range []string{"/api/v1/cases/" + number, "/api/v1/cases/" + number + "/trail"} {
				if got := the.ask(t, who, "GET", path, nil); (got.status == http.StatusOK) != reading {
					t.Errorf("GET %s as %s in %s: %d, reads %v", path, role, p.organization, got.status, reading)
				}
			}
			listed := false
			for _, item := range the.ask(t, who, "GET", "/api/v1/cases?subject="+subject, nil).items() {
				listed = listed || item["number"] == number
			}
			if listed != reading {
				t.Errorf("list as %s in %s: shown %v, reads %v", role, p.organization, listed, reading)
			}
			claims := p.reaches && role == policy.Reviewer // whose task it is
			got := the.ask(t, who, "POST", "/api/v1/tasks/"+task+"/claim", nil)
			if (got.status == http.StatusOK) != claims {
				t.Errorf("claim as %s in %s: %d %s", role, p.organization, got.status, got.raw)
			}
			if claims {
				the.ask(t, who, "POST", "/api/v1/tasks/"+task+"/release", nil).want(t, http.StatusOK)
			}
		}
	}
}

// A grant that has ended, or has not begun, is none; neither is that of a closed
// account or a revoked token.
func TestOnlyGrantsInForceCount(t *testing.T) {
	id := "jining/rencheng_bureau/reviewer7"
	token := the.as(policy.Reviewer, "rencheng_bureau", 7)
	try := func(want int, change string, args ...any) {
		t.Helper()
		must(the.store.Tx(t.Context(), func(tx *storeTx) error { return tx.Exec(change, args...).Error }))
		if got := the.ask(t, token, "GET", "/api/v1/cases", nil); got.status != want {
			t.Errorf("after %s: %d", change, got.status)
		}
	}
	try(http.StatusOK, "UPDATE assignments SET until_at = 0 WHERE id = ?", id)
	try(http.StatusForbidden, "UPDATE assignments SET until_at = 1 WHERE id = ?", id)
	try(http.StatusForbidden, "UPDATE assignments SET until_at = 0, from_at = ? WHERE id = ?", int64(1)<<60, id)
	try(http.StatusOK, "UPDATE assignments SET from_at = 0 WHERE id = ?", id)
	try(http.StatusUnauthorized, "UPDATE users SET disabled_at = 1 WHERE id = ?", id)
	try(http.StatusOK, "UPDATE users SET disabled_at = 0 WHERE id = ?", id)
	try(http.StatusUnauthorized, "UPDATE tokens SET expires_at = 1 WHERE user_id = ?", id)
	try(http.StatusUnauthorized, "UPDATE tokens SET expires_at = 0, revoked_at = 1 WHERE user_id = ?", id)
	the.ask(t, "cx_guess", "GET", "/api/v1/cases", nil).want(t, http.StatusUnauthorized, "access.token_invalid")
}
