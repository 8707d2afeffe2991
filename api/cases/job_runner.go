package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"chengxin/models"
	"chengxin/models/audit"
	"chengxin/models/store"
)

// Work does what a job asks for. It may be begun anew after it was cut off, so it must
// bear that. An error that is a problem is told to whoever asked.
type Work func(ctx context.Context, r *JobRun) error

// JobRunner does jobs, one after the other. Any number of processes may run one.
type JobRunner struct {
	*Service
	Every time.Duration // between two looks; default: a second
	works map[string]Work
}

// NewJobRunner does the proofs of the register; further kinds are added with Does.
func NewJobRunner(s *Service) *JobRunner {
	r := &JobRunner{Service: s, Every: time.Second, works: map[string]Work{}}
	r.Does(JobVerify, func(ctx context.Context, j *JobRun) error {
		return s.proof(ctx, j, audit.Verify, audit.Summary.Verified, &models.AuditHead{})
	})
	r.Does(JobRebuild, func(ctx context.Context, j *JobRun) error {
		return s.proof(ctx, j, audit.Rebuild, audit.Summary.Rebuilt, &models.Subject{})
	})
	return r
}

// Does says how a kind of job is done. Not to be called once it runs.
func (r *JobRunner) Does(kind string, w Work) { r.works[kind] = w }

// JobRun is a job being done.
type JobRun struct {
	Job models.Job

	mu          sync.Mutex
	done, total int
	note, file  string
	findings    []models.JobFinding
	found       int
}

// mostFindings is how many findings of a job are kept; it counts them all.
const mostFindings = 1000

// Progress says how far it is.
func (r *JobRun) Progress(done, total int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done, r.total = done, total
}

// Found keeps a finding.
func (r *JobRun) Found(text, about string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found++; r.found <= mostFindings {
		r.findings = append(r.findings, models.JobFinding{Text: text, Case: about})
	}
}

// Result says what came of it, and which file it made.
func (r *JobRun) Result(file, note string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.file, r.note = file, fmt.Sprintf(note, args...)
}

func (r *JobRun) figures() map[string]any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return map[string]any{"done": r.done, "total": r.total}
}

// How long a job is leased, and how often that is renewed; how often it is begun.
const (
	jobLease     = 30 * time.Second
	jobHeartbeat = 2 * time.Second
	mostAttempts = 3
)

// Run does jobs until the context ends. What it has in hand then is left to the next.
func (r *JobRunner) Run(ctx context.Context) {
	tick := time.NewTicker(r.Every)
	defer tick.Stop()
	for {
		for did := true; did && ctx.Err() == nil; {
			var err error
			if did, err = r.Once(ctx); err != nil && ctx.Err() == nil {
				r.Log.Warn("jobs", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once does the oldest job that waits, if there is one.
func (r *JobRunner) Once(ctx context.Context) (bool, error) {
	job, err := r.take(ctx)
	if err != nil || job.ID == "" {
		return false, err
	}
	run := &JobRun{Job: job}
	working, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		defer func() { // one job that goes wrong must not take every request with it
			if fault := recover(); fault != nil {
				ended <- fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
			}
		}()
		ended <- r.works[job.Kind](working, run)
	}()
	beat := time.NewTicker(jobHeartbeat)
	defer beat.Stop()
	for {
		select {
		case err := <-ended:
			return true, r.settle(ctx, run, err)
		case <-beat.C:
			figures := run.figures()
			figures["leased_until"] = models.At(r.Now().Add(jobLease))
			if mine, err := r.write(working, job, figures); err == nil && !mine {
				stop() // cancelled, or another's by now: settle finds that out too
			}
		}
	}
}

// take leases the oldest job that waits or whose worker is gone.
func (r *JobRunner) take(ctx context.Context) (job models.Job, err error) {
	kinds := make([]string, 0, len(r.works))
	for k := range r.works {
		kinds = append(kinds, k)
	}
	now := r.now()
	free := "kind IN ? AND (state = ? OR state = ? AND leased_until <= ?)"
	args := []any{kinds, models.JobWaiting, models.JobRunning, now}
	if err = r.Store.Read(ctx).Order("created_at, id").Limit(1).Find(&job, append([]any{free}, args...)...).Error; err != nil || job.ID == "" {
		return job, err
	}
	to := map[string]any{"state": models.JobRunning, "attempt": job.Attempt + 1, "leased_until": models.At(r.Now().Add(jobLease)), "started_at": now, "done": 0, "total": 0}
	if job.Attempt >= mostAttempts {
		to = map[string]any{"state": models.JobFailed, "ended_at": now, "note": "多次中断，没有完成。请重新提出；仍不成功的，请联系系统管理员。"}
	}
	mine := false
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		got := tx.Model(&models.Job{}).Where(free, args...).Where("id = ? AND attempt = ?", job.ID, job.Attempt).Updates(to)
		mine = got.RowsAffected == 1
		return got.Error
	})
	if err != nil || !mine || job.Attempt >= mostAttempts {
		return models.Job{}, err
	}
	job.Attempt++
	return job, nil
}

// write changes a job as long as it is still this worker's.
func (r *JobRunner) write(ctx context.Context, job models.Job, to map[string]any) (mine bool, err error) {
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		got := tx.Model(&models.Job{}).Where("id = ? AND attempt = ? AND state = ?", job.ID, job.Attempt, models.JobRunning).Updates(to)
		mine = got.RowsAffected == 1
		return got.Error
	})
	return mine, err
}

// settle writes what came of a job. One that was cut off by the end of its process waits
// for another.
func (r *JobRunner) settle(ctx context.Context, run *JobRun, failed error) error {
	to := run.figures()
	to["ended_at"], to["state"], to["file"], to["note"] = r.now(), models.JobDone, run.file, run.note
	if len(run.findings) > 0 {
		to["findings"], _ = json.Marshal(run.findings)
	}
	if p, told := models.AsProblem(failed); told {
		to["state"], to["note"] = models.JobFailed, p.Detail
	} else if failed != nil && ctx.Err() != nil {
		to = map[string]any{"state": models.JobWaiting, "attempt": run.Job.Attempt - 1, "leased_until": 0}
	} else if failed != nil && !errors.Is(failed, context.Canceled) {
		r.Log.Error("job failed", "job", run.Job.ID, "kind", run.Job.Kind, "err", failed)
		to["state"], to["note"] = models.JobFailed, "没有完成：系统内部出错，请将任务编号"+run.Job.ID+"告知系统管理员。"
	}
	_, err := r.write(context.WithoutCancel(ctx), run.Job, to)
	return err
}

// proof runs a proof of the register, telling what it finds.
func (s *Service) proof(ctx context.Context, j *JobRun, prove func(context.Context, *store.Store, audit.Options) (audit.Summary, error), words func(audit.Summary) string, of any) error {
	var total int64
	if err := s.Store.Read(ctx).Model(of).Count(&total).Error; err != nil {
		return err
	}
	o := audit.Options{
		Tell: func(f audit.Finding) { j.Found(f.Text, "") },
		Progress: func(sum audit.Summary) {
			j.Progress(max(sum.Chains, sum.Subjects), int(total))
		},
	}
	if s.Files != nil {
		o.File = s.Files.Vault.Prove
	}
	sum, err := prove(ctx, s.Store, o)
	if err != nil {
		return err
	}
	j.Progress(int(total), int(total))
	if j.Result("", "%s", words(sum)); sum.Sound() {
		j.Result("", "%s全部相符。", words(sum))
	}
	return nil
}
