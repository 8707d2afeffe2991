package city

import (
	"context"
	"encoding/json"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
)

// District is where tests happen unless they say otherwise.
const District = "rencheng_bureau"

// who decides each step in tests: the second holder where duties must differ.
var deciders = map[string]struct {
	role policy.Role
	n    int
	org  string
}{
	"filing": {policy.Reviewer, 1, District}, "dispatch": {policy.Dispatcher, 1, District}, "criminal_return": {policy.Handler, 1, District}, "handling": {policy.Handler, 1, District},
	"verification": {policy.Inspector, 1, District}, "recognition": {policy.Handler, 1, District}, "notice": {policy.Handler, 1, District},
	"statement": {policy.Handler, 1, District}, "review": {policy.Reviewer, 2, District}, "legal_review": {policy.LegalReviewer, 1, District},
	"approval": {policy.Approver, 1, District}, "service": {policy.Handler, 1, District}, "publication": {policy.PublicityOfficer, 1, District},
	"acceptance": {policy.Handler, 2, District}, "supplement": {policy.WindowClerk, 1, District}, "investigation": {policy.Handler, 3, District},
	"sign_off_leading_group": {policy.OfficeMember, 1, "leading_group_office"}, "sign_off_joint_meeting": {policy.OfficeMember, 2, "joint_meeting_office"},
	"confirmation": {policy.Approver, 2, District}, "sign_off_city_bureau": {policy.Approver, 3, "city_bureau"},
}

// Decider is who usually decides a step.
func (c *City) Decider(step string) access.Actor {
	d := deciders[step]
	return c.As(d.role, d.org, d.n)
}

// DeciderOf is who usually decides a step of a kind of case: listings are approved by
// the city bureau.
func (c *City) DeciderOf(kind, step string) access.Actor {
	if step == "approval" && kind == "listing" {
		return c.As(policy.Approver, "city_bureau")
	}
	return c.Decider(step)
}

// Paper is evidence good enough for every choice.
var Paper = []cases.Evidence{{Kind: "paper", Title: "材料"}}

// Move decides a step as its usual decider and expects it to count.
func (c *City) Move(number, step, choice string, details ...any) {
	c.T.Helper()
	out, err := c.Try(number, step, choice, details...)
	if err != nil || out.Status != models.CommandCounted {
		c.T.Fatalf("%s %s %s: %+v, %v", number, step, choice, out, err)
	}
}

// Try decides a step as its usual decider.
func (c *City) Try(number, step, choice string, details ...any) (cases.Settled, error) {
	c.T.Helper()
	return c.TryAs(c.DeciderOf(c.Case(number).Kind, step), number, step, choice, details...)
}

// TryAs decides a step as somebody.
func (c *City) TryAs(who access.Actor, number, step, choice string, details ...any) (cases.Settled, error) {
	c.T.Helper()
	d := cases.Decision{Choice: choice, Reason: "经核查", Evidence: Paper}
	if len(details) > 0 {
		raw, err := json.Marshal(details[0])
		must(c.T, err)
		d.Details = raw
	}
	return c.Decide(context.Background(), who, c.Task(number, step).ID, d, "")
}

// Report reports a violation.
func (c *City) Report(behaviour string, subjects ...string) string {
	c.T.Helper()
	out, err := c.ReportViolation(context.Background(), c.As(policy.DistrictReporter, District), cases.NewViolation{
		Organization: "jining/" + District, Subjects: subjects, Behaviour: behaviour, OccurredAt: models.At(c.Now().Add(-1)), Description: "巡查发现",
	}, "")
	must(c.T, err)
	return out.Number
}

// Served says that a document was handed over now.
var Served = map[string]string{"method": "direct"}

// Recognise carries a violation from its report to points.
func (c *City) Recognise(behaviour string, subject string) string {
	c.T.Helper()
	n := c.Report(behaviour, subject)
	c.Move(n, "filing", "filed")
	c.Move(n, "dispatch", "dispatched")
	c.Move(n, "handling", "handled")
	c.Move(n, "verification", "passed")
	c.Propose(n, behaviour, subject)
	c.Move(n, "notice", "served", Served)
	c.Move(n, "statement", "none")
	c.Move(n, "review", "maintained")
	b, _ := c.Pack.Behaviour(behaviour)
	if c.Pack.NeedsLegalReview(b.Grade, b.Points) {
		c.Move(n, "legal_review", "passed")
	}
	c.Move(n, "approval", "approved")
	c.Move(n, "service", "served", Served)
	return n
}

// Propose proposes a recognition on a founding document of the case's own.
func (c *City) Propose(number, behaviour, subject string) {
	c.T.Helper()
	c.As(policy.Handler, District, 2)
	b, _ := c.Pack.Behaviour(behaviour)
	at := models.At(c.Now().Add(-1))
	c.Move(number, "recognition", "proposed", map[string]any{
		"co_handler": District + ".handler2",
		"recognitions": []map[string]any{{
			"subject": subject, "charges": []policy.Charge{{Behaviour: behaviour, Points: b.Points}}, "act_at": at,
			"founding": map[string]any{"number": "任城管罚〔2026〕" + number, "body": "任城区城市管理局", "issued_at": at},
		}},
	})
}

// List carries a proposed listing to its publication. Covered: the recognition's
// notice announced it.
func (c *City) List(number string) {
	c.T.Helper()
	var l models.Listing
	must(c.T, c.Store.Read(context.Background()).Take(&l, "number = ?", number).Error)
	if !l.NoticeCovered {
		c.Move(number, "notice", "served", Served)
		c.Move(number, "statement", "none")
	}
	c.Move(number, "approval", "approved")
	c.Move(number, "service", "served", Served)
	c.Move(number, "publication", "published")
}

// Listing finds the subject's open listing, waiting for it.
func (c *City) Listing(subject, list string) (l models.Listing) {
	c.T.Helper()
	err := c.Store.Read(context.Background()).Limit(1).
		Find(&l, "subject_id = ? AND list = ? AND ended_at = 0", subject, list).Error
	must(c.T, err)
	return l
}

// Score reads a subject's running totals in this year's cycle.
func (c *City) Score(subject string) (row models.Cycle) {
	c.T.Helper()
	cycle := c.Now().In(models.Beijing).Format("2006")
	must(c.T, c.Store.Read(context.Background()).Limit(1).Find(&row, "subject_id = ? AND cycle = ?", subject, cycle).Error)
	return row
}
