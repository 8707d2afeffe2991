package policy

import "chengxin/policy/calendar"

// Desk is what may happen to a task besides being decided, for every process of a pack:
// who is told when nobody acts, and by when those beside the decision must answer.
type Desk struct {
	// Escalation is the ladder of every step that has none of its own.
	Escalation  []Rung        `yaml:"escalation,omitempty" json:"escalation,omitempty"`
	Supervision calendar.Term `yaml:"supervision,omitempty" json:"supervision,omitzero"` // by when a supervisor's note must be answered (督办)
	Appeal      calendar.Term `yaml:"appeal,omitempty" json:"appeal,omitzero"`           // by when an appeal against "overdue" must be decided
	// PublicNotice is how long a public notice must have stood before what it announces is
	// served (公告送达): 30 days where the pack does not say (民事诉讼法 95).
	PublicNotice calendar.Term `yaml:"public_notice,omitempty" json:"public_notice,omitzero"`
	// Keep is how long a natural person's data is kept after the last of the cases ended;
	// only then may it be erased (个人信息保护法 19, 47): five years where the pack does not say.
	Keep calendar.Term `yaml:"keep,omitempty" json:"keep,omitzero"`
	// Near is how few points short of a list's threshold a subject stands on the
	// supervisors' board (将达名单标准).
	Near    int    `yaml:"near,omitempty" json:"near,omitzero"`
	Article string `yaml:"article,omitempty" json:"article,omitempty"`
}

// Rung is one step of an escalation ladder: at its moment these people are told (NX-4).
type Rung struct {
	Before calendar.Term `yaml:"before,omitempty" json:"before,omitzero"` // how long before the task is due
	After  calendar.Term `yaml:"after,omitempty" json:"after,omitzero"`   // how long after; neither: when it is due
	To     []Audience    `yaml:"to" json:"to"`
}

// Audience is who is told: a role where the task is, or an office's members.
type Audience struct {
	Role   Role   `json:"role"`
	Office string `json:"office,omitempty"` // Office.Key; empty: the task's own organization
}

// Extension lets somebody ask for more time (延期).
type Extension struct {
	Times   int           `yaml:"times" json:"times"`   // how often at most
	Each    calendar.Term `yaml:"each" json:"each"`     // how long at most each time, in the unit granted
	Within  calendar.Term `yaml:"within" json:"within"` // by when the application must be decided
	By      Role          `yaml:"by" json:"by"`         // who decides, in the case's department
	Article string        `yaml:"article,omitempty" json:"article,omitempty"`
}

// Standstill lets a case's clocks stand still (中止计时、缓办).
type Standstill struct {
	AtMost  calendar.Term `yaml:"at_most" json:"at_most"` // resumes by itself after this long
	By      Role          `yaml:"by" json:"by"`
	Steps   []string      `yaml:"steps,omitempty" json:"steps,omitempty"` // only while the case waits at one of these; empty: at any
	Article string        `yaml:"article,omitempty" json:"article,omitempty"`
}

// At says whether the clocks may stand still while the case waits at a step.
func (s *Standstill) At(step string) bool {
	if s == nil || len(s.Steps) == 0 {
		return s != nil
	}
	for _, k := range s.Steps {
		if k == step {
			return true
		}
	}
	return false
}

// Assign says how a task finds its person.
type Assign string

// The ways of assignment.
const (
	Pool        Assign = "pool"         // whoever holds the role claims it
	LeastLoaded Assign = "least_loaded" // who has the fewest open tasks
	Area        Assign = "area"         // who is responsible for the street or grid (网格责任)
	Manual      Assign = "manual"       // the head appoints
)

func assigns() []Assign { return []Assign{Pool, LeastLoaded, Area, Manual} }

// Ladder is the escalation of a step: its own, else the pack's, else the supervisors
// the moment it is overdue.
func (p *Pack) Ladder(s Step) []Rung {
	switch {
	case len(s.Escalation) > 0:
		return s.Escalation
	case len(p.Desk.Escalation) > 0:
		return p.Desk.Escalation
	}
	return []Rung{{To: []Audience{{Role: Supervisor}}}}
}

// Process finds a process of the pack by its kind's key.
func (p *Pack) Process(kind string) Process {
	switch kind {
	case violationShape.key:
		return p.Violation.Process
	case listingShape.key:
		return p.Listing.Process
	case disputeShape.key:
		return p.Dispute.Process
	case breachShape.key:
		return p.Breach.Process
	case repairShape.key:
		return p.Repair.Process
	}
	return p.Revocation.Process
}

// Questions lists every question that a case of a kind may put, one for each signer of
// a countersign, in the order of the rule; list is the one a repair is about.
func (p *Pack) Questions(kind, list string) (all []Step) {
	steps := p.Process(kind).Steps
	switch kind {
	case violationShape.key:
		steps = append(steps[:len(steps):len(steps)], p.Violation.Approval...)
	case listingShape.key:
		steps = append(steps[:len(steps):len(steps)], p.Listing.Approval...)
	case repairShape.key:
		steps = append(steps[:len(steps):len(steps)], p.Repair.SignOff[list]...)
	}
	for _, s := range steps {
		if s.Countersign == nil {
			all = append(all, s)
			continue
		}
		for i := range s.Countersign.Signers {
			all = append(all, s.Signature(i))
		}
	}
	return all
}
