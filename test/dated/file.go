// Package dated plays single processes over months and years: dated facts in, dated
// outcome out. Time is skipped; register, pack and calendar are the real ones.
package dated

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/testsuite"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/test/city"
	"chengxin/worker"
	"chengxin/workflows/contract"
)

// away stands for a Temporal that is not there: commands are stored, and the test
// carries them to its own environment.
type away struct{ client.Client }

var errAway = errors.New("away")

func (away) ExecuteWorkflow(context.Context, client.StartWorkflowOptions, any, ...any) (client.WorkflowRun, error) {
	return nil, errAway
}

func (away) UpdateWorkflow(context.Context, client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	return nil, errAway
}

func (away) SignalWorkflow(context.Context, string, string, string, any) error { return errAway }

// File is one town's register and its clock, which the running case sets.
type File struct {
	*city.City
	t   *testing.T
	now time.Time
	env *testsuite.TestWorkflowEnvironment

	later []func() // checks for when the run is over
}

// Open begins a register on a day, "2026-09-24 10:00".
func Open(t *testing.T, day string) *File {
	f := &File{t: t, now: day_(t, day)}
	f.City = city.Still(t, away{}, func() time.Time { return f.now })
	return f
}

func day_(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, models.Beijing)
	if err != nil {
		at, err = time.ParseInLocation("2006-01-02 15:04", s, models.Beijing)
	}
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Event is something that happens on a day.
type Event struct {
	day string
	do  func(f *File)
}

// On makes an event.
func On(day string, do func(f *File)) Event { return Event{day, do} }

// Run carries a case through dated events until it ends or the days are over.
func (f *File) Run(number string, events ...Event) {
	f.t.Helper()
	row := f.Case(number)
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(city.Silent())
	env := suite.NewTestWorkflowEnvironment()
	env.SetTestTimeout(time.Minute)
	env.SetStartTime(f.now)
	worker.Register(env, f.Register)
	f.env = env
	start := f.now
	for _, e := range events {
		env.RegisterDelayedCallback(func() {
			f.now = env.Now()
			e.do(f)
		}, day_(f.t, e.day).Sub(start))
	}
	if n := len(events); n > 0 { // the last day: whatever still waits is left there
		env.RegisterDelayedCallback(func() { f.now = env.Now(); env.CancelWorkflow() }, day_(f.t, events[n-1].day).Sub(start)+time.Second)
	}
	env.ExecuteWorkflow(row.Kind, contract.Case{Number: number, Kind: contract.Kind(row.Kind)})
	f.env = nil
	for _, check := range f.later {
		check()
	}
	f.later = nil
}

// Decide has somebody decide the case's open task of a step, and tells what came of it
// through the register.
func (f *File) Decide(who access.Actor, number, step, choice string, details ...any) {
	f.t.Helper()
	d := cases.Decision{Choice: choice, Reason: "经核查", Evidence: city.Paper}
	if len(details) > 0 {
		raw, err := json.Marshal(details[0])
		if err != nil {
			f.t.Fatal(err)
		}
		d.Details = raw
	}
	task := f.open(number, step)
	if task == "" {
		f.t.Errorf("%s: %s waits for no %q but stands at %q", f.now.Format(time.DateTime), number, step, f.Case(number).Stage)
		return
	}
	f.carry(f.City.Decide(context.Background(), who, task, d, ""))
}

// Withdraw ends the case.
func (f *File) Withdraw(who access.Actor, number, how string) {
	f.t.Helper()
	f.carry(f.City.Withdraw(context.Background(), who, number, cases.Decision{Choice: how, Reason: "申请人撤回"}, ""))
}

// carry takes a stored command to the running case.
func (f *File) carry(out cases.Settled, err error) {
	f.t.Helper()
	if err != nil {
		f.t.Errorf("%s: %v", f.now.Format(time.DateTime), err)
		return
	}
	var c models.Command
	if err := f.Store.Read(context.Background()).Take(&c, "id = ?", out.Command).Error; err != nil {
		f.t.Fatal(err)
	}
	f.env.UpdateWorkflowNoRejection(contract.UpdateDecide, c.ID, f.t, contract.NewCommand(c.ID, c.Verb, c.TaskID, c.Choice))
}

// Usual decides as the step's usual decider.
func (f *File) Usual(number, step, choice string, details ...any) {
	f.t.Helper()
	f.Decide(f.DeciderOf(f.Case(number).Kind, step), number, step, choice, details...)
}

func (f *File) open(number, step string) string {
	var t models.Task
	err := f.Store.Read(context.Background()).Limit(1).Find(&t, "case_number = ? AND step = ? AND closed_at = 0", number, step).Error
	if err != nil {
		f.t.Fatal(err)
	}
	return t.ID
}
