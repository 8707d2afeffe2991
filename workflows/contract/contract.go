// Package contract is what the API, the workflows and the activities agree on:
// names, ids, messages and data shapes. Payloads carry ids, choices and instants,
// never personal data: a workflow history outlives the right to be forgotten.
package contract

import (
	"fmt"
	"strings"
	"time"
)

// TaskQueue is where the workers of every process listen.
const TaskQueue = "chengxin"

// Names of messages a running case understands. The update and the approval signal
// carry the same Command and share one handler.
const (
	UpdateDecide = "decide"
	SignalDecide = "approval"
	SignalWake   = "wake" // the register changed under the case: read it again

	QueryState = "state" // what the case carries, a State: for whoever compares it with the register
)

// Kind of a process.
type Kind string

// The processes.
const (
	Violation  Kind = "violation"
	Listing    Kind = "listing"
	Dispute    Kind = "dispute"
	Breach     Kind = "breach"
	Repair     Kind = "repair"
	Revocation Kind = "revocation"
)

// Kinds lists every process.
var Kinds = []Kind{Violation, Listing, Dispute, Breach, Repair, Revocation}

// Case is a workflow's whole input. Everything else it reads from the register, so
// that a first start, a continue-as-new and a reconcile are one and the same path.
type Case struct {
	Number string `json:"number"`
	Kind   Kind   `json:"kind"`
}

// Verb is what a command asks for.
type Verb string

// The verbs that move a flow. What moves neither flow nor clock is no command.
const (
	Decide   Verb = "decide"   // answer the task with Choice
	Return   Verb = "return"   // send back to the step named by Choice (退回)
	Withdraw Verb = "withdraw" // end the case on its applicant's or department's wish (撤回、撤案); Choice is the outcome
)

// The verbs that move a clock or ask something beside the question. The register
// carries them out; what they need stands in the command's row.
const (
	Extend    Verb = "extend"    // apply for more time (延期)
	Suspend   Verb = "suspend"   // let the clocks stand still (中止计时、缓办)
	Resume    Verb = "resume"    // let them run again
	Supervise Verb = "supervise" // a note that must be answered (督办)
)

// Known says whether a running case understands the verb.
func (v Verb) Known() bool {
	switch v {
	case Decide, Return, Withdraw, Extend, Suspend, Resume, Supervise:
		return true
	}
	return false
}

// Command is what travels to a workflow: the id of a stored command row and what
// the process needs of it, no more.
type Command struct {
	ID     string `json:"id"`
	Verb   Verb   `json:"verb"`
	Task   string `json:"task,omitempty"`
	Choice string `json:"choice"`
}

// NewCommand is what of a stored command travels.
func NewCommand(id, verb, task, choice string) Command {
	return Command{ID: id, Verb: Verb(verb), Task: task, Choice: choice}
}

// Receipt answers a command that the register has settled: its row says how.
type Receipt struct {
	Command string `json:"command"`
}

// TaskID names the task of a step's n-th occurrence in a case.
func TaskID(number, step string, occurrence int) string {
	return fmt.Sprintf("%s.%s.%d", number, step, occurrence)
}

// SignatureID names the task of a question's k-th signer (会签), from 1 on.
func SignatureID(question string, k int) string {
	return fmt.Sprintf("%s%s%d", question, signature, k)
}

const signature = ".signature."

// QuestionID is the task whose question a signer's task belongs to, or the task itself.
func QuestionID(task string) string {
	question, _, _ := strings.Cut(task, signature)
	return question
}

// Entry is one line of a case's journal: a step that was opened and perhaps
// answered, or a fact that was established. Struck entries (退回) are not carried.
type Entry struct {
	Step       string    `json:"step"`
	Occurrence int       `json:"n"`
	Fact       bool      `json:"fact,omitempty"`
	Answered   bool      `json:"answered,omitempty"`
	Choice     string    `json:"choice,omitempty"`
	LapsesAt   time.Time `json:"lapses_at,omitzero"` // when the deadline itself answers, where the step lapses
}
