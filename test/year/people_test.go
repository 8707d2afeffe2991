package year

import (
	"strings"

	"chengxin/api/access"
	"chengxin/policy"
)

// post is who decides a step: numbers differ where duties must.
type post struct {
	role policy.Role
	n    int
}

var posts = map[string]post{
	"filing": {policy.Reviewer, 1}, "dispatch": {policy.Dispatcher, 1}, "criminal_return": {policy.Handler, 1}, "handling": {policy.Handler, 1}, "verification": {policy.Inspector, 1},
	"recognition": {policy.Handler, 1}, "notice": {policy.Handler, 1}, "statement": {policy.Handler, 1}, "review": {policy.Reviewer, 2},
	"legal_review": {policy.LegalReviewer, 1}, "approval": {policy.Approver, 1}, "service": {policy.Handler, 1}, "publication": {policy.PublicityOfficer, 1},
	"acceptance": {policy.Handler, 2}, "investigation": {policy.Handler, 3}, "sign_off_leading_group": {policy.OfficeMember, 1},
}

// move has the department whose case it is decide a step; it must count.
func (p *play) move(number, step, choice string, details ...any) {
	p.T.Helper()
	p.MoveAs(p.decider(number, step), number, step, choice, details...)
}

func (p *play) decider(number, step string) access.Actor {
	p.T.Helper()
	row := p.Case(number)
	at := strings.TrimPrefix(row.OrganizationID, "jining/")
	switch {
	case step == "approval" && row.Kind == "listing":
		at = "city_bureau"
	case step == "sign_off_leading_group":
		at = "leading_group_office"
	}
	return p.person(posts[step].role, at, posts[step].n)
}

// person is somebody of the cast, engaged when first needed.
func (p *play) person(role policy.Role, at string, n int) access.Actor {
	p.T.Helper()
	key := string(rune('0'+n)) + string(role) + at
	a, ok := p.cast[key]
	if !ok {
		a = p.As(role, at, n)
		p.cast[key] = a
	}
	return a
}
