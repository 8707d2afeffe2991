package models

// Case is one durable process as people list, search and count it. Its number is its
// workflow's id.
type Case struct {
	Number         string `gorm:"primaryKey"`
	Kind           string
	Jurisdiction   string // Pack.Jurisdiction.Key
	PackHash       string // pinned: a case ends on the pack it began with
	OrganizationID string // the department whose case it is
	SubjectID      string
	Target         string // dispute, repair: the case it is about
	TargetItem     string // the recognition disputed, or the founding document revoked
	Title          string // what the case is about, for lists; no personal data
	Stage          string
	Outcome        string // set when closed
	Version        int    // counts transitions: the register's arbiter
	Emergency      bool
	Paused         string  // the kind of pause while the clocks stand still
	AreaID         string  // the street or grid it happened in, for who is responsible
	ActAt          Instant // of a reported violation: when it happened
	Intake         []byte  // what was reported or applied for, JSON

	ReceivedAt  Instant
	CompleteAt  Instant // materials complete; 0 while a supplement is awaited
	FiledAt     Instant
	AcceptedAt  Instant
	ServedAt    Instant
	DecidedAt   Instant
	PublishedAt Instant
	ClosedAt    Instant

	DueAt    Instant // the whole case's limit, 0 when none runs
	Deadline []byte  // how it was counted, JSON
	Calendar string  // which calendar counted it

	CreatedBy string
	StartedAt Instant // the workflow was started; the relay starts what has none
	ChangedAt Instant
}

// Open says the case is not over.
func (c Case) Open() bool { return c.ClosedAt == 0 }

// Task is one thing one person or office must decide by a deadline (待办), or a
// statutory term that runs by itself (Role empty).
type Task struct {
	ID             string `gorm:"primaryKey"`
	CaseNumber     string
	Kind           string // KindQuestion, or what stands beside one
	ParentID       string // the question it stands beside
	Step           string
	Occurrence     int
	Name           string
	Role           string // empty: a clock nobody decides
	OrganizationID string
	Spec           []byte // the step as the pack has it, JSON
	OpenedAt       Instant
	WarnAt         Instant
	DueAt          Instant
	Deadline       []byte  // how it was counted, JSON
	NextAt         Instant // when the workflow's clock acts next
	Calendar       string  // which calendar counted it
	ClaimBy        Instant // unclaimed until then: the head is told
	AlarmedAt      Instant // everything its clock called for up to then is done
	Reminders      int
	AssigneeID     string // claimed by, or assigned to
	Details        []byte // what a side task is about, JSON
	ClosedAt       Instant
	Choice         string
	DecidedBy      string
	OnBehalfOf     string
	ExcusedAt      Instant // an appeal against "overdue" was allowed; the lateness stays on record
	CommandID      string
}

// Cancelled is the choice of a task that nobody decided: its case ended or went back.
const Cancelled = "cancelled"

// Deadline states (时限预警).
const (
	OnTime  = "on_time"  // 正常
	DueSoon = "due_soon" // 临期
	Overdue = "overdue"  // 超期
)

// Question says the task is a question of the process, not something beside one.
func (t Task) Question() bool { return t.Kind == KindQuestion }

// State of the task's deadline at an instant.
func (t Task) State(now Instant) string {
	switch {
	case t.DueAt != 0 && now >= t.DueAt.Over():
		return Overdue
	case t.WarnAt != 0 && now >= t.WarnAt:
		return DueSoon
	}
	return OnTime
}

// JournalEntry is one step or fact of a case, in order. Struck entries stay.
type JournalEntry struct {
	CaseNumber string `gorm:"primaryKey"`
	Seq        int    `gorm:"primaryKey"`
	Step       string
	Occurrence int
	Fact       bool
	Answered   bool
	Choice     string
	Struck     bool
}

// TableName is the journal.
func (JournalEntry) TableName() string { return "journal" }

// What became of a command.
const (
	CommandReceived = "received" // stored: it will count or be refused
	CommandCounted  = "counted"
	CommandRefused  = "refused"
)

// Command is a decision as it was received, and what became of it. It is stored
// before anything is sent, so that nothing received is lost.
type Command struct {
	ID         string `gorm:"primaryKey"`
	ActorID    string
	OnBehalfOf string
	IdemKey    string // unique per actor; the id itself when the caller gave none
	BodyHash   string
	CaseNumber string
	Verb       string
	TaskID     string
	Choice     string
	Reason     string
	Details    []byte // what the choice needs besides, JSON
	Evidence   []byte // JSON
	ReceivedAt Instant
	Status     string // received, counted, refused
	Refusal    []byte // Problem, JSON
	SettledAt  Instant
	Attempts   int // of the relay
	NextTryAt  Instant
}
