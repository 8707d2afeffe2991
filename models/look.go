package models

// Look is a look of staff at the personal data of a natural person, or a credit report
// they issued (个人信息保护法 51, 54). Looks are only added.
type Look struct {
	ID           string `gorm:"primaryKey"` // of page views: subject, person, what and time span, so that it is written once
	Jurisdiction string
	SubjectID    string
	UserID       string
	What         string // subject, file, score, listings, report
	Purpose      string
	At           Instant
}

// CreditReport is a credit report as it was issued (信用报告), whole.
type CreditReport struct {
	Number         string `gorm:"primaryKey"`
	Jurisdiction   string
	SubjectID      string
	OrganizationID string // that issued it
	Purpose        string
	Body           []byte // JSON, as it is printed
	IssuedAt       Instant
	IssuedBy       string
}
