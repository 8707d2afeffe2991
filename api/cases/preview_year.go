package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// YearPreview is what a year's days off would change. Nothing has been changed.
type YearPreview struct {
	Year     calendar.Year      `json:"year"`
	Words    string             `json:"words" doc:"以文字读出，供与通知原文核对"`
	Changed  bool               `json:"changed" doc:"false：与现行日历相同"`
	Calendar string             `json:"calendar" doc:"载入后日历的摘要"`
	Days     []calendar.Changed `json:"days" doc:"工作日与休息日互换的日期"`
	Tasks    int                `json:"tasks" doc:"期限将移动的待办数"`
	Cases    int                `json:"cases" doc:"全案期限将移动的案件数"`
	Moves    []DeadlineMove     `json:"moves" doc:"将移动的期限，新期限在前的在前，至多100项"`
}

// DeadlineMove is one deadline that would move.
type DeadlineMove struct {
	Case         string         `json:"case"`
	Task         string         `json:"task,omitempty" doc:"没有则为全案期限"`
	Name         string         `json:"name" doc:"待办名称，或者“全案”"`
	Organization Name           `json:"organization"`
	From         models.Instant `json:"from"`
	To           models.Instant `json:"to"`
}

// mostMoves is how many moves a preview names; it counts them all.
const mostMoves = 100

// PreviewYear says which open deadlines a year's days off would move, from what to what.
// Permission: the route's, a keeper of the rules: it names cases, and nothing of what they
// are about. Errors: calendar.year.
func (q *Queries) PreviewYear(ctx context.Context, src []byte) (YearPreview, error) {
	if err := q.Rules.Renew(ctx); err != nil {
		return YearPreview{}, err
	}
	before := q.Rules.Calendar()
	after, year, err := store.WithYear(before, src)
	if err != nil {
		return YearPreview{}, err
	}
	out := YearPreview{
		Year: year, Words: year.Words(), Changed: before.ID() != after.ID(), Calendar: after.ID(),
		Days: before.Changes(after), Moves: []DeadlineMove{},
	}
	if len(out.Days) == 0 {
		out.Days = []calendar.Changed{}
		return out, nil
	}
	f := &foresight{q: q, ctx: ctx, cal: after, since: models.At(out.Days[0].Date.Start())}
	if err := f.tasks(); err != nil {
		return out, err
	}
	out.Tasks = len(f.moves)
	if err := f.cases(); err != nil {
		return out, err
	}
	out.Cases = len(f.moves) - out.Tasks
	slices.SortFunc(f.moves, func(a, b DeadlineMove) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Case, b.Case), cmp.Compare(a.Task, b.Task))
	})
	out.Moves = append(out.Moves, f.moves[:min(len(f.moves), mostMoves)]...)
	return out, f.nameOrganizations(out.Moves)
}

// foresight counts open deadlines by a calendar that is not in force.
type foresight struct {
	q     *Queries
	ctx   context.Context //nolint:containedctx // lives as long as one query
	cal   *calendar.Calendar
	since models.Instant // what is due before it cannot move
	moves []DeadlineMove
}

// running is an open deadline as the register holds it.
type running struct {
	CaseNumber, ID, Name, OrganizationID, PackHash string
	Spec, Deadline                                 []byte
	DueAt                                          models.Instant
}

func (f *foresight) tasks() error {
	return f.each(`SELECT tasks.case_number, tasks.id, tasks.name, tasks.organization_id, cases.pack_hash, tasks.spec, tasks.deadline, tasks.due_at
		FROM tasks JOIN cases ON cases.number = tasks.case_number
		WHERE tasks.closed_at = 0 AND tasks.calendar > '' AND tasks.due_at >= ?`)
}

func (f *foresight) cases() error {
	return f.each(`SELECT number AS case_number, '' AS id, '全案' AS name, organization_id, pack_hash, NULL AS spec, deadline, due_at
		FROM cases WHERE closed_at = 0 AND due_at >= ?`)
}

// each walks deadlines without holding them all: there may be a hundred thousand.
func (f *foresight) each(query string) error {
	rows, err := f.q.db(f.ctx).Raw(query, f.since).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r running
		if err := rows.Scan(&r.CaseNumber, &r.ID, &r.Name, &r.OrganizationID, &r.PackHash, &r.Spec, &r.Deadline, &r.DueAt); err != nil {
			return err
		}
		to, err := f.due(r)
		if err != nil {
			return err
		}
		if to != r.DueAt {
			f.moves = append(f.moves, DeadlineMove{r.CaseNumber, r.ID, r.Name, Name{ID: r.OrganizationID}, r.DueAt, to})
		}
	}
	return rows.Err()
}

// due is when a deadline would be.
func (f *foresight) due(r running) (models.Instant, error) {
	var k models.Clock
	if err := json.Unmarshal(r.Deadline, &k); err != nil {
		return 0, err
	}
	var step struct {
		Lapse string `json:"lapse"`
	}
	if len(r.Spec) > 0 {
		if err := json.Unmarshal(r.Spec, &step); err != nil {
			return 0, err
		}
	}
	pack, err := f.q.Rules.Pack(f.ctx, r.PackHash)
	if err != nil {
		return 0, err
	}
	again, err := k.Again(f.cal, pack.Counting(), step.Lapse != "")
	if err != nil {
		return 0, err
	}
	return again.DueAt, nil
}

func (f *foresight) nameOrganizations(moves []DeadlineMove) error {
	var ids []string
	for _, m := range moves {
		ids = append(ids, m.Organization.ID)
	}
	called, err := organizationNames(f.q.db(f.ctx), ids)
	for i := range moves {
		moves[i].Organization.Name = called[moves[i].Organization.ID]
	}
	return err
}
