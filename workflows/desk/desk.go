// Package desk is where a process meets people: it asks, keeps the time, hears
// decisions and writes what follows. A process on top of it reads like the
// regulation it carries out.
//
// The rule of the house: between two questions nothing is written; everything a
// process did on the way goes to the register in one transition, and the register
// has the last word. When it says otherwise, the desk adopts its journal and runs
// the process again from the top, where every answered question returns at once.
package desk

import (
	"go.temporal.io/sdk/workflow"

	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Process is one legal process. It returns its outcome; it must be deterministic
// and keep no state of its own outside its local variables, for it is run again
// from the top after every return (退回).
type Process func(ctx workflow.Context, d *Desk) (outcome string)

// Desk is one case's desk.
type Desk struct {
	opening contract.Opening
	state   contract.State

	pass    pass     // of the process, from the top
	pending *pending // the answer that the next transition writes
	turn    *turn    // the command being carried out
	parked  bool     // the process waits for an answer: a command may take its turn
	woken   bool     // the register said that something changed
	lock    workflow.Mutex
	calls   int // of the register in this run, for continue-as-new
}

// pass is one run of the process from the top, up to its next unanswered question.
type pass struct {
	met     map[string]int // how often each step was met
	stage   string
	effects []contract.Effect
	answers []contract.Entry // facts established on the way
}

// pending is an answer the process already goes by and the register has yet to
// confirm. It outlives a rewind when it sends the case back (退回).
type pending struct {
	command string
	answer  contract.Entry
	back    string
}

// turn is one command on its way through the process.
type turn struct {
	command contract.Command
	settled bool
}

// Opening gives the process its facts and its section of the pinned pack.
func (d *Desk) Opening() contract.Opening { return d.opening }

// Stage names where the case stands from here on, by the domain's stage key.
func (d *Desk) Stage(key string) { d.pass.stage = key }

// Do asks for an effect, written together with the next question.
func (d *Desk) Do(name string, arg ...string) {
	e := contract.Effect{Name: name}
	if len(arg) > 0 {
		e.Arg = arg[0]
	}
	d.pass.effects = append(d.pass.effects, e)
}

// Decision is an answer to a question.
type Decision struct{ Choice string }

// Is says whether the decision is one of the choices.
func (d Decision) Is(choices ...string) bool {
	for _, c := range choices {
		if d.Choice == c {
			return true
		}
	}
	return false
}

// Ask puts a step to the people it names and waits for their answer, or for the
// deadline's where the step lapses.
func (d *Desk) Ask(ctx workflow.Context, step policy.Step) Decision {
	return d.ask(ctx, contract.Asked{Step: step})
}

// Wait lets a statutory term run; nobody decides it.
func (d *Desk) Wait(ctx workflow.Context, term contract.Term) {
	d.ask(ctx, contract.Asked{Step: policy.Step{Key: string(term), Lapse: "full"}, Term: term})
}

func (d *Desk) ask(ctx workflow.Context, q contract.Asked) Decision {
	key := q.Step.Key
	d.pass.met[key]++
	entry, opened := d.state.Find(key, d.pass.met[key])
	if !opened {
		if d.pending != nil && d.pending.back == key {
			d.pass.effects = nil // what led here was written when the step was first opened
		}
		q.Occurrence = d.state.Last[key] + 1
		d.write(ctx, contract.Transition{Open: &q})
		entry, _ = d.state.Find(key, d.pass.met[key])
	}
	d.forget() // what led here stands in the register
	if entry.Answered {
		return Decision{entry.Choice}
	}
	return d.listen(ctx, q.Step, entry)
}

// Fact asks a rule about the case as it will be once the pending decision counts.
// The answer is journalled, so a later pack or calendar cannot change it.
func (d *Desk) Fact(ctx workflow.Context, name string) string {
	d.pass.met[name]++
	n := d.pass.met[name]
	if e, ok := d.state.Find(name, n); ok {
		return e.Choice
	}
	answer := d.question(ctx, name)
	d.note(name, answer)
	return answer
}

// Hold waits, without a task, until the register answers the question with "free":
// something outside this case must end first.
func (d *Desk) Hold(ctx workflow.Context, question, stage string) {
	waiting := question + ".waiting"
	d.pass.met[question]++
	n := d.pass.met[question]
	if _, ok := d.state.Find(question, n); ok {
		return
	}
	if _, held := d.state.Find(waiting, n); held {
		d.forget()
	} else {
		if d.question(ctx, question) == "free" {
			d.note(question, "free")
			return
		}
		d.note(waiting, stage)
		d.Stage(stage)
		d.write(ctx, contract.Transition{})
		d.forget()
	}
	for d.question(ctx, question) != "free" {
		d.idle(ctx)
	}
	d.note(question, "free")
}

func (d *Desk) note(name, answer string) {
	d.pass.answers = append(d.pass.answers, contract.Entry{
		Step: name, Occurrence: d.state.Last[name] + 1, Fact: true, Answered: true, Choice: answer,
	})
}

// forget drops what was gathered: it has been written.
func (d *Desk) forget() { d.pass.effects, d.pass.answers = nil, nil }
