package web

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/models"
)

func (s *Site) peopleRoutes() []route {
	administers := access.Holders(access.Administrators()...)
	return []route{
		{http.MethodGet, "/people", administers, s.people},
		{http.MethodGet, "/people/new", administers, s.newPerson},
		{http.MethodGet, "/people/one", administers, s.onePerson},
		{http.MethodPost, "/people", administers, s.openPerson},
		{http.MethodPost, "/people/amend", administers, s.personAct("amend")},
		{http.MethodPost, "/people/appoint", administers, s.personAct("appoint")},
		{http.MethodPost, "/people/dismiss", administers, s.personAct("dismiss")},
		{http.MethodPost, "/people/close", administers, s.personAct("close")},
		{http.MethodPost, "/people/reopen", administers, s.personAct("reopen")},
		{http.MethodPost, "/people/password", administers, s.personAct("password")},
	}
}

// peopleList is who has an account.
type peopleList struct {
	Query, Organization string
	Closed              bool
	Organizations       []option
	Rows                []access.Person
	Next, First         string
}

func (s *Site) people(c *gin.Context) error {
	q := c.Request.URL.Query()
	f := access.PeopleFilter{Q: q.Get("name"), Organization: q.Get("organization"), Closed: q.Get("closed") != "", After: q.Get("cursor")}
	rows, next, err := s.Gate.People(c.Request.Context(), me(c), f)
	if err != nil {
		return err
	}
	v := peopleList{Query: f.Q, Organization: f.Organization, Closed: f.Closed, Rows: rows, Next: nextPage("/people", q, next), First: firstPage("/people", q)}
	if v.Organizations, err = s.administered(c); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "people", "人员", v)
}

// administered are the organizations in which the actor gives posts.
func (s *Site) administered(c *gin.Context) (out []option, err error) {
	all, err := s.Gate.Administered(c.Request.Context(), me(c))
	for _, o := range all {
		out = append(out, option{Value: o.ID, Label: o.Name})
	}
	return out, err
}

// personPage is one account and what may be done with it.
type personPage struct {
	access.Person
	Password string // the first password, told once
	Own      bool
	Forms    map[string]*form
	Problem  *problem
}

func (s *Site) newPerson(c *gin.Context) error {
	f, err := s.askPerson(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "newperson", "开通账号", f)
}

func (s *Site) askPerson(c *gin.Context) (form, error) {
	places, err := s.administered(c)
	return form{
		Action: "/people", Submit: "开通账号",
		Groups: []group{
			{Legend: "账号", Fields: []field{
				{Name: "username", Label: "用户名", Kind: "text", Required: true, Hint: "小写字母、数字，登录时使用"},
				{Name: "name", Label: "姓名", Kind: "text", Required: true, Hint: "写入每一件案件的留痕"},
				{Name: "certificate", Label: "执法证号", Kind: "text"},
				{Name: "certificate_until", Label: "执法证有效期至", Kind: "date"},
			}},
			{Legend: "第一项职责", Fields: askPost(places)},
		},
	}, err
}

func askPost(places []option) []field {
	var roles []option
	for _, r := range access.Roles() {
		roles = append(roles, option{Value: string(r), Label: r.Label()})
	}
	return []field{
		{Name: "role", Label: "职责", Kind: "select", Required: true, Options: roles},
		{Name: "organization", Label: "任职机构", Kind: "select", Required: true, Options: places},
		{Name: "from", Label: "自", Kind: "date", Hint: "不填为即刻"},
		{Name: "until", Label: "至", Kind: "date", Hint: "不填为不定期"},
	}
}

func (s *Site) openPerson(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	who := access.NewPerson{
		Username: r.text("username"), Name: r.text("name"),
		Certificate: access.Certificate{Number: r.text("certificate"), Until: r.lastOf("certificate_until")}, Appointment: readPost(r),
	}
	f, err := s.askPerson(c)
	if err != nil {
		return err
	}
	f.fill(in)
	if p := either(r.problem(), f.missing()); p != nil {
		err = p
	} else {
		var id, password string
		if id, password, err = s.Gate.Open(c.Request.Context(), me(c), who); err == nil {
			return s.showPerson(c, http.StatusCreated, id, password, nil)
		}
	}
	p, ok := refused(err)
	if !ok {
		return err
	}
	f.explain(p)
	return s.show(c, statusOf(p), "newperson", "开通账号", f)
}

func readPost(r *reader) access.Appointment {
	return access.Appointment{
		Role: access.Role(r.text("role")), Organization: r.text("organization"), From: r.instant("from"), Until: r.lastOf("until"),
	}
}

// lastOf reads a day up to which, that day included, something holds; 0 for nothing.
func (r *reader) lastOf(name string) models.Instant {
	at := r.instant(name)
	if at == 0 {
		return 0
	}
	return models.At(at.Time().AddDate(0, 0, 1))
}

func (s *Site) onePerson(c *gin.Context) error {
	return s.showPerson(c, http.StatusOK, c.Query("id"), "", nil)
}

func (s *Site) showPerson(c *gin.Context, status int, id, password string, refused func(*personPage)) error {
	p, err := s.Gate.Person(c.Request.Context(), me(c), id)
	if err != nil {
		return err
	}
	v := personPage{Person: p, Password: password, Own: p.ID == me(c).ID, Forms: map[string]*form{}}
	if !v.Own {
		places, err := s.administered(c)
		if err != nil {
			return err
		}
		v.Forms = personForms(p, places)
	}
	if refused != nil {
		refused(&v)
	}
	return s.show(c, status, "person", p.Name, v)
}

// personForms are what may be done with an account as it stands.
func personForms(p access.Person, places []option) map[string]*form {
	ask := func(act, submit string, danger bool, fields ...field) *form {
		f := mark(form{
			Action: "/people/" + act, Key: newKey(), Submit: submit, Danger: danger,
			Hidden: []pair{{"id", p.ID}}, Groups: []group{{Fields: fields}},
		})
		return &f
	}
	sure := func(label string) field {
		return field{Name: "sure", Label: label, Kind: "check", Required: true, Wide: true}
	}
	if p.ClosedAt != 0 {
		return map[string]*form{"reopen": ask("reopen", "恢复账号", false, sure("恢复后任职须重新赋予，并产生新的初始密码"))}
	}
	forms := map[string]*form{
		"amend": ask("amend", "保存", false,
			field{Name: "name", Label: "姓名", Kind: "text", Required: true, Value: p.Name},
			field{Name: "certificate", Label: "执法证号", Kind: "text", Value: p.Certificate},
			field{Name: "certificate_until", Label: "执法证有效期至", Kind: "date", Value: lastDay(p.CertificateUntil)}),
		"appoint":  ask("appoint", "赋予职责", false, askPost(places)...),
		"password": ask("password", "重置密码", true, sure("重置后现在的登录即刻退出，新的初始密码只显示一次")),
		"close":    ask("close", "停用账号", true, sure("停用后各项任职即刻结束，其待办由他人接办")),
	}
	var held []option
	for _, post := range p.Posts {
		if post.State != "past" {
			held = append(held, option{Value: post.ID, Label: post.RoleName + "（" + post.OrgName + "）"})
		}
	}
	if len(held) > 0 {
		forms["dismiss"] = ask("dismiss", "结束任职", true,
			field{Name: "post", Label: "任职", Kind: "select", Required: true, Options: held},
			field{Name: "until", Label: "至", Kind: "date", Hint: "不填为即刻"},
			sure("其待办将由他人接办"))
	}
	return forms
}

// lastDay is the last day of what ends at the beginning of the next, as a date field
// takes it.
func lastDay(until models.Instant) string {
	if until == 0 {
		return ""
	}
	return (until - 1).Time().Format("2006-01-02")
}

// personAct takes one of these forms.
func (s *Site) personAct(act string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		id := in.Get("id")
		r := &reader{in: in}
		asked := personForms(access.Person{ID: id, Posts: []access.Post{{}}, ClosedAt: closedFor(act)}, nil)[act]
		asked.fill(in)
		password, told := "", ""
		until := r.lastOf("until")
		post := readPost(r)
		named := access.Certificate{Number: r.text("certificate"), Until: r.lastOf("certificate_until")}
		if p := either(r.problem(), asked.missing()); p != nil {
			err = p
		} else {
			password, told, err = s.administer(c, act, id, in, post, named, until)
		}
		p, ok := refused(err)
		switch {
		case ok && p.Class != models.Unknown:
			return s.showPerson(c, statusOf(p), id, "", func(v *personPage) {
				if f := v.Forms[act]; f != nil {
					f.fill(in)
					f.explain(p)
					return
				}
				v.Problem = problemOf(p)
			})
		case err != nil:
			return err
		case password != "":
			return s.showPerson(c, http.StatusOK, id, password, nil)
		}
		return s.told(c, "/people/one?id="+url.QueryEscape(id), "%s", told)
	}
}

// closedFor makes the form for a closed account where the act is about one.
func closedFor(act string) models.Instant {
	if act == "reopen" {
		return 1
	}
	return 0
}

func (s *Site) administer(c *gin.Context, act, id string, in url.Values, post access.Appointment, cert access.Certificate, until models.Instant) (password, told string, err error) {
	ctx, a := c.Request.Context(), me(c)
	switch act {
	case "amend":
		return "", "已保存。", s.Gate.Amend(ctx, a, id, in.Get("name"), cert)
	case "appoint":
		return "", "已赋予" + cmp.Or(post.Role.Label(), "职责") + "。", s.Gate.Appoint(ctx, a, id, post)
	case "dismiss":
		return "", "任职已结束，其待办由他人接办。", s.Gate.Dismiss(ctx, a, id, in.Get("post"), until)
	case "close":
		return "", "账号已停用。", s.Gate.Close(ctx, a, id)
	case "reopen":
		password, err = s.Gate.Reopen(ctx, a, id)
	case "password":
		password, err = s.Gate.ResetPassword(ctx, a, id)
	}
	return password, "", err
}
