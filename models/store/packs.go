package store

import (
	"context"
	"sync"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Rules hands out pinned packs by hash, and the calendar. Packs never change under
// their hash, so each is parsed once.
type Rules struct {
	store *Store
	mu    sync.Mutex
	packs map[string]*policy.Pack
	cal   *calendar.Calendar
}

// NewRules reads packs from the register.
func NewRules(s *Store, cal *calendar.Calendar) *Rules {
	return &Rules{store: s, packs: map[string]*policy.Pack{}, cal: cal}
}

// Calendar is the one in force.
func (r *Rules) Calendar() *calendar.Calendar { return r.cal }

// Pack finds a stored pack by its hash.
func (r *Rules) Pack(ctx context.Context, hash string) (*policy.Pack, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.packs[hash]; p != nil {
		return p, nil
	}
	var row models.StoredPack
	if err := r.store.Read(ctx).Take(&row, "hash = ?", hash).Error; err != nil {
		return nil, err
	}
	p, _, err := policy.Load(row.Version, row.Source)
	if err != nil {
		return nil, err
	}
	r.packs[hash] = p
	return p, nil
}
