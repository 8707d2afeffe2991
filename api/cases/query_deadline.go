package cases

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/policy/calendar"
)

// Deadline is a deadline that explains itself (NX-3), as it stands now.
type Deadline struct {
	Of              string         `json:"of" enum:"case,task,listing"`
	Task            string         `json:"task,omitempty" doc:"待办编号"`
	DueAt           models.Instant `json:"due_at,omitzero"`
	WarnAt          models.Instant `json:"warn_at,omitzero"`
	State           string         `json:"state" enum:"on_time,due_soon,overdue" doc:"正常、临期、超期"`
	WorkingDaysLeft int            `json:"working_days_left" doc:"剩余工作日，超期为负"`
	Remaining       string         `json:"remaining" doc:"如：还剩2个工作日"`
	Event           string         `json:"event,omitempty" doc:"起算事件"`
	From            models.Instant `json:"from,omitzero"`
	Term            string         `json:"term,omitempty"`
	Because         string         `json:"because,omitempty" doc:"如何计算"`
	Counted         []calendar.Day `json:"counted,omitempty" doc:"逐日"`
	Provisional     bool           `json:"provisional,omitempty" doc:"涉及放假安排尚未公布的年度，暂按周末推算"`
	Rule            *models.Rule   `json:"rule,omitempty"`
	Longer          *Longer        `json:"longer,omitempty" doc:"同时计算而较晚届满的期限"`
}

// Longer is the other limit that runs beside the one that rules.
type Longer struct {
	Of      string         `json:"of" enum:"case,task"`
	DueAt   models.Instant `json:"due_at"`
	Because string         `json:"because"`
}

// deadline explains a stored clock. The task's own due date goes before the clock's:
// the whole case's limit may be the sooner one.
func (q *Queries) deadline(of string, t models.Task, clock []byte) *Deadline {
	if t.DueAt == 0 {
		return nil
	}
	now := q.Now()
	cal := q.Rules.Calendar()
	d := Deadline{
		Of: of, Task: t.ID, DueAt: t.DueAt, WarnAt: t.WarnAt, State: t.State(models.At(now)),
		WorkingDaysLeft: cal.WorkingDaysLeft(now, t.DueAt.Time()), Remaining: cal.Remaining(now, t.DueAt.Time()),
	}
	var k models.Clock
	if len(clock) > 0 && json.Unmarshal(clock, &k) == nil {
		d.Event, d.From, d.Term, d.Because, d.Counted = k.Event, k.From, k.Term, k.Because, k.Counted
		d.Provisional, d.Rule = k.Provisional, &k.Rule
		if k.Longer != nil {
			d.Longer = &Longer{k.Longer.Of, k.Longer.DueAt, k.Longer.Because}
		}
		if k.Of == "listing" {
			d.Of = k.Of
		}
	}
	return &d
}
