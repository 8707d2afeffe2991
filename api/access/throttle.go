package access

import (
	"sync"
	"time"
)

// throttle slows down guessing: from the sixth wrong password on, each further one
// for the same name from the same address doubles the wait, up to a quarter of an
// hour. An address that guesses names is slowed down as a whole. It forgets the
// oldest beyond its size, so that no flood of names fills the memory.
type throttle struct {
	mu    sync.Mutex
	tried map[string]*tries
}

type tries struct {
	wrong int
	last  time.Time
}

const (
	freeTries    = 5
	freeNames    = 50 // wrong passwords from one address, whatever the name
	longestWait  = 15 * time.Minute
	forgetAfter  = time.Hour
	mostRemember = 20_000
)

// admit lets a try begin, or says how long it must still wait. A try counts as wrong
// from its beginning, so that many at once are no way around the count.
func (t *throttle) admit(username, address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	name := username + "\x00" + address
	if left := max(t.left(name, freeTries, now), t.left(address, freeNames, now)); left > 0 {
		return left
	}
	if t.tried == nil {
		t.tried = map[string]*tries{}
	}
	t.trim(now)
	for _, key := range []string{name, address} {
		e := t.tried[key]
		if e == nil || now.Sub(e.last) > forgetAfter {
			e = &tries{}
			t.tried[key] = e
		}
		e.wrong, e.last = e.wrong+1, now
	}
	return 0
}

func (t *throttle) left(key string, free int, now time.Time) time.Duration {
	e := t.tried[key]
	if e == nil || e.wrong < free {
		return 0
	}
	pause := min(time.Second<<min(e.wrong-free, 10), longestWait)
	return e.last.Add(pause).Sub(now)
}

// passed forgets a name's wrong passwords from where the right one came.
func (t *throttle) passed(username, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.tried, username+"\x00"+address)
	if e := t.tried[address]; e != nil {
		e.wrong--
	}
}

// trim makes room: first what is long past, then whatever comes.
func (t *throttle) trim(now time.Time) {
	if len(t.tried) < mostRemember {
		return
	}
	for k, e := range t.tried {
		if now.Sub(e.last) > forgetAfter {
			delete(t.tried, k)
		}
	}
	for k := range t.tried {
		if len(t.tried) < mostRemember*3/4 {
			return
		}
		delete(t.tried, k)
	}
}
