package access

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy"
)

// Deciders are the roles that may decide a step. The keeper of the rules, the auditor
// and the administrator may not: they would decide what they control.
func Deciders() []policy.Role {
	return slices.DeleteFunc(policy.Roles(), func(r policy.Role) bool {
		return r == policy.Administrator || r == policy.RuleKeeper || r == policy.Auditor
	})
}

// Readers are the roles that may read cases where they reach. The administrator and
// the keeper of the rules have no business with a case.
func Readers() []policy.Role { return append(Deciders(), policy.Auditor) }

// Jurisdictions lists where the actor holds one of the roles.
func (a Actor) Jurisdictions(roles ...policy.Role) (keys []string) {
	for _, id := range a.Where(roles...) {
		key, _, _ := strings.Cut(id, "/")
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// Readable lists the organizations whose cases the actor may read: all that a role
// reaches. An office stands beside the bureau it belongs to and signs for the bureau's
// whole part of the tree, so its members read as far as the bureau reaches.
func (a Actor) Readable(db *gorm.DB) (ids []string, err error) {
	a = a.WithActing()
	at := a.Where(Readers()...)
	if offices := a.Where(policy.OfficeMember); len(offices) > 0 {
		var beside []string
		err = db.Model(&models.Organization{}).Where("id IN ? AND kind = 'office' AND parent_id <> ''", offices).Pluck("parent_id", &beside).Error
		if err != nil {
			return nil, err
		}
		at = append(at, beside...)
	}
	if len(at) == 0 {
		return nil, nil
	}
	err = db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", at).Order("descendant").
		Pluck("descendant", &ids).Error
	return ids, err
}

// Role is what somebody may be; pages name it without the rules.
type Role = policy.Role

// Administrators open accounts and give posts.
func Administrators() []Role { return []Role{policy.Administrator} }

// OfficeMembers sign for an office.
func OfficeMembers() []Role { return []Role{policy.OfficeMember} }

// Heads are the roles that lead an organization's people.
func Heads() []Role { return []Role{policy.Head()} }

// LetterEnterers sign for an office, or enter the letter of one outside the system.
func LetterEnterers() []Role { return []Role{policy.OfficeMember, policy.Handler} }

// Roles lists every role, in the order in which people meet them.
func Roles() []Role { return policy.Roles() }
