package registers

import (
	"context"
	"log/slog"
	"slices"
	"strings"
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

		wild, err := s.BeginJob(ctx, auditor, cases.NewJob{Kind: cases.JobRebuild})
		must(t, err)
		r := cases.NewJobRunner(s)
		r.Does(cases.JobRebuild, func(context.Context, *cases.JobRun) error { panic("nobody thought of this") })
		_, err = r.Once(ctx)
		must(t, err)
		if got, err = s.Queries().Job(ctx, auditor, wild.ID); err != nil || got.State != models.JobFailed || !strings.Contains(got.Note, "系统内部出错") {
			t.Errorf("a job that panics: %v %+v", err, got)
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

// A pack that is taken back takes what it would have changed of organizations with it, and
// the corrected one says anew what it says. The last that is in force stays, however long
// another one's validity is over.
func TestAWithdrawnPackChangesNothingLater(t *testing.T) {
	both(t, func(b *bed) {
		ctx := context.Background()
		s := &cases.Service{Store: b.Store, Rules: store.NewRules(b.Store, calendar.Builtin()), Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
		keeper := access.Actor{ID: "keeper", Grants: []access.Grant{{Role: policy.RuleKeeper, Organization: "jining/city_bureau"}}}
		src := string(policy.Builtin()[0].Data)
		pack := func(version, effective, name string) []byte {
			text := strings.Replace(src, "version: 2026.1", "version: "+version, 1)
			text = strings.Replace(text, "effective: 2026-01-01", "effective: "+effective, 1)
			return []byte(strings.ReplaceAll(text, "济宁市任城区城市管理局", name))
		}
		load := func(text []byte) {
			t.Helper()
			_, err := s.LoadPack(ctx, keeper, text, "")
			must(t, err)
		}
		planned := func() (names []string) {
			t.Helper()
			must(t, b.Store.Read(ctx).Model(&models.OrganizationSpan{}).Where("organization_id = ? AND from_at > ?", "jining/rencheng_bureau", models.At(now)).Order("from_at").Pluck("name", &names).Error)
			return names
		}
		tried := []byte(strings.Replace(string(pack("2026.9", "2027-06-01", "错误的名称")), "version: 2026.9", "version: 2026.9\ntrial: true", 1))
		_, checked := s.Queries().CheckPack(ctx, keeper, tried)
		_, loaded := s.LoadPack(ctx, keeper, tried, "")
		for _, err := range []error{checked, loaded} {
			if p, ok := models.AsProblem(err); !ok || p.Code != "policy.trial" {
				t.Errorf("a trial in a real city: %v", err)
			}
		}
		load(pack("2026.2", "2027-06-01", "错误的名称"))
		if got := planned(); len(got) != 1 || got[0] != "错误的名称" {
			t.Errorf("planned: %v", got)
		}
		must(t, s.WithdrawPack(ctx, keeper, "jining", cases.NewPackWithdrawal{Version: "2026.2", Reason: "名称写错"}, ""))
		load(pack("2026.3", "2027-05-01", "济宁市任城区城市管理局"))
		for _, name := range planned() {
			if name != "济宁市任城区城市管理局" {
				t.Errorf("planned after it was withdrawn: %s", name)
			}
		}
		load([]byte(strings.Replace(string(pack("2026.4", "2026-02-01", "济宁市任城区城市管理局")), "effective: 2026-02-01", "effective: 2026-02-01\nvalid_until: 2026-02-20", 1)))
		if all, err := s.Queries().Packs(ctx, keeper); err != nil || slices.ContainsFunc(all, func(p cases.PackUse) bool { return p.State == "in_force" && p.Version == "2026.4" }) {
			t.Errorf("a pack whose validity is over is in force: %v %+v", err, all)
		}
	})
}
