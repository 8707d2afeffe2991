package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"chengxin/api/cases"
)

// ask is an open task on its case's page: who must answer it by when and under which
// rule, and, for who may, one form for each of the pack's answers.
type ask struct {
	Task       cases.TaskView
	Step       cases.WayStep
	Anchor     string
	Rules      []string // the rule's text beside it
	Asked      []string // what was asked for, of what stands beside the question
	Voices     []voice  // of a countersign
	Answers    []answer
	Operations []operation
}

// answer is one choice with its form.
type answer struct {
	Key, Label string
	Open       bool
	Lapse      bool
	Form       form
	Effects    []cases.Effect
	Preview    string // where the effects are reckoned while the form is filled in
	Warning    string // what cannot be undone
}

// asks are the questions a case waits at.
func (s *Site) asks(ctx context.Context, d *desk) (out []ask, err error) {
	for _, t := range d.c.Tasks {
		a := ask{Task: t, Step: d.step(t.Step), Anchor: anchor(d, t), Rules: ruleText(d, t), Asked: askedFor(t), Voices: voices(d, t)}
		if a.Operations, err = s.operations(ctx, d, t); err != nil {
			return nil, err
		}
		if t.Mine && t.Barred == "" && !othersHave(d, t) {
			for _, c := range t.Choices {
				v, err := s.answer(ctx, d, t, c)
				if err != nil {
					return nil, err
				}
				a.Answers = append(a.Answers, v)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// anchor is where a page's address leads to a task: by its step, the first of several.
func anchor(d *desk, t cases.TaskView) string {
	n := 0
	for _, other := range d.c.Tasks {
		if other.Step == t.Step {
			n++
		}
		if other.ID == t.ID {
			break
		}
	}
	if n > 1 {
		return fmt.Sprintf("%s-%d", t.Step, n)
	}
	return t.Step
}

// othersHave says that somebody else took the task on.
func othersHave(d *desk, t cases.TaskView) bool {
	return t.Assignee != nil && t.Assignee.ID != d.actor.ID
}

func (s *Site) answer(ctx context.Context, d *desk, t cases.TaskView, c cases.Choice) (answer, error) {
	v := answer{Key: c.Key, Label: c.Label, Lapse: c.Lapse, Form: choiceForm(d, t, c), Warning: consequenceOf(d.c.Kind, t.Step, c.Key)}
	if detailsOf(d, t.Step, c.Key).ask != nil {
		v.Preview = "/tasks/" + t.ID + "/effects"
	}
	var err error
	v.Effects, err = s.queries.Effects(ctx, d.actor, t.ID, c.Key, nil)
	return v, err
}

// choiceForm is what a choice asks for: its details, the reason, the evidence.
func choiceForm(d *desk, t cases.TaskView, c cases.Choice) form {
	f := form{
		Action: "/tasks/" + t.ID + "/decision", Key: newKey(), Submit: c.Label,
		Hidden: []pair{{"choice", c.Key}, {"version", fmt.Sprint(d.c.Version)}},
	}
	if det := detailsOf(d, t.Step, c.Key); det.ask != nil {
		f.Groups = append(f.Groups, det.ask(d)...)
	}
	label := "理由"
	if !c.Reason {
		label = "意见（可以不填）"
	}
	f.Groups = append(f.Groups, group{Fields: []field{{Name: "reason", Label: label, Kind: "area", Required: c.Reason, Wide: true}}})
	papers := askEvidence(c.Evidence, usualEvidence(t.Step, c.Key))
	if doc, said := saidToHave(d); said != "" && c.Key == "served" {
		papers[0].preset(map[string]string{"title": "当事人在本人入口签收的记录", "number": doc.Number})
	}
	f.Groups = append(f.Groups, papers...)
	return mark(f)
}

// mark gives the fields of one form on a page of several names of their own for their
// elements.
func mark(f form) form {
	for g := range f.Groups {
		for i := range f.Groups[g].Fields {
			f.Groups[g].Fields[i].Form = f.Key[:6]
		}
	}
	return f
}

func usualEvidence(step, choice string) string {
	switch {
	case choice == "served":
		return "receipt"
	case choice == "stated":
		return "statement"
	case isStep("sign_off", step):
		return "letter"
	}
	return ""
}

// ruleText is what the rule says of a task: by whom, by when, on what authority.
func ruleText(d *desk, t cases.TaskView) (lines []string) {
	w := d.step(t.Step)
	line := fmt.Sprintf("“%s”由%s中的%s办理", t.Name, t.Organization.Name, t.Role.Name)
	if w.Term != "" {
		line += "，期限为" + w.Term
	}
	lines = append(lines, line+"。")
	for _, c := range t.Choices {
		if c.Lapse {
			lines = append(lines, fmt.Sprintf("期满无人办理的，系统按“%s”继续。", c.Label))
		}
	}
	if w.Article != "" {
		lines = append(lines, "依据："+w.Article)
	}
	return lines
}

// readDecision reads a decision's form.
func readDecision(d *desk, step, choice string, in url.Values) (dec cases.Decision, r *reader) {
	r = &reader{in: in}
	dec = cases.Decision{Choice: choice, Reason: r.text("reason"), Evidence: readEvidence(r)}
	if det := detailsOf(d, step, choice); det.read != nil {
		read := det.read(r)
		leastPoints(d.catalogue, read)
		dec.Details, _ = json.Marshal(read)
	}
	return dec, r
}
