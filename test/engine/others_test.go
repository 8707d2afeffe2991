package engine

import (
	"context"
	"testing"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/city"
)

// A broken commitment bars its subject, and a revoked document takes points and listing
// back, on the real engine (SJ-4, 行政处罚法 48).
func TestBreachAndRevocation(t *testing.T) {
	c := city.New(t, city.Options{})
	defer c.Prove()
	c.Subject("B1")
	b, err := c.ReportBreach(context.Background(), c.As(policy.DistrictReporter, city.District), cases.NewBreach{
		Organization: "jining/" + city.District, Subject: "B1", Commitment: "门前三包承诺书", Type: "主动公示型",
		OccurredAt: models.At(c.Now().AddDate(0, 0, -1)), Description: "未履行承诺",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Move(b.Number, "verification", "found")
	c.Move(b.Number, "notice", "served", city.Served)
	c.Move(b.Number, "statement", "none")
	if _, err := c.TryAs(c.As(policy.Approver, city.District), b.Number, "recognition", "recognised"); err != nil {
		t.Fatal(err)
	}
	if got := c.Case(b.Number).Outcome; got != "recognised" {
		t.Errorf("breach ended as %q", got)
	}

	n := c.Recognise("SR-08", "B1")
	listing := c.Listing("B1", "yellow").Number
	var founded models.Recognition
	if err := c.Store.Read(context.Background()).Take(&founded, "case_number = ?", n).Error; err != nil {
		t.Fatal(err)
	}
	x, err := c.ReportRevocation(context.Background(), c.As(policy.Handler, city.District, 4), cases.NewRevocation{
		Organization: "jining/" + city.District, Document: founded.FoundingNo, RevokedBy: "济宁市人民政府", Ground: "review",
		Decision: "济政复决字〔2026〕8号", RevokedAt: models.At(c.Now().Add(-1)), Evidence: city.Paper,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Move(x.Number, "confirmation", "confirmed")
	if got := c.Score("B1"); got.Total != 0 {
		t.Errorf("total %d after the revocation, want 0", got.Total)
	}
	await(t, "the proposal dropped", func() bool { return !c.Case(listing).Open() })
	replay(c)
}
