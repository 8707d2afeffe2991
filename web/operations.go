package web

import (
	"context"
	"fmt"
	"strings"

	"chengxin/api/cases"
)

// operation is what a task can undergo besides being answered, as its case's page offers
// it.
type operation struct {
	Verb, Label string
	Form        form
	Bare        bool // a button; else something is asked first
}

// operates is how an operation is asked for: its name, what is asked, and what somebody
// must know before it, where nothing takes it back.
type operates struct {
	verb, label string
	ask         func(d *desk, t cases.TaskView, o cases.Offer) []field
	sure        string
}

// Each is offered by the rule its command goes by; the order is the page's.
var operatesAll = []operates{
	{verb: "claim", label: "认领"},
	{verb: "release", label: "放回"},
	{verb: "return", label: "退回", ask: askReturn},
	{verb: "transfer", label: "转办", ask: askTransfer},
	{verb: "department", label: "移送其他机构", ask: askDepartment, sure: "全案移送，期限继续计算；移送后本机构不再办理，也不再能查看本案"},
	{verb: "signers", label: "加签", ask: askSigner},
	{verb: "copies", label: "抄送", ask: askCopies},
	{verb: "extension", label: "申请延期", ask: askExtension},
	{verb: "suspension", label: "中止计时", ask: askStandstill},
	{verb: "deferral", label: "缓办", ask: askStandstill},
	{verb: "resume", label: "恢复计时", ask: askOptional("理由（可以不填）")},
	{verb: "urge", label: "催办", ask: askUrge},
	{verb: "supervision", label: "督办", ask: askSupervision},
	{verb: "appeal", label: "对超期提出申诉", ask: askAppeal},
	{verb: "recusal", label: "回避", ask: askRecusal, sure: "回避后不得办理本案任何环节，不能撤回"},
	{verb: "call-off", label: "撤回"},
}

// operations are what is open on a task.
func (s *Site) operations(ctx context.Context, d *desk, t cases.TaskView) (out []operation, err error) {
	for _, how := range operatesAll {
		for _, o := range t.Offers {
			if o.Verb != how.verb {
				continue
			}
			if err := s.choosable(ctx, d, t, o); err != nil {
				return nil, err
			}
			out = append(out, how.form(d, t, o))
		}
	}
	return out, nil
}

func (how operates) form(d *desk, t cases.TaskView, o cases.Offer) operation {
	op := operation{Verb: how.verb, Label: how.label, Bare: how.ask == nil && how.sure == "", Form: form{
		Action: "/tasks/" + t.ID + "/" + how.verb, Key: newKey(), Submit: how.label, Danger: how.sure != "",
		Hidden: []pair{{"back", "/cases/" + d.c.Number}, {"version", fmt.Sprint(d.c.Version)}},
	}}
	if how.ask != nil {
		fields := how.ask(d, t, o)
		if how.sure != "" {
			fields = append(fields, field{Name: "sure", Label: "我知道：" + how.sure, Kind: "check", Required: true, Wide: true})
		}
		op.Form.Groups = []group{{Fields: fields}}
	}
	op.Form = mark(op.Form)
	return op
}

// choosable reads who could be chosen, once for a page.
func (s *Site) choosable(ctx context.Context, d *desk, t cases.TaskView, o cases.Offer) (err error) {
	switch o.Verb {
	case "transfer":
		if d.takers == nil {
			d.takers = map[string][]option{}
		}
		takers, err := s.queries.Takers(ctx, d.actor, t.ID)
		for _, p := range takers {
			d.takers[t.ID] = append(d.takers[t.ID], option{Value: p.Username, Label: p.Name})
		}
		return err
	case "department":
		if d.departments == nil {
			d.departments, err = s.queries.Departments(ctx, d.actor, d.c.Number)
		}
	case "signers", "copies", "recusal":
		if d.people == nil {
			d.people, err = s.queries.Deciders(ctx, d.actor, d.c.Number)
		}
	}
	return err
}

func reasonFor(label string) field {
	return field{Name: "reason", Label: label, Kind: "area", Required: true, Wide: true}
}

// returns are the steps a task may be sent back to: those it has been at.
func returns(d *desk, t cases.TaskView) (out []option) {
	for _, key := range t.ReturnTo {
		if w := d.step(key); w.State == cases.WayDone {
			out = append(out, option{Value: key, Label: w.Name})
		}
	}
	return out
}

func askReturn(d *desk, t cases.TaskView, _ cases.Offer) []field {
	return []field{{Name: "to", Label: "退回到", Kind: "select", Required: true, Options: returns(d, t)}, reasonFor("退回理由")}
}

func askTransfer(d *desk, t cases.TaskView, _ cases.Offer) []field {
	f := field{Name: "to", Label: "转给", Kind: "select", Required: true, Options: d.takers[t.ID], Hint: "同一职责、在岗、无须回避的人员"}
	if len(f.Options) == 0 {
		f.Hint = "目前没有其他人员可以接办"
	}
	return []field{f, reasonFor("转办理由")}
}

func askDepartment(d *desk, _ cases.TaskView, _ cases.Offer) []field {
	f := field{Name: "organization", Label: "移送到", Kind: "select", Required: true}
	for _, o := range d.departments {
		f.Options = append(f.Options, option{Value: o.ID, Label: o.Name})
	}
	return []field{f, reasonFor("移送理由")}
}

// somebody is a field that takes a user name or a name; the page lists both.
func somebody(name, label, hint string) field {
	return field{Name: name, Label: label, Kind: "text", Required: true, Suggest: "people", Hint: hint}
}

func askSigner(*desk, cases.TaskView, cases.Offer) []field {
	return []field{somebody("user", "请谁签署意见", "作出决定须等其意见"), reasonFor("请其审核什么")}
}

func askCopies(*desk, cases.TaskView, cases.Offer) []field {
	return []field{
		somebody("users", "抄送给", "可以写多人，以空格分开；被抄送人可以查看本案"),
		{Name: "note", Label: "附言（可以不填）", Kind: "text", Wide: true},
	}
}

func askExtension(_ *desk, _ cases.TaskView, o cases.Offer) []field {
	of := field{Name: "of", Label: "延长", Kind: "select", Required: true}
	for _, t := range o.Terms {
		what := map[string]string{"task": "本环节期限", "case": "全案期限"}[t.Of]
		of.Options = append(of.Options, option{Value: t.Of, Label: fmt.Sprintf("%s（每次最长%s，还可%d次，由%s决定）", what, t.Says, t.Left, t.By.Name)})
	}
	if len(of.Options) == 1 {
		of.Value = of.Options[0].Value
	}
	return []field{of, {Name: "term", Label: "延长多少（" + unitWords(o.Terms) + "）", Kind: "number", Required: true, Least: 1, Most: 365}, reasonFor("申请理由")}
}

func askStandstill(_ *desk, _ cases.TaskView, o cases.Offer) []field {
	return []field{
		{Name: "until", Label: "到何时自动恢复", Kind: "datetime", Hint: fmt.Sprintf("最长%s，即至%s；不填为最长", o.Most, moment(o.Until))},
		reasonFor("理由"),
	}
}

func askOptional(label string) func(*desk, cases.TaskView, cases.Offer) []field {
	return func(*desk, cases.TaskView, cases.Offer) []field {
		return []field{{Name: "reason", Label: label, Kind: "text", Wide: true}}
	}
}

func askUrge(*desk, cases.TaskView, cases.Offer) []field {
	return []field{{Name: "note", Label: "附言（可以不填）", Kind: "text", Wide: true}}
}

func askSupervision(*desk, cases.TaskView, cases.Offer) []field {
	return []field{{Name: "note", Label: "督办意见", Kind: "area", Required: true, Wide: true, Hint: "对方须在规定期限内答复"}}
}

func askAppeal(*desk, cases.TaskView, cases.Offer) []field {
	return []field{
		reasonFor("申诉理由"),
		{Name: "proof", Label: "证明材料（可以不填）", Kind: "text", Wide: true, Hint: "每个待办限申诉一次，由督办人员决定；超期事实保留"},
		{Name: "proof.file", Label: "上传证明材料", Kind: "file", Single: true},
	}
}

func askRecusal(_ *desk, _ cases.TaskView, o cases.Offer) []field {
	who := somebody("user", "回避人员", "")
	switch {
	case o.Own && !o.Head:
		return []field{reasonFor("申请回避的理由")}
	case o.Own:
		who.Required, who.Hint = false, "不填为本人"
	}
	return []field{who, reasonFor("回避的理由")}
}

// unitWords are the units in which more time is asked for, one for each limit.
func unitWords(terms []cases.ExtensionOffer) string {
	var words []string
	for _, t := range terms {
		if w := strings.TrimLeft(t.Says, "0123456789"); len(words) == 0 || words[0] != w {
			words = append(words, w)
		}
	}
	return strings.Join(words, "、")
}
