package models

// SavedView is a filter of my work that somebody gave a name.
type SavedView struct {
	UserID   string `gorm:"primaryKey"`
	Name     string `gorm:"primaryKey"`
	Narrowed string // the list's address after "?"
	Opens    bool   // the first screen after sign-in; one of a user's at most
	SavedAt  Instant
}
