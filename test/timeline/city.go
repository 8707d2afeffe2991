// Package timeline is a city whose years pass in a moment: the API's commands, the
// relay, the processes, the activities and the register are the real ones, the pack is
// Jining's and the calendar the one in force; Temporal alone is replaced by its
// time-skipping environment, one for each case. Tests say what happened when, and see
// what the register says then.
package timeline

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"chengxin/activities"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/worker"
)

// City is a jurisdiction on a clock that the test moves.
type City struct {
	*cases.Service
	T        testing.TB
	Pack     *policy.Pack
	Register *activities.Register
	Relay    *worker.Relay
	Sweep    *worker.Sweep
	Leavers  *worker.Succession

	// Restarts loses every workflow after every step and starts it again from the
	// register for the next: a process must run from the register alone.
	Restarts bool
	// Deaf cases do not answer updates: decisions come as approval signals.
	Deaf bool
	// Away Temporal is out of reach of API and relay; what runs goes on running.
	Away bool
	// Renewed counts how often a case continued as new.
	Renewed map[string]int

	now      time.Time
	runs     map[string]*run
	lost     map[string]bool
	stopping bool
	founding int
}

// Options of a city; the zero value is Jining on a fresh SQLite file.
type Options struct {
	Source   []byte // the pack; Jining's when empty
	DSN      string // an empty database; a SQLite file of the test's own when empty
	Restarts bool
}

// Opening is when a city's clock begins.
const Opening = "2026-01-05 09:00"

// New opens a city.
func New(t testing.TB, o Options) *City {
	t.Helper()
	c := &City{
		T: t, Restarts: o.Restarts, now: instant(t, Opening),
		Renewed: map[string]int{}, runs: map[string]*run{}, lost: map[string]bool{},
	}
	src := o.Source
	if src == nil {
		src = policy.Builtin()[0].Data
	}
	var err error
	c.Pack, _, err = policy.Load("test", src)
	c.must(err)
	st := c.register(o.DSN, src)
	rules := store.NewRules(st, calendar.Builtin())
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	c.Service = &cases.Service{
		Store: st, Rules: rules, Temporal: &temporal{city: c}, Now: func() time.Time { return c.now }, Log: quiet, Patience: 5 * time.Second,
	}
	c.Register = &activities.Register{Store: st, Rules: rules}
	c.Relay = &worker.Relay{Store: st, Temporal: c.Temporal, Now: c.Now, Log: quiet}
	c.Sweep = &worker.Sweep{Store: st, Temporal: c.Temporal, Now: c.Now, Log: quiet, Tick: c.Register.Tick}
	c.Leavers = &worker.Succession{Store: st, Now: c.Now, Log: quiet}
	t.Cleanup(c.close)
	return c
}

// register opens the database with the pack in it.
func (c *City) register(dsn string, src []byte) *store.Store {
	c.T.Helper()
	if dsn != "" {
		st, err := prepare(dsn, c.Pack, src, c.now)
		c.must(err)
		return st
	}
	file := filepath.Join(c.T.TempDir(), "register.db")
	whole, err := template(c.Pack, src, c.now)
	c.must(err)
	c.must(os.WriteFile(file, whole, 0o600))
	st, err := store.Open("sqlite:" + file)
	c.must(err)
	st.Keys = keys.Ring()
	return st
}

// templates are migrated registers with a pack, by its hash: bringing up a schema is
// most of what a short test would wait for.
var templates sync.Map

func template(p *policy.Pack, src []byte, now time.Time) ([]byte, error) {
	if b, ok := templates.Load(p.Hash); ok {
		return b.([]byte), nil
	}
	dir, err := os.MkdirTemp("", "chengxin-timeline-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "register.db")
	st, err := prepare("sqlite:"+file, p, src, now)
	if err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(file)
	templates.Store(p.Hash, b)
	return b, err
}

// Enact loads a further version of the city's pack: cases that begin from its day on go by
// it, those already begun by theirs.
func (c *City) Enact(src []byte) {
	c.T.Helper()
	p, _, err := policy.Load("test", src)
	c.must(err)
	c.must(c.Store.LoadPack(context.Background(), p, src, "system", c.Clock()))
	c.Pack = p
}

func prepare(dsn string, p *policy.Pack, src []byte, now time.Time) (*store.Store, error) {
	st, err := store.Open(dsn)
	if err != nil {
		return nil, err
	}
	st.Keys = keys.Ring()
	if err := st.Migrate(context.Background()); err != nil {
		return nil, err
	}
	return st, st.LoadPack(context.Background(), p, src, "system", models.At(now))
}

// close ends all runs, then the register they work on, which must stand up to scrutiny.
func (c *City) close() {
	for _, number := range slices.Sorted(maps.Keys(c.runs)) {
		if r := c.runs[number]; r != nil {
			c.lose(r)
		}
	}
	if !c.T.Failed() {
		c.verify()
	}
	_ = c.Store.Close()
}

func (c *City) must(err error) {
	c.T.Helper()
	if err != nil {
		c.T.Fatal(err)
	}
}
