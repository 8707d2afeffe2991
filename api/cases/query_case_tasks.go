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
	Asked    *Asked    `json:"asked,omitempty" doc:"附带事项由何人为何提出"`
	Tally    string    `json:"tally,omitempty" doc:"会签：各方意见如何得出结论"`
	Story    Story     `json:"story"`
	Offers   []Offer   `json:"operations" doc:"您现在可以对该待办办理的其他事项"`
}

// Asked is who asked for what stands beside a question, and why.
type Asked struct {
	By     Name           `json:"by"`
	At     models.Instant `json:"at"`
	Reason string         `json:"reason,omitempty"`
}

func asked(db *gorm.DB, t models.Task, about map[string]any) (*Asked, error) {
	var cmd models.Command
	if err := db.Limit(1).Find(&cmd, "id = ?", t.CommandID).Error; err != nil || cmd.ID == "" {
		return nil, err
	}
	a := Asked{Name{cmd.ActorID, store.Named(db, cmd.ActorID)}, cmd.ReceivedAt, cmd.Reason}
	for _, key := range []string{"note", "reason"} {
		if said, ok := about[key].(string); ok && a.Reason == "" {
			a.Reason = said
		}
	}
	return &a, nil
}

// tasks are a case's open tasks as the actor meets them; their deadlines are added to
// the case's.
func (q *Queries) tasks(db *gorm.DB, a access.Actor, c models.Case, pack *policy.Pack, open []models.Task, desk deskHistory, all *[]Deadline) ([]TaskView, error) {
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
		if t.ParentID != "" && t.Kind != models.KindSignature {
			if v.Asked, err = asked(db, t, v.About); err != nil {
				return out, err
			}
		}
		if t.Kind == models.KindSignature {
			v.Tally = tallyWords(pack, t, open)
		}
		if v.Offers, err = q.offers(db, a, c, pack, t, v); err != nil {
			return out, err
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
