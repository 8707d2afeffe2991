package cases

import (
	"errors"
	"fmt"
	"strings"
	"sync"

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
	return weeks, together(
		func() error { return weekly(db, in, weeks, "received_at", func(w *Week) *int { return &w.Received }) },
		func() error { return weekly(db, in, weeks, "closed_at", func(w *Week) *int { return &w.Closed }) },
		func() error { return overdueAt(db, in, weeks) },
	)
}

// together does what reads for itself side by side, and gives the first of what went wrong.
func together(parts ...func() error) error {
	failed := make([]error, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		wg.Go(func() { failed[i] = part() })
	}
	wg.Wait()
	return errors.Join(failed...)
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

// weekly counts cases by the week of a column, each week from its stretch of the index.
func weekly(db *gorm.DB, in []string, weeks []Week, column string, into func(*Week) *int) error {
	var parts []string
	var args []any
	for i, w := range weeks {
		where, v := Span{From: w.From, Until: w.Until}.in(column, []string{"organization_id IN ?"}, []any{in})
		parts = append(parts, fmt.Sprintf("SELECT %d AS week, COUNT(*) AS n FROM cases WHERE %s", i, strings.Join(where, " AND ")))
		args = append(args, v...)
	}
	var rows []struct{ Week, N int }
	err := db.Raw(strings.Join(parts, " UNION ALL "), args...).Scan(&rows).Error
	for _, r := range rows {
		*into(&weeks[r.Week]) = r.N
	}
	return err
}

// overdueAt counts what was overdue at the ends of the weeks: of the open tasks those
// due by then, of the closed ones those that were closed later. What compares numbers
// stands first: most closed tasks were in time, and are passed over by that alone.
func overdueAt(db *gorm.DB, in []string, weeks []Week) error {
	for _, part := range []struct {
		where string
		arg   any
	}{
		{"closed_at = 0 AND due_at < ?", weeks[len(weeks)-1].OverdueAt},
		{"due_at < closed_at AND closed_at > ?", weeks[0].OverdueAt},
	} {
		var sums []string
		var args []any
		found, to := make([]int, len(weeks)), make([]any, len(weeks))
		for i, w := range weeks {
			where, v := TaskFilter{OverdueAt: w.OverdueAt}.conditions(0)
			sums = append(sums, "COALESCE(SUM(CASE WHEN "+strings.Join(where, " AND ")+" THEN 1 ELSE 0 END), 0)")
			args, to[i] = append(args, v...), &found[i]
		}
		err := db.Raw("SELECT "+strings.Join(sums, ", ")+" FROM tasks WHERE "+part.where+" AND due_at > 0 AND role <> '' AND organization_id IN ?",
			append(args, part.arg, in)...).Row().Scan(to...)
		if err != nil {
			return err
		}
		for i, n := range found {
			weeks[i].Overdue += n
		}
	}
	return nil
}
