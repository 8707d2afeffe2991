package registers

import (
	"context"
	"strings"
	"testing"
)

// What people and transactions ask all day has an index of its own. What a transaction
// reads of one case is found by the case: without figures about its tables SQLite takes
// "open" for as rare as a case number, and walks every open task of the register.
func TestWhatIsAskedAllDayIsFoundByAnIndex(t *testing.T) {
	both(t, func(b *bed) {
		if strings.HasSuffix(b.t.Name(), "mariadb") {
			return // keeps figures of its own
		}
		for query, by := range map[string]string{
			"SELECT * FROM tasks WHERE case_number = 'x' AND closed_at = 0 AND calendar NOT IN ('', 'y') ORDER BY id":                                             "case_number=? AND closed_at=?",
			"SELECT * FROM tasks WHERE case_number = 'x' ORDER BY id":                                                                                             "case_number=?",
			"SELECT * FROM tasks WHERE parent_id = 'x' AND kind = 'y' AND closed_at = 0":                                                                          "parent_id=? AND closed_at=?",
			"SELECT * FROM tasks WHERE parent_id = 'x' AND kind = 'y'":                                                                                            "parent_id=?",
			"SELECT * FROM pauses WHERE case_number = 'x' AND resumed_at = 0":                                                                                     "case_number=? AND resumed_at=?",
			"SELECT DISTINCT case_number FROM tasks WHERE closed_at = 0 AND calendar > 'x' LIMIT 200":                                                             "closed_at=? AND calendar>?",
			"SELECT DISTINCT number FROM cases WHERE closed_at = 0 AND paused = '' AND calendar > 'x' LIMIT 200":                                                  "closed_at=? AND calendar>?",
			"SELECT assignee_id, COUNT(*) FROM tasks WHERE closed_at = 0 AND role <> '' AND organization_id IN ('x', 'y') GROUP BY assignee_id":                   "closed_at=? AND organization_id=?",
			"SELECT * FROM tasks WHERE closed_at = 0 AND organization_id = 'x' AND due_at > 0 AND due_at < 5 AND role <> '' ORDER BY due_at, id LIMIT 11":         "closed_at=? AND organization_id=? AND due_at>? AND due_at<?",
			"SELECT * FROM tasks WHERE closed_at = 0 AND assignee_id = 'x' AND +organization_id IN ('x', 'y') AND role <> '' ORDER BY due_at, id LIMIT 11":        "assignee_id=? AND closed_at=?",
			"SELECT * FROM cases WHERE closed_at = 0 AND filed_at = 0 AND act_at > 0 AND act_at < 5 AND +organization_id IN ('x', 'y') ORDER BY received_at DESC": "closed_at=? AND filed_at=? AND act_at>? AND act_at<?",
			"SELECT * FROM cases WHERE +organization_id IN ('x', 'y') AND subject_id IN ('a', 'b') ORDER BY received_at DESC, number DESC LIMIT 26":               "subject_id=?",
			"SELECT COUNT(*) FROM cycles WHERE jurisdiction = 'x' AND cycle = 'y' AND counted >= 15 AND counted < 20":                                             "jurisdiction=? AND cycle=? AND counted>? AND counted<?",
			"SELECT * FROM publications WHERE withdrawn_at = 0 AND ends_at > 0 AND ends_at < 5":                                                                   "withdrawn_at=? AND ends_at>? AND ends_at<?",
		} {
			var plan []struct{ Detail string }
			must(b.t, b.Store.Read(context.Background()).Raw("EXPLAIN QUERY PLAN "+query).Scan(&plan).Error)
			if !strings.Contains(plan[0].Detail, "("+by+")") {
				b.t.Errorf("%s\nis answered by %s", query, plan[0].Detail)
			}
		}
	})
}
