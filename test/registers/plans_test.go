package registers

import (
	"context"
	"strings"
	"testing"
)

// What a transaction reads of one case is found by the case: without figures about its
// tables SQLite takes "open" for as rare as a case number, and walks every open task of
// the register.
func TestOneCaseIsFoundByItsNumber(t *testing.T) {
	both(t, func(b *bed) {
		if strings.HasSuffix(b.t.Name(), "mariadb") {
			return // keeps figures of its own
		}
		for query, by := range map[string]string{
			"SELECT * FROM tasks WHERE case_number = 'x' AND closed_at = 0 AND calendar NOT IN ('', 'y') ORDER BY id": "case_number=? AND closed_at=?",
			"SELECT * FROM tasks WHERE case_number = 'x' ORDER BY id":                                                 "case_number=?",
			"SELECT * FROM tasks WHERE parent_id = 'x' AND kind = 'y' AND closed_at = 0":                              "parent_id=? AND closed_at=?",
			"SELECT * FROM tasks WHERE parent_id = 'x' AND kind = 'y'":                                                "parent_id=?",
			"SELECT * FROM pauses WHERE case_number = 'x' AND resumed_at = 0":                                         "case_number=? AND resumed_at=?",
			"SELECT DISTINCT case_number FROM tasks WHERE closed_at = 0 AND calendar > 'x' LIMIT 200":                 "closed_at=? AND calendar>?",
			"SELECT DISTINCT number FROM cases WHERE closed_at = 0 AND paused = '' AND calendar > 'x' LIMIT 200":      "closed_at=? AND calendar>?",
		} {
			var plan []struct{ Detail string }
			must(b.t, b.Store.Read(context.Background()).Raw("EXPLAIN QUERY PLAN "+query).Scan(&plan).Error)
			if !strings.Contains(plan[0].Detail, "("+by+")") {
				b.t.Errorf("%s\nis answered by %s", query, plan[0].Detail)
			}
		}
	})
}
