package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
	"chengxin/workflows/contract"
)

// batches of a hundred sequences each; CHENGXIN_SEQUENCES asks for more of them.
func batches(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("CHENGXIN_SEQUENCES"))
	if err != nil {
		n = 1000
	}
	return max(n/100, 1)
}

// Random sequences of lawful and unlawful acts leave the desk as the model says, and a
// refused act leaves everything as it was.
func TestSequences(t *testing.T) {
	o := together(t, "signers: [{}, {}, {}], rule: 2 of 3")
	for i := range batches(t) {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			o := o
			o.Restarts = i%4 == 3 // a quarter of them on workflows lost after every step
			c := open(t, o)
			c.Company("S1")
			for _, p := range everybody {
				c.who(p)
			}
			rapid.Check(t, func(rt *rapid.T) { c.sequence(rt) })
		})
	}
}

var everybody = []person{
	{"handler", 1},
	{"handler", 2},
	{"handler", 3},
	{"inspector", 1},
	{"inspector", 2},
	{"reviewer", 1},
	{"reviewer", 2},
	{"approver", 1},
	{"approver", 2},
	{"approver", 3},
	{"approver", 4},
	{"dispatcher", 1},
	{"supervisor", 1},
	{"elsewhere", 1},
}

func (c *desk) who(p person) access.Actor {
	if p.role == "elsewhere" {
		return c.stranger()
	}
	return c.As(policy.Role(p.role), timeline.Bureau, p.n)
}

// run is one sequence under way.
type run struct {
	*desk
	rt     *rapid.T
	m      *model
	number string
	log    []string
}

func (c *desk) sequence(rt *rapid.T) {
	now := c.Clock().Time()
	if !worked(midnight(now)) || now.Hour() >= 15 {
		c.At(midnight(now).AddDate(0, 0, 1).Add(9 * time.Hour).Format(time.DateTime))
	}
	number := c.Report("SR-06", "S1")
	c.Move(number, "filing", "filed")
	r := &run{desk: c, rt: rt, m: begun(c.Clock().Time()), number: number}
	r.check()
	r.hurry(rapid.IntRange(0, len(straight)).Draw(rt, "begins after"))
	for range rapid.IntRange(4, 25).Draw(rt, "acts") {
		if r.m.over() {
			break
		}
		r.act()
	}
	if c.Case(number).Open() {
		if c.Case(number).Paused != "" {
			c.ok(c.resume(c.head(), r.asked()))
		}
		c.Withdrawn(c.head(), number, "terminated")
	}
}

// straight is the shortest way to the decision, by people free for what comes after.
var straight = []struct {
	by     person
	choice string
}{
	{person{"dispatcher", 1}, "dispatched"},
	{person{"handler", 1}, "handled"},
	{person{"inspector", 1}, "passed"},
	{person{"handler", 1}, "proposed"},
	{person{"handler", 1}, "served"},
	{person{"handler", 1}, "stated"},
	{person{"reviewer", 1}, "maintained"},
}

// hurry takes the first steps of it, so that sequences begin everywhere.
func (r *run) hurry(steps int) {
	for _, s := range straight[:steps] {
		want, err := r.choose(s.by, s.choice)
		if !want || err != nil {
			r.fail("%v by %v: %v", s.choice, s.by, err)
		}
		r.check()
	}
}

// task is the id of the step that waits.
func (r *run) task() string {
	var t models.Task
	err := r.Store.Read(context.Background()).Limit(1).Order("opened_at DESC, id DESC").Find(&t, "case_number = ? AND kind = '' AND closed_at = 0", r.number).Error
	if err != nil {
		r.rt.Fatal(err)
	}
	return t.ID
}

// asked is a task by which somebody is asked now: of a countersign, one that still lacks
// its signature.
func (r *run) asked() string {
	task := r.task()
	for n := 1; r.m.at == "approval" && n <= signers; n++ {
		if id := contract.SignatureID(task, n); r.Row(id).ClosedAt == 0 {
			return id
		}
	}
	return task
}

// act draws one act, holds its answer against the model's and then everything else.
func (r *run) act() {
	p := rapid.SampledFrom(everybody).Draw(r.rt, "who")
	if rapid.IntRange(0, 3).Draw(r.rt, "anybody") > 0 && !r.m.over() { // mostly somebody of the role
		n := rapid.IntRange(1, 3).Draw(r.rt, "n")
		p = person{process[r.m.at].role, min(n, map[string]int{"inspector": 2, "reviewer": 2, "dispatcher": 1}[process[r.m.at].role]+n*bit(process[r.m.at].role))}
	}
	acts := map[string]func(person) (bool, error){
		"decide": r.decides, "return": r.returns, "claim": r.claims, "release": r.releases, "transfer": r.transfers, "recuse": r.recuses,
		"co-sign": r.coSigns, "opinion": r.opines, "more time": r.asksForTime, "grant": r.grants, "suspend": r.suspends, "resume": r.resumes,
		"note": r.supervises, "answer": r.answers, "urge": r.urges,
	}
	kind := rapid.SampledFrom([]string{
		"decide", "decide", "decide", "decide", "return", "claim", "release", "transfer", "recuse", "co-sign", "opinion", "more time", "grant",
		"suspend", "resume", "note", "answer", "urge", "wait", "wait",
	}).Draw(r.rt, "act")
	if kind == "wait" {
		r.waits()
		return
	}
	before := r.snapshot()
	want, err := acts[kind](p)
	r.log = append(r.log, fmt.Sprintf("%s %s by %v at %s: want %v, heard %v", r.Clock(), kind, p, r.m.at, want, err))
	if (err == nil) != want {
		r.fail("%s: want it to count: %v; heard %v", kind, want, err)
	}
	if _, refused := models.AsProblem(err); err != nil && !refused {
		r.fail("%s: no refusal but %v", kind, err)
	}
	if !want {
		if after := r.snapshot(); after != before {
			r.fail("%s was refused, yet %s became %s", kind, before, after)
		}
	}
	r.check()
}

// bit is 1 for roles with three people and more.
func bit(role string) int {
	if role == "handler" || role == "approver" {
		return 1
	}
	return 0
}

func (r *run) fail(format string, args ...any) {
	for _, line := range r.log {
		r.rt.Log(line)
	}
	r.rt.Fatalf(r.number+": "+format, args...)
}

func (r *run) snapshot() string {
	row := r.Case(r.number)
	var open []models.Task
	if err := r.Store.Read(context.Background()).Order("id").Find(&open, "case_number = ? AND closed_at = 0", r.number).Error; err != nil {
		r.rt.Fatal(err)
	}
	text := fmt.Sprintf("%s %s %q", row.Stage, row.Outcome, row.Paused)
	for _, t := range open {
		text += fmt.Sprintf("; %s %s %s", t.ID, t.AssigneeID, t.DueAt)
	}
	return text
}

// check holds the register against the model.
func (r *run) check() {
	row := r.Case(r.number)
	if row.Open() == r.m.over() {
		r.fail("open %v, the model is at %q", row.Open(), r.m.at)
	}
	if r.m.over() {
		return
	}
	t := r.Row(r.task())
	holder := ""
	if r.m.holder != (person{}) {
		holder = r.who(r.m.holder).ID
	}
	switch {
	case t.Step != r.m.at:
		r.fail("waits for %q, the model for %q", t.Step, r.m.at)
	case t.DueAt != models.At(r.m.due()):
		r.fail("%s due %s, the model says %s", t.ID, t.DueAt, models.At(r.m.due()))
	case t.AssigneeID != holder:
		r.fail("%s is held by %q, the model says %q", t.ID, t.AssigneeID, holder)
	case (row.Paused != "") != r.m.paused:
		r.fail("paused %q, the model says %v", row.Paused, r.m.paused)
	}
	for kind, want := range map[string]int{
		models.KindCoSign: count(r.m.coSigners), models.KindSupervision: r.m.notes, models.KindExtension: one(!r.m.asked.IsZero()),
		models.KindSignature: one(r.m.at == "approval") * (signers - len(r.m.votes)),
	} {
		var n int64
		err := r.Store.Read(context.Background()).Model(&models.Task{}).Where("case_number = ? AND kind = ? AND closed_at = 0", r.number, kind).Count(&n).Error
		if err != nil || int(n) != want {
			r.fail("%d open tasks of kind %s, the model says %d (%v)", n, kind, want, err)
		}
	}
}

func count(coSigners map[person]string) (n int) {
	for _, said := range coSigners {
		n += one(said == "")
	}
	return n
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// waits lets hours or days go by.
func (r *run) waits() {
	hours := rapid.OneOf(rapid.IntRange(1, 30), rapid.IntRange(24, 24*12)).Draw(r.rt, "hours")
	to := r.Clock().Time().Add(time.Duration(hours) * time.Hour)
	r.At(to.Format(time.DateTime))
	r.m.pass(r.Clock().Time())
	r.log = append(r.log, fmt.Sprintf("%s waited %d hours", r.Clock(), hours))
	r.check()
}

func (r *run) signature() (task string, n int) {
	task = r.task()
	if r.m.at != "approval" {
		return task, 0
	}
	n = rapid.IntRange(1, signers).Draw(r.rt, "signature")
	return contract.SignatureID(task, n), n
}

func (r *run) decides(p person) (bool, error) {
	choices := []string{"refused_outright"}
	for _, key := range []string{"dispatched", "handled", "passed", "failed", "proposed", "no_record", "served", "stated", "none", "maintained", "dropped", "approved", "refused"} {
		if process[r.m.at].next[key] != "" {
			choices = append(choices, key, key)
		}
	}
	return r.choose(p, rapid.SampledFrom(choices).Draw(r.rt, "choice"))
}

// choose decides the step that waits.
func (r *run) choose(p person, choice string) (bool, error) {
	task, n := r.signature()
	d := cases.Decision{Choice: choice, Reason: "经核查", Evidence: timeline.Paper}
	switch choice {
	case "proposed":
		proposal := r.Proposal("SR-06", "S1")
		if p == (person{"handler", 2}) { // the second handler cannot be the first
			proposal["co_handler"] = r.who(person{"handler", 1}).Username
			choice = "handler 2 proposes"
		}
		d.Details, _ = json.Marshal(proposal)
	case "served":
		d.Details, _ = json.Marshal(timeline.Direct)
	}
	if choice == "handler 2 proposes" {
		return r.proposedBySecond(p, task, d)
	}
	want := r.m.decide(p, choice, n)
	_, err := r.Decide(context.Background(), r.who(p), task, d, "")
	return want, err
}

// proposedBySecond keeps the model's second handler second: with the first as co-handler
// both answer for the proposal all the same.
func (r *run) proposedBySecond(p person, task string, d cases.Decision) (bool, error) {
	want := r.m.decide(p, "proposed", 0)
	if want {
		r.m.who["recognition"] = append(r.m.who["recognition"], person{"handler", 1})
	}
	_, err := r.Decide(context.Background(), r.who(p), task, d, "")
	return want, err
}

func (r *run) returns(p person) (bool, error) {
	to := rapid.SampledFrom([]string{"recognition", "handling", "verification", "filing"}).Draw(r.rt, "to")
	task, n := r.signature()
	want := r.m.sendBack(p, to, n)
	return want, r.sendBack(r.who(p), task, to)
}

func (r *run) claims(p person) (bool, error) {
	want := r.m.at != "approval" && r.m.may(p) && (r.m.holder == person{} || r.m.holder == p)
	task := r.task()
	if want {
		r.m.holder = p
	}
	return want, r.claim(r.who(p), task)
}

func (r *run) releases(p person) (bool, error) {
	want := r.m.holder != (person{}) && (r.m.holder == p || p.role == "approver" || p.role == "supervisor") && r.m.at != "approval"
	if want {
		r.m.holder = person{}
	}
	_, err := r.Release(context.Background(), r.who(p), r.task(), "")
	return want, err
}

func (r *run) transfers(p person) (bool, error) {
	to := rapid.SampledFrom(everybody).Draw(r.rt, "to")
	want := r.m.at != "approval" && (p.role == "approver" || r.m.holder == p && r.m.holder != (person{})) && r.m.may(to) && to != r.m.holder
	if want {
		r.m.holder = to
	}
	return want, r.transfer(r.who(p), r.task(), r.who(to).Username)
}

func (r *run) recuses(p person) (bool, error) {
	if len(r.m.recused) > 1 { // or nobody is left to go on with
		return false, models.Refuse(models.Invalid, "none", "", "")
	}
	task, _ := r.signature()
	whom := p
	if rapid.Bool().Draw(r.rt, "another") {
		whom = rapid.SampledFrom(everybody[:11]).Draw(r.rt, "whom")
	}
	want := !r.m.recused[whom] && (p.role == "approver" && whom != p || whom == p && process[r.m.at].role == p.role)
	if r.m.at == "approval" && want && contract.QuestionID(task) != task && r.Row(task).ClosedAt != 0 {
		want = false
	}
	if want {
		r.m.recused[whom] = true
		if r.m.holder == whom {
			r.m.holder = person{}
		}
		delete(r.m.coSigners, whom) // called off, unless it was said
	}
	return want, r.recuse(r.who(p), task, r.who(whom).Username)
}

func (r *run) coSigns(p person) (bool, error) {
	whom := rapid.SampledFrom(everybody[:11]).Draw(r.rt, "whom")
	task, _ := r.signature()
	_, asked := r.m.coSigners[whom]
	want := process[r.m.at].role == p.role && (r.m.at == "approval" || !r.m.held(p)) && whom != p && !asked &&
		r.m.free(whom, process[r.m.at]) && r.Row(task).ClosedAt == 0 && !r.signed(whom)
	if want {
		r.m.coSigners[whom] = ""
	}
	_, err := r.AddSigner(context.Background(), r.who(p), task, cases.CoSigner{User: r.who(whom).Username, Reason: "请提出意见"}, "")
	return want, err
}

// signed says that somebody gave a voice on the countersign that waits.
func (r *run) signed(p person) bool {
	for _, v := range r.m.votes {
		if v.by == p {
			return r.m.at == "approval"
		}
	}
	return false
}

func (r *run) opines(p person) (bool, error) {
	for _, t := range r.Beside(r.number, models.KindCoSign) {
		if t.ClosedAt != 0 {
			continue
		}
		said, asked := r.m.coSigners[p]
		mine := t.AssigneeID == r.who(p).ID
		want := mine && asked && said == "" && r.m.free(p, process[r.m.at])
		if want {
			r.m.coSigners[p] = "agreed"
		}
		return want, r.decide(r.who(p), t.ID, "agreed", "同意")
	}
	return false, models.Refuse(models.Invalid, "none", "", "")
}

func (r *run) asksForTime(p person) (bool, error) {
	n := rapid.IntRange(1, 6).Draw(r.rt, "days")
	task := r.task()
	want := r.m.at == "handling" && p.role == "handler" && !r.m.held(p) && n <= 5 && r.m.asked.IsZero() && len(r.m.granted) < 2 && !r.m.paused && r.inOwnTime()
	if want {
		r.m.asked, r.m.wanted, r.m.askedBy = r.m.now, n, p
	}
	return want, r.extend(r.who(p), task, "task", fmt.Sprintf("%d working_days", n))
}

// inOwnTime says that the step's own term is not over; the case's limit does not matter.
func (r *run) inOwnTime() bool {
	whole := *r.m
	whole.filed = whole.filed.AddDate(50, 0, 0)
	return r.m.now.Before(whole.due().Add(time.Second))
}

func (r *run) grants(p person) (bool, error) {
	for _, t := range r.Beside(r.number, models.KindExtension) {
		if t.ClosedAt != 0 {
			continue
		}
		choice := rapid.SampledFrom([]string{"granted", "denied"}).Draw(r.rt, "granted")
		want := p.role == "approver" && !r.m.recused[p]
		if want && choice == "granted" {
			r.m.granted = append(r.m.granted, r.m.wanted)
		}
		if want {
			r.m.asked = time.Time{}
		}
		return want, r.decide(r.who(p), t.ID, choice, "经审核")
	}
	return false, models.Refuse(models.Invalid, "none", "", "")
}

func (r *run) suspends(p person) (bool, error) {
	kind := rapid.SampledFrom([]string{"suspended", "deferred"}).Draw(r.rt, "kind")
	days := rapid.IntRange(1, 25).Draw(r.rt, "for")
	task, _ := r.signature()
	want := p.role == "approver" && !r.m.paused && r.Row(task).ClosedAt == 0 &&
		(kind == "suspended" || has([]string{"dispatch", "handling", "verification"}, r.m.at))
	until := r.m.now.AddDate(0, 0, days)
	if want {
		r.m.paused, r.m.pausedAt, r.m.until = true, r.m.now, until
	}
	return want, r.suspend(r.who(p), task, kind, until.Format(time.DateTime))
}

func (r *run) resumes(p person) (bool, error) {
	task, _ := r.signature()
	want := r.m.paused && (p.role == "approver" || process[r.m.at].role == p.role) && r.Row(task).ClosedAt == 0
	if want {
		r.m.start(r.m.now)
	}
	return want, r.resume(r.who(p), task)
}

func (r *run) supervises(p person) (bool, error) {
	task, _ := r.signature()
	want := p.role == "supervisor" && r.Row(task).ClosedAt == 0
	if want {
		r.m.notes++
	}
	return want, r.supervise(r.who(p), task)
}

func (r *run) answers(p person) (bool, error) {
	for _, t := range r.Beside(r.number, models.KindSupervision) {
		if t.ClosedAt != 0 {
			continue
		}
		want := t.Role == p.role && !r.m.recused[p] && (t.AssigneeID == "" || t.AssigneeID == r.who(p).ID)
		if want {
			r.m.notes--
		}
		return want, r.decide(r.who(p), t.ID, "answered", "已督促办理")
	}
	return false, models.Refuse(models.Invalid, "none", "", "")
}

func (r *run) urges(p person) (bool, error) {
	task, _ := r.signature()
	want := p.role != "elsewhere" && r.Row(task).ClosedAt == 0
	_, err := r.Urge(context.Background(), r.who(p), task, "请尽快办理", "")
	return want, err
}
