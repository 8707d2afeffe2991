package command

import (
	"fmt"
	"slices"
	"strings"

	"chengxin/models/store"
	"chengxin/policy"
)

// post is one demo user's place: no person, a role in an organization, or several.
type post struct {
	id, username, name, certificate, jurisdiction string
	held                                          []place
}

type place struct {
	role         policy.Role
	organization string
}

// districtRoles are held in every district bureau, whatever the pack asks for.
var districtRoles = []policy.Role{
	policy.Handler, policy.Reviewer, policy.LegalReviewer, policy.Approver, policy.Dispatcher, policy.Inspector,
	policy.Collector, policy.Supervisor, policy.DistrictReporter, policy.WindowClerk, policy.PublicityOfficer, policy.Liaison,
}

// cityRoles watch over a whole jurisdiction.
var cityRoles = []policy.Role{policy.Supervisor, policy.Auditor, policy.RuleKeeper, policy.Administrator}

// roster lists the demo users that let every step of a pack be played: each role in
// every district, and in every office what its steps ask for. Handlers come in
// threes, for two propose and a third may not have taken part; whoever signs for an
// office, in twos.
func roster(p *policy.Pack) (posts []post) {
	asked := map[string][]policy.Role{} // organization: roles
	add := func(organization string, roles ...policy.Role) {
		for _, r := range roles {
			if !slices.Contains(asked[organization], r) {
				asked[organization] = append(asked[organization], r)
			}
		}
	}
	for _, o := range p.Organizations {
		if o.Kind == "district_bureau" {
			add(o.Key, districtRoles...)
			add(o.Parent, cityRoles...)
		}
	}
	for _, step := range steps(p) {
		if office, ok := p.Office(step.Office); ok {
			add(office.Organization, step.Role)
		}
	}
	for _, o := range p.Organizations {
		for _, role := range asked[o.Key] {
			for n := range size(role) {
				posts = append(posts, seat(p, o, role, n+1))
			}
		}
	}
	if p.Trial {
		posts = append(posts, concurrent(p)...)
	}
	return posts
}

// concurrent are posts that one person ought not to hold together: a trial shows that
// the rules refuse what such a person might do (审办分离).
func concurrent(p *policy.Pack) (posts []post) {
	if i := slices.IndexFunc(p.Organizations, func(o policy.Organization) bool { return o.Kind == "district_bureau" }); i >= 0 {
		o := p.Organizations[i]
		both := seat(p, o, policy.Handler, 1)
		both.held = append(both.held, place{policy.Approver, both.held[0].organization})
		posts = append(posts, both.concurrently(o.Name+"·承办人兼负责人", o.Key))
	}
	var signs post
	for _, o := range p.Organizations {
		if slices.ContainsFunc(steps(p), func(s policy.Step) bool {
			office, ok := p.Office(s.Office)
			return ok && s.Role == policy.OfficeMember && office.Organization == o.Key
		}) {
			here := seat(p, o, policy.OfficeMember, 1)
			here.held = append(signs.held, here.held...)
			signs = here
		}
	}
	if len(signs.held) > 1 {
		posts = append(posts, signs.concurrently(p.Jurisdiction.Name+"·签批人兼任各办公室", "offices"))
	}
	return posts
}

func (o post) concurrently(name, where string) post {
	where = strings.TrimSuffix(where, "_bureau")
	o.name, o.username, o.id = name, o.jurisdiction+"."+where+".concurrent", o.jurisdiction+"/"+where+"/concurrent"
	return o
}

func size(r policy.Role) int {
	switch r {
	case policy.Handler:
		return 3
	case policy.OfficeMember, policy.Approver, policy.Reviewer:
		return 2
	}
	return 1
}

func seat(p *policy.Pack, o policy.Organization, role policy.Role, n int) post {
	short := strings.TrimSuffix(strings.TrimSuffix(o.Key, "_bureau"), "_office")
	if short == "city" {
		short = p.Jurisdiction.Key
	}
	id := store.OrganizationID(p.Jurisdiction.Key, o.Key)
	return post{
		id: fmt.Sprintf("%s/%s%d", id, role, n), username: fmt.Sprintf("%s.%s%d", short, role, n),
		name:         fmt.Sprintf("%s·%s%d", o.Name, role.Label(), n),
		certificate:  fmt.Sprintf("示例-%s-%s%d", o.Region, role, n),
		jurisdiction: p.Jurisdiction.Key, held: []place{{role, id}},
	}
}

// steps are all steps of a pack's processes.
func steps(p *policy.Pack) []policy.Step {
	all := slices.Concat(p.Violation.Steps, p.Violation.Approval, p.Listing.Steps, p.Listing.Approval,
		p.Dispute.Steps, p.Breach.Steps, p.Repair.Steps, p.Revocation.Steps)
	for _, offices := range p.Repair.SignOff {
		all = append(all, offices...)
	}
	return all
}
