package models

// Recognition is the decision that a behaviour happened and what it costs (认定),
// from proposal to effect or reversal. One per subject of an incident.
type Recognition struct {
	ID             string `gorm:"primaryKey"` // case number, or case number + "-" + n
	CaseNumber     string
	SubjectID      string
	Act            string // one act, one deduction: entries of one act share it
	Behaviour      string
	Grade          string
	Points         int
	ActAt          Instant
	FoundingNo     string // 文号 of the founding document
	FoundingBody   string
	FoundingAt     Instant
	State          string // proposed, notified, effective, reversed, dropped
	NotifiedPoints int    // a worse outcome than this needs a new notice
	NotifiedList   string // the list the notice announced; one of each family, parted by commas
	NotifiedTotal  int    // the total the notice announced
	ProposedBy     string
	CoHandler      string // the second handler, who answers for it as well
	DecidedBy      string
	EffectiveAt    Instant
	ReversedAt     Instant
	ReversedBy     string // case whose decision reversed it
}

// The states of a recognition.
const (
	RecognitionProposed  = "proposed"
	RecognitionNotified  = "notified"
	RecognitionEffective = "effective"
	RecognitionReversed  = "reversed"
	RecognitionDropped   = "dropped"
)

// ScoreEntry is one line of the ledger (扣分记录): only ever added. A reversal is an
// entry with the opposite sign that names what it reverses.
type ScoreEntry struct {
	ID            string `gorm:"primaryKey"` // derived from its cause: written once
	SubjectID     string
	Jurisdiction  string
	Cycle         string
	Kind          string // deduction, reversal, opening
	Points        int
	RecognitionID string
	Reverses      string
	CaseNumber    string
	EffectiveAt   Instant
	RecordedAt    Instant
	Note          string
}

// Kinds of ledger lines. Opening carries a deduction made before this system.
const (
	Deduction = "deduction"
	Reversal  = "reversal"
	Opening   = "opening"
)

// Cycle is the running total of a subject's cycle, kept so that one row can be
// locked and searched; `audit rebuild` proves it from the entries.
type Cycle struct {
	SubjectID    string `gorm:"primaryKey"`
	Jurisdiction string `gorm:"primaryKey"`
	Cycle        string `gorm:"primaryKey"`
	Total        int    // of everything that stands (累计扣分)
	Counted      int    // of what no repair has touched; each family of lists counts for itself
	ChangedAt    Instant
}

// Listing is a subject's way onto, time on and way off a list (名单). Its number is
// its case's.
type Listing struct {
	Number        string `gorm:"primaryKey"`
	Jurisdiction  string
	SubjectID     string
	List          string
	Family        string
	Slot          string // unique per subject and family: "active", "proposed:<list>", or the number once it is over
	Cycle         string
	State         string
	Total         int // the total that led to it
	ProposedAt    Instant
	DecidedAt     Instant
	PublishedAt   Instant
	OpensAt       Instant // repair may be applied for from here
	EndsAt        Instant // ends by itself
	Shielded      bool
	EndedAt       Instant
	EndReason     string
	EndedBy       string // case whose decision ended it
	Supersedes    string // the listing it replaced
	NoticeCovered bool
}

// The states of a listing.
const (
	ListingProposed   = "proposed"
	ListingDecided    = "decided"
	ListingPublished  = "published"
	ListingRepaired   = "repaired"
	ListingAnnulled   = "annulled"
	ListingSuperseded = "superseded"
	ListingExpired    = "expired"
	ListingDropped    = "dropped"
)

// Active says the listing is in force: decided or published.
func (l Listing) Active() bool { return l.State == ListingDecided || l.State == ListingPublished }

// Ground is one crossing or entry a listing rests on. Each has its own minimum.
type Ground struct {
	ListingNumber string `gorm:"primaryKey"`
	EntryID       string `gorm:"primaryKey"` // ScoreEntry.ID
	List          string // whose terms apply to it
	AddedAt       Instant
	OpensAt       Instant
	EndsAt        Instant
	State         string // counts, reversed, repaired
}

// The states of a ground.
const (
	GroundCounts   = "counts"
	GroundReversed = "reversed"
	GroundRepaired = "repaired"
)

// Publication is what the public page reads: there from publication to end.
type Publication struct {
	ListingNumber  string `gorm:"primaryKey"`
	Jurisdiction   string
	SubjectID      string
	Code           string // what a QR code or search names
	Name           string
	List           string
	ListName       string
	Reason         string
	Basis          string
	PublishedAt    Instant
	EndsAt         Instant
	WithdrawnAt    Instant
	WithdrawReason string
	Disputed       bool
}

// Kinds of bars.
const (
	BarRepair                 = "repair"                  // may not apply for repair
	BarNotificationCommitment = "notification_commitment" // may not use 告知承诺
)

// Bar keeps a subject from something until an instant or a repair.
type Bar struct {
	ID           string `gorm:"primaryKey"`
	SubjectID    string
	Jurisdiction string
	Kind         string // repair, notification_commitment
	Reason       string
	CaseNumber   string
	FromAt       Instant
	UntilAt      Instant // 0: until lifted
	LiftedAt     Instant
	LiftedBy     string
}
