package paths

import (
	"context"
	"encoding/json"
	"testing"

	"chengxin/activities"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/test/timeline"
)

// toNotice brings a case to the service of its notice, drawn up on Thursday 12 March.
func toNotice(c *timeline.City) string {
	c.T.Helper()
	c.Company("S1")
	n := toRecognition(c, "ZT-07", "S1")
	c.At("2026-03-12 10:00").Move(n, "recognition", "proposed", c.Proposal("ZT-07", "S1"))
	return n
}

// servedBy says what the register keeps of a document's service.
func servedBy(t *testing.T, c *timeline.City, number string) (d models.Document, s store.Service) {
	t.Helper()
	d = c.Documents(number, activities.RecognitionNotice)[0]
	if err := json.Unmarshal(d.Service, &s); err != nil {
		t.Fatal(err)
	}
	return d, s
}

// Left at the door it needs a reason and somebody who saw it, or photos (民事诉讼法 89).
func TestServiceByLeaving(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := toNotice(c)
		c.At("2026-03-13 09:30")
		c.Refused("service.left_proof", n, "notice", "served", map[string]any{"method": "left"})
		c.Refused("service.left_proof", n, "notice", "served", map[string]any{"method": "left", "refusal": "3月13日拒绝签收"})
		c.Refused("service.method", n, "notice", "served", map[string]any{"method": "pigeon"})
		c.Move(n, "notice", "served", map[string]any{"method": "left", "refusal": "3月13日拒绝签收", "witness": "社区工作人员"})
		d, s := servedBy(t, c, n)
		same(t, "method", d.Method, "left")
		same(t, "witness", s.Witness, "社区工作人员")
		due(t, c.Task(n, "statement"), "2026-03-20 23:59:59")
	})
	story(t, func(t *testing.T, c *timeline.City) {
		n := toNotice(c)
		c.At("2026-03-13 09:30")
		c.MoveWith(n, "notice", "served", []cases.Evidence{{Kind: "photo", Title: "送达过程录像"}}, map[string]any{"method": "left", "refusal": "拒绝签收"})
		same(t, "method", c.Documents(n, activities.RecognitionNotice)[0].Method, "left")
	})
}

// A returned letter serves only who confirmed that address in writing; nothing goes by
// wire without written consent (行政处罚法 61).
func TestServiceByPostAndByWire(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := toNotice(c)
		handler := c.Decider(n, "notice")
		c.At("2026-03-16 09:00")
		c.Refused("service.posted_receipt", n, "notice", "served", map[string]any{"method": "posted"})
		c.Refused("service.returned", n, "notice", "served", map[string]any{"method": "posted", "receipt": "EMS1", "returned": true})
		c.Refused("service.no_consent", n, "notice", "served", map[string]any{"method": "electronic"})

		confirmed := cases.NewServiceAddress{
			Number: "确认书1号", Address: "任城区示例路1号", SignedAt: timeline.Instant(t, "2026-03-13 00:00"), Evidence: []cases.Evidence{{Kind: "document", Title: "送达地址确认书"}},
		}
		confirm := func(who access.Actor, in cases.NewServiceAddress) error {
			_, err := c.ConfirmAddress(context.Background(), who, "S1", in, "")
			return err
		}
		c.Problem(confirm(c.Decider(n, "approval"), confirmed), "access.not_here")
		early := confirmed
		early.SignedAt = timeline.Instant(t, "2026-03-17 00:00")
		c.Problem(confirm(handler, early), "date.future")
		if err := confirm(handler, confirmed); err != nil {
			t.Fatal(err)
		}
		older := confirmed
		older.SignedAt = timeline.Instant(t, "2026-03-01 00:00")
		c.Problem(confirm(handler, older), "address.older")
		c.Refused("service.no_consent", n, "notice", "served", map[string]any{"method": "electronic"}) // the address alone is no consent

		c.At("2026-03-17 09:00").Move(n, "notice", "served", map[string]any{
			"method": "posted", "receipt": "EMS1", "returned": true, "served_at": timeline.Instant(t, "2026-03-16 15:00"), "confirmed": "forged",
		})
		d, s := servedBy(t, c, n)
		at(t, "served", d.ServedAt, "2026-03-16 15:00")
		same(t, "rests on", s.Confirmed, "确认书1号")
		due(t, c.Task(n, "statement"), "2026-03-23 23:59:59")

		// Consent counts from its signature on, for what is served after it.
		consent := confirmed
		consent.Number, consent.Electronic, consent.SignedAt = "确认书2号", "wenshu@example.com", timeline.Instant(t, "2026-03-18 00:00")
		c.At("2026-03-18 09:00")
		if err := confirm(handler, consent); err != nil {
			t.Fatal(err)
		}
		all, err := c.Queries().ServiceAddresses(context.Background(), handler, "S1")
		if err != nil || len(all) != 2 || all[0].Number != "确认书2号" || all[1].EndedAt != consent.SignedAt {
			t.Errorf("confirmations: %+v, %v", all, err)
		}
		c.At("2026-03-24 09:00").Move(n, "review", "maintained")
		c.Move(n, "legal_review", "passed")
		c.Move(n, "approval", "approved")
		c.Refused("service.before_issue", n, "service", "served", map[string]any{"method": "electronic", "served_at": timeline.Instant(t, "2026-03-19 09:00")})
		c.Move(n, "service", "served", map[string]any{"method": "electronic"})
		same(t, "method", c.Documents(n, activities.RecognitionDecision)[0].Method, "electronic")
	})
}

// A public notice serves on the day its thirty days are over, not on the day somebody
// enters it; and only who could not be reached is served so (民事诉讼法 95).
func TestServiceByPublicNotice(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		n := toNotice(c)
		notice := map[string]any{"method": "public_notice", "notice_at": timeline.Instant(t, "2026-03-16 00:00")}
		c.At("2026-03-16 09:00")
		c.Refused("service.notice_proof", n, "notice", "served", notice)
		notice["tried"], notice["notice"] = "3月13日邮寄被退回，电话无人接听", "《示例日报》"
		p := c.Refused("service.notice_running", n, "notice", "served", notice)
		same(t, "not before", p.Fields[0].Earliest, "2026-04-15")
		c.At("2026-04-15 23:59")
		c.Refused("service.notice_running", n, "notice", "served", notice)
		notice["served_at"] = timeline.Instant(t, "2026-03-16 00:00") // nobody may say otherwise
		c.At("2026-04-20 09:00").Move(n, "notice", "served", notice)
		d, s := servedBy(t, c, n)
		at(t, "served", d.ServedAt, "2026-04-15 23:59:59")
		same(t, "where", s.Notice, "《示例日报》")
		due(t, c.Task(n, "statement"), "2026-04-22 23:59:59")
	})
}
