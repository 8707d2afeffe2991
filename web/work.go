package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// work is the first screen: what is to be done, the most overdue first.
type work struct {
	Mine    bool // only what the reader may decide; else all they may read
	Decides bool
	Filter  filter
	Rows    []workRow
	Here    string // this list's address, to come back to and to refresh from
	Next    string // address of the next page
	First   string // of the first, where this is none
	Export  []way  // the list as a file
	Counts  []countWay
	Heads   bool // the reader may note many at once
	Posts   []postWay
	Views   []viewWay
	Save    *form // what the list is narrowed to can be kept
}

// workRow is one task of a worklist.
type workRow struct {
	cases.TaskLine
	Mine    bool // claimed by the reader
	Free    bool // claimed by nobody
	Decides bool // the reader may claim and urge at all
	Key     string
	Back    string
}

// home is the first screen: my work, or the rules for who has no business with cases.
func (s *Site) home(c *gin.Context) error {
	a := me(c)
	switch {
	case a.Holds(access.Readers()...):
	case a.Holds(access.Administrators()...):
		return to(c, "/people")
	default:
		return to(c, "/rules")
	}
	if c.Request.URL.RawQuery == "" && !quiet(c) {
		first, err := s.firstView(c, a)
		if err != nil {
			return err
		}
		if first.Name != "" {
			return to(c, wayTo(first, a).Address)
		}
	}
	w, err := s.work(c, a)
	if p, ok := refused(err); ok && p.Code == "access.post_not_held" {
		q := c.Request.URL.Query()
		q.Del("post")
		return s.warned(c, address("/", worklist(q, a)), p)
	}
	if err != nil {
		return err
	}
	if quiet(c) {
		return s.part(c, "work", "rows", w)
	}
	return s.show(c, http.StatusOK, "work", "待办", w)
}

func (s *Site) work(c *gin.Context, a access.Actor) (w work, err error) {
	ctx, whole := c.Request.Context(), a
	if post := c.Query("post"); post != "" {
		if a, err = a.Through(post); err != nil {
			return w, err
		}
	}
	q := worklist(c.Request.URL.Query(), a)
	w.Decides, w.Mine = a.Holds(access.Deciders()...), q.Get("of") == "mine"
	f, err := taskFilterOf(q, w.Mine)
	if err != nil {
		return w, err
	}
	if w.Filter, err = s.taskFilter(c, a, w); err != nil {
		return w, err
	}
	if w.Posts, err = s.postWays(c, whole, q); err != nil {
		return w, err
	}
	if w.Counts, err = s.counts(c, a, f, q); err != nil {
		return w, err
	}
	w.Heads = a.Holds(cases.Noters()...)
	page, err := s.queries.Tasks(ctx, a, f, cases.Page{Cursor: c.Query("cursor"), Limit: perPage})
	if err != nil {
		return w, err
	}
	w.Here, w.Next, w.First = address("/", q), nextPage("/", q, page.Next), firstPage("/", q)
	w.Filter.narrow("/", q, assigneeOf(page.Items, f.Assignee))
	if w.Views, w.Save, err = s.viewWays(c, whole, q, w.Filter.Active); err != nil {
		return w, err
	}
	w.Export = exports("work", w.Here)
	for _, t := range page.Items {
		w.Rows = append(w.Rows, workRow{
			TaskLine: t, Mine: t.Assignee != nil && t.Assignee.ID == a.ID, Free: t.Assignee == nil, Decides: w.Decides && t.ClosedAt == 0, Key: newKey(), Back: w.Here,
		})
	}
	return w, nil
}

// worklist is the address of a list that says whose it is: it leads to just that, also
// for whom the bare address opens a list of their own choice.
func worklist(q url.Values, a access.Actor) url.Values {
	of := "all"
	if a.Holds(access.Deciders()...) && q.Get("of") != "all" {
		of = "mine"
	}
	q.Set("of", of)
	return q
}

// countWay is how many tasks stand in a state, and the way to just those.
type countWay struct {
	State, N, Address string
	Here              bool
}

// counts are the list's tasks by state, the reddest first.
func (s *Site) counts(c *gin.Context, a access.Actor, f cases.TaskFilter, in url.Values) (out []countWay, err error) {
	if f.OverdueAt != 0 {
		return nil, nil // a list of what was
	}
	n, err := s.queries.TaskCounts(c.Request.Context(), a, f)
	for _, state := range []string{models.Overdue, models.DueSoon, models.OnTime} {
		of := map[string]int{models.Overdue: n.Overdue, models.DueSoon: n.DueSoon, models.OnTime: n.OnTime}[state]
		q := maps.Clone(in)
		q.Del("cursor")
		q.Set("state", state)
		if f.State == state {
			q.Del("state") // pressed again, all are shown
		}
		said := strconv.Itoa(of)
		if of > cases.MostCounted {
			said = strconv.Itoa(cases.MostCounted) + "以上"
		}
		out = append(out, countWay{state, said, address("/", q), f.State == state})
	}
	return out, err
}

func (s *Site) taskFilter(c *gin.Context, a access.Actor, w work) (filter, error) {
	steps, err := s.queries.StepNames(c.Request.Context(), a, c.Query("kind"))
	if err != nil {
		return filter{}, err
	}
	organizations, err := s.reached(c, a)
	if err != nil {
		return filter{}, err
	}
	q := c.Request.URL.Query()
	plain := url.Values{"post": {q.Get("post")}}
	f := filter{Action: address("/", worklist(plain, a)), Fields: workFields(w.Decides, named(steps), organizations)}
	if w.Mine {
		q.Del("of") // what is shown anyway narrows nothing
	}
	f.read(q)
	return f, nil
}

// workFields are what a worklist is narrowed by.
func workFields(decides bool, steps, organizations []option) []field {
	fields := []field{
		{Name: "state", Label: "时限", Options: options(stateWords, models.Overdue, models.DueSoon, models.OnTime)},
		{Name: "kind", Label: "类别", Options: options(kindWords, caseKinds...)},
		{Name: "step", Label: "环节", Options: steps},
		{Name: "organization", Label: "机构", Options: organizations},
	}
	if !decides {
		return fields
	}
	return append([]field{{Name: "of", Label: "范围", Value: "mine", Options: []option{
		{Value: "mine", Label: "我可以办理的"}, {Value: "all", Label: "我可以查看的全部"},
	}}}, fields...)
}

var caseKinds = []string{"violation", "listing", "dispute", "breach", "repair", "revocation"}

// perPage is how many rows a page of a list has.
const perPage = 25

// filter narrows a list; it lives in the address, so that a list can be kept and sent.
type filter struct {
	Action string
	Fields []field
	Active bool // something is narrowed
	Chips  []chip
	Kept   []pair // what the form carries on
}

func (f *filter) read(q url.Values) {
	for i := range f.Fields {
		fd := &f.Fields[i]
		fd.Value = cmp.Or(q.Get(fd.Name), fd.Value)
		f.Active = f.Active || q.Get(fd.Name) != ""
	}
}

// options are words in the order of their keys.
func options(words map[string]string, keys ...string) (out []option) {
	for _, k := range keys {
		out = append(out, option{Value: k, Label: word(words, k)})
	}
	return out
}

func named(names []cases.Name) (out []option) {
	for _, n := range names {
		out = append(out, option{Value: n.ID, Label: n.Name})
	}
	return out
}

func (s *Site) reached(c *gin.Context, a access.Actor) (out []option, err error) {
	rows, err := s.queries.Reached(c.Request.Context(), a)
	for _, o := range rows {
		out = append(out, option{Value: o.ID, Label: o.Name})
	}
	return out, err
}

// address is a list's address without empty parameters.
func address(path string, q url.Values) string {
	kept := url.Values{}
	for name, values := range q {
		if len(values) > 0 && values[0] != "" {
			kept.Set(name, values[0])
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

func nextPage(path string, q url.Values, cursor string) string {
	if cursor == "" {
		return ""
	}
	on := url.Values{}
	for k, v := range q {
		on[k] = v
	}
	on.Set("cursor", cursor)
	return address(path, on)
}

// firstPage is where a list begins, empty on that page.
func firstPage(path string, q url.Values) string {
	if q.Get("cursor") == "" {
		return ""
	}
	on := url.Values{}
	for k, v := range q {
		on[k] = v
	}
	on.Del("cursor")
	return address(path, on)
}
