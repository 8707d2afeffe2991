package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// manyAct is what somebody does to several tasks at once, before and after. The page
// before lists what will be done: it is the confirmation.
type manyAct struct {
	Label   string
	Form    form
	Warning string           // what cannot be undone
	Rows    []cases.TaskLine // open ones
	Gone    int              // chosen, but closed since, or never the reader's to see
	all     []cases.TaskLine
	Results []manyResult
	Back    string
}

// manyResult is what became of one task.
type manyResult struct {
	cases.TaskLine
	Status string
	Why    *cases.Refusal
}

// manyVerbs are the acts that may be done to many, as a page asks for them.
var manyVerbs = map[string]struct {
	label, hint string
	ask         func(s *Site, c *gin.Context, rows []cases.TaskLine) ([]field, *models.Problem, error)
}{
	"urge":      {"催办", "对方将收到消息，催办记入留痕。", askNote("附言（可以不填）", false)},
	"supervise": {"督办", "对方须在规定期限内书面答复，督办记入留痕。", askNote("督办意见", true)},
	"transfer":  {"转办", "期限不变，对方将收到消息。不能接办的逐项告知理由。", askTaker},
	"decide":    {"办理", "逐项作出同一决定，各记入留痕。", askDecision},
}

func askNote(label string, required bool) func(*Site, *gin.Context, []cases.TaskLine) ([]field, *models.Problem, error) {
	return func(*Site, *gin.Context, []cases.TaskLine) ([]field, *models.Problem, error) {
		return []field{{Name: "reason", Label: label, Kind: "area", Wide: true, Required: required}}, nil, nil
	}
}

// askTaker asks to whom the tasks go: whoever could take one of each sort.
func askTaker(s *Site, c *gin.Context, rows []cases.TaskLine) ([]field, *models.Problem, error) {
	to := field{Name: "to", Label: "转给", Kind: "select", Required: true, Hint: "同一职责、在岗、无须回避的人员"}
	seen := map[string]bool{}
	for _, t := range rows {
		sort := t.Role.ID + " " + t.Organization.ID
		if seen[sort] {
			continue
		}
		seen[sort] = true
		takers, err := s.queries.Takers(c.Request.Context(), me(c), t.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range takers {
			o := option{Value: p.Username, Label: p.Name}
			if !slices.Contains(to.Options, o) {
				to.Options = append(to.Options, o)
			}
		}
	}
	return []field{to, reasonFor("转办理由")}, nil, nil
}

// askDecision asks for the one answer that all the tasks take. What needs more than a
// reason is decided on each case's own page.
func askDecision(_ *Site, _ *gin.Context, rows []cases.TaskLine) ([]field, *models.Problem, error) {
	first := rows[0]
	if slices.ContainsFunc(rows, func(t cases.TaskLine) bool {
		return t.Step != first.Step || t.Kind != first.Kind || t.TaskKind != first.TaskKind
	}) {
		return nil, models.Refuse(models.Invalid, "many.different", "不是同一环节", "所选待办的环节不同，不能一并作出决定。请按环节筛选后再选。"), nil
	}
	choice := field{Name: "choice", Label: "决定", Kind: "select", Required: true}
	reason := field{Name: "reason", Label: "理由、意见", Kind: "area", Wide: true}
	d := &desk{c: cases.CaseView{CaseLine: cases.CaseLine{Kind: first.Kind}}}
	for _, o := range first.Choices {
		if o.Evidence || detailsOf(d, first.Step, o.Key).ask != nil {
			continue
		}
		label := o.Label
		if o.Reason {
			label += "（须说明理由）"
		}
		choice.Options = append(choice.Options, option{Value: o.Key, Label: label})
	}
	if len(choice.Options) == 0 {
		return nil, models.Refuse(models.Invalid, "many.each", "须逐件办理", "“%s”的各项决定须填写内容或者附证据，请逐件办理。", first.Name), nil
	}
	return []field{choice, reason}, nil, nil
}

// manyRoutes are the acts on many tasks, from a list or from the board.
func (s *Site) manyRoutes() (out []route) {
	deciders := access.Holders(access.Deciders()...)
	for verb, rule := range map[string]access.Rule{
		"urge": access.Holders(cases.Urgers()...), "supervise": access.Holders(cases.Noters()...), "transfer": deciders, "decide": deciders,
	} {
		out = append(out, route{http.MethodGet, "/many/" + verb, rule, s.choose(verb)}, route{http.MethodPost, "/many/" + verb, rule, s.many(verb)})
	}
	return out
}

// choose shows the chosen tasks, and asks what is to be done with them.
func (s *Site) choose(verb string) action {
	return func(c *gin.Context) error {
		q := c.Request.URL.Query()
		if len(q["task"]) == 0 {
			return s.warned(c, manyBack(q), models.Refuse(models.Invalid, "many.none_chosen", "没有选择待办", "请先勾选需要%s的待办。", manyVerbs[verb].label))
		}
		v, p, err := s.chosen(c, verb, q)
		if err != nil {
			return err
		}
		if p != nil {
			return s.warned(c, v.Back, p)
		}
		return s.show(c, http.StatusOK, "many", v.Label, v)
	}
}

// chosen reads the tasks that an address or a form names.
func (s *Site) chosen(c *gin.Context, verb string, in url.Values) (v manyAct, p *models.Problem, err error) {
	w, ids := manyVerbs[verb], in["task"]
	if len(ids) > cases.MostPerPage {
		ids = ids[:cases.MostPerPage]
	}
	v = manyAct{Label: w.label, Back: manyBack(in)}
	if v.all, err = s.queries.TasksNamed(c.Request.Context(), me(c), ids); err != nil {
		return v, nil, err
	}
	for _, t := range v.all {
		if t.ClosedAt == 0 {
			v.Rows = append(v.Rows, t)
		}
	}
	v.Gone = len(ids) - len(v.Rows)
	if len(v.Rows) == 0 {
		return v, nil, nil
	}
	fields, p, err := w.ask(s, c, v.Rows)
	if p != nil || err != nil {
		return v, p, err
	}
	v.Form = form{
		Action: "/many/" + verb, Key: newKey(), Submit: fmt.Sprintf("确认%s%d项", w.label, len(v.Rows)), Hidden: []pair{{"back", v.Back}},
		Groups: []group{{Hint: w.hint, Fields: fields}},
	}
	for _, t := range v.Rows {
		v.Form.Hidden = append(v.Form.Hidden, pair{"task", t.ID})
	}
	if choice := in.Get("choice"); verb == "decide" && choice != "" {
		v.Warning = consequenceOf(v.Rows[0].Kind, v.Rows[0].Step, choice)
	}
	return v, nil, nil
}

// many carries it out, each task for itself. Where all of them counted the list says so;
// where some did not, a page tells which and why, and offers those again.
func (s *Site) many(verb string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		v, p, err := s.chosen(c, verb, in)
		switch {
		case err != nil:
			return err
		case p != nil:
			return s.warned(c, v.Back, p)
		case len(v.Rows) == 0:
			return s.show(c, http.StatusConflict, "many", v.Label, v)
		}
		v.Form.fill(in)
		if p := either(v.Form.missing(), unreasoned(v, in)); p != nil {
			v.Form.explain(p)
			return s.show(c, statusOf(p), "many", v.Label, v)
		}
		if v.Warning != "" && in.Get("confirmed") != in.Get("choice") {
			v.Form.Hidden = append(v.Form.Hidden, pair{"confirmed", in.Get("choice")})
			return s.show(c, http.StatusOK, "many", v.Label, v)
		}
		batch := cases.Batch{Verb: verb, Reason: strings.TrimSpace(in.Get("reason")), Choice: in.Get("choice"), To: in.Get("to")}
		for _, id := range in["task"] {
			batch.Items = append(batch.Items, cases.BatchItem{Task: id})
		}
		done, err := s.server.Commands().Batch(c.Request.Context(), me(c), batch, in.Get("key"))
		if p, ok := refused(err); ok && p.Class != models.Unavailable {
			v.Form.explain(p)
			return s.show(c, statusOf(p), "many", v.Label, v)
		}
		if err != nil {
			return err
		}
		return s.doneMany(c, v, done)
	}
}

// unreasoned says that the answer chosen needs a reason.
func unreasoned(v manyAct, in url.Values) *models.Problem {
	needs := slices.ContainsFunc(v.Rows[0].Choices, func(o cases.Choice) bool { return o.Key == in.Get("choice") && o.Reason })
	if !needs || strings.TrimSpace(in.Get("reason")) != "" {
		return nil
	}
	return models.Refuse(models.Invalid, "form.incomplete", "填写不全", "该项决定须说明理由。").Where(models.Field{Field: "reason", Message: "必填"})
}

func (s *Site) doneMany(c *gin.Context, v manyAct, done []cases.BatchResult) error {
	lines := map[string]cases.TaskLine{}
	for _, t := range v.all {
		lines[t.ID] = t
	}
	failed := 0
	for _, d := range done {
		line, seen := lines[d.Task]
		if !seen {
			line = cases.TaskLine{ID: d.Task, Name: d.Task}
		}
		if d.Refusal != nil {
			failed++
		}
		v.Results = append(v.Results, manyResult{line, d.Status, d.Refusal})
	}
	if failed == 0 {
		return s.told(c, v.Back, "已%s%d项。", v.Label, len(done))
	}
	return s.show(c, http.StatusOK, "manydone", v.Label+"结果", v)
}

// manyBack is the board or the list from which tasks were chosen.
func manyBack(in url.Values) string {
	if back := in.Get("back"); back != "" {
		return within(back)
	}
	return "/"
}

// Again leads to the same act on what was refused.
func (v manyAct) Again() string {
	q := url.Values{"back": {v.Back}}
	for _, r := range v.Results {
		if r.Why != nil {
			q.Add("task", r.ID)
		}
	}
	return v.Form.Action + "?" + q.Encode()
}

// From names where the tasks were chosen.
func (v manyAct) From() string {
	if strings.HasPrefix(v.Back, "/board") {
		return "督办看板"
	}
	return "待办"
}
