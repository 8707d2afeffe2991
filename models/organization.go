package models

// Organization is a department, bureau, street, team, office or company of one
// jurisdiction, as it is now; OrganizationSpan keeps how it was.
type Organization struct {
	ID           string `gorm:"primaryKey"` // "jining/rencheng"
	Jurisdiction string
	Key          string
	Name         string
	Kind         string
	Region       string
	ParentID     string
	ManagerID    string  // daily manager under dual leadership
	Since        Instant // from when it has been so; 0: longer than the register knows
	ClosedAt     Instant // abolished; 0: it is there
}

// OrganizationSpan is an organization as it was, is or will be for a time: one change
// of name or place in the tree ends a span and begins the next. Between the end of a
// span and the beginning of another it was abolished.
type OrganizationSpan struct {
	ID             string `gorm:"primaryKey"`
	OrganizationID string
	FromAt         Instant // 0: longer than the register knows
	UntilAt        Instant // 0: no end is known
	Name           string
	Kind           string
	Region         string
	ParentID       string
	ManagerID      string
	Pack           string // hash of the pack that says so; empty: an administrator did
	ActorID        string
	Basis          string // what it rests on: a document's number, a decision
	RecordedAt     Instant
	EndedBy        string // who abolished it; empty: another span follows, or none ended it
	EndedBasis     string
}

// Holds says that the span is in force at an instant.
func (s OrganizationSpan) Holds(at Instant) bool {
	return s.FromAt <= at && (s.UntilAt == 0 || at < s.UntilAt)
}

// SpanAt finds the span in force at an instant.
func SpanAt(spans []OrganizationSpan, at Instant) (OrganizationSpan, bool) {
	for _, s := range spans {
		if s.Holds(at) {
			return s, true
		}
	}
	return OrganizationSpan{}, false
}

// Reach is the closure of both trees: who holds a role in Ancestor reaches Descendant.
type Reach struct {
	Ancestor   string `gorm:"primaryKey"`
	Descendant string `gorm:"primaryKey"`
}

// TableName is organization_reach.
func (Reach) TableName() string { return "organization_reach" }
