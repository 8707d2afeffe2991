package contract

import (
	"time"

	"chengxin/policy"
)

// Opening is what a process needs to run: its facts and its section of the pinned
// pack, and how far it has come.
type Opening struct {
	Case  Case  `json:"case"`
	Facts Facts `json:"facts"`
	State State `json:"state"`

	List *policy.List `json:"list,omitempty"` // listing, repair: the list in question

	// Exactly one is set, by Case.Kind.
	Violation  *policy.Violation  `json:"violation,omitempty"`
	Listing    *policy.Listing    `json:"listing,omitempty"`
	Dispute    *policy.Dispute    `json:"dispute,omitempty"`
	Breach     *policy.Breach     `json:"breach,omitempty"`
	Repair     *policy.Repair     `json:"repair,omitempty"`
	Revocation *policy.Revocation `json:"revocation,omitempty"`
}

// Facts are what a process branches on and what was fixed when the case began.
type Facts struct {
	NoticeCovered bool `json:"notice_covered,omitempty"` // listing: the recognition's notice already covered list and total
	Emergency     bool `json:"emergency,omitempty"`      // violation: dispatched at once, filing confirmed after
}

// Transition is everything from a decision to the next question: written in one
// transaction or not at all.
type Transition struct {
	Case    string    `json:"case"`
	Version int       `json:"version"` // the version the workflow builds on
	Command string    `json:"command,omitempty"`
	At      time.Time `json:"at"`

	Answers []Entry  `json:"answers,omitempty"` // the closed task and the facts established on the way
	Return  string   `json:"return,omitempty"`  // step sent back to: strikes it and all after it
	Effects []Effect `json:"effects,omitempty"` // in the order the process asked for them
	Stage   string   `json:"stage"`
	Open    *Asked   `json:"open,omitempty"`    // the next question
	Outcome string   `json:"outcome,omitempty"` // set at the end
}

// Asked opens one task.
type Asked struct {
	Step       policy.Step `json:"step"`
	Occurrence int         `json:"n"`
	Term       Term        `json:"term,omitempty"` // a wait of the law itself, which nobody decides
}

// Term says which statutory wait a clock without a decider stands for.
type Term string

// The waits of a listing: neither rolls over days off.
const (
	Minimum Term = "minimum" // until repair may be applied for
	Maximum Term = "maximum" // until the listing ends by itself
)

// Effect is one thing the process did between two questions, by name. What it needs
// beyond its name stands in the register: the command's details and the case.
type Effect struct {
	Name string `json:"name"`
	Arg  string `json:"arg,omitempty"`
}

// Written is the register's last word on a transition.
type Written struct {
	// Applied: this transition stands, written now or by an earlier try of the same.
	Applied bool `json:"applied"`
	// Settled: the transition's command has its outcome, whichever it is.
	Settled bool `json:"settled,omitempty"`
	// State to go on from. When not applied, the workflow adopts it whole and runs
	// the process again from the top.
	State State `json:"state"`
	// Instead is a command that was received in time and must count before the lapse
	// that was asked for.
	Instead *Command `json:"instead,omitempty"`
}

// Question asks a rule for a fact of the case, as it will be once the pending
// command counts.
type Question struct {
	Case    string    `json:"case"`
	Name    string    `json:"name"`
	Command string    `json:"command,omitempty"`
	At      time.Time `json:"at"`
}

// Tick tells the register that a case's clocks have reached their next instant.
type Tick struct {
	Case string    `json:"case"`
	At   time.Time `json:"at"`
}

// Aside hands the register a command that does not answer the open question by itself,
// or that no open question waits for.
type Aside struct {
	Command Command   `json:"command"`
	At      time.Time `json:"at"`
}

// Asided is what became of it: carried out or refused, in one transaction; or, where it
// was the voice that decides a countersign, nothing yet but the question's answer, which
// the next transition writes with it.
type Asided struct {
	Answer string `json:"answer,omitempty"`
	State  State  `json:"state"`
}

// Names of the register's activities.
const (
	ActivityOpen   = "Open"   // (Case) Opening
	ActivityRead   = "Read"   // (number string) State
	ActivityWrite  = "Write"  // (Transition) Written
	ActivityAsk    = "Ask"    // (Question) string
	ActivitySettle = "Settle" // (Aside) nothing: refuses a command no open task waits for, unless it is settled
	ActivityAside  = "Aside"  // (Aside) Asided
	ActivityTick   = "Tick"   // (Tick) State
)
