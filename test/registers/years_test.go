package registers

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// Imagined notices, in the form the real ones will have.
const (
	year2027  = "year: 2027\nnotice: 关于2027年放假安排的通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\n"
	corrected = "year: 2027\nnotice: 关于2027年放假安排的更正通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-04}]\n"
	year2028  = "year: 2028\nnotice: 关于2028年放假安排的通知\nfestivals: [{name: 元旦, from: 2027-12-31, to: 2028-01-02}]\n"
)

func (b *bed) load(src string) store.LoadedYear {
	b.t.Helper()
	l, err := b.Store.LoadYear(context.Background(), calendar.Builtin(), []byte(src), "keeper", models.At(now))
	must(b.t, err)
	return l
}

// due is when a term of three working days from 2026-12-30 ends by some rules.
func (b *bed) due(r *store.Rules) string {
	b.t.Helper()
	must(b.t, r.Renew(context.Background()))
	d, err := r.Calendar().Deadline(time.Date(2026, 12, 30, 10, 0, 0, 0, models.Beijing), calendar.Term{N: 3, Unit: calendar.WorkingDays}, calendar.Options{})
	must(b.t, err)
	return d.DueAt.Format(time.DateOnly)
}

// A year that is loaded or corrected counts in every process from its next look on; what
// was loaded before stays on record.
func TestYearsAreLoadedAndCorrected(t *testing.T) {
	both(t, func(b *bed) {
		here, there := store.NewRules(b.Store, calendar.Builtin()), store.NewRules(b.Store, calendar.Builtin())
		for _, step := range []struct {
			src, due string
			seq      int
		}{
			{"", "2027-01-04", 0}, // weekends alone: 31 December, 1 and 4 January
			{year2027, "2027-01-05", 1},
			{year2027, "2027-01-05", 0},                // the same bytes again
			{"# 备注\n" + year2027, "2027-01-05", 0},     // other bytes, the same notice
			{corrected, "2027-01-06", 2},               // a correction
			{year2028, "2027-01-06", 3},                // another year stands beside it
			{year2027, "2027-01-05", 4},                // the correction taken back
			{year2028, "2027-01-05", 0},                // still in force
			{builtin2026, "2027-01-05", 0},             // what the program brings itself
			{corrected + "\n", "2027-01-06", 5},        // once more
			{corrected + "\n\n", "2027-01-06", 0},      // and no more
			{"\n" + corrected + "\n", "2027-01-06", 0}, // nor so
		} {
			if step.src != "" {
				if l := b.load(step.src); l.Seq != step.seq || l.Changed != (step.seq > 0) {
					b.t.Errorf("loaded %q: %+v, want number %d", step.src, l, step.seq)
				}
			}
			if h, t := b.due(here), b.due(there); h != step.due || t != step.due {
				b.t.Errorf("after %q: due %s here, %s there, want %s", step.src, h, t, step.due)
			}
		}
		rows, err := store.Years(b.Store.Read(context.Background()))
		must(b.t, err)
		for i, want := range []string{year2027, corrected, year2028, year2027, corrected + "\n"} {
			if string(rows[i].Source) != want || rows[i].Seq != i+1 || rows[i].LoadedBy != "keeper" || len(rows[i].Hash) != 64 {
				b.t.Errorf("row %d: %+v", i, rows[i])
			}
		}
		b.count("entries in the trail", 5, &models.AuditEntry{}, "chain = ? AND action = ?", store.AdminChain, "calendar_year_loaded")
		sum, err := audit.Verify(context.Background(), b.Store, audit.Options{Tell: func(f audit.Finding) { b.t.Errorf("%v", f) }})
		if err != nil || !sum.Sound() {
			b.t.Errorf("%+v, %v", sum, err)
		}
	})
}

const builtin2026 = "year: 2026\nnotice: 国务院办公厅关于2026年部分节假日安排的通知\nnumber: 国办发明电〔2025〕7号\npublished: 2025-11-04\nfestivals:\n" +
	"  - {name: 元旦, from: 2026-01-01, to: 2026-01-03, make_up: [2026-01-04]}\n" +
	"  - {name: 春节, from: 2026-02-15, to: 2026-02-23, make_up: [2026-02-14, 2026-02-28]}\n" +
	"  - {name: 清明节, from: 2026-04-04, to: 2026-04-06}\n  - {name: 劳动节, from: 2026-05-01, to: 2026-05-05, make_up: [2026-05-09]}\n" +
	"  - {name: 端午节, from: 2026-06-19, to: 2026-06-21}\n  - {name: 中秋节, from: 2026-09-25, to: 2026-09-27}\n" +
	"  - {name: 国庆节, from: 2026-10-01, to: 2026-10-07, make_up: [2026-09-20, 2026-10-10]}\n"

// A faulty year is refused in the loader's words, and the calendar stays.
func TestFaultyYearsAreRefused(t *testing.T) {
	both(t, func(b *bed) {
		b.load(strings.Replace(year2028, "2027-12-31", "2027-12-26", 1)) // speaks of a Sunday of 2027
		for name, c := range map[string]struct{ src, says string }{
			"unknown key":               {"year: 2027\nholidays: []\n", `第2行第1列：不认识的键"holidays"`},
			"no file":                   {"", "文件为空"},
			"a make-up day on a Monday": {strings.Replace(year2027, "2027-01-03}", "2027-01-03, make_up: [2027-01-11]}", 1), "2027-01-11不是周六或周日"},
			"contradicts its neighbour": {"year: 2027\nnotice: 通知\nfestivals: [{name: 甲, from: 2027-12-20, to: 2027-12-24, make_up: [2027-12-26]}]\n", "2027-12-26在2028年与上一年的安排中不一致"},
		} {
			_, err := b.Store.LoadYear(context.Background(), calendar.Builtin(), []byte(c.src), "keeper", models.At(now))
			p, refused := models.AsProblem(err)
			if !refused || p.Code != "calendar.year" || !strings.Contains(p.Detail, c.says) {
				b.t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The same year from many hands at once is one row and one entry.
func TestOneYearFromManyHands(t *testing.T) {
	both(t, func(b *bed) {
		var busy sync.WaitGroup
		for range 16 {
			busy.Go(func() { b.load(year2027) })
		}
		busy.Wait()
		b.count("rows", 1, &models.StoredYear{}, "seq = 1")
		b.count("rows", 1, &models.StoredYear{}, "1 = 1")
		b.count("entries in the trail", 1, &models.AuditEntry{}, "action = ?", "calendar_year_loaded")
		b.chains()
	})
}
