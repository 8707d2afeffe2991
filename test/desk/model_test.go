package desk

import (
	"time"

	"chengxin/models"
)

// The model: what a case's desk should look like after any sequence of acts, in as few
// lines as can be. It shares no code with the product; it counts working days by a table
// of its own.

// person is somebody of the model, by role and number.
type person struct {
	role string
	n    int
}

// step is one question of the model's process.
type step struct {
	key, role string
	days      int // working days from its opening; 0 from service, see open
	next      map[string]string
	returns   []string
	not       []string // whose deciders may not decide here
}

// process is the violation from handling on, as Jining's pack has it, approval by two of
// three.
var process = map[string]step{
	"dispatch":     {"dispatch", "dispatcher", 1, map[string]string{"dispatched": "handling"}, nil, nil},
	"handling":     {"handling", "handler", 10, map[string]string{"handled": "verification"}, nil, nil},
	"verification": {"verification", "inspector", 2, map[string]string{"passed": "recognition", "failed": "dispatch"}, nil, nil},
	"recognition":  {"recognition", "handler", 10, map[string]string{"proposed": "notice", "no_record": "end"}, []string{"handling", "verification"}, nil},
	"notice":       {"notice", "handler", 3, map[string]string{"served": "statement"}, nil, nil},
	"statement":    {"statement", "handler", 5, map[string]string{"stated": "review", "none": "review"}, nil, nil},
	"review":       {"review", "reviewer", 5, map[string]string{"maintained": "approval", "dropped": "end"}, []string{"recognition"}, []string{"recognition"}},
	"approval":     {"approval", "approver", 3, map[string]string{"approved": "service", "refused": "end"}, []string{"recognition"}, []string{"recognition", "review"}},
	"service":      {"service", "handler", 7, map[string]string{"served": "end"}, nil, nil},
}

const signers, needed = 3, 2

// model is one case as it should be.
type model struct {
	now, filed      time.Time
	at              string // the step that waits; "end"
	opened          time.Time
	holder          person
	who             map[string][]person // who decided a step, struck ones included
	been            []string            // steps passed and not struck
	recused         map[person]bool
	paused          bool
	pausedAt, until time.Time
	pauses          [][2]time.Time
	votes           map[int]vote
	coSigners       map[person]string // asked, and what they said; "" while awaited
	asked           time.Time         // an application for more time that waits
	granted         []int             // working days granted to the step that waits
	wanted          int
	askedBy         person
	notes           int // supervisors' notes to be answered
}

type vote struct {
	by     person
	choice string
}

func begun(now time.Time) *model {
	m := &model{now: now, filed: now, who: map[string][]person{}, recused: map[person]bool{}}
	m.been = []string{"filing"}
	m.open("dispatch", now)
	return m
}

func (m *model) open(key string, at time.Time) {
	m.at, m.opened, m.holder = key, at, person{}
	m.votes, m.coSigners, m.granted, m.wanted = map[int]vote{}, map[person]string{}, nil, 0
	m.asked = time.Time{}
}

func (m *model) over() bool { return m.at == "end" }

// due is when the step that waits must be decided: its own term with what was granted,
// or the case's ninety days, whichever is sooner; the subject's own term is its own.
func (m *model) due() time.Time {
	if m.paused || m.over() {
		return time.Time{}
	}
	own := m.workingDays(m.opened, process[m.at].days)
	for _, n := range m.granted {
		own = m.workingDays(own, n)
	}
	if whole := m.ninetyDays(); m.at != "statement" && whole.Before(own) {
		return whole
	}
	return own
}

// stopped says whether a day does not count.
func (m *model) stopped(day time.Time) bool {
	for _, p := range m.pauses {
		if !day.Before(midnight(p[0])) && day.Before(midnight(p[1])) {
			return true
		}
	}
	return false
}

func midnight(t time.Time) time.Time {
	y, mo, d := t.In(models.Beijing).Date()
	return time.Date(y, mo, d, 0, 0, 0, 0, models.Beijing)
}

func lastSecond(day time.Time) time.Time { return day.Add(24*time.Hour - time.Second) }

func (m *model) workingDays(from time.Time, n int) time.Time {
	day := midnight(from)
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if worked(day) && !m.stopped(day) {
			n--
		}
	}
	return lastSecond(day)
}

func (m *model) ninetyDays() time.Time {
	day := midnight(m.filed)
	for n := 90; n > 0; {
		day = day.AddDate(0, 0, 1)
		if !m.stopped(day) {
			n--
		}
	}
	for !worked(day) || m.stopped(day) {
		day = day.AddDate(0, 0, 1)
	}
	return lastSecond(day)
}

// worked reads the wall calendar of 2026; other years are weekends alone, save New Year's
// arrangement that the notice for 2026 makes and the notices before it.
func worked(day time.Time) bool {
	text := day.Format(time.DateOnly)
	for _, w := range []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		if text == w {
			return true
		}
	}
	for _, off := range [][2]string{
		{"2026-01-01", "2026-01-03"},
		{"2026-02-15", "2026-02-23"},
		{"2026-04-04", "2026-04-06"},
		{"2026-05-01", "2026-05-05"},
		{"2026-06-19", "2026-06-21"},
		{"2026-09-25", "2026-09-27"},
		{"2026-10-01", "2026-10-07"},
	} {
		if off[0] <= text && text <= off[1] {
			return false
		}
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// pass lets time go by: pauses end by themselves, and a statement not made lapses.
func (m *model) pass(to time.Time) {
	for {
		next := to
		lapse := time.Time{}
		if m.paused && m.until.Before(next) {
			next = m.until
		}
		if !m.paused && m.at == "statement" {
			if lapse = m.due().Add(time.Second); !lapse.After(next) {
				next = lapse
			}
		}
		m.now = next
		switch {
		case m.paused && !m.until.After(m.now):
			m.start(m.until)
		case !lapse.IsZero() && !lapse.After(m.now):
			m.goOn("none", person{}, m.now)
		default:
			return
		}
	}
}

func (m *model) start(at time.Time) {
	m.paused = false
	m.pauses = append(m.pauses, [2]time.Time{m.pausedAt, at})
}

// may says whether somebody may take the step that waits on.
func (m *model) may(p person) bool {
	s := process[m.at]
	return !m.over() && s.role == p.role && m.free(p, s)
}

// free says that nothing bars somebody from a step.
func (m *model) free(p person, s step) bool {
	if m.recused[p] {
		return false
	}
	for _, key := range s.not {
		for _, earlier := range m.who[key] {
			if earlier == p || key == "recognition" && p == (person{"handler", 2}) {
				return false
			}
		}
	}
	return true
}

func (m *model) held(p person) bool { return m.holder != (person{}) && m.holder != p }

// awaited says that a co-signer has yet to say something.
func (m *model) awaited() bool {
	for _, said := range m.coSigners {
		if said == "" {
			return true
		}
	}
	return false
}

// decide answers the step that waits; signature is which of the signers' tasks.
func (m *model) decide(p person, choice string, signature int) bool {
	s := process[m.at]
	if m.over() || !m.may(p) || s.next[choice] == "" || m.paused || m.awaited() {
		return false
	}
	if m.at != "approval" {
		if m.held(p) {
			return false
		}
		m.goOn(choice, p, m.now)
		return true
	}
	if m.votes[signature].choice != "" {
		return false
	}
	for _, v := range m.votes {
		if v.by == p {
			return false
		}
	}
	m.votes[signature] = vote{p, choice}
	yes, no := 0, 0
	for _, v := range m.votes {
		if v.choice == "approved" {
			yes++
		} else {
			no++
		}
	}
	switch {
	case yes >= needed:
		m.goOn("approved", p, m.now)
	case no > signers-needed:
		m.goOn("refused", p, m.now)
	default:
		m.who["approval"] = append(m.who["approval"], p)
	}
	return true
}

func (m *model) goOn(choice string, p person, at time.Time) {
	if p != (person{}) {
		m.who[m.at] = append(m.who[m.at], p)
	}
	m.been = append(m.been, m.at)
	m.open(process[m.at].next[choice], at)
	if m.over() {
		m.notes = 0
	}
}

// sendBack returns the case to a step it came by.
func (m *model) sendBack(p person, to string, signature int) bool {
	s := process[m.at]
	if m.over() || !m.may(p) || m.paused || m.awaited() || m.at != "approval" && m.held(p) || !has(s.returns, to) || !has(m.been, to) {
		return false
	}
	if m.at == "approval" {
		if m.votes[signature].choice != "" {
			return false
		}
		for _, v := range m.votes {
			if v.by == p {
				return false
			}
		}
	}
	m.who[m.at] = append(m.who[m.at], p)
	for i := len(m.been) - 1; i >= 0; i-- {
		if m.been[i] == to {
			m.been = m.been[:i]
			break
		}
	}
	m.open(to, m.now)
	return true
}

func has(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
