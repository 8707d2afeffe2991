package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) personalRoutes() []route {
	keepers := cases.Rightkeepers()
	return []route{
		{http.MethodGet, "/subjects/:id/personal", access.Holders(personalRoles()...), s.personal},
		{http.MethodPost, "/subjects/:id/number", access.Holders(cases.NumberReaders()...), s.personalAct("number")},
		{http.MethodPost, "/subjects/:id/copy", access.Holders(keepers...), s.personalAct("copy")},
		{http.MethodPost, "/subjects/:id/correction", access.Holders(keepers...), s.personalAct("correction")},
		{http.MethodPost, "/subjects/:id/erasure", access.Holders(cases.Erasers()...), s.personalAct("erasure")},
	}
}

// personalRoles have business with a subject's own data beyond reading its file.
func personalRoles() []access.Role { return append(cases.NumberReaders(), cases.Erasers()...) }

// personalPage is a subject's own data and what may be done with it.
type personalPage struct {
	Subject cases.SubjectView
	Number  string // shown once, after it was asked for
	Forms   map[string]*form
}

func (s *Site) personal(c *gin.Context) error { return s.showPersonal(c, http.StatusOK, "", nil) }

func (s *Site) showPersonal(c *gin.Context, status int, number string, refused func(*personalPage)) error {
	subject, err := s.queries.Subject(purposeOf(c), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := personalPage{Subject: subject, Number: number, Forms: personalForms(me(c), subject)}
	if refused != nil {
		refused(&v)
	}
	return s.show(c, status, "personal", "主体信息　"+subject.Name, v)
}

// personalForms are what the actor may do about a subject's own data.
func personalForms(a access.Actor, of cases.SubjectView) map[string]*form {
	forms := map[string]*form{}
	if of.ErasedAt != 0 {
		return forms
	}
	ask := func(act, submit string, danger bool, groups ...group) {
		f := mark(form{Action: "/subjects/" + url.PathEscape(of.ID) + "/" + act, Key: newKey(), Submit: submit, Danger: danger, Groups: groups})
		forms[act] = &f
	}
	purpose := group{Fields: []field{{Name: "purpose", Label: "用途", Kind: "text", Required: true, Wide: true, Hint: "如案件编号、申请编号，与查看人一并记录"}}}
	basis := field{Name: "basis", Label: "依据", Kind: "text", Required: true, Wide: true}
	person := of.Kind == models.NaturalPerson
	if person && a.Holds(cases.NumberReaders()...) {
		ask("number", "查看号码全文", false, purpose)
	}
	if a.Holds(cases.Rightkeepers()...) {
		if person {
			ask("copy", "生成副本", false, purpose)
		}
		basis.Hint = "如本人申请、登记机关的变更通知"
		ask("correction", "更正", false, append([]group{{Hint: "不填的各项不变。", Fields: correctable(person, basis)}}, askEvidence(true, "document")...)...)
	}
	if person && a.Holds(cases.Erasers()...) {
		basis.Hint = "如本人申请、审批文号"
		sure := field{Name: "sure", Label: "信用主体编号", Kind: "text", Required: true, Hint: "再次填写编号，以示确认"}
		ask("erasure", "删除个人信息", true, append([]group{{Fields: []field{basis, sure}}}, askEvidence(true, "document")...)...)
	}
	return forms
}

func correctable(person bool, basis field) []field {
	number := field{Name: "code", Label: "统一社会信用代码", Kind: "text"}
	ended := option{Value: "dissolved", Label: "已注销"}
	if person {
		number = field{Name: "id_number", Label: "公民身份号码", Kind: "text", Auto: "off"}
		ended = option{Value: "deceased", Label: "已死亡"}
	}
	return []field{
		{Name: "name", Label: "名称或者姓名", Kind: "text"},
		number,
		{Name: "address", Label: "地址", Kind: "text", Wide: true},
		{Name: "status", Label: "状态", Kind: "select", Empty: "不变", Options: []option{{Value: models.SubjectActive, Label: "存续"}, ended}},
		basis,
	}
}

// personalAct takes one of these forms. What was asked for is shown at once and stands in
// no address.
func (s *Site) personalAct(act string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		id := c.Param("id")
		subject, err := s.queries.Subject(purposeOf(c), me(c), id)
		if err != nil {
			return err
		}
		r, f := &reader{in: in}, personalForms(me(c), subject)[act]
		if f == nil { // erased meanwhile, or no natural person
			return s.showPersonal(c, http.StatusConflict, "", nil)
		}
		f.fill(in)
		given := readEvidence(r)
		p := either(r.problem(), f.missing())
		if p == nil {
			err := s.doPersonal(c, act, id, r, given, in.Get("key"))
			var ok bool
			if p, ok = refused(err); !ok || p.Class == models.Unavailable {
				return err
			}
		}
		f.explain(p)
		return s.showPersonal(c, statusOf(p), "", func(v *personalPage) { v.Forms[act] = f })
	}
}

func (s *Site) doPersonal(c *gin.Context, act, id string, r *reader, given []cases.Evidence, key string) error {
	ctx, a, do := c.Request.Context(), me(c), s.server.Commands()
	page := "/subjects/" + url.PathEscape(id) + "/personal"
	switch act {
	case "number":
		n, err := do.Number(ctx, a, id, cases.Purpose{Purpose: r.text("purpose")})
		if err != nil {
			return err
		}
		return s.showPersonal(c, http.StatusOK, n.Number, nil)
	case "copy":
		v, err := do.PersonalCopy(ctx, a, id, r.text("purpose"))
		if err != nil {
			return err
		}
		return s.show(c, http.StatusOK, "personalcopy", "个人信息副本", v)
	case "correction":
		_, err := do.CorrectSubject(ctx, a, id, cases.SubjectCorrection{
			Name: r.text("name"), Code: r.text("code"), IDNumber: r.text("id_number"), Address: r.text("address"), Status: r.text("status"),
			Basis: r.text("basis"), Evidence: given,
		}, key)
		if err != nil {
			return err
		}
		return s.told(c, page, "已更正。")
	}
	_, err := do.Erase(ctx, a, id, cases.NewErasure{Basis: r.text("basis"), Sure: r.text("sure"), Evidence: given}, key)
	if err != nil {
		return err
	}
	return s.told(c, page, "个人信息已删除。")
}
