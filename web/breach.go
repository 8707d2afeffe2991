package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

var commitmentTypes = []option{
	{Value: "主动公示型", Label: "主动公示型"},
	{Value: "行业自律型", Label: "行业自律型"},
	{Value: "审批替代型", Label: "审批替代型"},
	{Value: "信用修复型", Label: "信用修复型"},
	{Value: "双向承诺", Label: "双向承诺"},
}

func (s *Site) breachPage(c *gin.Context) error {
	v, _, err := s.breachForm(c, nil)
	if err != nil {
		return err
	}
	return s.intake(c, "breach", v, nil)
}

func (s *Site) breachForm(c *gin.Context, in url.Values) (v intakePage, rows []cases.OrganizationView, err error) {
	where, rows, err := s.places(c, "breach")
	if err != nil {
		return v, rows, err
	}
	f := form{Action: "/intake/breach", Key: newKey(), Submit: "上报", Groups: []group{
		{Fields: []field{where, lookField("subject", "信用主体", true)}},
		{Legend: "承诺", Fields: []field{
			{Name: "commitment", Label: "承诺书名称或者文号", Kind: "text", Required: true},
			{Name: "type", Label: "承诺类型", Kind: "select", Required: true, Options: commitmentTypes},
			{Name: "occurred_at", Label: "违诺时间", Kind: "datetime", Required: true},
			{Name: "description", Label: "情况说明", Kind: "area", Required: true, Wide: true},
		}},
	}}
	f.Groups = append(f.Groups, askEvidence(false, "document")...)
	f.fill(values(c, in))
	return intakePage{Form: &f, Register: "/subjects/new?back=/intake/breach"}, rows, nil
}

func (s *Site) reportBreach(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, rows, err := s.breachForm(c, in)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	report := cases.NewBreach{
		Organization: r.text("organization"), Commitment: r.text("commitment"), Type: r.text("type"), OccurredAt: r.instant("occurred_at"),
		Description: r.text("description"), Evidence: readEvidence(r),
	}
	if report.Subject, err = s.subjectID(c, r, "subject", jurisdictionOf(rows, report.Organization)); err != nil {
		return err
	}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().ReportBreach(c.Request.Context(), me(c), report, in.Get("key"))
		var done bool
		if done, p, err = s.begun(c, out, err); done || err != nil {
			return err
		}
	}
	return s.intake(c, "breach", v, p)
}
