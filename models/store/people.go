package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"chengxin/models"
)

// UserNamed finds who signs in under a name; ok is false when nobody does, or when
// the account was closed.
func (s *Store) UserNamed(ctx context.Context, username string) (u models.User, ok bool, err error) {
	err = s.Read(ctx).Limit(1).Find(&u, "username = ? AND disabled_at = 0", username).Error
	return u, err == nil && u.ID != "", err
}

// User finds an open account by its id.
func (s *Store) User(ctx context.Context, id string) (u models.User, ok bool, err error) {
	err = s.Read(ctx).Limit(1).Find(&u, "id = ? AND disabled_at = 0", id).Error
	return u, err == nil && u.ID != "", err
}

// Bearer finds whose token this is, by its hash. Revoked and expired tokens, and
// those of closed accounts, are nobody's.
func (s *Store) Bearer(ctx context.Context, hash string, now models.Instant) (u models.User, ok bool, err error) {
	db := s.Read(ctx)
	err = db.Joins("JOIN tokens ON tokens.user_id = users.id").Limit(1).
		Find(&u, `tokens.hash = ? AND tokens.revoked_at = 0 AND (tokens.expires_at = 0 OR tokens.expires_at > ?)
			AND users.disabled_at = 0`, hash, now).Error
	return u, err == nil && u.ID != "", err
}

// Assignments lists the roles a user holds at an instant.
func (s *Store) Assignments(ctx context.Context, user string, now models.Instant) (as []models.Assignment, err error) {
	err = s.Read(ctx).Order("organization_id, role").
		Find(&as, "user_id = ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", user, now, now).Error
	return as, err
}

// PutUser writes an account, replacing what stands under its id.
func (tx *Tx) PutUser(u models.User) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&u).Error
}

// Assign gives a role in an organization; giving it again changes nothing.
func (tx *Tx) Assign(a models.Assignment) error {
	_, err := tx.Put(&a)
	return err
}

// PutToken keeps a token's hash; the token itself is never stored.
func (tx *Tx) PutToken(t models.Token) error {
	return tx.Create(&t).Error
}

// RevokeTokens ends all of a user's tokens of a name.
func (tx *Tx) RevokeTokens(user, name string, at models.Instant) error {
	return tx.Model(&models.Token{}).Where("user_id = ? AND name = ? AND revoked_at = 0", user, name).
		Update("revoked_at", at).Error
}

// UserNames looks up what those are called who act: users, subjects in their own entrance,
// and the system.
func UserNames(db *gorm.DB, ids []string) (map[string]string, error) {
	var rows []models.User
	if err := db.Select("id, name").Find(&rows, "id IN ?", ids).Error; err != nil {
		return nil, err
	}
	out := map[string]string{"system": "系统"}
	for _, u := range rows {
		out[u.ID] = u.Name
	}
	others := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "" || out[id] != "" })
	if len(others) == 0 {
		return out, nil
	}
	var subjects []models.Subject
	err := db.Select("id, name").Find(&subjects, "id IN ?", others).Error
	for _, s := range subjects {
		out[s.ID] = s.Name + "（当事人）"
	}
	return out, err
}
