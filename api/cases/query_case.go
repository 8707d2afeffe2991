package cases

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// CaseView is one case with everything people need to act on it.
type CaseView struct {
	CaseLine
	Pack        string         `json:"pack" doc:"办理所依据的规则包，如 jining 2026.1"`
	PackHash    string         `json:"pack_hash"`
	Version     int            `json:"version" doc:"每次流转加一，可据以发现页面已过时"`
	Intake      map[string]any `json:"intake,omitempty" doc:"上报或者申请的内容"`
	Contact     *ContactView   `json:"contact,omitempty" doc:"申请人、代理人的联系方式"`
	CompleteAt  models.Instant `json:"complete_at,omitzero"`
	FiledAt     models.Instant `json:"filed_at,omitzero"`
	AcceptedAt  models.Instant `json:"accepted_at,omitzero"`
	ServedAt    models.Instant `json:"served_at,omitzero"`
	DecidedAt   models.Instant `json:"decided_at,omitzero"`
	PublishedAt models.Instant `json:"published_at,omitzero"`
	ChangedAt   models.Instant `json:"changed_at"`
	Deadlines   []Deadline     `json:"deadlines" doc:"全案与各待办的期限，均说明如何计算"`
	Tasks       []TaskView     `json:"tasks" doc:"当前待办"`
	History     []TaskDone     `json:"history" doc:"已办环节，先后为序"`
	Paused      string         `json:"paused,omitempty" enum:"suspended,deferred,criminal" doc:"期限目前停止计算：中止计时、缓办、移送司法机关"`
	Pauses      []PauseView    `json:"pauses,omitempty"`
	Moves       []ClockEvent   `json:"moves,omitempty" doc:"全案期限的每次变动"`
	Links       Links          `json:"links"`
}

// TaskDone is an answered step.
type TaskDone struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind,omitempty" doc:"没有则为案件环节；signature 会签，co_sign 加签，extension 延期审批，supervision 督办，appeal 超期申诉"`
	Step      string          `json:"step"`
	Name      string          `json:"name"`
	Choice    string          `json:"choice"`
	Label     string          `json:"label"`
	DecidedBy Name            `json:"decided_by"`
	For       *Name           `json:"on_behalf_of,omitempty" doc:"代何人办理"`
	OpenedAt  models.Instant  `json:"opened_at"`
	ClosedAt  models.Instant  `json:"closed_at"`
	DueAt     models.Instant  `json:"due_at,omitzero"`
	Late      bool            `json:"late" doc:"超期办结"`
	Reason    string          `json:"reason,omitempty"`
	Details   json.RawMessage `json:"details,omitempty"`
	Evidence  json.RawMessage `json:"evidence,omitempty"`
	Story     Story           `json:"story"`
}

// unknownCase is what whoever may not read a case is told too: a foreign case does not
// exist.
func unknownCase(number string) *models.Problem {
	return models.Refuse(models.Unknown, "case.unknown", "没有这个案件", "案件%s不存在，或者不在您的职责范围内。", number)
}

// readable finds a case if the actor may read it. Errors: case.unknown.
func (q *Queries) readable(db *gorm.DB, a access.Actor, number string) (c models.Case, err error) {
	if err := db.Limit(1).Find(&c, "number = ?", number).Error; err != nil {
		return c, err
	}
	reads, err := readsCase(db, a, c)
	if err != nil || !reads {
		return c, either(err, unknownCase(number))
	}
	return c, afterErasure(db, a, c.SubjectID)
}

// Case gives one case. Permission: a role that reaches its organization. Errors:
// case.unknown.
func (q *Queries) Case(ctx context.Context, a access.Actor, number string) (v CaseView, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		c, err := q.readable(db, a, number)
		if err != nil {
			return err
		}
		v, err = q.view(ctx, db, a, c)
		return err
	})
	return v, err
}

func (q *Queries) view(ctx context.Context, db *gorm.DB, a access.Actor, c models.Case) (CaseView, error) {
	lines, err := q.lines(db, []models.Case{c})
	if err != nil {
		return CaseView{}, err
	}
	v := CaseView{
		CaseLine: lines[0], PackHash: c.PackHash, Version: c.Version, CompleteAt: c.CompleteAt, FiledAt: c.FiledAt,
		AcceptedAt: c.AcceptedAt, ServedAt: c.ServedAt, DecidedAt: c.DecidedAt, PublishedAt: c.PublishedAt, ChangedAt: c.ChangedAt,
		Deadlines: []Deadline{}, Tasks: []TaskView{}, History: []TaskDone{},
	}
	_ = json.Unmarshal(c.Intake, &v.Intake)
	pack, err := q.Rules.Pack(ctx, c.PackHash)
	if err != nil {
		return v, err
	}
	v.Pack = pack.Name()
	if d := q.deadline("case", models.Task{DueAt: c.DueAt}, c.Deadline); d != nil {
		v.Deadlines = append(v.Deadlines, *d)
	}
	var tasks []models.Task
	if err := db.Order("opened_at, id").Find(&tasks, "case_number = ?", c.Number).Error; err != nil {
		return v, err
	}
	desk, err := q.desk(db, c.Number, tasks)
	if err != nil {
		return v, err
	}
	for _, e := range desk.events {
		if e.TaskID == "" && timing[e.Kind] {
			v.Moves = append(v.Moves, desk.told(e))
		}
	}
	v.Paused, v.Pauses = c.Paused, desk.pauseViews()
	var open, done []models.Task
	for _, t := range tasks {
		switch {
		case t.ClosedAt == 0:
			open = append(open, t)
		case t.Role != "" && t.Choice != cancelled:
			done = append(done, t)
		}
	}
	if v.Tasks, err = q.tasks(db, a, c, pack, open, desk, &v.Deadlines); err != nil {
		return v, err
	}
	if v.History, err = q.history(db, done, desk); err != nil {
		return v, err
	}
	if v.Contact, err = q.contactOf(db, c.Number); err != nil {
		return v, err
	}
	v.Links, err = links(db, c)
	return v, err
}

// cancelled is how a task reads that nobody will decide any more.
const cancelled = models.Cancelled

// history tells who decided what, with the reasons as received.
func (q *Queries) history(db *gorm.DB, done []models.Task, desk deskHistory) ([]TaskDone, error) {
	out := make([]TaskDone, 0, len(done))
	ids := make([]string, 0, len(done))
	for _, t := range done {
		ids = append(ids, t.CommandID)
	}
	var rows []models.Command
	if err := db.Find(&rows, "id IN ?", ids).Error; err != nil {
		return out, err
	}
	commands := map[string]models.Command{}
	for _, c := range rows {
		commands[c.ID] = c
	}
	for _, t := range done {
		cmd := commands[t.CommandID]
		out = append(out, TaskDone{
			ID: t.ID, Step: t.Step, Name: t.Name, Choice: t.Choice, Label: label(t), OpenedAt: t.OpenedAt, ClosedAt: t.ClosedAt,
			DecidedBy: Name{t.DecidedBy, desk.names[t.DecidedBy]}, DueAt: t.DueAt, Late: t.DueAt != 0 && t.ClosedAt >= t.DueAt.Over(),
			Reason: cmd.Reason, Details: cmd.Details, Evidence: cmd.Evidence, Kind: t.Kind, For: desk.name(t.OnBehalfOf),
			Story: q.story(t, desk, because(t.Deadline)),
		})
	}
	return out, nil
}

// because is how a stored clock was counted.
func because(clock []byte) string {
	var k models.Clock
	_ = json.Unmarshal(clock, &k)
	return k.Because
}

// label is the choice as the pack words it.
func label(t models.Task) string {
	step, err := stepOf(t)
	if err != nil {
		return t.Choice
	}
	if c, ok := step.Choice(t.Choice); ok {
		return c.Label
	}
	if t.Choice == "returned" {
		return "退回"
	}
	return t.Choice
}

// duties says what keeps the actor from deciding a task, empty when nothing does.
func duties(db *gorm.DB, a access.Actor, c models.Case, t models.Task) (string, error) {
	step, err := stepOf(t)
	if err != nil {
		return "", err
	}
	tx := &store.Tx{DB: db}
	if p := store.Held(db, t, append(a.Principals(), a.ID)...); p != nil {
		return p.Detail, nil
	}
	p, err := store.Duties(tx, c, step, a.ID)
	if err != nil || p == nil {
		return "", err
	}
	return p.Detail, nil
}
