package models

// What stands beside a case's question: other people's tasks on it, and whose it was.

// Kinds of tasks. A question of the process has none.
const (
	KindQuestion    = ""
	KindSignature   = "signature"   // one voice of a countersign (会签)
	KindCoSign      = "co_sign"     // a co-signer's opinion, which the decision waits for (加签)
	KindExtension   = "extension"   // an application for more time (延期)
	KindSupervision = "supervision" // a supervisor's note that must be answered (督办)
	KindAppeal      = "appeal"      // an objection to "overdue" (超期申诉)
)

// TaskEvent is one line of a case's desk history: who had a task, and what its clock
// did. With the case's own clock, TaskID is empty.
type TaskEvent struct {
	CaseNumber     string `gorm:"primaryKey"`
	Seq            int    `gorm:"primaryKey"`
	TaskID         string
	Kind           string
	At             Instant
	ActorID        string // "system" where time or a rule did it
	OnBehalfOf     string
	PersonID       string // who got it
	OrganizationID string // where it went
	Why            string
	DueBefore      Instant
	DueAfter       Instant
	Calendar       string // the calendar that counted DueAfter
}

// Kinds of task events.
const (
	EventOpened      = "opened"      // the clock started
	EventAssigned    = "assigned"    // given to somebody by the rule or a head (指派)
	EventClaimed     = "claimed"     // 认领
	EventReleased    = "released"    // 放回
	EventTransferred = "transferred" // 转办
	EventRecused     = "recused"     // 回避
	EventUnclaimed   = "unclaimed"   // nobody took it in time: the head was told
	EventWarned      = "warned"      // 临期提醒
	EventOverdue     = "overdue"     // 超期
	EventEscalated   = "escalated"   // a further rung of the ladder was told (逐级上报)
	EventReminded    = "reminded"    // 再次提醒
	EventUrged       = "urged"       // 催办
	EventSupervised  = "supervised"  // 督办
	EventAnswered    = "answered"    // a side task was decided
	EventExtended    = "extended"    // 延期
	EventPaused      = "paused"      // 中止计时、缓办
	EventResumed     = "resumed"     // 恢复计时
	EventRecounted   = "recounted"   // counted anew: another calendar, another beginning
	EventExcused     = "excused"     // an appeal against "overdue" was allowed
	EventClosed      = "closed"      // decided, returned or cancelled
)

// Pause is a stretch in which a case's clocks stand still (中止计时).
type Pause struct {
	ID         string `gorm:"primaryKey"`
	CaseNumber string
	Kind       string // PauseSuspended, PauseDeferred, PauseCriminal
	Reason     string
	ByID       string
	FromAt     Instant
	UntilAt    Instant // resumes by itself; 0: only by an act
	ResumedAt  Instant
	ResumedBy  string
}

// Kinds of pauses; Case.Paused holds the one that lasts.
const (
	PauseSuspended = "suspended" // 中止计时: a report, an expert opinion is awaited
	PauseDeferred  = "deferred"  // 缓办: cannot be handled now
	PauseCriminal  = "criminal"  // handed over to criminal justice: no points meanwhile
)

// Absence says that somebody is away, and who acts meanwhile (委托代办). It ends by
// itself; what its holder had is looked after from its first moment.
type Absence struct {
	ID         string `gorm:"primaryKey"`
	UserID     string
	DelegateID string // empty: the work goes back to the pool
	FromAt     Instant
	UntilAt    Instant
	Reason     string
	EnteredBy  string
	CreatedAt  Instant `gorm:"autoCreateTime:false"`
	EndedAt    Instant // ended early
}

// Recusal keeps a person from a case (回避).
type Recusal struct {
	CaseNumber string `gorm:"primaryKey"`
	UserID     string `gorm:"primaryKey"`
	Reason     string
	EnteredBy  string
	At         Instant
}

// CaseReader lets a person read a case that was copied to them (抄送).
type CaseReader struct {
	UserID     string `gorm:"primaryKey"`
	CaseNumber string `gorm:"primaryKey"`
	At         Instant
	ByID       string
}
