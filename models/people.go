package models

// User signs in. Demo users are named by role; no people are invented.
type User struct {
	ID           string `gorm:"primaryKey"`
	Username     string
	Name         string
	PasswordHash string
	MustChange   bool
	Certificate  string // 执法证号
	// CertificateUntil is the last instant at which it entitles; 0: not known to end.
	CertificateUntil Instant
	Email            string  // where notices are mailed to; empty: not wanted
	MailLate         bool    // only what is due soon, late or stuck is mailed
	CreatedAt        Instant `gorm:"autoCreateTime:false"`
	DisabledAt       Instant
}

// Assignment is a role held in an organization, with dates.
type Assignment struct {
	ID             string `gorm:"primaryKey"`
	UserID         string
	Role           string
	OrganizationID string
	FromAt         Instant
	UntilAt        Instant // 0: open end
}

// Token is an API token; only its hash is kept.
type Token struct {
	Hash      string `gorm:"primaryKey"`
	UserID    string
	Name      string
	CreatedAt Instant `gorm:"autoCreateTime:false"`
	ExpiresAt Instant
	RevokedAt Instant
}

// Session is a signed-in browser.
type Session struct {
	Token  string `gorm:"primaryKey"`
	Data   []byte
	Expiry Instant
}

// Subject is whose credit is at stake (信用主体).
type Subject struct {
	ID           string `gorm:"primaryKey"`
	Jurisdiction string
	Kind         string // legal_person, sole_trader, natural_person
	Name         string
	Code         string // unified social credit code; empty for natural persons
	IDHash       string // natural persons: keyed hash of the number, which finds them; the number itself is sealed
	IDMask       string
	Birth        string  // natural persons: date, empty when unknown
	Address      string  // of a natural person: sealed
	Unlawful     string  // reason for accepting a code that fails its check
	Status       string  // active, dissolved, deceased
	CreatedAt    Instant `gorm:"autoCreateTime:false"`
	ChangedAt    Instant
	ErasedAt     Instant // personal data was destroyed; 0: it is there
}

// SubjectActive is a subject that exists; others were dissolved or died.
const SubjectActive = "active"

// The kinds of subjects (社会法人、个体工商户、自然人).
const (
	LegalPerson   = "legal_person"
	SoleTrader    = "sole_trader"
	NaturalPerson = "natural_person"
)

// ServiceAddress is where a subject confirmed in writing that documents reach it
// (送达地址确认书). Rows are only added and ended: what was served rests on the one in
// force then.
type ServiceAddress struct {
	ID           string `gorm:"primaryKey"`
	Jurisdiction string
	SubjectID    string
	Number       string // of the confirmation on paper
	Consents     bool   // to be served electronically
	Address      string // these three are sealed: AddressData
	Receiver     string
	Electronic   string
	SignedAt     Instant
	Evidence     []byte // JSON: the signed paper
	EnteredBy    string
	EnteredAt    Instant
	EndedAt      Instant // a later one took its place, or it was withdrawn
}

// TableName is service_addresses.
func (ServiceAddress) TableName() string { return "service_addresses" }
