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

// ownRoutes are a subject's own entrance: its file, its applications, its documents.
func (s *Site) ownRoutes() []route {
	own, passersby := access.Subjects(), access.Passersby()
	return []route{
		{http.MethodGet, "/own/sign-in", access.Anyone(), s.ownSignInPage},
		{http.MethodPost, "/own/sign-in", access.Anyone(), s.ownSignIn},
		{http.MethodPost, "/own/code", passersby, s.mailCode},
		{http.MethodGet, "/own", own, s.own},
		{http.MethodGet, "/own/dispute", own, s.ownDisputePage},
		{http.MethodPost, "/own/dispute", own, s.ownDispute},
		{http.MethodGet, "/own/repair", own, s.ownRepairPage},
		{http.MethodPost, "/own/repair", own, s.ownRepair},
		{http.MethodGet, "/own/matters/:number", own, s.ownMatter},
		{http.MethodPost, "/own/matters/:number/materials", own, s.supply},
		{http.MethodPost, "/own/matters/:number/withdrawal", own, s.ownWithdraw},
		{http.MethodGet, "/own/documents/:id", own, s.ownDocument},
		{http.MethodPost, "/own/documents/:id/acknowledgement", own, s.acknowledge},
		{http.MethodGet, "/subjects/:id/entrance-code", access.Holders(cases.Rightkeepers()...), s.entranceCodePage},
		{http.MethodPost, "/subjects/:id/entrance-code", access.Holders(cases.Rightkeepers()...), s.handOverCode},
	}
}

// ownPage says that a request is of a subject's own entrance.
func ownPage(c *gin.Context) bool {
	return c.Request.URL.Path == "/own" || strings.HasPrefix(c.Request.URL.Path, "/own/")
}

func ownNav(here string) (items []navItem) {
	for _, n := range []navItem{{"我的信用", "/own", false}, {"公示名单", "/c", false}} {
		n.Here = n.Address == here
		items = append(items, n)
	}
	return items
}

func (s *Site) entrance() *cases.Entrance {
	return &cases.Entrance{Service: s.server.Commands(), Gate: s.Gate, Mail: s.Mail}
}

// ownSignInForm asks for a number and the code that belongs to it.
type ownSignInForm struct {
	Form, Code form
	Mails      bool // a code may be mailed
	Sent       bool
	Kept       bool // what was being filled in waits for its sender
}

func ownSignInFields() form {
	return form{Action: "/own/sign-in", Submit: "登录", Groups: []group{{Fields: []field{
		{Name: "number", Label: "统一社会信用代码或者公民身份号码", Kind: "text", Required: true, Wide: true},
		{Name: "code", Label: "登录码", Kind: "text", Required: true, Wide: true, Auto: "one-time-code", Hint: "8位数字，只能用一次"},
	}}}}
}

func askCode() form {
	return mark(form{Action: "/own/code", Key: newKey(), Submit: "发送登录码", Groups: []group{{Fields: []field{
		{Name: "number", Label: "统一社会信用代码或者公民身份号码", Kind: "text", Required: true, Wide: true},
	}}}})
}

func (s *Site) ownSignInPage(c *gin.Context) error {
	if a, known, err := s.Gate.Identify(c.Request); err == nil && known && a.Subject != "" {
		return to(c, "/own")
	}
	return s.showOwnSignIn(c, http.StatusOK, ownSignInForm{Form: ownSignInFields()})
}

func (s *Site) showOwnSignIn(c *gin.Context, status int, v ownSignInForm) error {
	v.Code, v.Mails = askCode(), s.Mail != nil
	return s.toStranger(c, status, "ownsignin", "我的信用", v)
}

// mailCode says the same whoever asks: whether somebody is registered, nobody learns here.
func (s *Site) mailCode(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := ownSignInFields()
	f.fill(url.Values{"number": in["number"]})
	if strings.TrimSpace(in.Get("number")) == "" {
		f.explain(models.Refuse(models.Invalid, "form.incomplete", "填写不全", "请填写统一社会信用代码或者公民身份号码。").Where(models.Field{Field: "number", Message: "必填"}))
		return s.showOwnSignIn(c, http.StatusUnprocessableEntity, ownSignInForm{Form: f})
	}
	s.entrance().MailCode(c.Request.Context(), in.Get("number"))
	return s.showOwnSignIn(c, http.StatusOK, ownSignInForm{Form: f, Sent: true})
}

func (s *Site) ownSignIn(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f, kept := ownSignInFields(), keptIn(in)
	f.Hidden = kept.hidden()
	f.fill(in)
	p := f.missing()
	f.find("code").Value = "" // it is not shown again
	if p == nil {
		who, err := s.Gate.Enter(c.Request.Context(), in.Get("number"), in.Get("code"), c.ClientIP())
		if err == nil {
			s.Gate.Remember(c.Writer, s.markOf(who))
			if kept.of(s.markOf(who)) {
				return s.show(c, http.StatusOK, "restore", "继续填写", kept)
			}
			return to(c, "/own")
		}
		var ok bool
		if p, ok = refused(err); !ok || p.Class != models.Unauthenticated && p.Class != models.TooMany {
			return err
		}
	}
	f.explain(p)
	status := map[models.Class]int{models.Unauthenticated: http.StatusUnauthorized, models.TooMany: http.StatusTooManyRequests}[p.Class]
	if status == 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.showOwnSignIn(c, status, ownSignInForm{Form: f, Kept: kept.Form != ""})
}

func (s *Site) own(c *gin.Context) error {
	f, err := s.queries.Own(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "own", "我的信用", f)
}

// ownDocumentPage is a document with what its addressee may say of it.
type ownDocumentPage struct {
	cases.OwnDocumentFull
	Acknowledge *form
}

func (s *Site) ownDocument(c *gin.Context) error {
	d, err := s.queries.OwnDocument(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := ownDocumentPage{OwnDocumentFull: d}
	if d.Own.Waits() {
		f := mark(form{Action: "/own/documents/" + url.PathEscape(d.ID) + "/acknowledgement", Key: newKey(), Submit: "签收", Groups: []group{{Fields: []field{
			{Name: "sure", Label: "我已收到本文书", Kind: "check", Required: true, Wide: true, Hint: "签收的时间即为送达的时间，不能撤回；签收不表示同意文书的内容。"},
		}}}})
		v.Acknowledge = &f
	}
	return s.show(c, http.StatusOK, "owndocument", d.Title, v)
}

func (s *Site) acknowledge(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	here := "/own/documents/" + url.PathEscape(c.Param("id"))
	if in.Get("sure") == "" {
		return s.warned(c, here, models.Refuse(models.Invalid, "form.unconfirmed", "请确认", "请勾选“我已收到本文书”后签收。"))
	}
	err = s.server.Commands().Acknowledge(c.Request.Context(), me(c), c.Param("id"), in.Get("key"))
	if p, _ := mendable(err); p != nil {
		return s.warned(c, here, p)
	}
	if err != nil {
		return err
	}
	return s.told(c, here, "已签收。")
}

// entranceCode is a code as it is handed over.
type entranceCode struct {
	Subject cases.SubjectView
	Form    form
	Code    *cases.EntranceCode
	Link    string
}

func askEntranceCode(id string) form {
	return mark(form{Action: "/subjects/" + url.PathEscape(id) + "/entrance-code", Key: newKey(), Submit: "发放登录码", Groups: []group{{Fields: []field{
		{Name: "proof", Label: "领取人及核验的证件", Kind: "text", Required: true, Wide: true, Hint: "如：法定代表人，营业执照和身份证原件。记入留痕"},
	}}}})
}

func (s *Site) entranceCodePage(c *gin.Context) error {
	return s.showEntranceCode(c, http.StatusOK, askEntranceCode(c.Param("id")), nil)
}

func (s *Site) showEntranceCode(c *gin.Context, status int, f form, code *cases.EntranceCode) error {
	of, err := s.queries.Subject(purposeOf(c), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.show(c, status, "entrancecode", "登录码　"+of.Name, entranceCode{of, f, code, s.link(c, "/own")})
}

// handOverCode shows the code in its answer: nobody can look it up afterwards.
func (s *Site) handOverCode(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := askEntranceCode(c.Param("id"))
	f.fill(in)
	p := f.missing()
	if p == nil {
		code, err := s.entrance().HandOverCode(c.Request.Context(), me(c), c.Param("id"), cases.NewEntranceCode{Proof: in.Get("proof")})
		if err == nil {
			return s.showEntranceCode(c, http.StatusOK, f, &code)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showEntranceCode(c, statusOf(p), f, nil)
}
