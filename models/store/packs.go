package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Rules hands out pinned packs by hash, and the calendar in force. Packs never change
// under their hash, so each is parsed once; the calendar changes when a year is loaded or
// corrected, here or by another process: see Renew and Watch.
type Rules struct {
	store *Store
	mu    sync.Mutex
	packs map[string]*policy.Pack

	base     *calendar.Calendar // comes with the program
	renewing sync.Mutex
	current  atomic.Pointer[dated]
}

// dated is a calendar, and the number of the newest loaded year in it.
type dated struct {
	cal *calendar.Calendar
	seq int
}

// NewRules reads packs from the register, and loaded years over a calendar. Until the
// first Renew the calendar is that one.
func NewRules(s *Store, base *calendar.Calendar) *Rules {
	r := &Rules{store: s, packs: map[string]*policy.Pack{}, base: base}
	r.current.Store(&dated{base, 0})
	return r
}

// Base is the calendar that comes with the program.
func (r *Rules) Base() *calendar.Calendar { return r.base }

// Calendar is the one in force, as of the last Renew.
func (r *Rules) Calendar() *calendar.Calendar { return r.current.Load().cal }

// Renew takes over what was loaded since. It costs one look at a key when nothing was.
// On an error what was in force stays.
func (r *Rules) Renew(ctx context.Context) error {
	r.renewing.Lock()
	defer r.renewing.Unlock()
	db := r.store.Read(ctx)
	var newest int
	err := db.Model(&models.StoredYear{}).Select("COALESCE(MAX(seq), 0)").Scan(&newest).Error
	if err != nil || newest == r.current.Load().seq {
		return err
	}
	cal, seq, err := inForce(db, r.base)
	if err != nil {
		return err
	}
	r.current.Store(&dated{cal, seq})
	return nil
}

// Watch renews the calendar every now and then until the context ends, so that every
// process counts alike within that time. It tells of an error when it begins.
func (r *Rules) Watch(ctx context.Context, every time.Duration, tell func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for failing := false; ; {
		err := r.Renew(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			tell(err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

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
