// Package models holds the register's entities, its typed errors and what must
// always be true of them.
package models

import (
	"encoding/json"
	"time"

	"chengxin/policy/calendar"
)

// Instant is a point in time as the register keeps it: microseconds since 1970 in
// UTC, 0 for "not yet". A number compares, indexes and hashes alike on every
// database; people see it in Beijing time.
type Instant int64

// Beijing is the clock of every jurisdiction served.
var Beijing = time.FixedZone("CST", 8*60*60)

// At converts a time; the zero time becomes "not yet".
func At(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMicro())
}

// Time converts back, in Beijing time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(i)).In(Beijing)
}

// Over is the first instant after a term that ends here, 0 for "not yet": the second in
// which a term ends still belongs to it.
func (i Instant) Over() Instant {
	if i == 0 {
		return 0
	}
	return At(calendar.Over(i.Time()))
}

// Second is the beginning of the instant's second: a term that ended in it or after it
// is not over.
func (i Instant) Second() Instant { return At(i.Time().Truncate(time.Second)) }

// IsZero says "not yet".
func (i Instant) IsZero() bool { return i == 0 }

// String is RFC 3339 with +08:00, empty for "not yet".
func (i Instant) String() string {
	if i == 0 {
		return ""
	}
	return i.Time().Format(time.RFC3339)
}

// MarshalJSON writes RFC 3339 with +08:00, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(i.Time().Format(time.RFC3339Nano))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (i *Instant) UnmarshalJSON(b []byte) error {
	var t *time.Time
	if err := json.Unmarshal(b, &t); err != nil || t == nil {
		*i = 0
		return err
	}
	*i = At(*t)
	return nil
}
