package store

import (
	"context"

	"chengxin/models"
	"chengxin/policy"
)

// AdminChain is the trail of administrative acts.
const AdminChain = "admin"

// SubjectChain is the trail of a subject's own data and entrance.
func SubjectChain(id string) string { return "subject/" + id }

// LoadPack keeps a checked pack, whole, and brings the organizations it names into
// the register. Loading the same bytes again changes nothing; another text under a
// version that is already there is refused.
func (s *Store) LoadPack(ctx context.Context, p *policy.Pack, src []byte, actor string, at models.Instant) error {
	return s.Tx(ctx, func(tx *Tx) error { return tx.LoadPack(p, src, actor, at) })
}

// LoadPack is Store.LoadPack as part of a transaction. Errors: policy.version_taken, or
// policy.withdrawn for bytes that were withdrawn.
func (tx *Tx) LoadPack(p *policy.Pack, src []byte, actor string, at models.Instant) error {
	known, err := tx.PackNamed(p.Jurisdiction.Key, p.Version)
	if err != nil {
		return err
	}
	switch {
	case known.Hash == p.Hash && known.WithdrawnAt != 0:
		return models.Refuse(models.Conflict, "policy.withdrawn", "规则包已撤回",
			"%s %s 已于%s撤回，不能再次载入。需要恢复的，请以新的版本号载入。", p.Jurisdiction.Name, p.Version, When(known.WithdrawnAt))
	case known.Hash == p.Hash:
		return nil
	case known.Hash != "":
		return models.Refuse(models.Conflict, "policy.version_taken", "规则包版本号已被使用",
			"%s %s 已载入且内容不同。规则包一经载入不可更改，请使用新的版本号。", p.Jurisdiction.Name, p.Version)
	}
	row := models.StoredPack{
		Hash: p.Hash, Jurisdiction: p.Jurisdiction.Key, Version: p.Version, Effective: p.Effective.String(), Source: src, LoadedAt: at,
	}
	before, err := tx.lastPack(p.Jurisdiction.Key)
	if err != nil {
		return err
	}
	if before != nil && before.Trial != p.Trial {
		return OtherTrial(p)
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	if err := tx.organizationsOf(p, before, actor, at); err != nil {
		return err
	}
	return tx.Audit(AdminChain, "pack_loaded", actor, at, map[string]any{"pack": p.Name(), "hash": p.Hash})
}

// OtherTrial refuses a pack that would make a real jurisdiction a trial, or a trial real.
func OtherTrial(p *policy.Pack) *models.Problem {
	return models.Refuse(models.Conflict, "policy.trial", "试运行与正式规则不能互换",
		"管辖区%s此前的规则包与此包的试运行标记（trial）不同。试运行请另设管辖区。", p.Jurisdiction.Key).Where(models.Field{Field: "pack"})
}

// PackNamed is a jurisdiction's pack of a version, the zero one where there is none.
func (tx *Tx) PackNamed(jurisdiction, version string) (row models.StoredPack, err error) {
	err = tx.Limit(1).Find(&row, "jurisdiction = ? AND version = ?", jurisdiction, version).Error
	return row, err
}

// WithdrawPack takes a pack out of force that was loaded by mistake: no case begins under
// it any more, and what it would have changed of organizations later does not come. Cases
// that began under it keep it, and so does the tree what has changed already.
func (tx *Tx) WithdrawPack(row models.StoredPack, reason, actor string, at models.Instant) error {
	err := tx.Model(&models.StoredPack{}).Where("hash = ?", row.Hash).Update("withdrawn_at", at).Error
	if err != nil {
		return err
	}
	var planned []string // of organizations that it would have changed later
	err = tx.Model(&models.OrganizationSpan{}).Distinct("organization_id").Where("pack = ? AND from_at > ?", row.Hash, at).Pluck("organization_id", &planned).Error
	if err != nil {
		return err
	}
	for _, id := range planned {
		if err := tx.DropPlan(id, at); err != nil {
			return err
		}
	}
	return tx.Audit(AdminChain, "pack_withdrawn", actor, at, map[string]any{"pack": row.Jurisdiction + " " + row.Version, "hash": row.Hash, "reason": reason})
}
