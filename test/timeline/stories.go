package timeline

import (
	"context"
	"time"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
)

// ToRecognition carries a report to the handlers' proposal, all on one day.
func (c *City) ToRecognition(number string) {
	c.T.Helper()
	if c.Case(number).Emergency {
		c.Move(number, "dispatch", "dispatched")
		c.Move(number, "filing", "filed")
	} else {
		c.Move(number, "filing", "filed")
		c.Move(number, "dispatch", "dispatched")
	}
	c.Move(number, "handling", "handled")
	c.Move(number, "verification", "passed")
}

// ToReview carries a proposal through its notice to the review, on one day: the subject
// says at once that it has nothing to say.
func (c *City) ToReview(number string) {
	c.T.Helper()
	c.Move(number, "notice", "served", Direct)
	c.Move(number, "statement", "none")
}

// ToService carries a reviewed proposal to the decision that waits to be served.
func (c *City) ToService(number string) {
	c.T.Helper()
	c.Move(number, "review", "maintained")
	if c.Waiting(number) == "legal_review" {
		c.Move(number, "legal_review", "passed")
	}
	c.Move(number, "approval", "approved")
}

// Recognise carries a behaviour of one subject from report to points within one day
// and gives the case's number.
func (c *City) Recognise(behaviour, subject string) string {
	c.T.Helper()
	n := c.Report(behaviour, subject)
	c.ToRecognition(n)
	c.Move(n, "recognition", "proposed", c.Proposal(behaviour, subject))
	c.ToReview(n)
	c.ToService(n)
	c.Move(n, "service", "served", Direct)
	return n
}

// Publish carries a proposed listing to its publication, within one day.
func (c *City) Publish(number string) {
	c.T.Helper()
	if c.Waiting(number) == "notice" {
		c.Move(number, "notice", "served", Direct)
		c.Move(number, "statement", "none")
	}
	c.Move(number, "approval", "approved")
	c.Move(number, "service", "served", Direct)
	c.Move(number, "publication", "published")
}

// Listed brings a subject onto the yellow list with one serious behaviour of 20 points,
// within one day, and gives the listing's number.
func (c *City) Listed(subject string) string {
	c.T.Helper()
	c.Recognise("SR-08", subject)
	n := c.Open(subject, "yellow").Number
	c.Publish(n)
	return n
}

// Blacklisted brings a subject onto the black list with one behaviour of 40 points.
func (c *City) Blacklisted(subject string) string {
	c.T.Helper()
	c.Recognise("SR-10", subject)
	n := c.Open(subject, "black").Number
	c.Publish(n)
	return n
}

// Object files an objection through the window.
func (c *City) Object(target string) string {
	c.T.Helper()
	out, err := c.TryObject(target)
	c.must(err)
	return out.Number
}

// TryObject files an objection that may be refused.
func (c *City) TryObject(target string) (cases.Begun, error) {
	c.T.Helper()
	return c.ObjectedOn("", target)
}

// ObjectedOn files an objection that the window received at an earlier moment.
func (c *City) ObjectedOn(moment, target string) (cases.Begun, error) {
	c.T.Helper()
	var received models.Instant
	if moment != "" {
		received = Instant(c.T, moment)
	}
	return c.Dispute(context.Background(), c.As(policy.WindowClerk, Bureau), cases.NewDispute{
		Target: target, Applicant: "法定代表人", Reasons: "认定事实有误", Evidence: Paper, ReceivedAt: received,
	}, "")
}

// Apply files a complete application for repair through the window.
func (c *City) Apply(listing string) string {
	c.T.Helper()
	out, err := c.TryApply(listing)
	c.must(err)
	return out.Number
}

// TryApply files an application that may be refused.
func (c *City) TryApply(listing string) (cases.Begun, error) {
	c.T.Helper()
	return c.ApplyForRepair(context.Background(), c.As(policy.WindowClerk, Bureau), cases.NewRepair{
		Listing: listing, Applicant: "法定代表人", Channel: "window",
		Attachments: []cases.Evidence{{Kind: "commitment_letter", Title: "信用修复承诺书"}, {Kind: "proof_of_correction", Title: "整改证明"}},
	}, "")
}

// Breached reports a broken commitment of yesterday.
func (c *City) Breached(subject string) string {
	c.T.Helper()
	out, err := c.ReportBreach(context.Background(), c.As(policy.DistrictReporter, Bureau), cases.NewBreach{
		Organization: c.Pack.Jurisdiction.Key + "/" + Bureau, Subject: subject, Commitment: "门前三包承诺书", Type: "主动公示型",
		OccurredAt: models.At(c.now.AddDate(0, 0, -1)), Description: "未履行承诺",
	}, "")
	c.must(err)
	return out.Number
}

// Revoked reports that a founding document was revoked, or, with the ground
// false_material, that a repair was obtained by false material.
func (c *City) Revoked(document, ground string) string {
	c.T.Helper()
	out, err := c.ReportRevocation(context.Background(), c.As(policy.Handler, Bureau, 4), cases.NewRevocation{
		Organization: c.Pack.Jurisdiction.Key + "/" + Bureau, Document: document, RevokedBy: "济宁市人民政府", Ground: ground,
		Decision: "济政复决字〔2026〕8号", RevokedAt: models.At(c.now.Add(-time.Hour)), Evidence: Paper,
	}, "")
	c.must(err)
	return out.Number
}

// Repair carries an application through acceptance, check and all signatures, within
// one day.
func (c *City) Repair(number string) {
	c.T.Helper()
	c.Move(number, "acceptance", "accepted")
	c.Move(number, "verification", "corrected")
	for c.Case(number).Open() {
		c.Move(number, c.Waiting(number), "signed")
	}
}
