package models

// SubjectCode is a code by which a subject signs in to its own file, once. The code itself
// is told to nobody but the subject: the register keeps a mark of it.
type SubjectCode struct {
	ID        string `gorm:"primaryKey"`
	SubjectID string
	Channel   string // CodeMail, CodeWindow
	Mark      string // of subject and code, under the installation's key
	IssuedBy  string // who handed it over; empty: asked for by the subject itself
	IssuedAt  Instant
	ExpiresAt Instant
	EndedAt   Instant // used, or another one took its place
	Wrong     int     // wrong codes that were tried meanwhile; so many end it
}

// How a code reaches its subject.
const (
	CodeMail   = "mail"   // to the electronic address that was confirmed in writing
	CodeWindow = "window" // handed over, against proof of who came
)

// Acknowledgement is an addressee's word, in its own entrance, that it has a document. Of a
// document to several each speaks for itself.
type Acknowledgement struct {
	DocumentID string `gorm:"primaryKey"`
	SubjectID  string `gorm:"primaryKey"`
	CodeID     string // of the code by which it had signed in
	At         Instant
}
