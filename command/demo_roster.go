package command

import (
	"fmt"
	"slices"
	"strings"

	"chengxin/models/store"
	"chengxin/policy"
)

// post is one demo user's place: no person, a role in an organization.
type post struct {
	id, username, name, certificate string
	role                            policy.Role
	organization, jurisdiction      string
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
	return posts
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
		name:        fmt.Sprintf("%s·%s%d", o.Name, role.Label(), n),
		certificate: fmt.Sprintf("示例-%s-%s%d", o.Region, role, n),
		role:        role, organization: id, jurisdiction: p.Jurisdiction.Key,
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
