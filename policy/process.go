package policy

import "chengxin/policy/calendar"

// Event is what a term is counted from.
type Event string

// The events a term may start at. Arrived is the moment the step was reached; the
// others are dated facts of the case.
const (
	Received  Event = "received"
	Complete  Event = "complete"
	Filed     Event = "filed"
	Accepted  Event = "accepted"
	Served    Event = "served"
	Published Event = "published"
	Decided   Event = "decided"
	Arrived   Event = "arrived"
)

// Role is what a person may be in an organization.
type Role string

// The roles of the product (domain words in role names; labels in Label).
const (
	Handler          Role = "handler"           // 承办人
	Reviewer         Role = "reviewer"          // 审核人
	LegalReviewer    Role = "legal_reviewer"    // 法制审核
	Approver         Role = "approver"          // 负责人
	Dispatcher       Role = "dispatcher"        // 派遣员
	Inspector        Role = "inspector"         // 核查员
	Collector        Role = "collector"         // 采集员
	OfficeMember     Role = "office_member"     // 办公室签批人
	Supervisor       Role = "supervisor"        // 督办人员
	DistrictReporter Role = "district_reporter" // 区县填报员
	Liaison          Role = "liaison"           // 部门联络员
	PublicityOfficer Role = "publicity_officer" // 双公示管理员
	RuleKeeper       Role = "rule_keeper"       // 规则管理员
	Auditor          Role = "auditor"           // 审计人员
	Administrator    Role = "administrator"     // 系统管理员, no case powers
	WindowClerk      Role = "window_clerk"      // 窗口人员(代录)
)

// Step is one question a process puts to a person or an office.
type Step struct {
	Key    string `yaml:"key" json:"key"`
	Name   string `yaml:"name" json:"name"`
	Role   Role   `yaml:"role" json:"role"`
	Office string `yaml:"office,omitempty" json:"office,omitempty"` // Office.Key: the office decides, not the case's own department

	Within calendar.Term `yaml:"within,omitempty" json:"within,omitzero"`
	From   Event         `yaml:"from,omitempty" json:"from,omitempty"` // default: arrived
	Warn   calendar.Term `yaml:"warn,omitempty" json:"warn,omitzero"`  // how long before due the state turns 临期

	Choices []Choice `yaml:"choices" json:"choices"`
	// Lapse is the choice the deadline itself makes (逾期视为…): the case goes on
	// without a person. Empty: the deadline only warns and escalates.
	Lapse string `yaml:"lapse,omitempty" json:"lapse,omitempty"`
	// Not names steps whose decider may not decide this one (回避、审办分离), or
	// "decided_the_matter": whoever decided the disputed or repaired matter.
	Not []string `yaml:"not,omitempty" json:"not,omitempty"`
	// ReturnTo names earlier steps this one may be sent back to (退回).
	ReturnTo []string `yaml:"return_to,omitempty" json:"return_to,omitempty"`
	Article  string   `yaml:"article,omitempty" json:"article,omitempty"`

	Assign      Assign        `yaml:"assign,omitempty" json:"assign,omitempty"`            // how it finds its person; default: pool
	ClaimWithin calendar.Term `yaml:"claim_within,omitempty" json:"claim_within,omitzero"` // unclaimed that long: the head is told
	Countersign *Countersign  `yaml:"countersign,omitempty" json:"countersign,omitempty"`  // several answer it together
	Extension   *Extension    `yaml:"extension,omitempty" json:"extension,omitempty"`      // more time may be asked for
	Escalation  []Rung        `yaml:"escalation,omitempty" json:"escalation,omitempty"`    // a ladder of its own
}

// Choice is one answer to a step.
type Choice struct {
	Key      string `yaml:"key" json:"key"`
	Label    string `yaml:"label" json:"label"`
	Reason   bool   `yaml:"reason,omitempty" json:"reason_required"`
	Evidence bool   `yaml:"evidence,omitempty" json:"evidence_required"`
}

// Has says whether key is one of the step's choices.
func (s Step) Has(key string) bool { _, ok := s.Choice(key); return ok }

// Choice finds a choice by key.
func (s Step) Choice(key string) (Choice, bool) {
	for _, c := range s.Choices {
		if c.Key == key {
			return c, true
		}
	}
	return Choice{}, false
}

// Process is what every process's rule has: the whole-case limit and its steps, in
// the order of the rule.
type Process struct {
	Within  calendar.Term `yaml:"within,omitempty" json:"within,omitzero"`
	From    Event         `yaml:"from,omitempty" json:"from,omitempty"`
	Warn    calendar.Term `yaml:"warn,omitempty" json:"warn,omitzero"` // how long before its end the whole limit stands on the supervisors' board
	Article string        `yaml:"article,omitempty" json:"article,omitempty"`
	Steps   []Step        `yaml:"steps" json:"steps"`

	Extension  *Extension  `yaml:"extension,omitempty" json:"extension,omitempty"`   // of the whole case's limit
	Suspension *Standstill `yaml:"suspension,omitempty" json:"suspension,omitempty"` // 中止计时
	Deferral   *Standstill `yaml:"deferral,omitempty" json:"deferral,omitempty"`     // 缓办
}

// Step finds a step by key. The loader guarantees every step that Go asks for; a
// zero Step means the pack was not checked.
func (p Process) Step(key string) Step {
	for _, s := range p.Steps {
		if s.Key == key {
			return s
		}
	}
	return Step{}
}

// Violation is the rule of a violation case. Steps: filing, dispatch, handling,
// verification, recognition, notice, statement, review, legal_review, service.
type Violation struct {
	Process  `yaml:",inline"`
	Approval []Step `yaml:"approval" json:"approval"` // by people who did not propose, one after the other
	// LegalReviewAt: behaviours of this grade, or this many points, go to legal review.
	LegalReviewAt LegalReviewAt `yaml:"legal_review_at" json:"legal_review_at"`
	// CombinedNotice: the recognition's notice also announces the list it would lead
	// to, and the listing then skips its own notice and statement.
	CombinedNotice bool `yaml:"combined_notice" json:"combined_notice"`
	// Limitation is how long after the act it may still be taken up; nil where the pack
	// is silent.
	Limitation *Limitation `yaml:"limitation,omitempty" json:"limitation,omitempty"`
}

// Limitation is how long an act may stay undiscovered before it is past pursuit
// (行政处罚法 36). The engine refuses nothing on it, for the law has exceptions that a
// person must judge: it puts what comes near it before the supervisors.
type Limitation struct {
	Within  calendar.Term `yaml:"within" json:"within"` // from the act
	Warn    calendar.Term `yaml:"warn" json:"warn"`     // how long before its end
	Article string        `yaml:"article,omitempty" json:"article,omitempty"`
}

// LegalReviewAt says which recognitions need legal review (行政处罚法 58).
type LegalReviewAt struct {
	Grade  Grade `yaml:"grade,omitempty" json:"grade,omitempty"`
	Points int   `yaml:"points,omitempty" json:"points,omitempty"`
}

// Listing is the rule of a subject's way onto a list. Steps: notice, statement,
// review, service, publication; approval decides, between review and service.
type Listing struct {
	Process  `yaml:",inline"`
	Approval []Step `yaml:"approval" json:"approval"`
}

// Dispute is the rule of an objection (异议; JN-7). Steps: acceptance, supplement, investigation.
type Dispute struct {
	Process   `yaml:",inline"`
	OpenWhile string        `yaml:"open_while" json:"open_while"` // ProposedOrPublic
	Limit     calendar.Term `yaml:"limit,omitempty" json:"limit,omitzero"`
}

// ProposedOrPublic: an entry may be disputed from its notice until it is off the list.
const ProposedOrPublic = "proposed_or_public"

// Breach is the rule of a commitment breach (违诺). Steps: verification, notice, statement, recognition.
type Breach struct {
	Process `yaml:",inline"`
	Points  int `yaml:"points,omitempty" json:"points,omitempty"`
}

// Repair is the rule of the way off a list (信用修复; JN-8, JN-9). Steps: acceptance,
// supplement, verification; then the offices of the list's sign-off in their order.
type Repair struct {
	Process   `yaml:",inline"`
	Needs     []string          `yaml:"needs" json:"needs"`           // kinds of attachment
	SignOff   map[string][]Step `yaml:"sign_off" json:"sign_off"`     // by List.Key; a step's key is sign_off_<office>
	BarredFor calendar.Term     `yaml:"barred_for" json:"barred_for"` // after false material
}

// Revocation is the rule when a founding document is revoked. Steps: confirmation.
type Revocation struct {
	Process        `yaml:",inline"`
	WithdrawWithin calendar.Term `yaml:"withdraw_within" json:"withdraw_within"`
}
