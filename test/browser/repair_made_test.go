package browser

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// repairing is a repair that waits for the leading-group office, under a court's
// reorganisation plan, so that no minimum has to pass.
type repairing struct{ number, listing, subject, name string }

// waiting makes one of a company on the yellow list (20 points) or the black (40).
func (o *bureau) waiting(t *testing.T, points int) repairing {
	t.Helper()
	r := repairing{name: fmt.Sprintf("示例修复%d有限公司", rand.IntN(1_000_000))}
	r.subject = o.company(t, r.name)
	r.listing = o.onTheList(t, r.subject, points)
	r.number = o.applied(t, r.listing)
	return r
}

var served = map[string]any{"details": map[string]any{"method": "direct"}, "evidence": []any{map[string]any{"kind": "receipt", "title": "送达回证"}}}

// onTheList puts a subject on the list that the points lead to, and gives the listing.
func (o *bureau) onTheList(t *testing.T, subject string, points int) string {
	t.Helper()
	behaviour := map[int]string{20: "ZT-07", 40: "SR-10"}[points]
	o.recognised(t, subject, behaviour, points)
	var found struct{ Items []struct{ Number string } }
	for range 100 {
		o.api(t, "jining.auditor1", http.MethodGet, "/cases?kind=listing&subject="+subject, http.StatusOK, nil, &found)
		if len(found.Items) > 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if len(found.Items) != 1 {
		t.Fatalf("%d listings of %s", len(found.Items), subject)
	}
	n := found.Items[0].Number
	o.decide(t, "jining.approver1", n, "approval", "approved", nil)
	o.decide(t, "rencheng.handler1", n, "service", "served", served)
	o.decide(t, "rencheng.publicity_officer1", n, "publication", "published", nil)
	return n
}

// applied brings a repair as far as the first office.
func (o *bureau) applied(t *testing.T, listing string) string {
	t.Helper()
	n := o.begin(t, "rencheng.window_clerk1", "/repairs", map[string]any{
		"listing": listing, "applicant": "示例申请人", "reorganisation": "（2026）鲁08破1号", "attachments": []any{
			map[string]any{"kind": "commitment_letter", "title": "信用修复承诺书", "number": "承诺1号"},
			map[string]any{"kind": "proof_of_correction", "title": "整改验收单"},
			map[string]any{"kind": "court_ruling", "title": "批准重整计划裁定书", "number": "（2026）鲁08破1号"},
		},
	})
	o.decide(t, "rencheng.handler3", n, "acceptance", "accepted", map[string]any{"reason": "材料齐全"})
	o.corrected(t, n, "现场核查，已经改正")
	o.asked(t, n, "sign_off_leading_group")
	return n
}

func (o *bureau) corrected(t *testing.T, number, reason string) {
	t.Helper()
	o.decide(t, "rencheng.inspector1", number, "verification", "corrected", map[string]any{
		"reason": reason, "evidence": []any{map[string]any{"kind": "photo", "title": "核查照片"}},
	})
}
