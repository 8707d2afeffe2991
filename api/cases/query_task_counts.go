package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
)

// MostCounted is where counting a worklist ends: more than this is told as "more".
const MostCounted = 999

// TaskCounts are how many tasks of a worklist stand in each state, MostCounted+1 for
// more.
type TaskCounts struct {
	Overdue int `json:"overdue"`
	DueSoon int `json:"due_soon"`
	OnTime  int `json:"on_time"`
}

// TaskCounts counts a worklist by state, whatever state the filter names. Permission: as
// for Tasks.
func (q *Queries) TaskCounts(ctx context.Context, a access.Actor, f TaskFilter) (n TaskCounts, err error) {
	for state, into := range map[string]*int{models.Overdue: &n.Overdue, models.DueSoon: &n.DueSoon, models.OnTime: &n.OnTime} {
		f.State = state
		if *into, err = q.countTasks(ctx, a, f); err != nil {
			return n, err
		}
	}
	return n, nil
}

// countTasks counts no further than it tells, so that a long list costs no more than a
// short one.
func (q *Queries) countTasks(ctx context.Context, a access.Actor, f TaskFilter) (int, error) {
	db := q.db(ctx)
	where, args := f.conditions(q.now())
	l := legs{table: "tasks", columns: "id, due_at", order: "due_at, id", limit: MostCounted + 1}
	if err := q.worklist(db, a, f, &l, where, args); err != nil {
		return 0, err
	}
	return l.count(db)
}
