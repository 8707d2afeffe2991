package models

// Job is work that somebody asked for and does not wait for: a long export, a proof of the
// register, a look at every process. Whoever takes it leases it; what dies with its process
// is begun anew by another.
type Job struct {
	ID          string `gorm:"primaryKey"`
	Kind        string
	Title       string
	Params      string // JSON
	RequestedBy string
	State       string
	Attempt     int // which one this is: a lease that was lost writes nothing any more
	Done, Total int // how far it is; Total 0: nobody knows
	Note        string
	Findings    []byte  // JSON: []JobFinding, the first of them
	File        string  // what it made, an EvidenceFile that waits a day for whoever asked
	CreatedAt   Instant `gorm:"autoCreateTime:false"`
	StartedAt   Instant
	EndedAt     Instant
	LeasedUntil Instant
}

// The states of a job.
const (
	JobWaiting   = "waiting"
	JobRunning   = "running"
	JobDone      = "done"
	JobFailed    = "failed"
	JobCancelled = "cancelled"
)

// JobFinding is one thing that a job found.
type JobFinding struct {
	Text string `json:"text"`
	Case string `json:"case,omitempty"` // what it is about, where that is a case
}
