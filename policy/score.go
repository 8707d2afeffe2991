package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"chengxin/policy/calendar"
)

// Charge is a behaviour with the points proposed for it.
type Charge struct {
	Behaviour string `json:"behaviour"` // Behaviour.Code
	Points    int    `json:"points"`
}

// Heaviest picks the one charge that counts of several in one act (一事不二扣;
// 行政处罚法 29): most points, then the serious before the general, then the lower
// code, so that everyone who counts again finds the same. False for no charges.
func (p *Pack) Heaviest(charges []Charge) (Charge, bool) {
	if len(charges) == 0 {
		return Charge{}, false
	}
	return slices.MinFunc(charges, func(a, b Charge) int {
		return cmp.Or(
			cmp.Compare(b.Points, a.Points),
			cmp.Compare(p.weight(b), p.weight(a)),
			cmp.Compare(a.Behaviour, b.Behaviour),
		)
	}), true
}

func (p *Pack) weight(c Charge) int {
	if b, ok := p.Behaviour(c.Behaviour); ok && b.Grade == Serious {
		return 1
	}
	return 0
}

// CheckPoints says whether the catalogue allows these points for this behaviour.
func (p *Pack) CheckPoints(code string, points int) *Verdict {
	b, ok := p.Behaviour(code)
	if !ok {
		return p.verdict("behaviour.unknown", "目录中没有该失信行为",
			fmt.Sprintf("认定标准（%s）的失信行为目录中没有代码%s。未列入目录的行为不得扣分，请从目录中选择。", p.Name(), quote(code)), "",
			VerdictField{Field: "behaviour", Message: "请从失信行为目录中选择"})
	}
	least, most := b.Range()
	if points >= least && points <= most {
		return nil
	}
	allowed := fmt.Sprintf("%d分", least)
	if most > least {
		allowed = fmt.Sprintf("%d至%d分", least, most)
	}
	return p.verdict("points.out_of_range", "扣分超出认定标准",
		fmt.Sprintf("“%s”（%s，%s）应扣%s，而填写的是%d分。请按认定标准填写。", b.Name, b.Code, b.Grade.Label(), allowed, points), b.PointsArticle,
		VerdictField{Field: "points", Message: "应为" + allowed})
}

// Range gives the fewest and most points a behaviour may cost.
func (b Behaviour) Range() (least, most int) { return b.Points, max(b.Points, b.MaxPoints) }

// Families names the families of the pack's lists, in the order of their mildest list.
func (p *Pack) Families() (families []string) {
	for _, l := range p.Lists {
		if !slices.Contains(families, l.Family) {
			families = append(families, l.Family)
		}
	}
	return families
}

// Crossing gives the heaviest list of a family that going from before to after points
// newly reaches (JN-5); exactly the list's points are enough. Reversals cross nothing.
func (p *Pack) Crossing(family string, before, after int) (List, bool) {
	return p.heaviestList(family, func(l List) bool { return before < l.At && l.At <= after })
}

// ListAt gives the heaviest list of a family that a total calls for.
func (p *Pack) ListAt(family string, total int) (List, bool) {
	return p.heaviestList(family, func(l List) bool { return l.At <= total })
}

func (p *Pack) heaviestList(family string, reached func(List) bool) (heaviest List, found bool) {
	for _, l := range p.Lists {
		if l.Family == family && reached(l) && (!found || l.At > heaviest.At) {
			heaviest, found = l, true
		}
	}
	return heaviest, found
}

// CycleOf gives the scoring cycle an entry belongs to: the year in Beijing of the
// day it took effect, or of the act where the pack counts by the act (JN-4).
func (p *Pack) CycleOf(effective, act time.Time) string {
	day := effective
	if p.Score.CountedBy == CountedByAct {
		day = act
	}
	return strconv.Itoa(calendar.From(day).Year())
}

// NeedsLegalReview says whether a recognition goes to legal review before it is
// approved (行政处罚法 58; ZZ-7). points is the proposal, not the catalogue's.
func (p *Pack) NeedsLegalReview(grade Grade, points int) bool {
	at := p.Violation.LegalReviewAt
	return at.Grade == grade && grade != "" || at.Grade == General && grade == Serious || at.Points > 0 && points >= at.Points
}
