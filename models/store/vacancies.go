package store

import (
	"fmt"
	"slices"
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// Vacancies says, when a case begins, which step of its process nobody could decide,
// and where one and the same person would have to sign for two offices: it is said at
// once, not discovered when the case arrives there (domain, invariant 4).
func (tx *Tx) Vacancies(pack *policy.Pack, c models.Case, at models.Instant) (said []string, err error) {
	list, err := tx.listOf(c)
	if err != nil {
		return nil, err
	}
	held, err := tx.posts(pack, c, at)
	if err != nil {
		return nil, err
	}
	signers := map[string]bool{}
	offices := 0
	for _, s := range pack.Questions(c.Kind, list) {
		who := held[tx.postOf(pack, c, s)]
		if len(who) == 0 {
			said = append(said, fmt.Sprintf("“%s”目前无人担任%s，请尽快配备，以免逾期。", s.Name, s.Role.Label()))
		}
		if strings.HasPrefix(s.Key, "sign_off_") {
			offices++
			for _, id := range who {
				signers[id] = true
			}
		}
	}
	if len(said) == 0 && len(signers) < offices {
		said = append(said, "两个办公室的签批人为同一人，须另行配备，同一人不得签批两次。")
	}
	return slices.Compact(said), nil
}

// ReportVacancies tells the head and the supervisors of a case's department.
func (tx *Tx) ReportVacancies(c models.Case, said []string, at models.Instant) error {
	if len(said) == 0 {
		return nil
	}
	for _, role := range []policy.Role{policy.Head(), policy.Supervisor} {
		_, err := tx.Put(&models.Notice{
			ID: c.Number + ".vacant." + string(role), CaseNumber: c.Number, Kind: models.NoticeVacant, Role: string(role), OrganizationID: c.OrganizationID,
			Text: c.Number + "：" + strings.Join(said, ""), CreatedAt: at,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// listOf is the list a listing or a repair is about, empty for other cases.
func (tx *Tx) listOf(c models.Case) (string, error) {
	var l models.Listing
	err := tx.Limit(1).Find(&l, "number IN ?", []string{c.Number, c.Target}).Error
	return l.List, err
}

// post is a role over an organization.
type post struct{ Role, Organization string }

func (tx *Tx) postOf(pack *policy.Pack, c models.Case, s policy.Step) post {
	o, ok := pack.Office(s.Office)
	switch {
	case !ok:
		return post{string(s.Role), c.OrganizationID}
	case o.External:
		return post{string(policy.Handler), c.OrganizationID}
	}
	return post{string(s.Role), OrganizationID(pack.Jurisdiction.Key, o.Organization)}
}

// posts reads who holds what over the case's department and the offices, in one query.
func (tx *Tx) posts(pack *policy.Pack, c models.Case, at models.Instant) (map[post][]string, error) {
	over := []string{c.OrganizationID}
	for _, o := range pack.Offices {
		over = append(over, OrganizationID(pack.Jurisdiction.Key, o.Organization))
	}
	var rows []struct{ Role, Descendant, UserID string }
	err := tx.Table("assignments").Distinct("assignments.role, organization_reach.descendant, assignments.user_id").
		Joins("JOIN organization_reach ON organization_reach.ancestor = assignments.organization_id").
		Joins("JOIN users ON users.id = assignments.user_id").
		Where("organization_reach.descendant IN ? AND users.disabled_at = 0", over).
		Where("assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?)", at, at).Scan(&rows).Error
	held := map[post][]string{}
	for _, r := range rows {
		p := post{r.Role, r.Descendant}
		held[p] = append(held[p], r.UserID)
	}
	return held, err
}
