package timeline

import (
	"context"
	"fmt"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Bureau is the district bureau whose cases these are, unless a test says otherwise.
const Bureau = "rencheng_bureau"

// As gives somebody who holds a role in an organization of the pack, known by role and
// number: the second handler of the bureau is As(policy.Handler, Bureau, 2).
func (c *City) As(role policy.Role, organization string, number ...int) access.Actor {
	c.T.Helper()
	n := 1
	if len(number) > 0 {
		n = number[0]
	}
	id := fmt.Sprintf("%s.%s%d", organization, role, n)
	return c.Holding(access.Actor{ID: id, Username: id, Name: fmt.Sprintf("%s%d", role.Label(), n)}, role, organization)
}

// Holding gives somebody a role more.
func (c *City) Holding(a access.Actor, role policy.Role, organization string) access.Actor {
	c.T.Helper()
	at := store.OrganizationID(c.Pack.Jurisdiction.Key, organization)
	c.must(c.Store.Tx(context.Background(), func(tx *store.Tx) error {
		u := models.User{ID: a.ID, Username: a.Username, Name: a.Name, Certificate: "鲁H-" + a.ID}
		if _, err := tx.Put(&u); err != nil {
			return err
		}
		return tx.Assign(models.Assignment{ID: a.ID + "/" + string(role), UserID: a.ID, Role: string(role), OrganizationID: at})
	}))
	a.Grants = append(a.Grants[:len(a.Grants):len(a.Grants)], access.Grant{Role: role, Organization: at})
	var err error
	a.Acting, err = access.ActingFor(c.Store.Read(context.Background()), a.ID, c.Clock())
	c.must(err)
	return a
}

// post is who usually decides a step: numbers differ where duties must.
type post struct {
	role policy.Role
	n    int
	at   string
}

var posts = map[string]post{
	"filing": {policy.Reviewer, 1, Bureau}, "dispatch": {policy.Dispatcher, 1, Bureau}, "criminal_return": {policy.Handler, 1, Bureau}, "handling": {policy.Handler, 1, Bureau},
	"verification": {policy.Inspector, 1, Bureau}, "recognition": {policy.Handler, 1, Bureau}, "notice": {policy.Handler, 1, Bureau},
	"statement": {policy.Handler, 1, Bureau}, "review": {policy.Reviewer, 2, Bureau}, "legal_review": {policy.LegalReviewer, 1, Bureau},
	"approval": {policy.Approver, 1, Bureau}, "service": {policy.Handler, 1, Bureau}, "publication": {policy.PublicityOfficer, 1, Bureau},
	"acceptance": {policy.Handler, 2, Bureau}, "supplement": {policy.WindowClerk, 1, Bureau}, "investigation": {policy.Handler, 3, Bureau},
	"sign_off_leading_group": {policy.OfficeMember, 1, "leading_group_office"},
	"sign_off_joint_meeting": {policy.OfficeMember, 1, "joint_meeting_office"},
	"confirmation":           {policy.Approver, 2, Bureau},
}

// Decider is who usually decides a step of a case: a listing is approved by the city
// bureau, a breach recognised by the approver.
func (c *City) Decider(number, step string) access.Actor {
	c.T.Helper()
	p, ok := posts[step]
	switch kind := c.Case(number).Kind; {
	case step == "approval" && kind == "listing":
		p = post{policy.Approver, 1, "city_bureau"}
	case step == "recognition" && kind == "breach":
		p = post{policy.Approver, 1, Bureau}
	case !ok:
		c.T.Fatalf("nobody decides %q", step)
	}
	return c.As(p.role, p.at, p.n)
}
