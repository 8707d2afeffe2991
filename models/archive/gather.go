// Package archive writes one case out of the house, whole and provable without us: its
// documents, evidence, decisions and trail, with what it takes to check them (ZZ-7,
// NX-5). It holds what the register holds; what is missing is said.
package archive

import (
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/models"
)

// Case is all that the register holds of a case.
type Case struct {
	Row       models.Case
	Subject   models.Subject
	Office    models.Organization
	Pack      models.StoredPack
	Tasks     []models.Task
	Commands  []models.Command
	Documents []models.Document
	Files     []models.EvidenceFile
	Entries   []models.AuditEntry
	Head      models.AuditHead
	People    map[string]string // names by id, of whoever acted
}

// Gather reads a case from one snapshot of the register.
func Gather(db *gorm.DB, number string) (c *Case, err error) {
	c = &Case{People: map[string]string{}}
	read := func(into any, order, where string, args ...any) {
		if err == nil {
			err = db.Session(&gorm.Session{NewDB: true}).Order(order).Find(into, append([]any{where}, args...)...).Error
		}
	}
	if err := db.Take(&c.Row, "number = ?", number).Error; err != nil {
		return nil, err
	}
	read(&c.Subject, "id", "id = ?", c.Row.SubjectID)
	read(&c.Office, "id", "id = ?", c.Row.OrganizationID)
	read(&c.Pack, "hash", "hash = ?", c.Row.PackHash)
	read(&c.Tasks, "opened_at, id", "case_number = ?", number)
	read(&c.Commands, "received_at, id", "case_number = ?", number)
	read(&c.Documents, "issued_at, id", "case_number = ?", number)
	read(&c.Files, "uploaded_at, id", "id IN (SELECT l.file_id FROM evidence_links l JOIN commands m ON m.id = l.command_id WHERE l.case_number = ? AND m.status = ?)", number, models.CommandCounted)
	read(&c.Entries, "seq", "chain = ?", number)
	read(&c.Head, "chain", "chain = ?", number)
	var people []models.User
	if ids := c.actors(); len(ids) > 0 {
		read(&people, "id", "id IN ?", ids)
	}
	for _, p := range people {
		c.People[p.ID] = p.Name
	}
	return c, err
}

// actors are the ids of whoever stands in the trail or decided something.
func (c *Case) actors() (ids []string) {
	seen := map[string]bool{"": true}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, e := range c.Entries {
		add(e.ActorID)
	}
	for _, t := range c.Tasks {
		add(t.DecidedBy)
		add(t.OnBehalfOf)
	}
	for _, d := range c.Documents {
		add(d.ServedBy)
	}
	return ids
}

// decision is an answered question, as the archive tells it.
type decision struct {
	Step       string          `json:"step"`
	Name       string          `json:"name"`
	Choice     string          `json:"choice"`
	By         string          `json:"by,omitempty"`
	OnBehalfOf string          `json:"on_behalf_of,omitempty"`
	OpenedAt   models.Instant  `json:"opened_at"`
	DueAt      models.Instant  `json:"due_at,omitzero"`
	Deadline   json.RawMessage `json:"deadline,omitempty"`
	ClosedAt   models.Instant  `json:"closed_at,omitzero"`
	Reason     string          `json:"reason,omitempty"`
	Details    json.RawMessage `json:"details,omitempty"`
	Evidence   json.RawMessage `json:"evidence,omitempty"`
}

// facts are the case as the register holds it, for readers and programs.
type facts struct {
	Number       string          `json:"number"`
	Kind         string          `json:"kind"`
	Title        string          `json:"title"`
	Jurisdiction string          `json:"jurisdiction"`
	Organization string          `json:"organization"`
	Subject      string          `json:"subject"`
	SubjectCode  string          `json:"subject_code,omitempty"` // of a person: masked
	Target       string          `json:"target,omitempty"`
	Stage        string          `json:"stage"`
	Outcome      string          `json:"outcome,omitempty"`
	Pack         string          `json:"pack"`
	PackHash     string          `json:"pack_hash"`
	Intake       json.RawMessage `json:"intake,omitempty"`
	ReceivedAt   models.Instant  `json:"received_at"`
	FiledAt      models.Instant  `json:"filed_at,omitzero"`
	ServedAt     models.Instant  `json:"served_at,omitzero"`
	DecidedAt    models.Instant  `json:"decided_at,omitzero"`
	PublishedAt  models.Instant  `json:"published_at,omitzero"`
	ClosedAt     models.Instant  `json:"closed_at,omitzero"`
	DueAt        models.Instant  `json:"due_at,omitzero"`
	Deadline     json.RawMessage `json:"deadline,omitempty"`
	Decisions    []decision      `json:"decisions"`
	Records      []record        `json:"records"`
}

// record is what was done besides the decisions.
type record struct {
	By   string          `json:"by"`
	At   models.Instant  `json:"recorded_at"`
	What json.RawMessage `json:"record"`
}

func (c *Case) facts() facts {
	f := facts{
		Number: c.Row.Number, Kind: c.Row.Kind, Title: c.Row.Title, Jurisdiction: c.Row.Jurisdiction, Organization: c.Office.Name,
		Subject: c.Subject.Name, SubjectCode: c.Subject.Code, Target: c.Row.Target, Stage: c.Row.Stage, Outcome: c.Row.Outcome,
		Pack: c.Pack.Jurisdiction + " " + c.Pack.Version, PackHash: c.Row.PackHash, Intake: c.Row.Intake, ReceivedAt: c.Row.ReceivedAt,
		FiledAt: c.Row.FiledAt, ServedAt: c.Row.ServedAt, DecidedAt: c.Row.DecidedAt, PublishedAt: c.Row.PublishedAt, ClosedAt: c.Row.ClosedAt,
		DueAt: c.Row.DueAt, Deadline: c.Row.Deadline, Decisions: []decision{}, Records: []record{},
	}
	if f.SubjectCode == "" {
		f.SubjectCode = c.Subject.IDMask
	}
	commands := map[string]models.Command{}
	for _, cmd := range c.Commands {
		commands[cmd.ID] = cmd
		if cmd.Verb == "record" {
			f.Records = append(f.Records, record{c.named(cmd.ActorID), cmd.ReceivedAt, cmd.Details})
		}
	}
	for _, t := range c.Tasks {
		cmd := commands[t.CommandID]
		f.Decisions = append(f.Decisions, decision{
			Step: t.Step, Name: t.Name, Choice: t.Choice, By: c.named(t.DecidedBy), OnBehalfOf: c.named(t.OnBehalfOf), OpenedAt: t.OpenedAt, DueAt: t.DueAt,
			Deadline: t.Deadline, ClosedAt: t.ClosedAt, Reason: cmd.Reason, Details: cmd.Details, Evidence: cmd.Evidence,
		})
	}
	return f
}

func (c *Case) named(id string) string {
	if name, ok := c.People[id]; ok {
		return name
	}
	return id
}
