package cases

import (
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// TaskView is an open task on its case's page.
type TaskView struct {
	TaskLine
	Deadline *Deadline `json:"deadline,omitempty"`
	Mine     bool      `json:"mine" doc:"您的职责可以办理"`
	Barred   string    `json:"barred,omitempty" doc:"须由他人办理的原因"`
	Article  string    `json:"article,omitempty"`
}

// tasks are a case's open tasks as the actor meets them; their deadlines are added to
// the case's.
func (q *Queries) tasks(db *gorm.DB, a access.Actor, c models.Case, open []models.Task, all *[]Deadline) ([]TaskView, error) {
	out := []TaskView{}
	lines, err := q.taskLines(db, open)
	if err != nil {
		return out, err
	}
	for i, t := range open {
		d := q.deadline("task", t, t.Deadline)
		if d != nil {
			*all = append(*all, *d)
		}
		if t.Role == "" {
			continue // a clock that nobody decides
		}
		v := TaskView{TaskLine: lines[i], Deadline: d}
		if v.Mine, err = a.Reaches(db, t.OrganizationID, policy.Role(t.Role)); err != nil {
			return out, err
		}
		if v.Mine {
			if v.Barred, err = duties(db, a, c, t); err != nil {
				return out, err
			}
		}
		if step, err := stepOf(t); err == nil {
			v.Article = step.Article
		}
		out = append(out, v)
	}
	return out, nil
}

// stepOf is the task's step as its pack had it.
func stepOf(t models.Task) (step policy.Step, err error) {
	err = json.Unmarshal(t.Spec, &step)
	return step, err
}
