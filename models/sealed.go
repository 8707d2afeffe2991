package models

// SubjectKey is the key under which a subject's personal data is sealed, itself wrapped
// under the installation's. It is made when something is first sealed; destroyed, it
// stays as a row without a key, and nothing is sealed under the subject again.
type SubjectKey struct {
	SubjectID   string  `gorm:"primaryKey"`
	WrappedBy   string  // name of the installation's key
	Wrapped     []byte  // nil once destroyed
	CreatedAt   Instant `gorm:"autoCreateTime:false"`
	DestroyedAt Instant
}

// Sealed is personal data as the database holds it: JSON under the subject's key.
type Sealed struct {
	ID        string `gorm:"primaryKey"` // what it is of: "subject/…", "address/…", "contact/…", "report/…"
	SubjectID string
	Box       []byte
}

// TableName is sealed.
func (Sealed) TableName() string { return "sealed" }

// SubjectData is what of a natural person is sealed.
type SubjectData struct {
	Number  string `json:"number,omitempty"` // resident's number; empty where it was registered before numbers were kept
	Address string `json:"address,omitempty"`
}

// AddressData is where somebody is reached, as confirmed in writing.
type AddressData struct {
	Address    string `json:"address"`
	Receiver   string `json:"receiver,omitempty"`   // whoever may take documents for the subject
	Electronic string `json:"electronic,omitempty"` // where documents may be served electronically; empty: not consented to
}

// CaseContact is how those who brought an application in are reached. It stays out of
// trail and histories: it is needed while the case is worked on, and proves nothing.
type CaseContact struct {
	CaseNumber  string `gorm:"primaryKey" json:"-"`
	Phone       string `json:"phone,omitempty"` // the applicant's
	Agent       string `json:"agent,omitempty"` // who acts for the applicant
	AgentIDMask string `json:"agent_id_mask,omitempty"`
	AgentPhone  string `json:"agent_phone,omitempty"`
}
