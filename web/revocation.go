package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

func (s *Site) revocationPage(c *gin.Context) error {
	v, err := s.revocationForm(c, nil)
	if err != nil {
		return err
	}
	return s.intake(c, "revocation", v, nil)
}

func (s *Site) revocationForm(c *gin.Context, in url.Values) (v intakePage, err error) {
	where, _, err := s.places(c, "revocation")
	if err != nil {
		return v, err
	}
	f := form{Action: "/intake/revocation", Key: newKey(), Submit: "提交", Groups: []group{
		{Fields: []field{where}},
		{Legend: "撤销", Hint: "仅提起复议或者诉讼不停止执行，须有撤销的决定。", Fields: []field{
			{Name: "ground", Label: "撤销事由", Kind: "select", Required: true, Options: options(groundWords, "review", "litigation", "self_correction", "false_material")},
			{Name: "document", Label: "被撤销文书的文号", Kind: "text", Required: true, Hint: "以虚假材料取得修复的，填修复案件的编号"},
			{Name: "revoked_by", Label: "撤销机关", Kind: "text", Required: true},
			{Name: "decision", Label: "撤销决定的文号", Kind: "text", Required: true},
			{Name: "revoked_at", Label: "撤销日期", Kind: "datetime", Required: true},
		}},
	}}
	f.Groups = append(f.Groups, askEvidence(true, "document")...)
	f.fill(values(c, in))
	return intakePage{Form: &f}, nil
}

func (s *Site) reportRevocation(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.revocationForm(c, in)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	report := cases.NewRevocation{
		Organization: r.text("organization"), Document: r.text("document"), RevokedBy: r.text("revoked_by"), Ground: r.text("ground"),
		Decision: r.text("decision"), RevokedAt: r.instant("revoked_at"), Evidence: readEvidence(r),
	}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().ReportRevocation(c.Request.Context(), me(c), report, in.Get("key"))
		var done bool
		if done, p, err = s.begun(c, out, err); done || err != nil {
			return err
		}
	}
	return s.intake(c, "revocation", v, p)
}
