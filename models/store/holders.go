package store

import (
	"chengxin/models"
	"chengxin/policy"
)

// Holders lists who holds a role that reaches an organization at an instant.
func (tx *Tx) Holders(role policy.Role, organization string, at models.Instant) (ids []string, err error) {
	err = tx.Table("assignments").Distinct("assignments.user_id").
		Joins("JOIN organization_reach ON organization_reach.ancestor = assignments.organization_id").
		Joins("JOIN users ON users.id = assignments.user_id").
		Where("assignments.role = ? AND organization_reach.descendant = ? AND users.disabled_at = 0", role, organization).
		Where("assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?)", at, at).
		Order("assignments.user_id").Pluck("assignments.user_id", &ids).Error
	return ids, err
}
