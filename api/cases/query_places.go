package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Bringers are the roles that may bring a matter of a kind; none for what nobody brings.
func Bringers(kind string) []policy.Role {
	return map[contract.Kind][]policy.Role{
		contract.Violation: reporters, contract.Dispute: applicants, contract.Breach: informants,
		contract.Repair: applicants, contract.Revocation: officers,
	}[contract.Kind(kind)]
}

// Places lists the organizations for which the actor may bring a matter of a kind,
// bureaus before the service points under them.
func (q *Queries) Places(ctx context.Context, a access.Actor, kind string) (out []OrganizationView, err error) {
	at := a.Where(Bringers(kind)...)
	if len(at) == 0 {
		return nil, nil
	}
	var rows []models.Organization
	db := q.db(ctx)
	err = db.Where("id IN (?)", db.Model(&models.Reach{}).Select("descendant").Where("ancestor IN ?", at)).
		Where("closed_at = 0 AND kind NOT IN ?", []string{"office", "government", "grid"}).Order("jurisdiction, kind = 'service_point', id").Limit(MostPerPage).Find(&rows).Error
	for _, o := range rows {
		out = append(out, viewOrganization(o))
	}
	return out, err
}

// Reached lists the organizations whose cases the actor may read, for filters.
func (q *Queries) Reached(ctx context.Context, a access.Actor) (out []OrganizationView, err error) {
	db := q.db(ctx)
	ids, err := a.Readable(db)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var rows []models.Organization
	err = db.Order("jurisdiction, id").Limit(MostPerPage).Find(&rows, "id IN ?", ids).Error
	for _, o := range rows {
		out = append(out, viewOrganization(o))
	}
	return out, err
}

// Departments lists where a case could be handed over to: the jurisdiction's other
// bureaus. Permission: as for the case. Errors: case.unknown.
func (q *Queries) Departments(ctx context.Context, a access.Actor, number string) (out []OrganizationView, err error) {
	db := q.db(ctx)
	c, err := q.readable(db, a, number)
	if err != nil {
		return nil, err
	}
	var rows []models.Organization
	err = db.Order("id").Limit(MostPerPage).Find(&rows, "jurisdiction = ? AND id <> ? AND closed_at = 0 AND kind NOT IN ?", c.Jurisdiction, c.OrganizationID,
		[]string{"office", "government", "service_point", "company", "community", "grid"}).Error
	for _, o := range rows {
		out = append(out, viewOrganization(o))
	}
	return out, err
}

func viewOrganization(o models.Organization) OrganizationView {
	return OrganizationView{o.ID, o.Jurisdiction, o.Name, o.Kind, o.Region, o.ParentID, o.ManagerID}
}

// OrganizationNames gives what people call organizations.
func (q *Queries) OrganizationNames(ctx context.Context, ids []string) (map[string]string, error) {
	return organizationNames(q.db(ctx), ids)
}
