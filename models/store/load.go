package store

import (
	"context"

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
		before, err := tx.lastPack(p.Jurisdiction.Key)
		if err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := tx.organizationsOf(p, before, actor, at); err != nil {
			return err
		}
		return tx.Audit(AdminChain, "pack_loaded", actor, at, map[string]any{"pack": p.Name(), "hash": p.Hash})
	})
}
