package access

import (
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Acting is somebody absent for whom the actor acts (委托代办), with the roles that let
// one decide a step. Both names stand in the record of what is done for them.
type Acting struct {
	Principal string
	Name      string
	Grants    []Grant
}

// ActingFor lists for whom a user acts at an instant. It ends by itself with the
// absence; acting is not passed on to a third.
func ActingFor(db *gorm.DB, user string, now models.Instant) (all []Acting, err error) {
	var away []models.Absence
	err = db.Order("user_id").Find(&away, "delegate_id = ? AND from_at <= ? AND until_at > ? AND ended_at = 0", user, now, now).Error
	for _, a := range away {
		var held []models.Assignment
		if err == nil {
			err = db.Order("organization_id, role").Find(&held, "user_id = ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", a.UserID, now, now).Error
		}
		one := Acting{Principal: a.UserID, Name: store.Named(db, a.UserID)}
		for _, h := range held {
			if slices.Contains(Deciders(), policy.Role(h.Role)) {
				one.Grants = append(one.Grants, Grant{policy.Role(h.Role), h.OrganizationID})
			}
		}
		all = append(all, one)
	}
	return all, err
}

// MayAct says whether the actor may take on what waits for one of the roles over an
// organization: by a role of their own, or for somebody absent, whose id is given then.
func (a Actor) MayAct(db *gorm.DB, organization string, roles ...policy.Role) (may bool, behalf string, err error) {
	if may, err = a.Reaches(db, organization, roles...); err != nil || may {
		return may, "", err
	}
	for _, p := range a.Acting {
		if may, err = (Actor{Grants: p.Grants}).Reaches(db, organization, roles...); err != nil || may {
			return may, p.Principal, err
		}
	}
	return false, "", nil
}

// Principals are those for whom the actor acts, by id.
func (a Actor) Principals() (ids []string) {
	for _, p := range a.Acting {
		ids = append(ids, p.Principal)
	}
	return ids
}

// all are the actor's own grants and those of whom they act for.
func (a Actor) all() []Grant {
	grants := slices.Clone(a.Grants)
	for _, p := range a.Acting {
		grants = append(grants, p.Grants...)
	}
	return grants
}

// WithActing is the actor as worklists see them: holding also what they act for.
func (a Actor) WithActing() Actor {
	a.Grants = a.all()
	return a
}
