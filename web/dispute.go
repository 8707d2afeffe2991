package web

import (
	"fmt"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// disputePage asks first what the objection is about, then for the objection.
func (s *Site) disputePage(c *gin.Context) error {
	v, err := s.disputeForm(c, c.Query("target"), nil)
	if err != nil {
		return err
	}
	return s.intake(c, "dispute", v, nil)
}

func (s *Site) disputeForm(c *gin.Context, target string, in url.Values) (v intakePage, err error) {
	if target == "" {
		return s.findForm(c, "dispute", s.disputable)
	}
	f := form{Action: "/intake/dispute", Key: newKey(), Submit: "提出异议", Hidden: []pair{{"target", target}}}
	f.Groups = append(askApplicant(), group{Legend: "异议", Hint: "针对：" + target, Fields: []field{
		{Name: "received_at", Label: "实际收到时间", Kind: "datetime", Hint: "不填为现在。期限自收到完整材料之次日起算"},
		{Name: "reasons", Label: "异议理由", Kind: "area", Required: true, Wide: true},
	}})
	f.Groups = append(f.Groups, askEvidence(true, "document")...)
	f.fill(values(c, in))
	return intakePage{Form: &f}, nil
}

// findForm finds a subject and lists which of its records a matter may be about.
func (s *Site) findForm(c *gin.Context, kind string, list func(cases.File) []intakeChoice) (v intakePage, err error) {
	f := form{Action: "/intake/" + kind, Submit: "查找", Groups: []group{{Fields: []field{lookField("find", "信用主体", true)}}}}
	v.Find = &f
	id := c.Query("subject")
	if id == "" {
		return v, nil
	}
	file, err := s.queries.File(c.Request.Context(), me(c), id)
	if err != nil {
		return v, err
	}
	f.Groups[0].Fields[0].Value = file.Subject.ID
	v.Choices = list(file)
	if len(v.Choices) == 0 {
		p := models.Refuse(models.Invalid, "intake.no_record", "没有可以办理的记录", "%s目前没有可以%s的认定或者名单记录。", file.Subject.Name, intakeTitles[kind].Name)
		f.Problem = problemOf(p)
	}
	return v, nil
}

// find leads to a subject's records. It is posted, so that no number stands in an
// address.
func (s *Site) find(c *gin.Context, kind string, in url.Values, v intakePage) error {
	_, rows, err := s.places(c, kind)
	if err != nil {
		return err
	}
	v.Find.fill(in)
	r := &reader{in: in}
	id, err := s.subjectID(c, r, "find", jurisdictionOf(rows, ""))
	if err != nil {
		return err
	}
	if p := either(r.problem(), v.Find.missing()); p != nil {
		return s.intake(c, kind, v, p)
	}
	return to(c, "/intake/"+kind+"?subject="+url.QueryEscape(id))
}

// disputable are the records an objection may be about: proposed or public.
func (s *Site) disputable(f cases.File) (out []intakeChoice) {
	for _, l := range f.Listings {
		if l.EndedAt == 0 {
			out = append(out, intakeChoice{
				"列入名单 " + l.Number, fmt.Sprintf("%s，累计扣分%d分", word(listingWords, l.State), l.Total), "/intake/dispute?target=" + l.Number,
			})
		}
	}
	for _, r := range f.Recognitions {
		if r.State == models.RecognitionNotified || r.State == models.RecognitionEffective {
			out = append(out, intakeChoice{
				"失信行为认定 " + r.ID, fmt.Sprintf("%s，扣%d分，依据%s", word(recognitionWords, r.State), r.Points, r.FoundingNo), "/intake/dispute?target=" + r.ID,
			})
		}
	}
	return out
}

func (s *Site) fileDispute(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.disputeForm(c, in.Get("target"), in)
	if err != nil {
		return err
	}
	if v.Form == nil {
		return s.find(c, "dispute", in, v)
	}
	r := &reader{in: in}
	by := readApplicant(r)
	application := cases.NewDispute{
		Target: r.text("target"), Applicant: by.name, Phone: by.phone, Agent: by.agent, Reasons: r.text("reasons"),
		Evidence: append(readEvidence(r), by.letter...), ReceivedAt: r.instant("received_at"),
	}
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		out, err := s.server.Commands().Dispute(c.Request.Context(), me(c), application, in.Get("key"))
		var done bool
		if done, p, err = s.begun(c, out, err); done || err != nil {
			return err
		}
	}
	return s.intake(c, "dispute", v, p)
}
