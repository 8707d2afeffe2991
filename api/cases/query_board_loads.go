package cases

import (
	"cmp"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// Serving are the steps that serve a document which has been drawn up: their deadline is
// the service's.
func Serving() []string { return []string{"notice", "service"} }

// loads counts the open tasks by organization, kind and person, all from one index and
// in one pass over it.
func (q *Queries) loads(db *gorm.DB, in []string, b *Board) error {
	overdue, late := TaskFilter{State: models.Overdue}.sums(q.now())
	soon, near := TaskFilter{State: models.DueSoon}.sums(q.now())
	unserved, unservedLate := TaskFilter{State: models.Overdue}.sums(q.now(), "step IN ?")
	var rows []struct {
		OrganizationID, Letter, AssigneeID string
		Load                               `gorm:"embedded"`
		Unserved                           int
	}
	args := append(append(append(late, near...), unservedLate...), Serving(), in)
	err := db.Raw(`SELECT organization_id, SUBSTR(case_number, INSTR(case_number, '-') + 1, 1) AS letter, assignee_id, COUNT(*) AS open,
		`+overdue+` AS overdue, `+soon+` AS due_soon, `+unserved+` AS unserved
		FROM tasks WHERE closed_at = 0 AND role <> '' AND organization_id IN ? GROUP BY organization_id, letter, assignee_id`, args...).Scan(&rows).Error
	if err != nil {
		return err
	}
	places, kinds, people := tally{}, tally{}, tally{}
	for _, r := range rows {
		places.add(r.OrganizationID, r.Load)
		kinds.add(store.KindOf(r.Letter), r.Load)
		people.add(cmp.Or(r.AssigneeID, Unclaimed), r.Load)
		b.Tasks.add(r.Load)
		b.Unserved += r.Unserved
	}
	called, err := organizationNames(db, places.ids())
	if err != nil {
		return err
	}
	known, err := userNames(db, people.ids())
	if err != nil {
		return err
	}
	known[Unclaimed] = "待认领"
	b.Organizations, b.People = places.rows(called), people.rows(known)
	for _, k := range contract.Kinds { // in the order in which a matter comes to them
		if l, some := kinds[string(k)]; some {
			b.Kinds = append(b.Kinds, LoadOf{Name{ID: string(k)}, *l})
		}
	}
	return nil
}

// sums is a SUM over the rows that meet the filter's conditions, and these besides.
func (f TaskFilter) sums(now models.Instant, besides ...string) (sum string, args []any) {
	where, args := f.conditions(now)
	sum = "SUM(CASE WHEN "
	for i, w := range append(where[1:], besides...) { // all of them are open
		if i > 0 {
			sum += " AND "
		}
		sum += w
	}
	return sum + " THEN 1 ELSE 0 END)", args
}

func (l *Load) add(m Load) {
	l.Open += m.Open
	l.Overdue += m.Overdue
	l.DueSoon += m.DueSoon
}

// tally gathers loads by what they are of.
type tally map[string]*Load

func (t tally) add(id string, l Load) {
	if t[id] == nil {
		t[id] = &Load{}
	}
	t[id].add(l)
}

func (t tally) ids() (ids []string) {
	for id := range t {
		ids = append(ids, id)
	}
	return ids
}

// rows lists the loads, the most overdue first.
func (t tally) rows(called map[string]string) []LoadOf {
	rows := make([]LoadOf, 0, len(t))
	for id, l := range t {
		rows = append(rows, LoadOf{Name{id, called[id]}, *l})
	}
	slices.SortFunc(rows, func(a, b LoadOf) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.DueSoon, a.DueSoon), cmp.Compare(b.Open, a.Open), cmp.Compare(a.ID, b.ID))
	})
	return rows
}
