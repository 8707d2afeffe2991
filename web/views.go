package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// views are the reader's saved filters of my work.
type views struct {
	Rows []viewRow
	Save *form  // one that was refused, as it was filled in
	Says string // what it narrows to
}

type viewRow struct {
	viewWay
	Says string
	Form form
}

// viewWay leads to a saved worklist.
type viewWay struct {
	Name, Address string
	First, Here   bool
}

func (s *Site) viewRoutes() []route {
	readers := access.Holders(access.Readers()...)
	return []route{
		{http.MethodGet, "/views", readers, s.viewPage},
		{http.MethodPost, "/views", readers, s.saveView},
		{http.MethodPost, "/views/amend", readers, s.amendView},
		{http.MethodPost, "/views/drop", readers, s.dropView},
	}
}

// viewWays are the saved worklists above the list, and, where the list is narrowed to
// something that is not one of them, the form that keeps it.
func (s *Site) viewWays(c *gin.Context, a access.Actor, q url.Values, narrowed bool) (ways []viewWay, save *form, err error) {
	all, err := s.queries.SavedViews(c.Request.Context(), a)
	here, known := firstOrSame(q), false
	for _, v := range all {
		w := wayTo(v, a)
		w.Here = w.Address == here
		known = known || w.Here
		ways = append(ways, w)
	}
	if !known && (narrowed || q.Get("post") != "") {
		f := saveForm(strings.TrimPrefix(here, "/?"))
		save = &f
	}
	return ways, save, err
}

// firstOrSame is the address of a list's first page.
func firstOrSame(q url.Values) string {
	if first := firstPage("/", q); first != "" {
		return first
	}
	return address("/", q)
}

// wayTo leads to a saved worklist, by the address the list itself has.
func wayTo(v cases.View, a access.Actor) viewWay {
	q, _ := url.ParseQuery(v.Query) // the register holds only what could be read
	if through, err := a.Through(q.Get("post")); err == nil {
		a = through
	}
	return viewWay{Name: v.Name, Address: address("/", worklist(q, a)), First: v.First}
}

// firstView is the one that opens first, none where there is none.
func (s *Site) firstView(c *gin.Context, a access.Actor) (cases.View, error) {
	all, err := s.queries.SavedViews(c.Request.Context(), a)
	for _, v := range all {
		if v.First {
			return v, err
		}
	}
	return cases.View{}, err
}

// saveForm keeps what a query narrows to.
func saveForm(query string) form {
	return mark(form{
		Action: "/views", Key: newKey(), Submit: "保存", Hidden: []pair{{"query", query}},
		Groups: []group{{Fields: []field{
			{Name: "name", Label: "名称", Kind: "text", Required: true, Hint: "不超过20个字；同名的由现在的条件取代"},
			{Name: "first", Label: firstLabel, Kind: "check"},
		}}},
	})
}

func amendForm(v cases.View) form {
	first := ""
	if v.First {
		first = "true"
	}
	return mark(form{
		Action: "/views/amend", Key: newKey(), Submit: "保存变更", Hidden: []pair{{"name", v.Name}},
		Groups: []group{{Fields: []field{
			{Name: "rename", Label: "名称", Kind: "text", Required: true, Value: v.Name, Hint: "不超过20个字"},
			{Name: "first", Label: firstLabel, Kind: "check", Value: first},
		}}},
	})
}

const firstLabel = "登录后首先打开"

func (s *Site) viewPage(c *gin.Context) error { return s.showViews(c, http.StatusOK, nil) }

func (s *Site) showViews(c *gin.Context, status int, refused func(*views) error) error {
	all, err := s.queries.SavedViews(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	v := views{}
	words, err := s.viewWords(c)
	if err != nil {
		return err
	}
	for _, one := range all {
		v.Rows = append(v.Rows, viewRow{wayTo(one, me(c)), words(one.Query), amendForm(one)})
	}
	if refused != nil {
		if err := refused(&v); err != nil {
			return err
		}
	}
	return s.show(c, status, "views", "保存的筛选", v)
}

// viewWords says in words what a query narrows a worklist to.
func (s *Site) viewWords(c *gin.Context) (func(query string) string, error) {
	ctx, a := c.Request.Context(), me(c)
	steps, err := s.queries.StepNames(ctx, a, "")
	if err != nil {
		return nil, err
	}
	organizations, err := s.reached(c, a)
	if err != nil {
		return nil, err
	}
	posts, err := s.postLabels(c, a.Grants)
	return func(query string) string {
		q, _ := url.ParseQuery(query)
		f := filter{Fields: workFields(true, named(steps), organizations)}
		f.read(q)
		var parts []string
		if post := q.Get("post"); post != "" {
			label, held := posts[post]
			if !held {
				label = "已不担任"
			}
			parts = append(parts, "职责："+label)
		}
		for _, said := range (form{Groups: []group{{Fields: f.Fields}}}).said() {
			parts = append(parts, said.Name+"："+said.Value)
		}
		chips, _ := narrowed("/", q, assigneeWord(a, q.Get("assignee")))
		for _, chip := range chips {
			parts = append(parts, chip.Text)
		}
		return strings.Join(parts, "；")
	}, err
}

// assigneeWord says whose tasks a saved list holds, without looking anybody up.
func assigneeWord(a access.Actor, id string) string {
	if id == a.ID {
		return "本人"
	}
	if id == cases.Unclaimed {
		return "待认领"
	}
	return "指定的人员"
}

// saveView keeps the list that somebody looks at, and leads back to it.
func (s *Site) saveView(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.server.Commands().SaveView(c.Request.Context(), me(c), cases.View{Name: in.Get("name"), Query: in.Get("query"), First: in.Get("first") != ""})
	p, ok := refused(err)
	switch {
	case ok && p.Class != models.Unavailable:
		return s.showViews(c, statusOf(p), func(page *views) error {
			words, err := s.viewWords(c)
			if err != nil {
				return err
			}
			f := saveForm(in.Get("query"))
			f.fill(in)
			f.explain(p)
			page.Save, page.Says = &f, words(in.Get("query"))
			return nil
		})
	case err != nil:
		return err
	}
	return s.told(c, wayTo(v, me(c)).Address, "已保存为“%s”。", v.Name)
}

// amendView renames one, or makes it the first screen or no longer.
func (s *Site) amendView(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	name := in.Get("name")
	in.Set("first", in.Get("first")) // a box left empty is not sent, and means no
	v, err := s.server.Commands().AmendView(c.Request.Context(), me(c), name, in.Get("rename"), in.Get("first") != "")
	p, ok := refused(err)
	switch {
	case ok && p.Class == models.Unknown: // dropped or renamed in another window
		return s.warned(c, "/views", p)
	case ok && p.Class != models.Unavailable:
		return s.showViews(c, statusOf(p), func(page *views) error {
			for i := range page.Rows {
				if f := &page.Rows[i].Form; page.Rows[i].Name == name {
					f.fill(in)
					f.explain(p)
				}
			}
			return nil
		})
	case err != nil:
		return err
	}
	return s.told(c, "/views", "“%s”已变更。", v.Name)
}

func (s *Site) dropView(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	if err := s.server.Commands().DropView(c.Request.Context(), me(c), in.Get("name")); err != nil {
		return err
	}
	return s.told(c, "/views", "已删除“%s”。", in.Get("name"))
}
