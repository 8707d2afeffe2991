package store

import (
	"context"

	"gorm.io/gorm/clause"

	"chengxin/models"
	"chengxin/policy"
)

// AdminChain is the trail of administrative acts.
const AdminChain = "admin"

// LoadPack keeps a checked pack, whole, and brings the organizations it names into
// the register. Loading the same bytes again changes nothing; another text under a
// version that is already there is refused.
func (s *Store) LoadPack(ctx context.Context, p *policy.Pack, src []byte, actor string, at models.Instant) error {
	return s.Tx(ctx, func(tx *Tx) error {
		var known models.StoredPack
		err := tx.Limit(1).Find(&known, "jurisdiction = ? AND version = ?", p.Jurisdiction.Key, p.Version).Error
		if err != nil || known.Hash == p.Hash {
			return err
		}
		if known.Hash != "" {
			return models.Refuse(models.Conflict, "policy.version_taken", "规则包版本号已被使用",
				"%s %s 已载入且内容不同。规则包一经载入不可更改,请使用新的版本号。", p.Jurisdiction.Name, p.Version)
		}
		row := models.StoredPack{
			Hash: p.Hash, Jurisdiction: p.Jurisdiction.Key, Version: p.Version, Effective: p.Effective.String(), Source: src, LoadedAt: at,
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := tx.organizations(p); err != nil {
			return err
		}
		return tx.Audit(AdminChain, "pack_loaded", actor, at, map[string]any{"pack": p.Name(), "hash": p.Hash})
	})
}

// OrganizationID is how the register names a pack's organization.
func OrganizationID(jurisdiction, key string) string {
	if key == "" {
		return ""
	}
	return jurisdiction + "/" + key
}

// organizations writes the pack's organizations and computes anew who reaches whom,
// along both trees.
func (tx *Tx) organizations(p *policy.Pack) error {
	j := p.Jurisdiction.Key
	for _, o := range p.Organizations {
		row := models.Organization{
			ID: OrganizationID(j, o.Key), Jurisdiction: j, Key: o.Key, Name: o.Name, Kind: o.Kind, Region: o.Region,
			ParentID: OrganizationID(j, o.Parent), ManagerID: OrganizationID(j, o.Manager),
		}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return err
		}
	}
	var all []models.Organization
	if err := tx.Find(&all, "jurisdiction = ?", j).Error; err != nil {
		return err
	}
	return tx.reach(all)
}

func (tx *Tx) reach(all []models.Organization) error {
	above := map[string][]string{}
	for _, o := range all {
		above[o.ID] = []string{o.ParentID, o.ManagerID}
	}
	for _, o := range all {
		if err := tx.Delete(&models.Reach{}, "descendant = ?", o.ID).Error; err != nil {
			return err
		}
		seen := map[string]bool{}
		for next := []string{o.ID}; len(next) > 0; next = next[1:] {
			id := next[0]
			if id == "" || seen[id] {
				continue
			}
			seen[id] = true
			if err := tx.Create(&models.Reach{Ancestor: id, Descendant: o.ID}).Error; err != nil {
				return err
			}
			next = append(next, above[id]...)
		}
	}
	return nil
}
