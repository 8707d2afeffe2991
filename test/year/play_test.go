package year

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"chengxin/activities"
	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
	"chengxin/test/timeline"
	"chengxin/test/year/districts"
)

// play is the year being played: events in the order of their moments, and the facts
// they leave.
type play struct {
	*timeline.City
	numbers
	cast   map[string]access.Actor
	code   map[string]string // of subjects, by id
	number map[string]string // of cases, by the district's number
	done   map[string]bool   // reports whose last event has come
	events []event
	facts  []fact
}

type event struct {
	at time.Time
	do func()
}

func (p *play) on(at time.Time, do func()) { p.events = append(p.events, event{at, do}) }

// run lets the year pass. What is due at one moment happens in the order it was put down.
func (p *play) run() {
	slices.SortStableFunc(p.events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range p.events {
		if !e.at.After(districts.End) {
			p.At(e.at.In(models.Beijing).Format(time.DateTime))
			e.do()
		}
	}
	p.At(districts.End.In(models.Beijing).Format(time.DateTime))
}

// reports puts down what happens to every report.
func (p *play) reports() {
	groups := map[string][]record{}
	var order []string
	for _, d := range records(p.T, "decisions.csv") {
		if groups[d["编号"]] == nil {
			order = append(order, d["编号"])
		}
		groups[d["编号"]] = append(groups[d["编号"]], d)
	}
	for _, name := range order {
		r := &report{play: p, name: name, decisions: groups[name]}
		d := r.decisions[0]
		p.on(d.when("告知时间"), r.begin)
		if at := d.when("申辩时间"); !at.IsZero() {
			p.on(at, func() { p.move(r.number, "statement", "stated") })
		}
		if at := d.when("审查时间"); !at.IsZero() {
			p.on(at, r.review)
		}
		served, entered := d.when("送达时间"), d.when("登记时间")
		if entered.IsZero() {
			entered = served
		}
		if !served.IsZero() {
			p.on(entered, func() { r.serve(served) })
		}
	}
}

// objections puts down who objects to a recognition, and what they are answered.
func (p *play) objections() {
	for _, o := range records(p.T, "objections.csv") {
		var number string
		p.on(o.when("提出时间"), func() {
			row := p.Case(p.number[o["编号"]])
			var intake cases.NewViolation
			p.must(json.Unmarshal(row.Intake, &intake))
			place := slices.IndexFunc(intake.Subjects, func(id string) bool { return p.code[id] == o["证件号"] }) + 1
			number = p.object(row, p.RecognitionID(row.Number, place))
		})
		p.on(o.when("答复时间"), func() {
			f := fact{subject: o["证件号"], report: o["编号"]}
			switch o["结果"] {
			case "成立":
				p.move(number, "investigation", "upheld")
				f.what = "reversed"
			case "部分成立":
				f.what = "reduced"
				f.points, _ = strconv.Atoi(o["调整后扣分"])
				p.move(number, "investigation", "partly_upheld", activities.Lightened{Behaviour: o["调整后行为"], Points: f.points})
			default:
				p.move(number, "investigation", "rejected")
				return
			}
			p.facts = append(p.facts, f)
		})
	}
}

// object files an objection at the window of the department whose case it is.
func (p *play) object(row models.Case, target string) string {
	p.T.Helper()
	clerk := p.person(policy.WindowClerk, strings.TrimPrefix(row.OrganizationID, "jining/"), 1)
	out, err := p.Dispute(context.Background(), clerk, cases.NewDispute{Target: target, Applicant: "当事人", Reasons: "事实有误", Evidence: timeline.Paper}, "")
	p.must(err)
	p.move(out.Number, "acceptance", "accepted")
	return out.Number
}

func (p *play) must(err error) {
	p.T.Helper()
	if err != nil {
		p.T.Fatal(err)
	}
}

func newPlay(t *testing.T) *play {
	return &play{
		City: timeline.New(t, timeline.Options{}), numbers: readNumbers(t), cast: map[string]access.Actor{},
		code: map[string]string{}, number: map[string]string{}, done: map[string]bool{},
	}
}
