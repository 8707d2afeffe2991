package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy"
)

// Spans reads how organizations were, are and will be, each from its beginning.
func Spans(db *gorm.DB, ids []string) (map[string][]models.OrganizationSpan, error) {
	var rows []models.OrganizationSpan
	err := db.Order("organization_id, from_at").Find(&rows, "organization_id IN ?", ids).Error
	out := map[string][]models.OrganizationSpan{}
	for _, s := range rows {
		out[s.OrganizationID] = append(out[s.OrganizationID], s)
	}
	return out, err
}

// Reached says that both trees are as they should be after a change, and computes anew
// who reaches an organization and all below it.
func (tx *Tx) Reached(o models.Organization, now models.Instant) error {
	if err := tx.circle(o.Jurisdiction, now); err != nil {
		return err
	}
	return tx.reach(o.Jurisdiction, o.ID)
}

// circle refuses trees that lead, now or after a change that lies ahead, from an
// organization back to itself.
func (tx *Tx) circle(jurisdiction string, now models.Instant) error {
	var spans []models.OrganizationSpan
	err := tx.Order("from_at").Where("organization_id IN (?)", tx.Model(&models.Organization{}).Select("id").Where("jurisdiction = ?", jurisdiction)).
		Find(&spans, "until_at = 0 OR until_at > ?", now).Error
	if err != nil {
		return err
	}
	var from []models.Instant
	for _, s := range spans {
		from = append(from, max(now, s.FromAt))
	}
	for _, at := range slices.Compact(from) {
		var ids []string
		was := map[string]models.OrganizationSpan{}
		for _, s := range spans {
			if s.Holds(at) {
				ids, was[s.OrganizationID] = append(ids, s.OrganizationID), s
			}
		}
		above := func(id string) []string { return []string{was[id].ParentID, was[id].ManagerID} }
		if found := policy.Circles(ids, above); len(found) > 0 {
			return models.Refuse(models.Conflict, "organization.circle", "机构隶属关系绕回了自身",
				"“%s”的上级或者日常管理机构最终又隶属于它自己。请另选上级机构。", was[found[0]].Name).Where(models.Field{Field: "parent", Value: found[0]})
		}
	}
	return nil
}

// reach computes the closure anew: for an organization and what was or is below it, or
// for a whole jurisdiction where under is empty.
func (tx *Tx) reach(jurisdiction, under string) error {
	var all []models.Organization
	if err := tx.Order("id").Find(&all, "jurisdiction = ?", jurisdiction).Error; err != nil {
		return err
	}
	var below []string
	if under != "" {
		if err := tx.Model(&models.Reach{}).Where("ancestor = ?", under).Pluck("descendant", &below).Error; err != nil {
			return err
		}
		below = append(below, under)
	}
	above := map[string][]string{}
	for _, o := range all {
		above[o.ID] = []string{o.ParentID, o.ManagerID}
		if under == "" {
			below = append(below, o.ID)
		}
	}
	slices.Sort(below)
	below = slices.Compact(below)
	var rows []models.Reach
	for _, id := range below {
		seen := map[string]bool{"": true}
		for next := []string{id}; len(next) > 0; next = next[1:] {
			if up := next[0]; !seen[up] {
				seen[up] = true
				rows = append(rows, models.Reach{Ancestor: up, Descendant: id})
				next = append(next, above[up]...)
			}
		}
	}
	if err := tx.Delete(&models.Reach{}, "descendant IN ?", below).Error; err != nil || len(rows) == 0 {
		return err
	}
	return tx.CreateInBatches(rows, 200).Error
}

// CloseOrganization abolishes an organization from an instant on.
func (tx *Tx) CloseOrganization(o models.Organization, actor, basis string, at models.Instant) error {
	err := tx.Model(&models.OrganizationSpan{}).Where("organization_id = ? AND until_at = 0", o.ID).
		Updates(map[string]any{"until_at": at, "ended_by": actor, "ended_basis": basis}).Error
	if err != nil {
		return err
	}
	o.ClosedAt = at
	return tx.Save(&o).Error
}

// due finds the changes that have become due and were not made yet, the earliest first.
const due = `organization_spans.from_at <= ? AND (organization_spans.until_at = 0 OR organization_spans.until_at > ?)
	AND organization_spans.from_at > organizations.since AND organizations.closed_at = 0`

// MakeDue makes the changes of organizations that were decided for a day that has come,
// and says how many.
func (s *Store) MakeDue(ctx context.Context, now models.Instant) (made int, err error) {
	if spans, err := dueSpans(s.Read(ctx), now); err != nil || len(spans) == 0 {
		return 0, err
	}
	err = s.Tx(ctx, func(tx *Tx) error {
		made, err = tx.MakeDue(now)
		return err
	})
	return made, err
}

func dueSpans(db *gorm.DB, now models.Instant) (spans []models.OrganizationSpan, err error) {
	err = db.Model(&models.OrganizationSpan{}).Joins("JOIN organizations ON organizations.id = organization_spans.organization_id").
		Where(due, now, now).Order("organization_spans.from_at, organization_spans.id").Find(&spans).Error
	return spans, err
}

// MakeDue makes what has come due before anything else is decided about organizations,
// and says how many changes that were.
func (tx *Tx) MakeDue(now models.Instant) (made int, err error) {
	spans, err := dueSpans(tx.Locked(), now)
	if err != nil {
		return 0, err
	}
	for _, span := range spans {
		var o models.Organization
		if err := tx.Take(&o, "id = ?", span.OrganizationID).Error; err != nil {
			return 0, err
		}
		if err := tx.become(o, span); err != nil {
			return 0, err
		}
		if err := tx.reach(o.Jurisdiction, o.ID); err != nil {
			return 0, err
		}
		err := tx.Audit(AdminChain, "organization_became", "system", now, map[string]any{"organization": o.ID, "span": span.ID, "name": span.Name, "was": o.Name})
		if err != nil {
			return 0, err
		}
	}
	return len(spans), nil
}
