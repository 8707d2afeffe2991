package command

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/client"
	sdk "go.temporal.io/sdk/worker"

	"chengxin/activities"
	"chengxin/api"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
	"chengxin/worker"
	"chengxin/worker/notify"
)

const (
	patience   = 4 * time.Second // how long a decision waits for a worker
	relayEvery = 500 * time.Millisecond
	renewEvery = 2 * time.Second  // how soon a loaded calendar year counts in every process
	drain      = 10 * time.Second // how long requests under way may take to end
)

// engine is what the parts of the product run on.
type engine struct {
	store    *store.Store
	rules    *store.Rules
	temporal client.Client
	metrics  *prometheus.Registry
	log      *slog.Logger
	files    *cases.Files // nil where requests are not answered
	channels []notify.Channel
	link     string // public address of the pages
}

func newEngine(st *store.Store, t client.Client, metrics *prometheus.Registry, log *slog.Logger) *engine {
	return &engine{store: st, rules: store.NewRules(st, calendar.Builtin()), temporal: t, metrics: metrics, log: log}
}

// renew takes over the years loaded so far. Where the register is away or not there yet,
// the watch does it later.
func (e *engine) renew(ctx context.Context) {
	if err := e.rules.Renew(ctx); err != nil {
		e.staleCalendar(err)
	}
}

func (e *engine) staleCalendar(err error) {
	e.log.Warn("the calendar stays as it was", "err", err)
}

// server answers for the engine; the caller fills in what depends on the deployment.
func (e *engine) server(o api.Options) (*api.Server, error) {
	o.Cases = &cases.Service{
		Store: e.store, Rules: e.rules, Temporal: e.temporal, Now: time.Now, Log: e.log, Patience: patience, Files: e.files,
	}
	o.Log, o.Metrics, o.Version = e.log, e.metrics, Version
	s, err := api.New(o)
	if err != nil || o.Bare {
		return s, err
	}
	e.processJobs(s.Jobs)
	return s, pages(s)
}

// processJobs look at the processes of Temporal, and bring them back in line with the
// register.
func (e *engine) processJobs(jobs *cases.JobRunner) {
	at := func(job *cases.JobRun) *worker.Reconciler {
		return &worker.Reconciler{Store: e.store, Temporal: e.temporal, Now: time.Now, Log: e.log, Progress: func(d worker.Reconciled) { job.Progress(d.Open, 0) }}
	}
	jobs.Does(cases.JobCheck, func(ctx context.Context, job *cases.JobRun) error {
		looked, gaps, err := at(job).Check(ctx, func(g worker.Gap) { job.Found(g.Text, g.Number) })
		if err == nil {
			job.Result("", "已核对%d件未办结案件，发现%d处差异。", looked, gaps)
		}
		return err
	})
	jobs.Does(cases.JobRestore, func(ctx context.Context, job *cases.JobRun) error {
		done, err := at(job).Run(ctx)
		if err == nil {
			job.Result("", "%s", reconciled(done))
		}
		return err
	})
}

// work runs a worker, the relay and the sweeps until the context ends, then lets them finish
// what they have begun.
func (e *engine) work(ctx context.Context) (stop func(), err error) {
	e.renew(ctx)
	register := &activities.Register{Store: e.store, Rules: e.rules}
	w := worker.New(e.temporal, register, sdk.Options{WorkerStopTimeout: drain})
	if err := w.Start(); err != nil {
		return nil, err
	}
	relay := worker.Relay{Store: e.store, Temporal: e.temporal, Now: time.Now, Every: relayEvery, Log: e.log, Stuck: worker.StuckCommands()}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { relay.Run(ctx) })
	sweep := worker.Sweep{Store: e.store, Temporal: e.temporal, Now: time.Now, Log: e.log, Tick: register.Tick, Silent: worker.SilentTasks()}
	sender := notify.Sender{
		Store: e.store, Channels: e.channels, Link: strings.TrimSuffix(e.link, "/"), Now: time.Now, Log: e.log, Failed: notify.FailedDeliveries(),
	}
	for what, gauge := range map[string]prometheus.Collector{"silent tasks": sweep.Silent, "stuck decisions": relay.Stuck, "failed deliveries": sender.Failed} {
		if err := e.metrics.Register(gauge); err != nil {
			e.log.Warn("no gauge of "+what, "err", err)
		}
	}
	running.Go(func() { sweep.Run(ctx) })
	recount := worker.Recount{Store: e.store, Rules: e.rules, Cases: &activities.Recounting{Register: register, Now: time.Now}, Log: e.log}
	running.Go(func() { recount.Run(ctx) })
	succession := worker.Succession{Store: e.store, Now: time.Now, Log: e.log}
	running.Go(func() { succession.Run(ctx) })
	anchoring := worker.Anchoring{Store: e.store, Now: time.Now, Log: e.log}
	running.Go(func() { anchoring.Run(ctx) })
	running.Go(func() { sender.Run(ctx) })
	return func() {
		w.Stop()
		cancel()
		running.Wait()
	}, nil
}

// sealPlain seals personal data that an earlier version left readable, however long the
// register is away.
func (e *engine) sealPlain(ctx context.Context) {
	for e.store.Keys != nil && ctx.Err() == nil {
		n, err := e.store.SealPlain(ctx, models.At(time.Now()))
		if n > 0 {
			e.log.Info("personal data sealed", "rows", n)
		}
		if err == nil {
			return
		}
		e.log.Warn("personal data is not sealed yet", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(renewEvery):
		}
	}
}

// serve answers HTTP until the context ends, then lets requests under way finish.
func (e *engine) serve(ctx context.Context, at net.Listener, s *api.Server) error {
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	var jobs sync.WaitGroup
	defer jobs.Wait() // what a job has in hand is left to the next before the register closes
	defer stop()
	go s.Health.Watch(watching)
	go e.rules.Watch(watching, renewEvery, e.staleCalendar)
	go s.Cases.WatchFiles(watching, sweepFilesEvery)
	if !s.Bare {
		jobs.Go(func() { s.Jobs.Run(watching) })
	}
	go e.sealPlain(watching)
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(e.log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(at) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := h.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
