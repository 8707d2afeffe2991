package year

import "slices"

// The calculation: what domain.md says of ledger, threshold and listing, once more, from
// dated facts and the pack's numbers alone. It shares no line with policy or activities.

// fact is something people did, in the order in which it was entered.
type fact struct {
	what          string // points, reversed, reduced; approved, refused, published, annulled, repaired
	subject       string
	report, cycle string
	points        int
	list          string
}

// entry is a deduction that stands until it is reversed.
type entry struct {
	report, cycle      string
	points             int
	reversed, repaired bool
}

// place is a subject's way on one list.
type place struct {
	list, cycle, state string
	total              int
	rests              []*entry
	replaced           *place
	was                string // before it was replaced
}

func (p *place) open() bool {
	return slices.Contains([]string{"proposed", "decided", "published"}, p.state)
}

// account is all there is of one subject.
type account struct {
	at      map[string]int // the lists' thresholds
	entries []*entry
	places  []*place
}

// sum of a cycle: all that stands, and what still counts towards lists.
func (a *account) sum(cycle string) (total, counted int) {
	for _, e := range a.entries {
		if e.cycle == cycle && !e.reversed {
			total += e.points
			if !e.repaired {
				counted += e.points
			}
		}
	}
	return total, counted
}

func (a *account) take(f fact) {
	switch f.what {
	case "points":
		_, before := a.sum(f.cycle)
		a.entries = append(a.entries, &entry{report: f.report, cycle: f.cycle, points: f.points})
		a.cross(f.cycle, before, before+f.points)
	case "reversed", "reduced":
		for _, e := range a.entries {
			if e.report == f.report {
				e.points, e.reversed = f.points, f.what == "reversed"
				a.rethink(e)
			}
		}
	case "approved":
		a.decide(a.find(f.list, "proposed"))
	case "refused":
		a.find(f.list, "proposed").state = "dropped"
	case "published":
		p := a.find(f.list, "decided")
		p.state = "published"
		p.tell()
	case "annulled":
		a.annul(a.find(f.list, "published"))
	case "repaired": // stays in the file, leaves the threshold sum
		p := a.find(f.list, "published")
		p.state = "repaired"
		for _, e := range p.rests {
			e.repaired = true
		}
	}
}

// rest puts entries under a listing, each once.
func (p *place) rest(es []*entry) {
	for _, e := range es {
		if !slices.Contains(p.rests, e) {
			p.rests = append(p.rests, e)
		}
	}
}

// cross: who reaches 20 or 40 is proposed, once; who is there already has a ground more.
func (a *account) cross(cycle string, before, after int) {
	list := ""
	for l, at := range a.at {
		if before < at && at <= after && (list == "" || at > a.at[list]) {
			list = l
		}
	}
	if list == "" {
		return
	}
	for _, p := range a.places {
		if p.open() && a.at[p.list] >= a.at[list] {
			p.rest(a.counting(cycle))
			p.tell()
			return
		}
	}
	a.propose(list, cycle)
}

func (a *account) propose(list, cycle string) {
	_, total := a.sum(cycle)
	a.places = append(a.places, &place{list: list, cycle: cycle, state: "proposed", total: total, rests: a.counting(cycle)})
}

func (a *account) counting(cycle string) (es []*entry) {
	for _, e := range a.entries {
		if e.cycle == cycle && !e.reversed && !e.repaired {
			es = append(es, e)
		}
	}
	return es
}

// decide: black takes yellow's place, wherever yellow stands.
func (a *account) decide(p *place) {
	p.state = "decided"
	for _, other := range a.places {
		if other != p && other.open() && a.at[other.list] < a.at[p.list] {
			p.replaced, other.was, other.state = other, other.state, "superseded"
		}
	}
}

// stand is what a listing rests on now, in the year in which that is most.
func (p *place) stand() (cycle string, total int) {
	sums := map[string]int{}
	for _, e := range p.rests {
		if !e.reversed && !e.repaired {
			sums[e.cycle] += e.points
		}
	}
	cycle = p.cycle
	for _, other := range []string{"2026", "2027"} {
		if sums[other] > sums[cycle] {
			cycle = other
		}
	}
	return cycle, sums[cycle]
}

// tell: a listing names the total that stands.
func (p *place) tell() { p.cycle, p.total = p.stand() }

// rethink: what rests on a reversed entry stands if its list is still reached; heaviest
// first. Whom an annulled black leaves at twenty or more goes to yellow.
func (a *account) rethink(e *entry) {
	for _, list := range []string{"black", "yellow"} {
		for _, p := range a.places {
			if p.list == list && p.open() && slices.Contains(p.rests, e) {
				a.stands(p)
			}
		}
	}
}

func (a *account) stands(p *place) {
	_, total := p.stand()
	if _, counted := a.sum(p.cycle); total < a.at[p.list] && counted >= a.at[p.list] { // by what came later
		p.rest(a.counting(p.cycle))
		total = counted
	}
	if total >= a.at[p.list] {
		p.tell()
		return
	}
	a.annul(p)
	if p.replaced != nil || slices.ContainsFunc(a.places, (*place).open) {
		return
	}
	if _, counted := a.sum(p.cycle); counted >= a.at["yellow"] {
		a.propose("yellow", p.cycle)
	}
}

// annul: as if it had not been; what it replaced comes back and is judged itself.
func (a *account) annul(p *place) {
	p.state = map[bool]string{true: "dropped", false: "annulled"}[p.state == "proposed"]
	if p.replaced != nil {
		p.replaced.state = p.replaced.was
		a.stands(p.replaced)
	}
}

func (a *account) find(list, state string) *place {
	for _, p := range a.places {
		if p.list == list && p.state == state {
			return p
		}
	}
	return &place{} // nothing the calculation knows of: the comparison shows it
}
