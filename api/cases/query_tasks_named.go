package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
)

// TasksNamed gives the tasks among the ids that the actor reads by a role of theirs, the
// first due first; those that are closed say when. What the actor may not see is left
// out, as if it did not exist.
func (q *Queries) TasksNamed(ctx context.Context, a access.Actor, ids []string) ([]TaskLine, error) {
	db := q.db(ctx)
	in, err := a.Readable(db)
	if err != nil || len(in) == 0 || len(ids) == 0 {
		return nil, err
	}
	var rows []models.Task
	err = db.Select(taskColumns).Order("due_at, id").
		Find(&rows, "id IN ? AND role <> '' AND organization_id IN ?", ids, in).Error
	if err != nil {
		return nil, err
	}
	return q.taskLines(db, rows)
}
