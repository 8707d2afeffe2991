package cases

import (
	"context"
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// TaskFilter narrows a worklist. Empty fields leave nothing out.
type TaskFilter struct {
	Mine         bool   // what the actor may decide, claimed by nobody else
	State        string // on_time, due_soon, overdue
	Kind         string // of the case
	Organization string // with everything under it
	Own          bool   // without what is under it
	Step         string // or several, parted by commas
	Assignee     string // a user's id, or Unclaimed
	Post         string // one of the actor's own, by its key: what waits for it and where it reaches
	// OverdueAt asks for what was overdue then, closed since or not, as the deadlines
	// stand today.
	OverdueAt models.Instant
}

// Unclaimed is the assignee of what waits for anybody of its role.
const Unclaimed = "none"

// TaskLine is an open task in a worklist.
type TaskLine struct {
	ID           string         `json:"id"`
	Case         string         `json:"case"`
	Kind         string         `json:"kind"`
	Title        string         `json:"title"`
	Subject      *SubjectName   `json:"subject,omitempty"`
	TaskKind     string         `json:"task_kind,omitempty" doc:"没有则为案件环节；signature 会签，co_sign 加签，extension 延期审批，supervision 督办，appeal 超期申诉"`
	Parent       string         `json:"parent,omitempty" doc:"所属待办"`
	About        map[string]any `json:"about,omitempty" doc:"督办意见、延期申请等的内容"`
	Paused       string         `json:"paused,omitempty" doc:"全案中止计时的种类"`
	Step         string         `json:"step"`
	Name         string         `json:"name"`
	Role         Name           `json:"role"`
	Organization Name           `json:"organization"`
	Assignee     *Name          `json:"assignee,omitempty" doc:"已认领的人"`
	OpenedAt     models.Instant `json:"opened_at"`
	ClosedAt     models.Instant `json:"closed_at,omitzero" doc:"已办结的，只在查询某时的超期待办时列出"`
	DueAt        models.Instant `json:"due_at,omitzero"`
	State        string         `json:"state" enum:"on_time,due_soon,overdue"`
	DaysLeft     int            `json:"working_days_left"`
	Remaining    string         `json:"remaining,omitempty"`
	Choices      []Choice       `json:"choices"`
	ReturnTo     []string       `json:"return_to" doc:"可以退回的环节"`
}

// Choice is one answer a task takes.
type Choice struct {
	Key      string `json:"key"`
	Label    string `json:"label"`
	Reason   bool   `json:"reason_required"`
	Evidence bool   `json:"evidence_required"`
	Lapse    bool   `json:"lapse,omitempty" doc:"期限届满时视为作出该结论"`
}

// TaskPage is one page of tasks, reddest first.
type TaskPage struct {
	Items []TaskLine `json:"items"`
	Next  string     `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

const taskColumns = `id, case_number, step, occurrence, name, role, organization_id, spec, opened_at, warn_at, due_at, closed_at, assignee_id, kind, parent_id, details`

// Tasks lists open tasks of the cases the actor may read, the first due first. Errors:
// cursor.invalid, access.post_not_held.
func (q *Queries) Tasks(ctx context.Context, a access.Actor, f TaskFilter, p Page) (TaskPage, error) {
	out := TaskPage{Items: []TaskLine{}}
	at, err := p.from(f)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	where, args := f.conditions(q.now())
	if at != nil {
		where = append(where, "due_at >= ?", "(due_at > ? OR id > ?)")
		args = append(args, at.At, at.At, at.ID)
	}
	l := legs{table: "tasks", columns: taskColumns, order: "due_at, id", limit: p.limit() + 1}
	if err := q.worklist(db, a, f, &l, where, args); err != nil {
		return out, err
	}
	var rows []models.Task
	if err := l.find(db, &rows); err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = q.taskLines(db, rows); err != nil || len(rows) == 0 {
		return out, err
	}
	last := rows[len(rows)-1]
	out.Next = next(more, last.DueAt, last.ID, f)
	return out, nil
}

// worklist adds the parts of a worklist: what is the actor's, or all they may read.
func (q *Queries) worklist(db *gorm.DB, a access.Actor, f TaskFilter, l *legs, where []string, args []any) (err error) {
	if f.Post != "" {
		if a, err = a.Through(f.Post); err != nil {
			return err
		}
	}
	if f.Mine {
		return q.mine(db, a, f, l, where, args)
	}
	in, err := within(db, a, f.Organization, f.Own)
	where = append(where, "role <> ''")
	if f.Assignee != "" && f.Assignee != Unclaimed { // few rows: one part, from the person's index
		l.add(append([]string{"+organization_id IN ?"}, where...), append([]any{in}, args...)...)
	} else {
		l.each(in, where, args...)
	}
	return err
}

func (f TaskFilter) conditions(now models.Instant) (where []string, args []any) {
	where = []string{"closed_at = 0"}
	if f.OverdueAt != 0 {
		where = []string{"due_at > 0", "due_at < ?", "opened_at <= ?", "(closed_at = 0 OR closed_at > ?)"}
		args = []any{f.OverdueAt.Second(), f.OverdueAt, f.OverdueAt}
	}
	if steps := strings.Split(f.Step, ","); f.Step != "" {
		where, args = append(where, "step IN ?"), append(args, steps)
	}
	switch f.Assignee {
	case "":
	case Unclaimed:
		where = append(where, "assignee_id = ''")
	default:
		where, args = append(where, "assignee_id = ?"), append(args, f.Assignee)
	}
	if f.Kind != "" {
		where, args = append(where, "case_number LIKE ?"), append(args, store.OfKind(f.Kind))
	}
	switch f.State {
	case models.Overdue:
		where, args = append(where, "due_at > 0", "due_at < ?"), append(args, now.Second())
	case models.DueSoon:
		where, args = append(where, "warn_at > 0", "warn_at <= ?", "due_at >= ?"), append(args, now, now.Second())
	case models.OnTime:
		where, args = append(where, "(due_at = 0 OR due_at >= ?)", "(warn_at = 0 OR warn_at > ?)"), append(args, now.Second(), now)
	}
	return where, args
}

// mine adds what the actor claimed, and what waits for a role of theirs and is claimed
// by nobody.
func (q *Queries) mine(db *gorm.DB, a access.Actor, f TaskFilter, l *legs, where []string, args []any) error {
	var below []string
	if below = []string{f.Organization}; f.Organization != "" && !f.Own {
		if err := db.Model(&models.Reach{}).Where("ancestor = ?", f.Organization).Pluck("descendant", &below).Error; err != nil {
			return err
		}
	}
	if f.Organization != "" {
		where, args = append(where, "organization_id IN ?"), append(args, below)
	}
	theirs, of := where, args
	if f.Post != "" { // what was claimed from another post is not this one's
		theirs = append([]string{"role = ?", "organization_id IN (SELECT descendant FROM organization_reach WHERE ancestor = ?)"}, where...)
		of = append([]any{a.Grants[0].Role, a.Grants[0].Organization}, args...)
	}
	for _, holder := range append(a.Principals(), a.ID) {
		l.add(append([]string{"assignee_id = ?"}, theirs...), append([]any{holder}, of...)...)
	}
	a = a.WithActing()
	for _, role := range roles(a) {
		var reached []string
		err := db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", a.Where(role)).
			Order("descendant").Pluck("descendant", &reached).Error
		if err != nil {
			return err
		}
		l.each(reached, append([]string{"role = ?", "assignee_id = ''"}, where...), append([]any{role}, args...)...)
	}
	return nil
}

func roles(a access.Actor) (held []policy.Role) {
	for _, r := range access.Deciders() {
		if a.Holds(r) {
			held = append(held, r)
		}
	}
	return held
}

// taskLines adds names, case and choices, with one query each.
func (q *Queries) taskLines(db *gorm.DB, rows []models.Task) ([]TaskLine, error) {
	lines := make([]TaskLine, 0, len(rows))
	var orgs, people, numbers, subjects []string
	for _, t := range rows {
		orgs, people, numbers = append(orgs, t.OrganizationID), append(people, t.AssigneeID), append(numbers, t.CaseNumber)
	}
	var cases []models.Case
	if err := db.Select("number, kind, title, subject_id, paused").Find(&cases, "number IN ?", numbers).Error; err != nil {
		return lines, err
	}
	of := map[string]models.Case{}
	for _, c := range cases {
		of[c.Number] = c
		subjects = append(subjects, c.SubjectID)
	}
	called, err := organizationNames(db, orgs)
	if err != nil {
		return lines, err
	}
	claimed, err := userNames(db, people)
	if err != nil {
		return lines, err
	}
	about, err := subjectNames(db, subjects)
	if err != nil {
		return lines, err
	}
	for _, t := range rows {
		c := of[t.CaseNumber]
		line := q.taskLine(t)
		line.Kind, line.Title, line.Subject, line.Paused = c.Kind, c.Title, about[c.SubjectID], c.Paused
		line.Organization = Name{t.OrganizationID, called[t.OrganizationID]}
		if t.AssigneeID != "" {
			line.Assignee = &Name{t.AssigneeID, claimed[t.AssigneeID]}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (q *Queries) taskLine(t models.Task) TaskLine {
	line := TaskLine{
		ID: t.ID, Case: t.CaseNumber, Step: t.Step, Name: t.Name, Role: roleName(t.Role), OpenedAt: t.OpenedAt, ClosedAt: t.ClosedAt, DueAt: t.DueAt,
		State: t.State(q.now()), Choices: []Choice{}, ReturnTo: []string{}, TaskKind: t.Kind, Parent: t.ParentID,
	}
	_ = json.Unmarshal(t.Details, &line.About)
	if t.DueAt != 0 {
		cal := q.Rules.Calendar()
		line.DaysLeft, line.Remaining = cal.WorkingDaysLeft(q.Now(), t.DueAt.Time()), cal.Remaining(q.Now(), t.DueAt.Time())
	}
	if t.ClosedAt != 0 {
		line.DaysLeft, line.Remaining = 0, store.When(t.ClosedAt)+"办结"
		return line // nothing is asked of it any more
	}
	step, err := stepOf(t)
	if err != nil {
		return line
	}
	for _, c := range step.Choices {
		line.Choices = append(line.Choices, Choice{c.Key, c.Label, c.Reason, c.Evidence, c.Key == step.Lapse})
	}
	line.ReturnTo = append(line.ReturnTo, step.ReturnTo...)
	return line
}
