package cases

import (
	"context"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// SignOffLine is a repair that waits for an office's answer (签批).
type SignOffLine struct {
	TaskLine
	Listing  string        `json:"listing" doc:"所针对的名单记录"`
	ListName string        `json:"list_name"`
	Outside  bool          `json:"outside" doc:"该办公室不在本系统内，须录入其复函"`
	Offices  []OfficeState `json:"offices" doc:"各办公室的签批情况"`
}

// SignOffPage is one page of such repairs, reddest first.
type SignOffPage struct {
	Items []SignOffLine `json:"items"`
	Next  string        `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// The steps of the offices' signatures are sign_off_<office>.
const signOffSteps = "step > 'sign_off_' AND step < 'sign_off_~'"

// SignOffs lists the repairs that wait for an office the actor signs for, or for the
// letter of an outside office that the actor may enter; the first due first. Permission:
// whoever signs for an office or handles cases. Errors: cursor.invalid.
func (q *Queries) SignOffs(ctx context.Context, a access.Actor, state string, p Page) (SignOffPage, error) {
	out := SignOffPage{Items: []SignOffLine{}}
	at, err := p.from(state)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	where, args := TaskFilter{State: state, Kind: "repair"}.conditions(q.now())
	where = append(where, signOffSteps)
	if at != nil {
		where, args = append(where, "due_at >= ?", "(due_at > ? OR id > ?)"), append(args, at.At, at.At, at.ID)
	}
	l := legs{table: "tasks", columns: taskColumns, order: "due_at, id", limit: p.limit() + 1}
	a = a.WithActing()
	for _, role := range []policy.Role{policy.OfficeMember, policy.Handler} {
		var reached []string
		err := db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", a.Where(role)).
			Order("descendant").Pluck("descendant", &reached).Error
		if err != nil {
			return out, err
		}
		l.each(reached, append([]string{"role = ?"}, where...), append([]any{role}, args...)...)
	}
	var rows []models.Task
	if err := l.find(db, &rows); err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if len(rows) == 0 {
		return out, nil
	}
	if out.Items, err = q.signOffLines(ctx, db, rows); err != nil {
		return out, err
	}
	last := rows[len(rows)-1]
	out.Next = next(more, last.DueAt, last.ID, state)
	return out, nil
}

// signOffLines adds what each repair is about and how far its offices are.
func (q *Queries) signOffLines(ctx context.Context, db *gorm.DB, rows []models.Task) ([]SignOffLine, error) {
	lines, err := q.taskLines(db, rows)
	if err != nil {
		return nil, err
	}
	numbers := make([]string, 0, len(rows))
	for _, t := range rows {
		numbers = append(numbers, t.CaseNumber)
	}
	var repairs []models.Case
	if err := db.Select("number, pack_hash, target, closed_at").Find(&repairs, "number IN ?", numbers).Error; err != nil {
		return nil, err
	}
	of, targets := map[string]models.Case{}, []string{}
	for _, c := range repairs {
		of[c.Number], targets = c, append(targets, c.Target)
	}
	var listings []models.Listing
	if err := db.Select("number, list").Find(&listings, "number IN ?", targets).Error; err != nil {
		return nil, err
	}
	on := map[string]string{}
	for _, l := range listings {
		on[l.Number] = l.List
	}
	tasks, people, err := officeTasks(db, numbers)
	if err != nil {
		return nil, err
	}
	out, called := make([]SignOffLine, 0, len(lines)), officesCalled{}
	for _, t := range lines {
		c := of[t.Case]
		pack, err := q.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return nil, err
		}
		if err := called.read(db, pack); err != nil {
			return nil, err
		}
		list, _ := pack.List(on[c.Target])
		v := SignOffLine{TaskLine: t, Listing: c.Target, ListName: list.Name, Offices: officeStates(pack, list.Key, tasks[t.Case], people, called, q.now())}
		for _, o := range v.Offices {
			v.Outside = v.Outside || o.Step == t.Step && o.Outside
		}
		out = append(out, v)
	}
	return out, nil
}
