package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// intakePage is a form that brings a matter, with what is known before it is filled in.
type intakePage struct {
	Title, About string
	Form         *form // nil while something must be chosen first
	Find         *form // finds whom or what it is about
	Choices      []intakeChoice
	Outlook      *cases.Outlook
	Similar      []cases.AlikeCase // cases that may be the same
	Register     string            // where a subject is registered first
	More         bool              // more rows may be asked for
	Folded       string            // the form is for a rare case only: this one
}

// intakeChoice is a record a matter may be about.
type intakeChoice struct{ Title, About, Address string }

var intakeTitles = map[string]pair{
	"violation":  {"上报失信行为", "巡查、投诉等发现的失信行为，由此立案。"},
	"dispute":    {"提出异议", "当事人对认定、列入名单或者公布有异议的，由窗口人员或者承办人代录。"},
	"breach":     {"上报违诺", "虚假承诺或者不履行信用承诺的线索。"},
	"repair":     {"申请信用修复", "当事人申请移出名单；未到可修复时间的，当即告知起始日期。"},
	"revocation": {"报告依据文书被撤销", "认定所依据的文书经复议、诉讼撤销或者自行纠正的，或者以虚假材料取得修复的。"},
}

// intakeMenu is the matters the reader may bring.
func (s *Site) intakeMenu(c *gin.Context) error {
	var choices []intakeChoice
	for _, k := range openIntakes(me(c)) {
		choices = append(choices, intakeChoice{intakeTitles[k].Name, intakeTitles[k].Value, "/intake/" + k})
	}
	return s.show(c, http.StatusOK, "intakes", "立案与申请", choices)
}

// intakeRoutes are the forms, each open to who may bring such a matter somewhere.
func (s *Site) intakeRoutes() (all []route) {
	for kind, h := range map[string]struct{ show, take action }{
		"violation":  {s.violationPage, s.reportViolation},
		"dispute":    {s.disputePage, s.fileDispute},
		"breach":     {s.breachPage, s.reportBreach},
		"repair":     {s.repairPage, s.applyForRepair},
		"revocation": {s.revocationPage, s.reportRevocation},
	} {
		rule := access.Holders(cases.Bringers(kind)...)
		all = append(all, route{http.MethodGet, "/intake/" + kind, rule, h.show}, route{http.MethodPost, "/intake/" + kind, rule, h.take})
	}
	return all
}

// intake shows a form, new or as it was filled in.
func (s *Site) intake(c *gin.Context, kind string, v intakePage, p *models.Problem) error {
	v.Title, v.About = intakeTitles[kind].Name, intakeTitles[kind].Value
	status := http.StatusOK
	if p != nil {
		status = statusOf(p)
		f := v.Form
		if f == nil {
			f = v.Find
		}
		f.explain(p)
	}
	return s.show(c, status, "intake", v.Title, v)
}

// begun leads to the new case, or gives the refusal to be shown at its form.
func (s *Site) begun(c *gin.Context, out cases.Begun, err error) (done bool, p *models.Problem, fault error) {
	message := "已登记为" + out.Number + "。"
	if out.Receipt != "" {
		message += "收件回执已制作，请在“文书”中打印后交申请人。"
	}
	if len(out.Warnings) > 0 {
		message += strings.Join(out.Warnings, "")
	}
	return s.entered(c, err, "/cases/"+out.Number, message)
}

// entered leads on to what was begun, or gives the refusal to be shown at its form.
func (s *Site) entered(c *gin.Context, err error, address, message string) (done bool, p *models.Problem, fault error) {
	p, ok := refused(err)
	switch {
	case err == nil:
		return true, nil, s.told(c, address, "%s", message)
	case !ok || p.Class == models.Unavailable:
		return false, nil, err
	}
	return false, p, nil
}

// places are the organizations for which the reader may bring a matter.
func (s *Site) places(c *gin.Context, kind string) (field, []cases.OrganizationView, error) {
	rows, err := s.queries.Places(c.Request.Context(), me(c), kind)
	f := field{Name: "organization", Label: "立案机构", Kind: "select", Required: true, Wide: true}
	for _, o := range rows {
		f.Options = append(f.Options, option{Value: o.ID, Label: o.Name})
	}
	if len(rows) > 0 {
		f.Value = rows[0].ID
	}
	return f, rows, err
}

// jurisdictionOf is where an organization is, if the reader may bring matters there.
func jurisdictionOf(rows []cases.OrganizationView, id string) string {
	at := slices.IndexFunc(rows, func(o cases.OrganizationView) bool { return o.ID == id })
	if at < 0 && len(rows) > 0 {
		at = 0
	}
	if at < 0 {
		return ""
	}
	return rows[at].Jurisdiction
}

// values are what a form begins with: what was sent, else what the address says.
func values(c *gin.Context, in url.Values) url.Values {
	if in != nil {
		return in
	}
	return c.Request.URL.Query()
}
