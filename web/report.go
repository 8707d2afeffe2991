package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// usualPurposes are what credit reports are asked for; anything else is written out.
var usualPurposes = []option{
	{Value: "办理案件", Label: "办理案件"},
	{Value: "信用修复审核", Label: "信用修复审核"},
	{Value: "行政许可、资质审查", Label: "行政许可、资质审查"},
	{Value: "招标投标、政府采购审查", Label: "招标投标、政府采购审查"},
	{Value: "评优评先审查", Label: "评优评先审查"},
	{Value: "当事人本人申请", Label: "当事人本人申请"},
}

// reportOrder asks what a credit report is for before anything of it is shown.
type reportOrder struct {
	ID   string
	Form form
}

func reportForm(id string) form {
	return form{Action: "/subjects/" + url.PathEscape(id) + "/report", Key: newKey(), Submit: "出具信用报告", Groups: []group{{Fields: []field{
		{Name: "purpose", Label: "用途", Kind: "select", Required: true, Options: usualPurposes},
		{Name: "more", Label: "说明", Kind: "text", Wide: true, Hint: "如案件编号、许可事项、使用单位"},
	}}}}
}

func (s *Site) reportPage(c *gin.Context) error {
	id := c.Param("id")
	return s.show(c, http.StatusOK, "reportorder", "出具信用报告", reportOrder{id, reportForm(id)})
}

func (s *Site) issueReport(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	id, r := c.Param("id"), reader{in: in}
	v := reportOrder{id, reportForm(id)}
	v.Form.fill(in)
	p := v.Form.missing()
	if p == nil {
		purpose := r.text("purpose")
		if more := r.text("more"); more != "" {
			purpose += "：" + more
		}
		out, err := s.server.Commands().IssueReport(c.Request.Context(), me(c), id, cases.ReportOrder{Purpose: purpose}, in.Get("key"))
		if err == nil {
			return to(c, "/reports/"+out.Number)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	v.Form.explain(p)
	return s.show(c, statusOf(p), "reportorder", "出具信用报告", v)
}

// report shows a credit report as it prints.
func (s *Site) report(c *gin.Context) error {
	r, err := s.queries.Report(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "report", "信用报告 "+r.Number, r)
}
