// Package years holds what a calendar year, loaded or corrected while cases run, does to
// their deadlines.
package years

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"chengxin/activities"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/timeline"
	"chengxin/worker"
)

// Imagined notices, in the form the real ones will have.
const (
	year2027  = "year: 2027\nnotice: 关于2027年放假安排的通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-03}]\n"
	corrected = "year: 2027\nnotice: 关于2027年放假安排的更正通知\nfestivals: [{name: 元旦, from: 2027-01-01, to: 2027-01-04}]\n"
)

// december is a city with a case that is due in the next year and one that is not.
func december(t *testing.T) (c *timeline.City, late, early string) {
	c = timeline.New(t, timeline.Options{})
	c.Company("S1")
	c.Company("S2")
	c.At("2026-12-14 09:00")
	early = c.Report("SR-06", "S2")
	c.At("2026-12-28 09:00")
	late = c.Report("SR-06", "S1")
	c.Move(late, "filing", "filed")
	c.Move(late, "dispatch", "dispatched")
	return c, late, early
}

func (r *recounter) preview(src string) cases.YearPreview {
	r.T.Helper()
	p, err := r.Queries().PreviewYear(context.Background(), []byte(src))
	r.ok(err)
	return p
}

// Before a year is loaded its keeper sees which deadlines it would move, from what to
// what; nothing has changed then.
func TestPreview(t *testing.T) {
	c, late, _ := december(t)
	r := &recounter{City: c}
	before := c.Task(late, "handling")
	if got := before.DueAt.String(); got != "2027-01-11T23:59:59+08:00" { // ten working days, New Year's Day among them
		t.Fatalf("due %s", got)
	}
	p := r.preview(year2027)
	// The whole case's ninety days end on a Sunday and roll to Monday, 29 March: no
	// notice for January moves that.
	if !p.Changed || p.Tasks != 1 || p.Cases != 0 || len(p.Moves) != 1 || len(p.Days) != 1 {
		t.Fatalf("%+v", p)
	}
	m := p.Moves[0]
	if m.Case != late || m.Task != before.ID || m.Name != before.Name || m.Organization.Name == "" || m.From != before.DueAt || m.To.String() != "2027-01-12T23:59:59+08:00" {
		t.Errorf("%+v", m)
	}
	if d := p.Days[0]; d.Date.String() != "2027-01-01" || d.Before.Kind.Off() || !d.After.Kind.Off() {
		t.Errorf("%+v", d)
	}
	again := c.Task(late, "handling")
	if again.DueAt != before.DueAt || again.Calendar != before.Calendar || string(again.Deadline) != string(before.Deadline) {
		t.Errorf("the preview changed %+v", again)
	}
	rows, err := store.Years(c.Store.Read(context.Background()))
	if err != nil || len(rows) != 0 {
		t.Errorf("%d years, %v", len(rows), err)
	}

	r.load(year2027)
	if p := r.preview(year2027); p.Changed || p.Tasks != 0 || len(p.Days) != 0 {
		t.Errorf("loaded already: %+v", p)
	}
	_, err = r.Queries().PreviewYear(context.Background(), []byte("year: 明年\n"))
	c.Problem(err, "calendar.year")
}

// While a clock stands still it has no end that could move.
func TestPreviewLeavesStandingClocksAlone(t *testing.T) {
	c, late, _ := december(t)
	r := &recounter{City: c}
	_, err := c.Suspend(context.Background(), c.As(policy.Head(), timeline.Bureau), late+".handling.1", cases.Decision{Choice: "suspended", Reason: "等待鉴定意见"}, "")
	r.ok(err)
	if p := r.preview(year2027); p.Tasks != 0 || p.Cases != 0 {
		t.Errorf("%+v", p)
	}
	r.load(year2027)
	loop := &worker.Recount{Store: c.Store, Rules: c.Rules, Cases: r, Log: slog.New(slog.DiscardHandler)}
	if done, err := loop.Once(context.Background()); err != nil || slices.Contains(r.asked, late) || done.Failed > 0 {
		t.Errorf("%+v, %v, asked for %v", done, err, r.asked)
	}
	c.At("2026-12-30 09:00")
	_, err = c.Resume(context.Background(), c.As(policy.Head(), timeline.Bureau), late+".handling.1", cases.Decision{Reason: "鉴定意见已收到"}, "")
	r.ok(err)
	if got := c.Task(late, "handling").DueAt.String(); got != "2027-01-13T23:59:59+08:00" { // 30 and 31 December, then from 4 January on
		t.Errorf("due %s", got)
	}
}

// The loop finds every case that another calendar counted, once; a case that fails holds
// up no other, and is tried again.
func TestRecountFindsWhatIsBehind(t *testing.T) {
	c, late, early := december(t)
	r := &recounter{City: c, fails: map[string]bool{}}
	loop := &worker.Recount{Store: c.Store, Rules: c.Rules, Cases: r, Log: slog.New(slog.DiscardHandler)}
	once := func(want worker.Recounted, asked ...string) {
		t.Helper()
		r.asked = nil
		got, err := loop.Once(context.Background())
		if slices.Sort(r.asked); err != nil || got != want || !slices.Equal(r.asked, asked) {
			t.Errorf("%+v, %v, asked for %v; want %+v, %v", got, err, r.asked, want, asked)
		}
	}
	once(worker.Recounted{})
	r.load(year2027)
	r.fails[early] = true
	once(worker.Recounted{Cases: 1, Moved: 1, Failed: 1}, early, late)
	if got := c.Task(late, "handling").DueAt.String(); got != "2027-01-12T23:59:59+08:00" {
		t.Errorf("due %s", got)
	}
	if told := c.Notices(late, models.EventRecounted); len(told) != 1 || len(c.Notices(early, models.EventRecounted)) != 0 {
		t.Errorf("told %v", told)
	}
	once(worker.Recounted{Failed: 1}, early)
	r.fails[early] = false
	once(worker.Recounted{Cases: 1}, early)
	once(worker.Recounted{})
	// Another process corrects the year: this one looks before it counts.
	_, err := c.Store.LoadYear(context.Background(), c.Rules.Base(), []byte(corrected), "keeper", c.Clock())
	r.ok(err)
	once(worker.Recounted{Cases: 2, Moved: 1}, early, late)
	if got := c.Task(late, "handling").DueAt.String(); got != "2027-01-13T23:59:59+08:00" {
		t.Errorf("due %s", got)
	}
}

// recounter is the real one, but for the cases that a test lets fail.
type recounter struct {
	*timeline.City
	fails map[string]bool
	asked []string
}

func (r *recounter) ok(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

func (r *recounter) load(src string) {
	r.T.Helper()
	_, err := r.LoadYear(context.Background(), r.As(policy.RuleKeeper, timeline.Bureau), []byte(src), "")
	r.ok(err)
}

func (r *recounter) Recount(ctx context.Context, number string) (moved int, err error) {
	r.asked = append(r.asked, number)
	if r.fails[number] {
		return 0, errors.New("as the test wants it")
	}
	return (&activities.Recounting{Register: r.Register, Now: r.Now}).Recount(ctx, number)
}
