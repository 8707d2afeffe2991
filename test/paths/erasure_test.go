package paths

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// A person's only case ends in March 2026. Their data is kept for five years from then on
// (征信业管理条例 16) and may be erased after; the case, its points and its trail stay, and
// its documents are read by auditors alone (个人信息保护法 47).
func TestAPersonIsErasedWhenTheTermIsOver(t *testing.T) {
	story(t, func(t *testing.T, c *timeline.City) {
		ctx := context.Background()
		c.Person("P1", "1990-03-07")
		n := c.At("2026-03-02 09:00").Recognise("GH-05", "P1")
		closed := c.Case(n).ClosedAt
		approver := c.As(policy.Approver, timeline.Bureau)
		erase := func() error {
			_, err := c.Service.Erase(ctx, approver, "P1", cases.NewErasure{Basis: "本人申请", Sure: "P1", Evidence: []cases.Evidence{{Kind: "document", Title: "申请书", Number: "1"}}}, "")
			return err
		}
		refused := func(code string, err error) {
			t.Helper()
			if p, ok := models.AsProblem(err); !ok || p.Code != code {
				t.Fatalf("not refused with %s: %v", code, err)
			}
		}
		if closed == 0 {
			t.Fatal("the case is still open")
		}
		c.At("2031-03-02 09:00")
		refused("personal.kept", erase())
		c.At("2031-03-03 09:00")
		if err := erase(); err != nil {
			t.Fatal(err)
		}
		refused("personal.erased", erase())
		score(t, c, "P1", "2026", 10, 10)
		q := c.Service.Queries()
		var d models.Document
		if err := c.Store.Read(ctx).Limit(1).Find(&d, "case_number = ?", n).Error; err != nil || d.ID == "" {
			t.Fatal("no document", err)
		}
		_, err := q.Document(ctx, approver, d.ID)
		refused("personal.erased", err)
		_, err = q.Case(ctx, approver, n)
		refused("personal.erased", err)
		_, err = c.Service.ReportViolation(ctx, c.As(policy.Collector, timeline.Bureau), cases.NewViolation{
			Organization: "jining/" + timeline.Bureau, Subjects: []string{"P1"}, Behaviour: "GH-05", OccurredAt: c.Clock() - 1, Description: "事后",
		}, "")
		refused("personal.erased", err)
		_, err = c.Service.IssueReport(ctx, approver, "P1", cases.ReportOrder{Purpose: "办理案件"}, "")
		refused("personal.erased", err)
		if _, err := q.Case(ctx, c.As(policy.Auditor, "city_bureau"), n); err != nil {
			t.Errorf("the auditor cannot read the case: %v", err)
		}
		if _, err := q.Document(ctx, c.As(policy.Auditor, "city_bureau"), d.ID); err != nil {
			t.Errorf("the auditor cannot read: %v", err)
		}
	})
}
