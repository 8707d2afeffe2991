package access

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"chengxin/models"
)

// Visits slows down whoever comes without an account: each address may look so often and
// write so often, with some in reserve, for many may share one. It is safe for concurrent
// use.
type Visits struct {
	mu   sync.Mutex
	from map[string]*visitor
}

type visitor struct {
	looks, writes *rate.Limiter
	last          time.Time
}

const (
	looksPerSecond  = 10
	looksInReserve  = 120
	writesEvery     = time.Minute
	writesInReserve = 5
)

// Pass lets a visit through, or says that it is too much. Errors: access.busy.
func (v *Visits) Pass(address string, writes bool, now time.Time) *models.Problem {
	if v == nil {
		return nil
	}
	v.mu.Lock()
	who := v.from[address]
	if who == nil {
		v.trim(now)
		who = &visitor{looks: rate.NewLimiter(looksPerSecond, looksInReserve), writes: rate.NewLimiter(rate.Every(writesEvery), writesInReserve)}
		v.from[address] = who
	}
	who.last = now
	v.mu.Unlock()
	limit := who.looks
	if writes {
		limit = who.writes
	}
	if limit.AllowN(now, 1) {
		return nil
	}
	return models.Refuse(models.TooMany, "access.busy", "访问过于频繁", "来自您的网络地址的访问过多，请稍候再试。")
}

// trim forgets who has not come for an hour; of a flood of addresses, whatever comes.
func (v *Visits) trim(now time.Time) {
	if v.from == nil {
		v.from = map[string]*visitor{}
	}
	if len(v.from) < mostRemember {
		return
	}
	for k, who := range v.from {
		if now.Sub(who.last) > time.Hour {
			delete(v.from, k)
		}
	}
	for k := range v.from {
		if len(v.from) < mostRemember*3/4 {
			return
		}
		delete(v.from, k)
	}
}
