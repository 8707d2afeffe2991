package year

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"chengxin/activities"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/test/timeline"
)

// report is a report in the hands of those who decide it, with one decision a subject.
type report struct {
	*play
	number    string // the case's
	name      string // the district's
	intake    cases.NewViolation
	decisions []record
}

// begin takes a report as far as its notice, or to its early end.
func (r *report) begin() {
	r.number = r.play.number[r.name]
	row := r.Case(r.number)
	r.must(json.Unmarshal(row.Intake, &r.intake))
	outcome := r.decisions[0]["结果"]
	if row.Emergency {
		r.dispatch(outcome)
	}
	if r.file(outcome) {
		return
	}
	if !row.Emergency {
		r.dispatch(outcome)
	}
	switch outcome {
	case "移送司法":
		return
	case "终止":
		r.Withdrawn(r.person(policy.Approver, r.office(), 1), r.number, "terminated")
		r.over()
		return
	}
	r.move(r.number, "handling", "handled")
	if outcome == "轻微免记" {
		r.move(r.number, "verification", "minor_corrected")
		r.over()
		return
	}
	r.move(r.number, "verification", "passed")
	r.propose(outcome)
}

func (r *report) office() string { return strings.TrimPrefix(r.intake.Organization, "jining/") }

func (r *report) over() { r.done[r.name] = true }

func (r *report) dispatch(outcome string) {
	if outcome == "移送司法" {
		r.move(r.number, "dispatch", "transferred_criminal")
		r.move(r.number, "criminal_return", "taken_over")
		r.over()
		return
	}
	r.move(r.number, "dispatch", "dispatched")
}

func (r *report) file(outcome string) (end bool) {
	switch {
	case r.done[r.name]: // handed over in its first minutes
	case outcome == "不予立案":
		r.move(r.number, "filing", "declined")
		r.over()
	case outcome == "并案":
		r.move(r.number, "filing", "merged", map[string]any{"into": r.play.number[r.decisions[0]["并入编号"]]})
		r.over()
	default:
		r.move(r.number, "filing", "filed")
		return false
	}
	return true
}

// propose has two handlers propose. Nobody gets points for what they did as a minor.
func (r *report) propose(outcome string) {
	switch outcome {
	case "不予认定":
		r.move(r.number, "recognition", "no_record")
		r.over()
		return
	case "未满十八周岁":
		r.RefusedTo(r.decider(r.number, "recognition"), "subject.minor", r.number, "recognition", "proposed", r.proposal())
		r.move(r.number, "recognition", "no_record")
		r.over()
		return
	}
	r.move(r.number, "recognition", "proposed", r.proposal())
	r.move(r.number, "notice", "served", timeline.Direct)
}

func (r *report) proposal() activities.Proposal {
	out := activities.Proposal{CoHandler: r.person(policy.Handler, r.office(), 2).Username}
	for i, d := range r.decisions {
		codes := r.intake.Behaviour
		if c := d["认定行为"]; c != "" {
			codes = c
		}
		var charges []policy.Charge
		for _, code := range strings.Split(codes, "、") {
			b, _ := r.Pack.Behaviour(code)
			points := b.Points
			if given := d["扣分"]; given != "" {
				points, _ = strconv.Atoi(given)
			}
			charges = append(charges, policy.Charge{Behaviour: code, Points: points})
		}
		document := d["依据文书"]
		if document == "" {
			document = "济城管罚告字" + r.name
		}
		out.Recognitions = append(out.Recognitions, activities.Proposed{
			Subject: r.intake.Subjects[i], Charges: charges, ActAt: r.intake.OccurredAt,
			Founding: activities.Founding{Number: document, Body: "济宁市城市管理局", IssuedAt: r.Clock()},
		})
	}
	return out
}

// review hears whoever spoke, and goes on to the decision.
func (r *report) review() {
	if r.Waiting(r.number) == "statement" {
		r.move(r.number, "statement", "none")
	}
	var lighter []activities.Revised
	for i, d := range r.decisions {
		to := activities.Revised{Subject: r.intake.Subjects[i], Behaviour: d["减轻为"]}
		to.Points, _ = strconv.Atoi(d["减轻后扣分"])
		if b, ok := r.Pack.Behaviour(to.Behaviour); ok {
			to.Points = b.Points
		}
		if to.Points > 0 {
			lighter = append(lighter, to)
		}
	}
	switch outcome := r.decisions[0]["结果"]; {
	case outcome == "申辩成立":
		r.move(r.number, "review", "dropped")
		r.over()
		return
	case len(lighter) > 0:
		r.move(r.number, "review", "lighter", activities.Revision{Recognitions: lighter})
	default:
		r.move(r.number, "review", "maintained")
	}
	if r.Waiting(r.number) == "legal_review" {
		r.move(r.number, "legal_review", "passed")
	}
	if r.decisions[0]["结果"] == "未予批准" {
		r.move(r.number, "approval", "refused")
		r.over()
		return
	}
	r.move(r.number, "approval", "approved")
}

// serve gives the decision effect: the points belong to the year of the service.
func (r *report) serve(at time.Time) {
	details := store.Service{Method: "direct", ServedAt: models.At(at)}
	if r.decisions[0]["结果"] == "一事不二扣" {
		r.RefusedTo(r.decider(r.number, "service"), "recognition.act_already_counted", r.number, "service", "served", details)
		r.Withdrawn(r.person(policy.Approver, r.office(), 1), r.number, "withdrawn")
		r.over()
		return
	}
	r.move(r.number, "service", "served", details)
	r.over()
	for _, d := range r.decisions {
		r.facts = append(r.facts, fact{
			what: "points", subject: d["证件号"], report: r.name, cycle: strconv.Itoa(at.In(models.Beijing).Year()),
			points: r.cost(d, r.intake.Behaviour),
		})
	}
}
