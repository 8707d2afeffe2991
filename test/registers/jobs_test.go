package registers

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Of two processes that look for work at once each job is done by one; what one of them had
// in hand when it died is done again, and what it writes when it comes back is not believed.
func TestAJobIsDoneByOne(t *testing.T) {
	both(t, func(b *bed) {
		at := now
		s := &cases.Service{Store: b.Store, Rules: store.NewRules(b.Store, calendar.Builtin()), Now: func() time.Time { return at }, Log: slog.New(slog.DiscardHandler)}
		auditor := access.Actor{ID: "auditor", Grants: []access.Grant{{Role: policy.Auditor, Organization: "jining/city_bureau"}}}
		ctx := context.Background()
		first, err := s.BeginJob(ctx, auditor, cases.NewJob{Kind: cases.JobVerify})
		must(t, err)
		again, err := s.BeginJob(ctx, auditor, cases.NewJob{Kind: cases.JobVerify})
		must(t, err)
		if again.ID != first.ID {
			t.Error("asked for twice it is two jobs")
		}
		var done atomic.Int32
		work := func(_ context.Context, r *cases.JobRun) error {
			done.Add(1)
			r.Progress(1, 1)
			r.Result("", "做完")
			return nil
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				r := cases.NewJobRunner(s)
				r.Does(cases.JobVerify, work)
				if _, err := r.Once(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 {
			t.Errorf("done %d times", done.Load())
		}
		got, err := s.Queries().Job(ctx, auditor, first.ID)
		must(t, err)
		if got.State != models.JobDone || got.Note != "做完" || got.Percent() != 100 {
			t.Errorf("%+v", got)
		}

		second, err := s.BeginJob(ctx, auditor, cases.NewJob{Kind: cases.JobVerify})
		must(t, err)
		dead := cases.NewJobRunner(s)
		dead.Does(cases.JobVerify, func(ctx context.Context, r *cases.JobRun) error { // hangs until its lease is over, and another did it
			at = at.Add(time.Minute)
			other := cases.NewJobRunner(s)
			other.Does(cases.JobVerify, work)
			if _, err := other.Once(ctx); err != nil {
				t.Error(err)
			}
			r.Result("", "迟到")
			return nil
		})
		_, err = dead.Once(ctx)
		must(t, err)
		got, err = s.Queries().Job(ctx, auditor, second.ID)
		must(t, err)
		if got.Note != "做完" || done.Load() != 2 {
			t.Errorf("after its worker came back: %+v, done %d times", got, done.Load())
		}
	})
}

// What rests on a pack is counted on both databases.
func TestPacksSayWhatRestsOnThem(t *testing.T) {
	both(t, func(b *bed) {
		b.served("S1", 5, 0)
		number, _ := b.served("S2", 5, 0)
		b.tx(func(tx *store.Tx) error {
			return tx.Model(&models.Case{}).Where("number = ?", number).Update("closed_at", models.At(now)).Error
		})
		s := &cases.Service{Store: b.Store, Rules: store.NewRules(b.Store, calendar.Builtin()), Now: func() time.Time { return now }}
		keeper := access.Actor{ID: "keeper", Grants: []access.Grant{{Role: policy.RuleKeeper, Organization: "jining/city_bureau"}}}
		all, err := s.Queries().Packs(context.Background(), keeper)
		must(t, err)
		if len(all) != 1 || all[0].Cases != 2 || all[0].Open != 1 || all[0].State != "in_force" {
			t.Errorf("%+v", all)
		}
	})
}
