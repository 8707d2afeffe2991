package cases

import (
	"strings"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy/calendar"
)

// Week is what came in, what was closed and what was overdue when it ended.
type Week struct {
	From      calendar.Date  `json:"from" doc:"周一"`
	Until     calendar.Date  `json:"until" doc:"周日"`
	Received  int            `json:"received" doc:"收到的案件"`
	Closed    int            `json:"closed" doc:"办结的案件"`
	Overdue   int            `json:"overdue" doc:"周末（本周为现在）超期的待办，按现有期限计算"`
	OverdueAt models.Instant `json:"overdue_at"`
}

// weeksBack is how far the trend looks.
const weeksBack = 8

// weeks is the trend, the week that runs at its end.
func (q *Queries) weeks(db *gorm.DB, in []string) ([]Week, error) {
	weeks := q.calendarWeeks()
	if err := daily(db, in, weeks, "received_at", func(w *Week) *int { return &w.Received }); err != nil {
		return nil, err
	}
	if err := daily(db, in, weeks, "closed_at", func(w *Week) *int { return &w.Closed }); err != nil {
		return nil, err
	}
	return weeks, overdueAt(db, in, weeks)
}

func (q *Queries) calendarWeeks() []Week {
	today := calendar.From(q.Now())
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	weeks := make([]Week, weeksBack)
	for i := range weeks {
		from := monday.AddDays(-7 * (weeksBack - 1 - i))
		w := Week{From: from, Until: from.AddDays(6)}
		if w.OverdueAt = models.At(w.Until.End()); i == weeksBack-1 {
			w.OverdueAt = q.now()
		}
		weeks[i] = w
	}
	return weeks
}

// daily counts cases by the week of a column.
func daily(db *gorm.DB, in []string, weeks []Week, column string, into func(*Week) *int) error {
	where, args := Span{From: weeks[0].From, Until: weeks[len(weeks)-1].Until}.in(column, []string{"organization_id IN ?"}, []any{in})
	return summed(db, "cases", where, args, weeks, into, func(w Week) ([]string, []any) {
		return Span{From: w.From, Until: w.Until}.in(column, nil, nil)
	})
}

// overdueAt counts what was overdue at the ends of the weeks: of the open tasks those
// due by then, of the closed ones those that were closed later.
func overdueAt(db *gorm.DB, in []string, weeks []Week) error {
	then := func(w Week) ([]string, []any) { return TaskFilter{OverdueAt: w.OverdueAt}.conditions(0) }
	of := []string{"role <> ''", "due_at > 0", "organization_id IN ?"}
	for _, part := range []struct {
		where string
		arg   any
	}{
		{"closed_at = 0 AND due_at < ?", weeks[len(weeks)-1].OverdueAt},
		{"due_at < closed_at AND closed_at > ?", weeks[0].OverdueAt},
	} {
		err := summed(db, "tasks", append(of, part.where), []any{in, part.arg}, weeks, func(w *Week) *int { return &w.Overdue }, then)
		if err != nil {
			return err
		}
	}
	return nil
}

// summed counts a table's rows for every week in one pass, and adds what each week has.
func summed(db *gorm.DB, table string, where []string, args []any, weeks []Week, into func(*Week) *int, of func(Week) ([]string, []any)) error {
	sums, all := make([]string, len(weeks)), []any{}
	found, to := make([]int, len(weeks)), make([]any, len(weeks))
	for i, w := range weeks {
		conditions, v := of(w)
		sums[i] = "COALESCE(SUM(CASE WHEN " + strings.Join(conditions, " AND ") + " THEN 1 ELSE 0 END), 0)"
		all, to[i] = append(all, v...), &found[i]
	}
	err := db.Raw("SELECT "+strings.Join(sums, ", ")+" FROM "+table+" WHERE "+strings.Join(where, " AND "), append(all, args...)...).Row().Scan(to...)
	for i, n := range found {
		*into(&weeks[i]) += n
	}
	return err
}
