// Package city is a whole jurisdiction for tests: Jining's pack on a real register
// and a real Temporal in this process, with people named by role.
package city

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	sdk "go.temporal.io/sdk/worker"

	"chengxin/activities"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/test/keys"
	"chengxin/worker"
	"chengxin/worker/embedded"
)

// City is one running deployment.
type City struct {
	*cases.Service
	T        testing.TB
	Pack     *policy.Pack
	Relay    *worker.Relay
	Register *activities.Register
	Work     sdk.Worker
	Options  Options
}

// Options of a city; the zero value is Jining on a fresh SQLite file.
type Options struct {
	Source  []byte // the pack; Jining's when empty
	DSN     string
	Worker  sdk.Options
	Now     func() time.Time
	Idle    bool // no worker runs until Open
	NoRelay bool // only what the test itself sends is sent
	// Durable keeps Temporal on a file that waits for the disk, as a deployment does.
	Durable bool
}

// temporal starts a server of the city's own: numbers are workflow ids, and two
// registers count them alike.
func temporal(t testing.TB, durable bool) client.Client {
	t.Helper()
	o := embedded.Options{Logger: quiet()}
	if durable {
		o.File = filepath.Join(t.TempDir(), "temporal.db")
	}
	server, err := embedded.Start(context.Background(), o)
	must(t, err)
	t.Cleanup(server.Stop)
	c, err := server.Client(client.Options{Logger: log.NewStructuredLogger(quiet())})
	must(t, err)
	t.Cleanup(c.Close)
	return c
}

// Silent logs nothing: a test environment speaks of every timer otherwise.
func Silent() log.Logger { return log.NewStructuredLogger(slog.New(slog.DiscardHandler)) }

func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}

// New opens a city.
func New(t testing.TB, o Options) *City {
	t.Helper()
	c := found(t, o, temporal(t, o.Durable))
	if !o.Idle {
		c.Open()
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if !o.NoRelay {
			c.Relay.Run(ctx)
		}
	}()
	t.Cleanup(func() { cancel(); <-done; c.Close() })
	return c
}

// found lays the city's register and rules.
func found(t testing.TB, o Options, tc client.Client) *City {
	t.Helper()
	ctx := context.Background()
	if o.DSN == "" {
		o.DSN = "sqlite:" + filepath.Join(t.TempDir(), "register.db")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	st, err := store.Open(o.DSN)
	must(t, err)
	st.Keys = keys.Ring()
	t.Cleanup(func() { _ = st.Close() })
	must(t, st.Migrate(ctx))
	if o.Source == nil {
		o.Source = policy.Builtin()[0].Data
	}
	pack, _, err := policy.Load("test", o.Source)
	must(t, err)
	must(t, st.LoadPack(ctx, pack, o.Source, "system", models.At(o.Now())))

	rules := store.NewRules(st, calendar.Builtin())
	return &City{
		T: t, Pack: pack, Options: o,
		Service: &cases.Service{
			Store: st, Rules: rules, Temporal: tc, Now: o.Now, Log: quiet(), Patience: 5 * time.Second,
		},
		Register: &activities.Register{Store: st, Rules: rules},
		Relay:    &worker.Relay{Store: st, Temporal: tc, Now: o.Now, Every: 100 * time.Millisecond, Log: quiet()},
	}
}

// Open starts a worker.
func (c *City) Open() {
	c.Work = worker.New(c.Temporal, c.Register, c.Options.Worker)
	must(c.T, c.Work.Start())
}

// Close stops the worker: decisions are then kept until one comes back.
func (c *City) Close() {
	if c.Work != nil {
		c.Work.Stop()
		c.Work = nil
	}
}

// As gives a person holding a role in an organization, "rencheng_bureau" say. The
// number tells several holders of one role apart.
func (c *City) As(role policy.Role, organization string, n ...int) access.Actor {
	c.T.Helper()
	who := 1
	if len(n) > 0 {
		who = n[0]
	}
	id := fmt.Sprintf("%s.%s%d", organization, role, who)
	org := store.OrganizationID(c.Pack.Jurisdiction.Key, organization)
	u := models.User{ID: id, Username: id, Name: fmt.Sprintf("%s%d", role.Label(), who), Certificate: "鲁H-" + id}
	must(c.T, c.Store.Tx(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Put(&u); err != nil {
			return err
		}
		_, err := tx.Put(&models.Assignment{ID: id, UserID: id, Role: string(role), OrganizationID: org})
		return err
	}))
	return access.Actor{
		ID: id, Username: id, Name: u.Name, Certificate: u.Certificate, Grants: []access.Grant{{Role: role, Organization: org}},
	}
}

// Subject registers a company.
func (c *City) Subject(id string) models.Subject {
	c.T.Helper()
	s := models.Subject{
		ID: id, Jurisdiction: c.Pack.Jurisdiction.Key, Kind: models.LegalPerson, Name: "示例企业" + id, Code: id, Status: models.SubjectActive,
		CreatedAt: models.At(c.Now()),
	}
	must(c.T, c.Store.Tx(context.Background(), func(tx *store.Tx) error { return tx.Create(&s).Error }))
	return s
}

// Case reads a case's row.
func (c *City) Case(number string) (row models.Case) {
	c.T.Helper()
	must(c.T, c.Store.Read(context.Background()).Take(&row, "number = ?", number).Error)
	return row
}

// Task waits for the case's open task of a step.
func (c *City) Task(number, step string) (t models.Task) {
	c.T.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		err := c.Store.Read(context.Background()).Limit(1).
			Find(&t, "case_number = ? AND step = ? AND closed_at = 0", number, step).Error
		must(c.T, err)
		if t.ID != "" {
			return t
		}
		if time.Now().After(end) {
			c.T.Fatalf("%s never came to %q: stands at %q", number, step, c.Case(number).Stage)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Actor is a person without a row in the register, for measurements.
func Actor(id string, role policy.Role) access.Actor {
	return access.Actor{ID: id, Username: id, Name: id, Grants: []access.Grant{{Role: role, Organization: "jining/" + District}}}
}
