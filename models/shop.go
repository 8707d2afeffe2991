package models

// Shop is a place that a subject runs (门店), with a code that anybody may scan (一店一码).
type Shop struct {
	Code           string `gorm:"primaryKey"` // stands in its address: tells nothing and cannot be guessed
	Jurisdiction   string
	OrganizationID string // in whose district it lies
	SubjectID      string
	Name           string // as the sign says (店招)
	Address        string
	Commitments    []byte // JSON: []ShopCommitment
	OpenedAt       Instant
	OpenedBy       string
	ClosedAt       Instant // its code shows nothing of it any more
	ClosedBy       string
}

// ShopCommitment is what a shop committed itself to in public.
type ShopCommitment struct {
	Title    string  `json:"title"`
	SignedAt Instant `json:"signed_at"`
}

// Feedback is what somebody said of a shop, without an account. How they are reached is
// sealed under a key of the feedback's own.
type Feedback struct {
	Receipt        string `gorm:"primaryKey"` // given to whoever sent it, to ask by
	Jurisdiction   string
	OrganizationID string
	Shop           string
	SubjectID      string
	Text           string
	ReceivedAt     Instant
	CaseNumber     string // the violation that was reported upon it
	Reply          string // what the sender is told
	SettledBy      string
	SettledAt      Instant // 0: nobody has dealt with it yet
}

// TableName is feedback.
func (Feedback) TableName() string { return "feedback" }

// FeedbackContact is how the sender wants to be reached.
type FeedbackContact struct {
	Phone string `json:"phone"`
}
