package models

// Anchor is what the whole trail came to on a day. Its root rests on the root before, so
// whoever keeps one root outside the house can tell whether anything up to that day was
// rewritten since.
type Anchor struct {
	Day    string `gorm:"primaryKey"` // 2026-11-25, Beijing time
	At     Instant
	Chains int    // how many had grown since the anchor before
	Prev   string // the root before; zeros for the first
	Root   string // SHA-256 of Prev and the marks, a line each in the order of chains
}

// AnchorMark is where a chain stood that had grown by an anchor's day.
type AnchorMark struct {
	Chain string `gorm:"primaryKey"`
	Seq   int    `gorm:"primaryKey"`
	Hash  string
	Day   string
}
