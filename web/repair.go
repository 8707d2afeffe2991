package web

import (
	"fmt"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// repairPage says first what an application would meet: from when it is open, how that
// was counted, and what it must bring. Only then it asks for the application.
func (s *Site) repairPage(c *gin.Context) error {
	v, err := s.repairForm(c, c.Query("listing"), nil)
	if err != nil {
		return err
	}
	return s.intake(c, "repair", v, nil)
}

func (s *Site) repairForm(c *gin.Context, listing string, in url.Values) (v intakePage, err error) {
	if listing == "" {
		return s.findForm(c, "repair", s.repairable)
	}
	o, err := s.server.Commands().RepairOutlook(c.Request.Context(), me(c), listing)
	if err != nil {
		return v, err
	}
	v.Outlook = &o
	if !applicable(o) {
		return v, nil
	}
	f := form{Action: "/intake/repair", Key: newKey(), Submit: "申请信用修复", Hidden: []pair{{"listing", listing}}, Groups: askApplicant()}
	f.Groups[0].Fields = append(f.Groups[0].Fields, field{Name: "channel", Label: "申请渠道", Kind: "select", Options: options(channelWords, "window", "credit_china")})
	f.Groups = append(f.Groups, askPapers(o)...)
	f.fill(values(c, in))
	v.Form = &f
	if len(o.Hindrances) > 0 {
		v.Folded = "法院已批准重整计划的，仍可申请"
	}
	return v, nil
}

// askPapers asks for what an application must bring; while it is too early, for the
// court's ruling that outweighs that.
func askPapers(o cases.Outlook) []group {
	reorganised := len(o.Hindrances) > 0
	court := group{Legend: "重整计划", Hint: "法院已批准重整计划的，不受最短公示期限制，须附裁定书。", Folded: !reorganised, Fields: []field{
		{Name: "reorganisation", Label: "法院裁定书文号", Kind: "text", Required: reorganised},
		{Name: "ruling", Label: "裁定书名称", Kind: "text", Required: reorganised, Or: true},
		{Name: "ruling.file", Label: "裁定书（电子件）", Kind: "file", Single: true},
	}}
	papers := group{Legend: "申请材料", Hint: "依据：" + o.Article, Pairs: true}
	for _, n := range o.Needs {
		papers.Fields = append(papers.Fields,
			field{Name: "papers." + n.Kind + ".title", Label: n.Name, Kind: "text", Required: true, Or: true, Hint: "写明材料名称，或者上传文件"},
			field{Name: "papers." + n.Kind + ".number", Label: "编号", Kind: "text"},
			field{Name: "papers." + n.Kind + ".file", Label: n.Name + "（电子件）", Kind: "file", Single: true})
	}
	return []group{court, papers}
}

// applicable says whether an application makes sense at all: nothing stands in its way,
// or only time, which a court's reorganisation plan outweighs.
func applicable(o cases.Outlook) bool {
	for _, h := range o.Hindrances {
		if h.Code != "repair.too_early" {
			return false
		}
	}
	return true
}

// repairable are the records an application may be about.
func (s *Site) repairable(f cases.File) (out []intakeChoice) {
	for _, l := range f.Listings {
		if l.State == models.ListingPublished {
			out = append(out, intakeChoice{
				"名单记录 " + l.Number, fmt.Sprintf("%s公布，自%s起可以申请修复", date(l.PublishedAt), date(l.OpensAt)), "/intake/repair?listing=" + l.Number,
			})
		}
	}
	for _, b := range f.Bars {
		if b.Kind == models.BarNotificationCommitment && b.LiftedAt == 0 {
			out = append(out, intakeChoice{"违诺记录 " + b.Case, b.Reason + "，" + date(b.FromAt) + "起限制适用告知承诺", "/intake/repair?listing=" + b.Case})
		}
	}
	return out
}

func (s *Site) applyForRepair(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.repairForm(c, in.Get("listing"), in)
	if err != nil {
		return err
	}
	if v.Find != nil {
		return s.find(c, "repair", in, v)
	}
	if v.Form == nil {
		return s.intake(c, "repair", v, nil) // what stands in the way is on the page
	}
	r := &reader{in: in}
	by := readApplicant(r)
	application := cases.NewRepair{
		Listing: r.text("listing"), Applicant: by.name, Phone: by.phone, Agent: by.agent, Channel: r.text("channel"),
		Reorganisation: r.text("reorganisation"), Attachments: append(papers(r, v.Outlook.Needs), by.letter...),
	}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().ApplyForRepair(c.Request.Context(), me(c), application, in.Get("key"))
		var done bool
		if done, p, err = s.begun(c, out, err); done || err != nil {
			return err
		}
	}
	return s.intake(c, "repair", v, p)
}

// papers reads the papers of an application by their kinds.
func papers(r *reader, needs []cases.NeedView) (list []cases.Evidence) {
	for _, n := range needs {
		if title := r.text("papers." + n.Kind + ".title"); title != "" {
			list = append(list, cases.Evidence{Kind: n.Kind, Title: title, Number: r.text("papers." + n.Kind + ".number"), File: r.file("papers." + n.Kind)})
		}
	}
	if title := r.text("ruling"); title != "" {
		list = append(list, cases.Evidence{Kind: "court_ruling", Title: title, Number: r.text("reorganisation"), File: r.file("ruling")})
	}
	return list
}
