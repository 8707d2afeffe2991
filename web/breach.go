package web

import (
	"net/url"
	"strings"
	"time"

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
	known, err := s.commitments(c, values(c, in).Get("subject"))
	if err != nil {
		return v, rows, err
	}
	f := form{Action: "/intake/breach", Key: newKey(), Submit: "上报", Groups: []group{
		{Fields: []field{where, lookField("subject", "信用主体", true)}},
		{Legend: "所作的承诺", Fields: append(known,
			field{Name: "commitment", Label: "承诺书名称", Kind: "text", Required: true, Or: len(known) > 0},
			field{Name: "number", Label: "承诺书编号", Kind: "text"},
			field{Name: "type", Label: "承诺类型", Kind: "select", Required: true, Options: commitmentTypes},
			field{Name: "committed_at", Label: "承诺日期", Kind: "date"},
			field{Name: "fulfil_by", Label: "承诺履行的期限", Kind: "date"},
			field{Name: "content", Label: "承诺的内容", Kind: "area", Wide: true},
		)},
		{Legend: "违诺", Fields: []field{
			{Name: "occurred_at", Label: "违诺时间", Kind: "datetime", Required: true},
			{Name: "description", Label: "情况说明", Kind: "area", Required: true, Wide: true},
		}},
	}}
	f.Groups = append(f.Groups, askEvidence(false, "document")...)
	given := values(c, in)
	fromKnown(given)
	f.fill(given)
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
		Organization: r.text("organization"), Commitment: r.text("commitment"), Number: r.text("number"), Type: r.text("type"), CommittedAt: r.instant("committed_at"),
		FulfilBy: r.instant("fulfil_by"), Content: r.text("content"), OccurredAt: r.instant("occurred_at"), Description: r.text("description"), Evidence: readEvidence(r),
	}
	report.Related, _, _ = strings.Cut(r.text("known"), "|")
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

// commitments offers what a subject committed itself to in this system, once it is known
// who it is about.
func (s *Site) commitments(c *gin.Context, subject string) ([]field, error) {
	if subject == "" {
		return nil, nil
	}
	list, err := s.queries.Commitments(c.Request.Context(), me(c), subject)
	if _, unknown := refused(err); unknown {
		return nil, nil // a name or a number is typed: it is looked up when the form is sent
	}
	if err != nil || len(list) == 0 {
		return nil, err
	}
	known := field{Name: "known", Label: "本系统中的承诺", Kind: "select", Wide: true, Hint: "选定的，名称、编号、日期不填时从中带入"}
	for _, k := range list {
		known.Options = append(known.Options, option{
			Value: strings.Join([]string{k.Case, k.Title, k.Number, k.CommittedAt.Time().Format(time.DateOnly)}, "|"),
			Label: k.Title + "（" + date(k.CommittedAt) + "，" + k.Case + "）",
		})
	}
	return []field{known}, nil
}

// fromKnown fills in what was left empty from the commitment that was chosen.
func fromKnown(in url.Values) {
	parts := strings.Split(in.Get("known"), "|")
	if len(parts) != 4 {
		return
	}
	for i, name := range []string{"commitment", "number", "committed_at"} {
		if in.Get(name) == "" {
			in.Set(name, parts[i+1])
		}
	}
	if in.Get("type") == "" {
		in.Set("type", "信用修复型")
	}
}
