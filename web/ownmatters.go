package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// ownForm is an application in a subject's own entrance.
type ownForm struct {
	Title, About string
	Outlook      *cases.Outlook
	Form         *form
}

// askOwnApplicant asks who applies: of a person that is known, of others somebody must say
// who speaks for them.
func askOwnApplicant(of cases.SubjectView) group {
	who := field{Name: "applicant", Label: "申请人", Kind: "text", Required: true, Hint: "法定代表人或者负责人、经营者"}
	if of.Kind == models.NaturalPerson {
		who.Value, who.Hint = of.Name, "本人"
	}
	return group{Legend: "申请人", Fields: []field{
		who,
		{Name: "phone", Label: "联系电话", Kind: "text", Required: true, Auto: "tel", Hint: "加密保存，仅供办理本事项联系"},
	}}
}

func (s *Site) ownDisputePage(c *gin.Context) error {
	of, err := s.queries.OwnSubject(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	return s.showOwn(c, http.StatusOK, ownDisputeForm(of, c.Query("target")))
}

func (s *Site) showOwn(c *gin.Context, status int, v ownForm) error {
	return s.show(c, status, "ownform", v.Title, v)
}

func ownDisputeForm(of cases.SubjectView, target string) ownForm {
	f := form{Action: "/own/dispute", Key: newKey(), Submit: "提出异议", Hidden: []pair{{"target", target}}}
	f.Groups = append([]group{askOwnApplicant(of), {Legend: "异议", Hint: "针对：" + target, Fields: []field{
		{Name: "reasons", Label: "异议理由", Kind: "area", Required: true, Wide: true, Hint: "对哪一事实、哪一处理有异议，为什么"},
	}}}, askEvidence(true, "document")...)
	return ownForm{Title: "提出异议", About: "书面说明理由并至少附一份证据。自收到完整材料之次日起计算答复期限，处理期间公示标注“异议处理中”。", Form: &f}
}

func (s *Site) ownDispute(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	of, err := s.queries.OwnSubject(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	v := ownDisputeForm(of, in.Get("target"))
	v.Form.fill(in)
	r := &reader{in: in}
	application := cases.NewDispute{Target: r.text("target"), Applicant: r.text("applicant"), Phone: r.text("phone"), Reasons: r.text("reasons"), Evidence: readEvidence(r)}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().Dispute(c.Request.Context(), me(c), application, in.Get("key"))
		var done bool
		if done, p, err = s.ownBegun(c, out, err); done || err != nil {
			return err
		}
	}
	v.Form.explain(p)
	return s.showOwn(c, statusOf(p), v)
}

// ownBegun leads to the new matter, or gives the refusal to be shown at its form.
func (s *Site) ownBegun(c *gin.Context, out cases.Begun, err error) (done bool, p *models.Problem, fault error) {
	return s.entered(c, err, "/own/matters/"+out.Number, "已收到，编号"+out.Number+"。收件回执在下面的“文书”中，可以打印。")
}

func (s *Site) ownRepairPage(c *gin.Context) error {
	v, err := s.ownRepairForm(c, c.Query("listing"))
	if err != nil {
		return err
	}
	return s.showOwn(c, http.StatusOK, v)
}

// ownRepairForm says first what an application would meet, and asks for it only where it
// makes sense.
func (s *Site) ownRepairForm(c *gin.Context, listing string) (v ownForm, err error) {
	o, err := s.server.Commands().RepairOutlook(c.Request.Context(), me(c), listing)
	if err != nil {
		return v, err
	}
	v = ownForm{Title: "申请信用修复", About: "已改正失信行为、消除不良影响的，可以申请提前停止公示。", Outlook: &o}
	if !applicable(o) {
		return v, nil
	}
	of, err := s.queries.OwnSubject(c.Request.Context(), me(c))
	if err != nil {
		return v, err
	}
	f := form{Action: "/own/repair", Key: newKey(), Submit: "申请信用修复", Hidden: []pair{{"listing", listing}}, Groups: []group{askOwnApplicant(of)}}
	f.Groups = append(f.Groups, askPapers(o)...)
	v.Form = &f
	return v, nil
}

func (s *Site) ownRepair(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.ownRepairForm(c, in.Get("listing"))
	if err != nil {
		return err
	}
	if v.Form == nil {
		return s.showOwn(c, http.StatusConflict, v) // what stands in the way is on the page
	}
	v.Form.fill(in)
	r := &reader{in: in}
	application := cases.NewRepair{
		Listing: r.text("listing"), Applicant: r.text("applicant"), Phone: r.text("phone"), Channel: "own",
		Reorganisation: r.text("reorganisation"), Attachments: papers(r, v.Outlook.Needs),
	}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().ApplyForRepair(c.Request.Context(), me(c), application, in.Get("key"))
		var done bool
		if done, p, err = s.ownBegun(c, out, err); done || err != nil {
			return err
		}
	}
	v.Form.explain(p)
	return s.showOwn(c, statusOf(p), v)
}

// ownMatterPage is an application with what its applicant may still do.
type ownMatterPage struct {
	cases.OwnMatterFull
	Supply, Withdraw *form
}

func (s *Site) ownMatter(c *gin.Context) error { return s.showOwnMatter(c, http.StatusOK, nil) }

func (s *Site) showOwnMatter(c *gin.Context, status int, refused func(*ownMatterPage)) error {
	m, err := s.server.Commands().OwnMatter(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	v := ownMatterPage{OwnMatterFull: m}
	if m.Open() {
		v.Supply, v.Withdraw = askSupply(m.Number), askOwnWithdrawal(m.Number)
	}
	if refused != nil {
		refused(&v)
	}
	return s.show(c, status, "ownmatter", m.Title, v)
}

func askSupply(number string) *form {
	f := form{Action: "/own/matters/" + url.PathEscape(number) + "/materials", Key: newKey(), Submit: "提交材料", Groups: []group{{Fields: []field{
		{Name: "text", Label: "说明", Kind: "area", Required: true, Wide: true, Hint: "补充了什么，说明什么"},
	}}}}
	f.Groups = append(f.Groups, askEvidence(false, "document")...)
	f = mark(f)
	return &f
}

func askOwnWithdrawal(number string) *form {
	f := mark(form{Action: "/own/matters/" + url.PathEscape(number) + "/withdrawal", Key: newKey(), Submit: "撤回", Danger: true, Groups: []group{{Fields: []field{
		{Name: "reason", Label: "撤回的理由", Kind: "area", Required: true, Wide: true},
		{Name: "sure", Label: "我知道撤回后不能恢复，只能重新提出", Kind: "check", Required: true, Wide: true},
	}}}})
	return &f
}

func (s *Site) supply(c *gin.Context) error {
	return s.onOwnMatter(c, askSupply, func(v *ownMatterPage, f *form) { v.Supply = f }, func(in url.Values) (string, error) {
		r := &reader{in: in}
		said := cases.NewSupply{Text: r.text("text"), Evidence: readEvidence(r)}
		if p := r.problem(); p != nil {
			return "", p
		}
		return "材料已提交，已通知承办人。", s.server.Commands().Supply(c.Request.Context(), me(c), c.Param("number"), said, in.Get("key"))
	})
}

func (s *Site) ownWithdraw(c *gin.Context) error {
	return s.onOwnMatter(c, askOwnWithdrawal, func(v *ownMatterPage, f *form) { v.Withdraw = f }, func(in url.Values) (string, error) {
		out, err := s.server.Commands().Withdraw(c.Request.Context(), me(c), c.Param("number"), cases.Decision{Choice: "withdrawn", Reason: in.Get("reason")}, in.Get("key"))
		if err == nil && out.Status == models.CommandReceived {
			return "撤回已收到并保存，系统恢复后即生效，无须重复提交。", nil
		}
		return "已撤回。", err
	})
}

// onOwnMatter takes a form about an application: asked for what is missing, carried out, told.
func (s *Site) onOwnMatter(c *gin.Context, ask func(string) *form, put func(*ownMatterPage, *form), do func(url.Values) (string, error)) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	number, message := c.Param("number"), ""
	f := ask(number)
	f.fill(in)
	if p := f.missing(); p != nil {
		err = p
	} else {
		message, err = do(in)
	}
	p, err := mendable(err)
	switch {
	case p != nil:
		f.explain(p)
		return s.showOwnMatter(c, statusOf(p), func(v *ownMatterPage) { put(v, f) })
	case err != nil:
		return err
	}
	return s.told(c, "/own/matters/"+url.PathEscape(number), "%s", message)
}
