package cases

import (
	"gorm.io/gorm"

	"chengxin/models"
)

// Story answers of a task: why it is red, since when, who had it, what moved its date.
type Story struct {
	RedSince  models.Instant `json:"red_since,omitzero" doc:"自何时超期；未超期则没有"`
	Because   string         `json:"because,omitempty" doc:"期限如何计算"`
	ExcusedAt models.Instant `json:"excused_at,omitzero" doc:"超期申诉成立的时间；超期事实仍保留"`
	Holders   []Holder       `json:"holders" doc:"先后由谁办理"`
	Moves     []ClockEvent   `json:"moves" doc:"时限的每次变动及其原因"`
	Told      []ClockEvent   `json:"told" doc:"提醒、催办、上报"`
}

// Holder had a task for a while. Nobody: it waited in the pool.
type Holder struct {
	Person       *Name          `json:"person,omitempty" doc:"没有则为待认领"`
	Organization string         `json:"organization"`
	How          string         `json:"how" doc:"opened、assigned、claimed、released、transferred、recused"`
	By           *Name          `json:"by,omitempty"`
	Why          string         `json:"why,omitempty"`
	From         models.Instant `json:"from"`
	Until        models.Instant `json:"until,omitzero"`
}

// ClockEvent is one line of the desk's history.
type ClockEvent struct {
	Kind       string         `json:"kind"`
	Label      string         `json:"label"`
	At         models.Instant `json:"at"`
	By         *Name          `json:"by,omitempty"`
	OnBehalfOf *Name          `json:"on_behalf_of,omitempty"`
	Why        string         `json:"why,omitempty"`
	DueBefore  models.Instant `json:"due_before,omitzero"`
	DueAfter   models.Instant `json:"due_after,omitzero"`
	Calendar   string         `json:"calendar,omitempty"`
}

var eventLabels = map[string]string{
	models.EventOpened: "转入", models.EventAssigned: "指派", models.EventClaimed: "认领", models.EventReleased: "放回", models.EventTransferred: "转办",
	models.EventRecused: "回避", models.EventUnclaimed: "逾时无人认领", models.EventWarned: "临期提醒", models.EventOverdue: "超期",
	models.EventEscalated: "逐级上报", models.EventReminded: "再次提醒", models.EventUrged: "催办", models.EventSupervised: "督办",
	models.EventAnswered: "答复", models.EventExtended: "延期", models.EventPaused: "中止计时", models.EventResumed: "恢复计时",
	models.EventRecounted: "重新计算", models.EventExcused: "超期申诉成立", models.EventClosed: "办结",
}

// custody are the events by which a task changes hands.
var custody = map[string]bool{
	models.EventOpened: true, models.EventAssigned: true, models.EventClaimed: true, models.EventReleased: true,
	models.EventTransferred: true, models.EventRecused: true,
}

// timing are the events that move a clock.
var timing = map[string]bool{
	models.EventExtended: true, models.EventPaused: true, models.EventResumed: true, models.EventRecounted: true,
}

// deskHistory is a case's desk history in order, with the names of who is in it.
type deskHistory struct {
	events []models.TaskEvent
	pauses []models.Pause
	names  map[string]string
}

func (q *Queries) desk(db *gorm.DB, number string, tasks []models.Task) (h deskHistory, err error) {
	if err = db.Order("seq").Find(&h.events, "case_number = ?", number).Error; err != nil {
		return h, err
	}
	if err = db.Order("from_at").Find(&h.pauses, "case_number = ?", number).Error; err != nil {
		return h, err
	}
	var ids []string
	for _, e := range h.events {
		ids = append(ids, e.ActorID, e.OnBehalfOf, e.PersonID)
	}
	for _, p := range h.pauses {
		ids = append(ids, p.ByID, p.ResumedBy)
	}
	for _, t := range tasks {
		ids = append(ids, t.DecidedBy, t.OnBehalfOf)
	}
	h.names, err = userNames(db, ids)
	return h, err
}

// name is somebody as pages show them; nobody for no id.
func (h deskHistory) name(id string) *Name {
	switch {
	case id == "":
		return nil
	case id == "system":
		return &Name{id, "系统"}
	case h.names[id] == "":
		return &Name{id, id}
	}
	return &Name{id, h.names[id]}
}

// story tells of one task; what moved the whole case's clock while it was open is part
// of it.
func (q *Queries) story(t models.Task, h deskHistory, because string) Story {
	s := Story{Because: because, ExcusedAt: t.ExcusedAt, Holders: []Holder{}, Moves: []ClockEvent{}, Told: []ClockEvent{}}
	end := q.now()
	if t.ClosedAt != 0 {
		end = t.ClosedAt
	}
	if t.State(end) == models.Overdue {
		s.RedSince = t.DueAt
	}
	for _, e := range h.events {
		switch {
		case e.TaskID != "" && e.TaskID != t.ID, e.TaskID == "" && (e.At < t.OpenedAt || t.ClosedAt != 0 && e.At > t.ClosedAt):
		case timing[e.Kind]:
			s.Moves = append(s.Moves, h.told(e))
		case custody[e.Kind] && e.TaskID != "":
			if n := len(s.Holders); n > 0 {
				s.Holders[n-1].Until = e.At
			}
			s.Holders = append(s.Holders, h.holder(e))
		case e.TaskID != "":
			s.Told = append(s.Told, h.told(e))
		}
	}
	if n := len(s.Holders); n > 0 {
		s.Holders[n-1].Until = t.ClosedAt
	}
	return s
}

func (h deskHistory) holder(e models.TaskEvent) Holder {
	return Holder{Person: h.name(e.PersonID), Organization: e.OrganizationID, How: e.Kind, By: h.name(e.ActorID), Why: e.Why, From: e.At}
}

func (h deskHistory) told(e models.TaskEvent) ClockEvent {
	return ClockEvent{
		Kind: e.Kind, Label: eventLabels[e.Kind], At: e.At, By: h.name(e.ActorID), OnBehalfOf: h.name(e.OnBehalfOf), Why: e.Why,
		DueBefore: e.DueBefore, DueAfter: e.DueAfter, Calendar: e.Calendar,
	}
}

// PauseView is a stretch in which a case's clocks stood still.
type PauseView struct {
	Kind      string         `json:"kind" enum:"suspended,deferred,criminal"`
	Reason    string         `json:"reason"`
	By        *Name          `json:"by,omitempty"`
	From      models.Instant `json:"from"`
	Until     models.Instant `json:"until,omitzero" doc:"到时自动恢复"`
	ResumedAt models.Instant `json:"resumed_at,omitzero"`
	ResumedBy *Name          `json:"resumed_by,omitempty"`
}

func (h deskHistory) pauseViews() []PauseView {
	out := make([]PauseView, 0, len(h.pauses))
	for _, p := range h.pauses {
		out = append(out, PauseView{p.Kind, p.Reason, h.name(p.ByID), p.FromAt, p.UntilAt, p.ResumedAt, h.name(p.ResumedBy)})
	}
	return out
}
