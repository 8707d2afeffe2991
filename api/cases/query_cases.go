package cases

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// CaseFilter narrows a list of cases. Empty fields leave nothing out.
type CaseFilter struct {
	Kind         string
	Stage        string
	State        string // open, closed, overdue
	Organization string // with everything under it
	Own          bool   // without what is under it
	Subject      string
	Q            string // the beginning of a case number or of a subject's name, or a whole credit code
	Received     Span
	Closed       Span
	Limit        string // LimitWhole or LimitAct
	// Recognised are the days in which a recognition of the case took effect; with it, of
	// which behaviour, sector and grade.
	Recognised               Span
	Behaviour, Sector, Grade string

	ofSector []string // the sector's behaviours, in the rules in force
}

// States of a case in a filter.
const (
	StateOpen   = "open"
	StateClosed = "closed"
)

// CaseLine is a case in a list.
type CaseLine struct {
	Number       string         `json:"number"`
	Kind         string         `json:"kind"`
	Title        string         `json:"title"`
	Stage        string         `json:"stage"`
	Outcome      string         `json:"outcome,omitempty"`
	State        string         `json:"state" enum:"open,closed"`
	Deadline     string         `json:"deadline_state,omitempty" enum:"on_time,due_soon,overdue"`
	Organization Name           `json:"organization"`
	Subject      *SubjectName   `json:"subject,omitempty"`
	Target       string         `json:"target,omitempty"`
	Emergency    bool           `json:"emergency,omitempty"`
	ReceivedAt   models.Instant `json:"received_at"`
	DueAt        models.Instant `json:"due_at,omitzero"`
	ClosedAt     models.Instant `json:"closed_at,omitzero"`
	Waiting      []string       `json:"waiting_for,omitempty" doc:"当前待办"`
}

// CasePage is one page of cases, newest first.
type CasePage struct {
	Items []CaseLine `json:"items"`
	Next  string     `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// lineColumns are what a line needs: no intake, no explanations.
const lineColumns = `number, kind, jurisdiction, organization_id, subject_id, target, title, stage, outcome, emergency,
	received_at, due_at, closed_at`

// Cases lists the cases the actor may read, newest first. Errors: cursor.invalid.
func (q *Queries) Cases(ctx context.Context, a access.Actor, f CaseFilter, p Page) (CasePage, error) {
	out := CasePage{Items: []CaseLine{}}
	at, err := p.from(f)
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	in, err := within(db, a, f.Organization, f.Own)
	if err != nil || len(in) == 0 {
		return out, err
	}
	if f.Sector != "" {
		if f.ofSector, err = q.behavioursOf(ctx, a, f.Sector); err != nil {
			return out, err
		}
	}
	var rows []models.Case
	if f.Limit != "" {
		rows, err = q.nearLimit(ctx, a, f, in, at, p.limit()+1)
	} else if isNumber(f.Q) {
		rows, err = q.byNumber(db, f, in, at, p.limit()+1)
	} else {
		rows, err = q.newest(db, a, f, in, at, p.limit()+1)
	}
	if err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = q.lines(db, rows); err != nil || len(rows) == 0 {
		return out, err
	}
	last := rows[len(rows)-1]
	out.Next = next(more, last.ReceivedAt, last.Number, f)
	return out, nil
}

// within lists the organizations the actor may read, below one where it is named, or
// that one alone.
func within(db *gorm.DB, a access.Actor, organization string, own bool) ([]string, error) {
	ids, err := a.Readable(db)
	if err != nil || organization == "" {
		return ids, err
	}
	if own {
		return slices.DeleteFunc(ids, func(id string) bool { return id != organization }), nil
	}
	var below []string
	err = db.Model(&models.Reach{}).Where("ancestor = ?", organization).Pluck("descendant", &below).Error
	return slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(below, id) }), err
}

// newest reads by time of receipt, each organization from its own index.
func (q *Queries) newest(db *gorm.DB, a access.Actor, f CaseFilter, in []string, at *cursor, limit int) (rows []models.Case, err error) {
	where, args := f.conditions(q.now())
	if f.Q != "" {
		ids, err := subjectsMatching(db, a, f.Q)
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		where, args = append(where, "subject_id IN ?"), append(args, ids)
	}
	if at != nil {
		where = append(where, "received_at <= ?", "(received_at < ? OR number < ?)")
		args = append(args, at.At, at.At, at.ID)
	}
	l := legs{table: "cases", columns: lineColumns, order: "received_at DESC, number DESC", limit: limit}
	if f.Subject != "" || f.Q != "" { // few rows: one part, from the subject's index
		l.add(append([]string{"+organization_id IN ?"}, where...), append([]any{in}, args...)...)
	} else {
		f.parts(&l, in, where, args)
	}
	return rows, l.find(db, &rows)
}

// parts adds one part per organization, and where a stage is wanted of any kind, one
// per kind: the index of stages begins with the kind.
func (f CaseFilter) parts(l *legs, in, where []string, args []any) {
	if f.Stage == "" || f.Kind != "" {
		l.each(in, where, args...)
		return
	}
	for _, k := range contract.Kinds {
		l.each(in, append([]string{"kind = ?"}, where...), append([]any{k}, args...)...)
	}
}

func (f CaseFilter) conditions(now models.Instant) (where []string, args []any) {
	for _, c := range []struct{ column, value string }{{"kind", f.Kind}, {"stage", f.Stage}, {"subject_id", f.Subject}} {
		if c.value != "" {
			where, args = append(where, c.column+" = ?"), append(args, c.value)
		}
	}
	switch f.State {
	case StateOpen:
		where = append(where, "closed_at = 0")
	case StateClosed: // unary plus: not by the index of closed_at, for nearly all are closed
		where = append(where, "+closed_at > 0")
	case models.Overdue: // nor by that of due_at: the page is in order of receipt
		where, args = append(where, "closed_at = 0", "+due_at > 0", "+due_at < ?"), append(args, now.Second())
	}
	where, args = f.Received.in("received_at", where, args)
	where, args = f.Closed.in("closed_at", where, args)
	return f.recognised(where, args)
}

// recognised narrows to cases of which a recognition took effect in a span, of a behaviour,
// sector or grade.
func (f CaseFilter) recognised(where []string, args []any) ([]string, []any) {
	of, with := f.Recognised.in("r.effective_at", []string{"r.case_number = cases.number", "r.effective_at > 0"}, nil)
	for _, c := range []struct{ column, value string }{{"r.behaviour", f.Behaviour}, {"r.grade", f.Grade}} {
		if c.value != "" {
			of, with = append(of, c.column+" = ?"), append(with, c.value)
		}
	}
	if f.Sector != "" {
		of, with = append(of, "r.behaviour IN ?"), append(with, append(f.ofSector, ""))
	}
	if len(of) == 2 {
		return where, args
	}
	return append(where, "EXISTS (SELECT 1 FROM recognitions r WHERE "+strings.Join(of, " AND ")+")"), append(args, with...)
}

// behavioursOf are a sector's behaviours in the rules in force where the actor reads.
func (q *Queries) behavioursOf(ctx context.Context, a access.Actor, sector string) (codes []string, err error) {
	for _, j := range a.WithActing().Jurisdictions(access.Readers()...) {
		pack, err := q.packNow(ctx, j)
		if p, none := models.AsProblem(err); none && p.Class != models.Unavailable {
			continue // nothing in force there just now
		}
		if err != nil {
			return nil, err
		}
		for _, b := range pack.Behaviours {
			if b.Sector == sector {
				codes = append(codes, b.Code)
			}
		}
	}
	return codes, nil
}

// isNumber says that a search is for a case's number: 370800-V-2026-…, and with a T in
// front for a trial's.
func isNumber(text string) bool {
	code, rest, ok := strings.Cut(text, "-")
	code = strings.TrimPrefix(code, "T")
	return ok && len(code) == 6 && rest != "" && strings.Trim(code, "0123456789") == ""
}

// byNumber reads a range of the primary key, latest number first.
func (q *Queries) byNumber(db *gorm.DB, f CaseFilter, in []string, at *cursor, limit int) (rows []models.Case, err error) {
	where, args := f.conditions(q.now())
	end := f.Q + "\x7f" // numbers are ASCII
	if at != nil {
		end = at.ID
	}
	where = append(where, "+organization_id IN ?", "number >= ?", "number < ?") // in order of number: not by the organization's index
	err = db.Select(lineColumns).Where(strings.Join(where, " AND "), append(args, in, f.Q, end)...).
		Order("number DESC").Limit(limit).Find(&rows).Error
	return rows, err
}

// lines adds names and what each case waits for, with one query each.
func (q *Queries) lines(db *gorm.DB, rows []models.Case) ([]CaseLine, error) {
	lines := make([]CaseLine, 0, len(rows))
	var numbers, orgs, subjects []string
	for _, c := range rows {
		numbers, orgs, subjects = append(numbers, c.Number), append(orgs, c.OrganizationID), append(subjects, c.SubjectID)
	}
	called, err := organizationNames(db, orgs)
	if err != nil {
		return lines, err
	}
	about, err := subjectNames(db, subjects)
	if err != nil {
		return lines, err
	}
	var open []models.Task
	err = db.Select("case_number, name, warn_at, due_at").Order("due_at, id").
		Find(&open, "case_number IN ? AND +closed_at = 0 AND role <> ''", numbers).Error
	if err != nil {
		return lines, err
	}
	now := q.now()
	for _, c := range rows {
		line := CaseLine{
			Number: c.Number, Kind: c.Kind, Title: c.Title, Stage: c.Stage, Outcome: c.Outcome, State: StateClosed,
			Organization: Name{c.OrganizationID, called[c.OrganizationID]}, Subject: about[c.SubjectID],
			Target: c.Target, Emergency: c.Emergency, ReceivedAt: c.ReceivedAt, DueAt: c.DueAt, ClosedAt: c.ClosedAt,
		}
		if c.Open() {
			line.State = StateOpen
			line.Deadline = models.Task{DueAt: c.DueAt}.State(now)
			for _, t := range open {
				if t.CaseNumber == c.Number {
					line.Waiting = append(line.Waiting, t.Name)
					line.Deadline = redder(line.Deadline, t.State(now))
				}
			}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// redder is the worse of two deadline states.
func redder(a, b string) string {
	for _, s := range []string{models.Overdue, models.DueSoon} {
		if a == s || b == s {
			return s
		}
	}
	return models.OnTime
}
