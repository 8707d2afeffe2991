// Package access answers who somebody is and what they may do. Rights are roles held
// in organizations, reaching their part of both trees; what is not granted is denied.
package access

import (
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy"
)

// Actor is a signed-in person with the roles in force at the moment of the request.
type Actor struct {
	ID          string
	Username    string
	Name        string
	Certificate string
	Grants      []Grant
	Acting      []Acting // for whom they act meanwhile
	// MustChange says that a browser signed in with a password that somebody else chose.
	// Until it is changed, no route is open but the one that changes it.
	MustChange bool
	// Subject is the subject that signed in to its own file; empty for people of an office.
	// It holds no role: only what is its own is open to it.
	Subject string
	Code    string // by which it signed in

	stamp string // of the password, for sessions
}

// Grant is a role held in an organization.
type Grant struct {
	Role         policy.Role `json:"role"`
	Organization string      `json:"organization"`
}

// Holds says whether the actor has one of the roles anywhere.
func (a Actor) Holds(roles ...policy.Role) bool { return len(a.Where(roles...)) > 0 }

// Where lists the organizations in which the actor holds one of the roles.
func (a Actor) Where(roles ...policy.Role) (ids []string) {
	for _, g := range a.Grants {
		if slices.Contains(roles, g.Role) && !slices.Contains(ids, g.Organization) {
			ids = append(ids, g.Organization)
		}
	}
	return ids
}

// Reaches says whether one of the roles, as held, reaches the organization.
func (a Actor) Reaches(db *gorm.DB, organization string, roles ...policy.Role) (bool, error) {
	at := a.Where(roles...)
	if len(at) == 0 {
		return false, nil
	}
	var n int64
	err := db.Model(&models.Reach{}).Where("descendant = ? AND ancestor IN ?", organization, at).Count(&n).Error
	return n > 0, err
}
