package models

// StoredPack is a rule pack as it was loaded, whole and immutable.
type StoredPack struct {
	Hash         string `gorm:"primaryKey"`
	Jurisdiction string
	Version      string
	Effective    string // date
	Source       []byte
	LoadedAt     Instant
	WithdrawnAt  Instant
}

// TableName is packs.
func (StoredPack) TableName() string { return "packs" }

// StoredYear is one year's days off as they were loaded, whole. Rows are only added: of
// a year's rows the last is in force, the earlier ones say what was counted by before a
// correction.
type StoredYear struct {
	Seq      int `gorm:"primaryKey;autoIncrement:false"` // over all years: the newest says which calendar is in force
	Year     int
	Source   []byte // YAML, as calendar.ParseYear reads it
	Hash     string // of the source, SHA-256
	LoadedAt Instant
	LoadedBy string
}

// TableName is calendar_years.
func (StoredYear) TableName() string { return "calendar_years" }

// Document is an issued document by its right name, and how it was served.
type Document struct {
	ID         string `gorm:"primaryKey"` // case number + kind + n
	CaseNumber string
	Kind       string // 认定事先告知书 … by key
	Title      string
	Number     string // 文号
	Body       []byte // DocumentBody as JSON, immutable once issued; its sum stands in the trail
	IssuedAt   Instant
	IssuedBy   string
	ServedAt   Instant
	Method     string
	ServedBy   string
	Service    []byte // JSON: how it was served, as its receipt tells
	Corrects   string // the document that a correction is of
}

// DocumentBody is what a document says, as it is printed.
type DocumentBody struct {
	Issuer     string   `json:"issuer"`       // whose seal it bears
	To         string   `json:"to,omitempty"` // addressee; empty: for the file
	Paragraphs []string `json:"paragraphs"`
	Pack       string   `json:"pack"` // under which rules, "jining 2026.1"
	Trial      bool     `json:"trial,omitempty"`
}

// AuditEntry is one line of a chain (留痕): every change writes exactly one, in the
// same transaction.
type AuditEntry struct {
	Chain    string `gorm:"primaryKey"` // a case's number, or "admin"
	Seq      int    `gorm:"primaryKey"`
	At       Instant
	ActorID  string
	Action   string
	Body     []byte // JSON as hashed
	PrevHash string
	Hash     string
}

// AuditHead is a chain's last entry, kept apart so that cutting the tail shows.
type AuditHead struct {
	Chain string `gorm:"primaryKey"`
	Seq   int
	Hash  string
}

// Outbox is a message written with the transition that caused it, sent after.
type Outbox struct {
	ID        string `gorm:"primaryKey"`
	Topic     string // wake, start, notice
	Target    string
	Payload   []byte
	CreatedAt Instant `gorm:"autoCreateTime:false"`
	NextTryAt Instant
	SentAt    Instant
	Attempts  int
	LastError string
}

// TableName is outbox.
func (Outbox) TableName() string { return "outbox" }

// Notice is a message in the product's own inbox, to a role in an organization or to
// one person.
type Notice struct {
	ID             string `gorm:"primaryKey"`
	CaseNumber     string
	TaskID         string
	Kind           string // warning, overdue, reminder, assigned, …
	UserID         string // one person, instead of a role
	Role           string
	OrganizationID string
	Text           string
	CreatedAt      Instant `gorm:"autoCreateTime:false"`
	ReadAt         Instant
	ReadBy         string
	FannedAt       Instant // its deliveries were written; 0: not yet
}

// Title is what a notice is called: all of it that whoever may not read the case is told.
func (n Notice) Title() string {
	if title, ok := noticeTitles[n.Kind]; ok {
		return title
	}
	return "办理提醒"
}

var noticeTitles = map[string]string{
	NoticeWarning: "临期提醒", NoticeOverdue: "超期提醒", NoticeSilent: "系统告警", NoticeVacant: "无人办理", NoticeStuck: "系统告警",
	"urge": "催办", "copy": "抄送", EventTransferred: "转办", EventRecounted: "期限变更", KindSupervision: "督办", EventAnswered: "督办答复", EventAssigned: "指派",
	NoticeSupplied: "当事人补充材料", NoticeAcknowledged: "当事人签收文书",
}

// Plain says that a notice's text is a rule's alone: nobody wrote into it, so it may leave
// the house.
func (n Notice) Plain() bool {
	switch n.Kind {
	case NoticeWarning, NoticeOverdue, NoticeSilent, NoticeVacant, NoticeStuck, EventRecounted:
		return true
	}
	return false
}

// Delivery is a notice on its way out of the house, by one channel to one receiver. Its
// id is stable, so that a channel which can tell repeats apart does.
type Delivery struct {
	ID          string `gorm:"primaryKey"` // notice, channel and receiver
	NoticeID    string
	Channel     string // mail, webhook, wecom, dingtalk, feishu
	Receiver    string // an address; empty where the channel has one receiver
	State       string
	Tries       int
	NextAt      Instant
	LeasedUntil Instant // a sender has it in hand
	LastError   string
	CreatedAt   Instant `gorm:"autoCreateTime:false"`
	SentAt      Instant
}

// The states of a delivery.
const (
	DeliveryWaiting = "waiting"
	DeliverySent    = "sent"
	DeliveryFailed  = "failed" // given up; somebody may have it tried again
)

// Kinds of notices that a clock gives; each stands in the trail as well.
const (
	NoticeWarning = "warning" // 临期
	NoticeOverdue = "overdue" // 超期
	NoticeSilent  = "silent"  // due, and its workflow did nothing
	NoticeVacant  = "vacant"  // nobody can do it
	NoticeStuck   = "stuck"   // a decision was delivered again and again, and nothing settles it
)

// Kinds of notices of what a subject did in its own entrance.
const (
	NoticeSupplied     = "supplied"     // handed in more material
	NoticeAcknowledged = "acknowledged" // acknowledged a document that is to be served in a step
)

// Counter gives numbers without gaps, under its row's lock.
type Counter struct {
	Key  string `gorm:"primaryKey"`
	Last int
}
