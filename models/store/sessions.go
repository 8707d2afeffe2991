package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"chengxin/models"
)

// Sessions keeps signed-in browsers in the register, so that any API process knows
// them. It is what the session manager asks for; tokens arrive hashed.
type Sessions struct {
	Store *Store
	Now   func() time.Time
}

// FindCtx gives a session's data unless it has expired.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var row models.Session
	err := s.Store.Read(ctx).Limit(1).Find(&row, "token = ? AND expiry > ?", token, models.At(s.Now())).Error
	return row.Data, err == nil && row.Token != "", err
}

// CommitCtx writes a session.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.Store.Tx(ctx, func(tx *Tx) error {
		row := models.Session{Token: token, Data: data, Expiry: models.At(expiry)}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	})
}

// DeleteCtx ends a session, and sweeps those that ended by themselves: signing out is
// rare enough to pay for it.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.Store.Tx(ctx, func(tx *Tx) error {
		return tx.Delete(&models.Session{}, "token = ? OR expiry <= ?", token, models.At(s.Now())).Error
	})
}

// Find is FindCtx where the caller has no context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx where the caller has no context.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx where the caller has no context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
