package cases

import (
	"strings"

	"gorm.io/gorm"
)

// A list over several organizations, in order of time, has no one index that serves
// it: sorting all their rows takes as long as there are rows. So each organization's
// part is read in order from an index, no further than one page, and the parts are
// merged. It costs organizations × page length, however many cases there are.

// legs is such a list under construction.
type legs struct {
	table   string
	columns string
	order   string // "received_at DESC, number DESC"
	limit   int
	parts   []string
	args    []any
}

// mostLegs bounds the statement; databases refuse longer ones.
const mostLegs = 400

// add a part: rows that meet all conditions.
func (l *legs) add(where []string, args ...any) {
	l.parts = append(l.parts, "SELECT * FROM (SELECT "+l.columns+" FROM "+l.table+" WHERE "+strings.Join(where, " AND ")+
		" ORDER BY "+l.order+" LIMIT ?) AS part")
	l.args = append(append(l.args, args...), l.limit)
}

// find reads the merged page.
func (l *legs) find(db *gorm.DB, into any) error {
	switch len(l.parts) {
	case 0:
		return nil
	case 1:
		return db.Raw(l.parts[0], l.args...).Scan(into).Error
	}
	merged := "SELECT * FROM (" + strings.Join(l.parts, " UNION ALL ") + ") AS parts ORDER BY " + l.order + " LIMIT ?"
	return db.Raw(merged, append(l.args, l.limit)...).Scan(into).Error
}

// count says how many rows the merged page has, its limit at most.
func (l *legs) count(db *gorm.DB) (n int, err error) {
	if len(l.parts) == 0 {
		return 0, nil
	}
	err = db.Raw("SELECT COUNT(*) FROM ("+strings.Join(l.parts, " UNION ALL ")+") AS parts", l.args...).Scan(&n).Error
	return min(n, l.limit), err
}

// each adds one part per organization, or a single one where there are too many.
func (l *legs) each(organizations []string, where []string, args ...any) {
	if len(l.parts)+len(organizations) > mostLegs {
		l.add(append([]string{"organization_id IN ?"}, where...), append([]any{organizations}, args...)...)
		return
	}
	for _, o := range organizations {
		l.add(append([]string{"organization_id = ?"}, where...), append([]any{o}, args...)...)
	}
}
