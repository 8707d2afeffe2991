package paths

import (
	"context"
	"strings"
	"testing"

	"chengxin/activities"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// itself is a subject that signed in to its own file.
func itself(id string) access.Actor {
	return access.Actor{ID: id, Username: id, Name: "示例企业" + id, Subject: id}
}

// consents has a subject confirm in writing where documents reach it by wire.
func consents(t *testing.T, c *timeline.City, subject, signed string) {
	t.Helper()
	_, err := c.ConfirmAddress(context.Background(), c.As(policy.WindowClerk, timeline.Bureau), subject, cases.NewServiceAddress{
		Number: "确认书1号", Address: "示例路1号", Electronic: "s1@example.com", SignedAt: timeline.Instant(t, signed), Evidence: []cases.Evidence{{Kind: "document", Title: "送达地址确认书"}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
}

// An objection that a subject brings itself at night is received then, and due three
// working days after that day; what it brings later is on the file at once and moves no
// clock; of others' entries it learns nothing (JN-7, QD-7).
func TestASubjectObjectsItself(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		c.Company("S1")
		c.Company("S2")
		v := c.At("2026-09-01 09:00").Recognise("SR-08", "S1")
		in := cases.NewDispute{
			Target: v + "-1", Applicant: "法定代表人", Phone: "13800000000", Reasons: "照片所示不是本店", Evidence: timeline.Paper,
			ReceivedAt: timeline.Instant(t, "2026-09-21 09:00"), // not for the subject to say
		}
		c.At("2026-09-24 22:30")
		_, err := c.Dispute(ctx, itself("S2"), in, "")
		c.Problem(err, "dispute.target_unknown")
		out, err := c.Dispute(ctx, itself("S1"), in, "own.1")
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.Dispute(ctx, itself("S1"), in, "own.1")
		same(t, "sent twice", again.Number, out.Number)
		same(t, "without a fault", err, nil)
		d := out.Number
		same(t, "received", c.Case(d).ReceivedAt, timeline.Instant(t, "2026-09-24 22:30"))
		at(t, "whole case", c.Case(d).DueAt, "2026-09-30 23:59:59")
		receipt := c.Documents(d, "receipt")[0]
		same(t, "the receipt lies there", receipt.ServedAt, timeline.Instant(t, "2026-09-24 22:30"))

		c.At("2026-09-25 08:00")
		c.Problem(c.Supply(ctx, itself("S2"), d, cases.NewSupply{Text: "补充"}, ""), "case.unknown")
		c.Problem(c.Supply(ctx, itself("S1"), d, cases.NewSupply{Text: " "}, ""), "intake.incomplete")
		for range 2 { // sent twice, kept once
			if err := c.Supply(ctx, itself("S1"), d, cases.NewSupply{Text: "监控录像光盘一张", Evidence: []cases.Evidence{{Kind: "photo", Title: "监控录像"}}}, "own.2"); err != nil {
				t.Fatal(err)
			}
		}
		at(t, "whole case as before", c.Case(d).DueAt, "2026-09-30 23:59:59")
		m, err := c.OwnMatter(ctx, itself("S1"), d)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "supplied", len(m.Supplied), 1)
		same(t, "who", m.Supplied[0].RecordedBy.Name, "示例企业S1（当事人）")
		if text := c.Notices(d, models.NoticeSupplied)[0].Text; strings.Contains(text, "光盘") {
			t.Errorf("what was written stands in an inbox: %s", text)
		}
		if m.Deadline == nil || !strings.Contains(m.Deadline.Because, "9月28日、29日、30日") {
			t.Errorf("the deadline does not explain itself: %+v", m.Deadline)
		}
		_, err = c.OwnMatter(ctx, itself("S2"), d)
		c.Problem(err, "case.unknown")
		same(t, "told", len(c.Notices(d, models.NoticeSupplied)), 1)

		c.At("2026-09-28 09:00").Move(d, "acceptance", "incomplete", map[string]any{"missing": "营业执照复印件"})
		for i := range 40 { // more than anybody needs in a day
			if err = c.Supply(ctx, itself("S1"), d, cases.NewSupply{Text: "又补充"}, ""); err != nil {
				same(t, "supplied in a day", i, 30)
				break
			}
		}
		c.Problem(err, "own.too_many")
		m, _ = c.OwnMatter(ctx, itself("S1"), d)
		if m.Yours == nil || m.Stage != "supplement" {
			t.Errorf("not told to bring what is missing: %+v", m.OwnMatter)
		}
		_, err = c.Withdraw(ctx, itself("S2"), d, cases.Decision{Choice: "withdrawn", Reason: "撤回"}, "")
		c.Problem(err, "case.unknown")
		_, err = c.Withdraw(ctx, itself("S1"), d, cases.Decision{Choice: "terminated", Reason: "撤回"}, "")
		c.Problem(err, "withdrawal.not_possible")
		if _, err = c.Withdraw(ctx, itself("S1"), d, cases.Decision{Choice: "withdrawn", Reason: "已与主管部门核对"}, ""); err != nil {
			t.Fatal(err)
		}
		same(t, "outcome", c.Case(d).Outcome, "withdrawn")
		c.Problem(c.Supply(ctx, itself("S1"), d, cases.NewSupply{Text: "又补充"}, ""), "case.closed")
		_, err = c.Withdraw(ctx, itself("S1"), v, cases.Decision{Choice: "withdrawn", Reason: "撤回"}, "")
		c.Problem(err, "case.unknown")
	})
}

// What is served in a step of the case may be acknowledged by whoever consented to be
// served by wire: the office is told and registers it as of then. Before that nobody but
// the office sees the document (行政处罚法 61).
func TestASubjectAcknowledgesItsNotice(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		n := toNotice(c)
		notice := c.Documents(n, activities.RecognitionNotice)[0].ID
		c.At("2026-03-12 18:00")
		own := func() cases.OwnFile {
			f, err := c.Queries().Own(ctx, itself("S1"))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		same(t, "documents before consent", len(own().Documents), 0)
		same(t, "recognitions before notice", len(own().Recognitions), 0)
		c.Problem(c.Acknowledge(ctx, itself("S1"), notice, ""), "document.unknown")
		consents(t, c, "S1", "2026-03-12 00:00")
		same(t, "documents that wait", len(own().Documents), 1)
		c.Company("S2")
		consents(t, c, "S2", "2026-03-12 00:00")
		c.Problem(c.Acknowledge(ctx, itself("S2"), notice, ""), "document.unknown")
		c.At("2026-03-12 20:15")
		for _, key := range []string{"own.1", "own.1", "own.2"} { // a second tab says it too
			if err := c.Acknowledge(ctx, itself("S1"), notice, key); err != nil {
				t.Fatal(err)
			}
		}
		d := c.Documents(n, activities.RecognitionNotice)[0]
		same(t, "acknowledged", acknowledged(t, c, d.ID, "S1"), timeline.Instant(t, "2026-03-12 20:15"))
		same(t, "served by the step alone", d.ServedAt, models.Instant(0))
		same(t, "told", len(c.Notices(n, models.NoticeAcknowledged)), 1)
		c.At("2026-03-16 09:00").Refused("service.acknowledged", n, "notice", "served", map[string]any{"method": "direct"})
		c.Move(n, "notice", "served", map[string]any{"method": "electronic", "served_at": "2026-03-12T20:10:00+08:00"})
		same(t, "served when it was acknowledged", c.Documents(n, activities.RecognitionNotice)[0].ServedAt, timeline.Instant(t, "2026-03-12 20:15"))
		due(t, c.Task(n, "statement"), "2026-03-19 23:59:59") // five working days after the day it was acknowledged
		same(t, "recognitions after notice", len(own().Recognitions), 1)
		sum, err := audit.Verify(ctx, c.Store, audit.Options{Tell: func(f audit.Finding) { t.Error(f.Text) }})
		if err != nil || !sum.Sound() {
			t.Errorf("the trail: %v %+v", err, sum)
		}
	})
}

// A reply to an objection is served by being acknowledged; whoever never consented gets
// it on paper.
func TestASubjectAcknowledgesAReply(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		d, _ := objected(c)
		c.At("2026-09-24 11:00").Move(d, "acceptance", "accepted")
		c.At("2026-09-28 09:00").Move(d, "investigation", "rejected")
		reply := c.Documents(d, activities.DisputeReply)[0].ID
		c.At("2026-09-28 09:30")
		c.Problem(c.Acknowledge(ctx, itself("S1"), reply, ""), "service.no_consent")
		consents(t, c, "S1", "2026-09-28 00:00")
		c.At("2026-09-29 07:00")
		if err := c.Acknowledge(ctx, itself("S1"), reply, ""); err != nil {
			t.Fatal(err)
		}
		got := c.Documents(d, activities.DisputeReply)[0]
		same(t, "served", got.ServedAt, timeline.Instant(t, "2026-09-29 07:00"))
		same(t, "method", got.Method, "electronic")
		same(t, "the receipt is nobody's signature", acknowledged(t, c, c.Documents(d, "receipt")[0].ID, "S1"), models.Instant(0))
		c.At("2026-10-09 07:00")
		if err := c.Acknowledge(ctx, itself("S1"), reply, ""); err != nil { // said again: it stays as it was
			t.Fatal(err)
		}
		same(t, "served once", c.Documents(d, activities.DisputeReply)[0].ServedAt, timeline.Instant(t, "2026-09-29 07:00"))
	})
}

// acknowledged is when a subject said that it has a document; 0: it did not.
func acknowledged(t *testing.T, c *timeline.City, document, subject string) models.Instant {
	t.Helper()
	var rows []models.Acknowledgement
	if err := c.Store.Read(context.Background()).Find(&rows, "document_id = ? AND subject_id = ?", document, subject).Error; err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		return 0
	}
	return rows[0].At
}

// What is missing runs from the service of its notice, as the notice says; brought in time
// it never lapses, however late the office looks at it.
func TestMaterialBroughtInTimeDoesNotLapse(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		d, _ := objected(c)
		c.At("2026-09-24 11:00").Move(d, "acceptance", "incomplete", map[string]any{"missing": "营业执照复印件"})
		due(t, c.Task(d, "supplement"), "2026-10-09 23:59:59") // five working days, 1 to 7 October are off
		m, err := c.OwnMatter(ctx, itself("S1"), d)
		if err != nil {
			t.Fatal(err)
		}
		notice := c.Documents(d, "supplement_notice")[0].ID
		same(t, "the notice can be read without consent", len(m.Documents), 2)
		c.Problem(c.Acknowledge(ctx, itself("S1"), notice, ""), "service.no_consent")
		consents(t, c, "S1", "2026-09-24 00:00")
		c.At("2026-09-28 09:00")
		if err := c.Acknowledge(ctx, itself("S1"), notice, ""); err != nil {
			t.Fatal(err)
		}
		due(t, c.Task(d, "supplement"), "2026-10-10 23:59:59") // a Saturday on which people work
		c.At("2026-10-10 23:50")
		if err := c.Supply(ctx, itself("S1"), d, cases.NewSupply{Text: "营业执照复印件", Evidence: timeline.Paper}, ""); err != nil {
			t.Fatal(err)
		}
		c.At("2026-10-20 09:00")
		same(t, "still waits for the window", c.Waiting(d), "supplement")
		same(t, "overdue is told", len(c.Notices(d, models.NoticeOverdue)) > 0, true)
		c.Move(d, "supplement", "supplied")
		same(t, "goes on", c.Waiting(d), "acceptance")
	})
	story(t, func(t *testing.T, c *timeline.City) { // brought too late it lapsed
		d, _ := objected(c)
		c.At("2026-09-24 11:00").Move(d, "acceptance", "incomplete", map[string]any{"missing": "营业执照复印件"})
		c.At("2026-10-10 09:00")
		same(t, "outcome", c.Case(d).Outcome, "abandoned")
		c.Problem(c.Supply(context.Background(), itself("S1"), d, cases.NewSupply{Text: "营业执照复印件"}, ""), "case.closed")
	})
}

// What is only being prepared against a subject does not exist for it: not in its file, not
// to be objected to, not to be asked after by number.
func TestASubjectLearnsNothingBeforeItIsTold(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		c.Company("S1")
		c.At("2026-03-02 09:00").Recognise("SR-08", "S1")
		l := c.Open("S1", "yellow").Number
		own := func() cases.OwnFile {
			t.Helper()
			f, err := c.Queries().Own(ctx, itself("S1"))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		same(t, "proposed listings that are shown", len(own().Listings), 0)
		_, err := c.RepairOutlook(ctx, itself("S1"), l)
		c.Problem(err, "repair.unknown")
		_, err = c.Dispute(ctx, itself("S1"), cases.NewDispute{Target: l, Applicant: "法定代表人", Reasons: "不服", Evidence: timeline.Paper}, "")
		c.Problem(err, "dispute.target_unknown")
		c.Publish(l)
		same(t, "published listings that are shown", len(own().Listings), 1)
		n := toRecognitionOn(c, "2026-03-10 09:00", "ZT-07", "S1")
		_, err = c.Dispute(ctx, itself("S1"), cases.NewDispute{Target: n + "-1", Applicant: "法定代表人", Reasons: "不服", Evidence: timeline.Paper}, "")
		c.Problem(err, "dispute.target_unknown")
		same(t, "recognitions that are shown", len(own().Recognitions), 1)
	})
}

// toRecognitionOn proposes a recognition whose notice is drawn up and not served.
func toRecognitionOn(c *timeline.City, moment, behaviour, subject string) string {
	c.T.Helper()
	n := toRecognition(c.At(moment), behaviour, subject)
	c.Move(n, "recognition", "proposed", c.Proposal(behaviour, subject))
	return n
}

// A notice to two is acknowledged by each for itself, and serves neither by that.
func TestEachAddresseeSpeaksForItself(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		c.Company("S1")
		c.Company("S2")
		n := toRecognition(c.At("2026-03-02 09:00"), "ZT-07", "S1", "S2")
		c.At("2026-03-12 10:00").Move(n, "recognition", "proposed", c.Proposal("ZT-07", "S1", "S2"))
		notice := c.Documents(n, activities.RecognitionNotice)[0].ID
		consents(t, c, "S2", "2026-03-12 00:00")
		c.At("2026-03-12 12:00")
		if err := c.Acknowledge(ctx, itself("S2"), notice, ""); err != nil {
			t.Fatal(err)
		}
		c.Problem(c.Acknowledge(ctx, itself("S1"), notice, ""), "document.unknown") // it did not consent, and is not served
		consents(t, c, "S1", "2026-03-12 00:00")
		same(t, "for the other it still waits", acknowledged(t, c, notice, "S1"), models.Instant(0))
		if err := c.Acknowledge(ctx, itself("S1"), notice, ""); err != nil {
			t.Fatal(err)
		}
		same(t, "served by the step alone", c.Documents(n, activities.RecognitionNotice)[0].ServedAt, models.Instant(0))
		c.Withdrawn(c.Decider(n, "approval"), n, "withdrawn")
		f, err := c.Queries().Own(ctx, itself("S1"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "a notice withdrawn with its case", len(f.Documents), 0)
		c.Problem(c.Acknowledge(ctx, itself("S1"), notice, ""), "document.unknown")
	})
}

// While a case stands still, what its party does moves nothing and spins nothing: the term
// runs from the service of its notice once the clocks run again, and what was brought
// meanwhile keeps it from lapsing.
func TestASupplementWhileTheClocksStandStill(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		r, _ := applied(c)
		c.At("2026-09-09 09:00").Move(r, "acceptance", "supplement")
		consents(t, c, "S1", "2026-09-09 00:00")
		head := c.As(policy.Approver, timeline.Bureau)
		c.At("2026-09-16 09:00")
		pause := func(do func(context.Context, access.Actor, string, cases.Decision, string) (cases.Settled, error), d cases.Decision) {
			t.Helper()
			if _, err := do(ctx, head, c.Task(r, "supplement").ID, d, ""); err != nil {
				t.Fatal(err)
			}
		}
		pause(c.Suspend, cases.Decision{Choice: "suspended", Reason: "等待其他机关的证明"})
		until := c.Task(r, "supplement").NextAt
		c.At("2026-09-21 09:00")
		if err := c.Acknowledge(ctx, itself("S1"), c.Documents(r, activities.SupplementNotice)[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := c.Supply(ctx, itself("S1"), r, cases.NewSupply{Text: "补充整改照片", Evidence: timeline.Paper}, ""); err != nil {
			t.Fatal(err)
		}
		same(t, "looks again when the clocks run", c.Task(r, "supplement").NextAt, until)
		same(t, "not due meanwhile", c.Task(r, "supplement").DueAt, models.Instant(0))
		c.At("2026-09-22 09:00")
		pause(c.Resume, cases.Decision{Reason: "证明已收到"})
		k := c.Deadline(r, "supplement")
		same(t, "the term runs from the service", k.Own("task").From, timeline.Instant(t, "2026-09-21 09:00"))
		c.At("2026-10-20 09:00")
		same(t, "never lapsed", c.Waiting(r), "supplement")
		c.Move(r, "supplement", "supplied")
		same(t, "goes on", c.Waiting(r), "acceptance")
	})
}
