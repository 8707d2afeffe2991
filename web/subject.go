package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// subjectList is the subjects of the reader's jurisdictions.
type subjectList struct {
	Query     string
	Rows      []cases.SubjectView
	Next      string
	First     string
	Registers bool   // the reader may register one
	Near      string // what list they are near; empty: all
	Export    []way
}

func (s *Site) subjects(c *gin.Context) error {
	q := c.Request.URL.Query()
	page, err := s.subjectsOf(c.Request.Context(), q, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v := subjectList{
		Query: q.Get("name"), Rows: page.Items, Next: nextPage("/subjects", q, page.Next), First: firstPage("/subjects", q),
		Registers: me(c).Holds(cases.Registrants()...), Export: exports("subjects", address("/subjects", q)),
	}
	if q.Get("near") != "" {
		listed, err := s.listNames(c.Request.Context())
		if err != nil {
			return err
		}
		v.Near = word(listed, q.Get("near"))
	}
	return s.show(c, http.StatusOK, "subjects", "信用主体", v)
}

// subjectsOf reads the subjects an address asks for: all, those of a name or code, or
// those near a list.
func (s *Site) subjectsOf(ctx context.Context, q url.Values, p cases.Page) (cases.SubjectPage, error) {
	if list := q.Get("near"); list != "" {
		return s.queries.Near(ctx, actor(ctx), q.Get("jurisdiction"), list, p)
	}
	return s.queries.Subjects(ctx, actor(ctx), q.Get("name"), p)
}

func (s *Site) newSubject(c *gin.Context) error {
	f := s.subjectForm(c, nil)
	return s.show(c, http.StatusOK, "newsubject", "登记信用主体", f)
}

func (s *Site) subjectForm(c *gin.Context, in url.Values) form {
	where := field{Name: "jurisdiction", Label: "管辖区", Kind: "select", Required: true}
	for _, j := range me(c).Jurisdictions(cases.Registrants()...) {
		where.Options = append(where.Options, option{Value: j, Label: j})
	}
	if len(where.Options) > 0 {
		where.Value = where.Options[0].Value
	}
	f := form{
		Action: "/subjects", Submit: "登记", Hidden: []pair{{"back", within(values(c, in).Get("back"))}},
		Groups: []group{{Fields: []field{
			where,
			{Name: "kind", Label: "类别", Kind: "select", Required: true, Options: []option{
				{Value: models.LegalPerson, Label: "社会法人"}, {Value: models.SoleTrader, Label: "个体工商户"}, {Value: models.NaturalPerson, Label: "自然人"},
			}},
			{Name: "name", Label: "名称或者姓名", Kind: "text", Required: true},
			{Name: "code", Label: "统一社会信用代码", Kind: "text", Hint: "社会法人、个体工商户必填", Look: "/intake/look"},
			{Name: "id_number", Label: "公民身份号码", Kind: "text", Hint: "自然人必填；加密保存，平时只显示遮盖形式"},
			{Name: "address", Label: "地址", Kind: "text"},
			{Name: "code_override", Label: "代码校验不符仍须登记的理由", Kind: "text", Wide: true, Hint: "仅限登记机关确实如此赋码的，将记入留痕"},
		}}},
	}
	if in != nil {
		f.fill(in)
	}
	return f
}

// registerSubject brings a subject in, or finds it there, and leads back to where it
// was missing.
func (s *Site) registerSubject(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f, r := s.subjectForm(c, in), reader{in: in}
	p := f.missing()
	if p == nil {
		v, created, err := s.registrar.Register(c.Request.Context(), me(c), cases.NewSubject{
			Jurisdiction: r.text("jurisdiction"), Kind: r.text("kind"), Name: r.text("name"), Code: r.text("code"), IDNumber: r.text("id_number"),
			Address: r.text("address"), Override: r.text("code_override"),
		})
		if err == nil {
			return s.told(c, onward(in.Get("back"), v.ID), "%s", map[bool]string{true: v.Name + "已登记。", false: v.Name + "此前已登记。"}[created])
		}
		var ok bool
		if p, ok = refused(err); !ok || p.Class == models.Unavailable {
			return err
		}
	}
	f.explain(p)
	return s.show(c, statusOf(p), "newsubject", "登记信用主体", f)
}

// onward is where a registered subject was missing, or its file.
func onward(back, id string) string {
	if back = within(back); back == "/" {
		return "/subjects/" + id
	}
	return back + "?subject=" + url.QueryEscape(id)
}

// subjectRoutes are the pages of subjects.
func (s *Site) subjectRoutes() []route {
	readers, registrants := access.Holders(access.Readers()...), access.Holders(cases.Registrants()...)
	return []route{
		{http.MethodGet, "/subjects", readers, s.subjects},
		{http.MethodPost, "/subjects", registrants, s.registerSubject},
		{http.MethodGet, "/subjects/new", registrants, s.newSubject},
		{http.MethodGet, "/subjects/:id", readers, s.subjectFile},
		{http.MethodPost, "/subjects/:id/service-addresses", access.Holders(access.Deciders()...), s.confirmAddress},
		{http.MethodGet, "/subjects/:id/report", readers, s.reportPage},
		{http.MethodPost, "/subjects/:id/report", readers, s.issueReport},
		{http.MethodGet, "/reports/:number", readers, s.report},
		{http.MethodGet, "/looks", access.Holders(cases.Watchers()...), s.looks},
		{http.MethodGet, "/anchors", access.Holders(cases.Watchers()...), s.anchors},
	}
}
