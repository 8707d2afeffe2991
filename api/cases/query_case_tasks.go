package cases

import (
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// TaskView is an open task on its case's page.
type TaskView struct {
	TaskLine
	Deadline *Deadline `json:"deadline,omitempty"`
	Mine     bool      `json:"mine" doc:"您的职责可以办理"`
	Barred   string    `json:"barred,omitempty" doc:"须由他人办理的原因"`
	Article  string    `json:"article,omitempty"`
	For      *Name     `json:"on_behalf_of,omitempty" doc:"您代何人办理"`
	Story    Story     `json:"story"`
}

// tasks are a case's open tasks as the actor meets them; their deadlines are added to
// the case's.
func (q *Queries) tasks(db *gorm.DB, a access.Actor, c models.Case, open []models.Task, desk deskHistory, all *[]Deadline) ([]TaskView, error) {
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
		v := TaskView{TaskLine: lines[i], Deadline: d, Story: q.story(t, desk, because(t.Deadline))}
		behalf, err := mayTake(db, a, t)
		if _, refused := models.AsProblem(err); err != nil && !refused {
			return out, err
		}
		v.Mine, v.For = err == nil, nameOf(db, behalf)
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

// nameOf is somebody as pages show them; nobody for no id.
func nameOf(db *gorm.DB, id string) *Name {
	if id == "" {
		return nil
	}
	return &Name{id, store.Named(db, id)}
}
