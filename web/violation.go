package web

import (
	"fmt"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// subjectRows is how many subjects of one incident a report has room for at first.
const subjectRows = 2

// mostSubjects bounds what one report may name.
const mostSubjects = 20

var sources = []option{
	{Value: "巡查", Label: "巡查"},
	{Value: "12345热线", Label: "12345热线"},
	{Value: "随手拍", Label: "随手拍"},
	{Value: feedbackSource, Label: feedbackSource},
	{Value: "媒体", Label: "媒体"},
	{Value: "上级交办", Label: "上级交办"},
	{Value: "部门移送", Label: "部门移送"},
	{Value: "其他", Label: "其他"},
}

func (s *Site) violationPage(c *gin.Context) error {
	v, _, err := s.violationForm(c, nil)
	if err != nil {
		return err
	}
	return s.intake(c, "violation", v, nil)
}

func (s *Site) violationForm(c *gin.Context, in url.Values) (v intakePage, rows []cases.OrganizationView, err error) {
	where, rows, err := s.places(c, "violation")
	if err != nil {
		return v, rows, err
	}
	given := values(c, in)
	if receipt := c.Query("feedback"); receipt != "" && in == nil {
		if given, err = s.uponFeedback(c, receipt); err != nil {
			return v, rows, err
		}
	}
	catalogue, err := s.queries.Catalogue(c.Request.Context(), jurisdictionOf(rows, given.Get("organization")), "")
	if err != nil {
		return v, rows, err
	}
	who := group{Legend: "信用主体", Hint: "同一事件涉及多个主体的，逐一填写；行为与首要主体不同的，另选其行为。"}
	behaviours := behaviourOptions(catalogue)
	for i := range rowsOf(in) {
		label := "信用主体"
		if i > 0 {
			label = fmt.Sprintf("信用主体%d（如有）", i+1)
		}
		f := lookField(fmt.Sprintf("subjects[%d]", i), label, i == 0)
		if i == 0 {
			f.Value = c.Query("subject")
		}
		who.Fields = append(who.Fields, f)
		if i > 0 {
			who.Fields = append(who.Fields,
				field{Name: fmt.Sprintf("acts[%d].behaviour", i), Label: fmt.Sprintf("主体%d的行为", i+1), Kind: "select", Options: behaviours, Empty: "与下面所填的相同", Finds: findBehaviour},
				field{Name: fmt.Sprintf("acts[%d].description", i), Label: fmt.Sprintf("主体%d的情况", i+1), Kind: "text", Hint: "不填与情况说明相同"})
		}
	}
	f := form{Action: "/intake/violation", Key: newKey(), Submit: "上报", Hidden: []pair{{"rows", fmt.Sprint(rowsOf(in))}, {"reference", given.Get("reference")}}, Groups: []group{
		{Fields: []field{where}},
		who,
		{Legend: "行为", Fields: []field{
			{Name: "behaviour", Label: "失信行为", Kind: "select", Required: true, Wide: true, Options: behaviours, Hint: "以上报人所见为准，最终以认定为准", Finds: findBehaviour, Look: "/intake/behaviour"},
			{Name: "occurred_at", Label: "发生时间", Kind: "datetime", Required: true},
			{Name: "place", Label: "地点", Kind: "text"},
			{Name: "source", Label: "来源", Kind: "select", Options: sources},
			{Name: "description", Label: "情况说明", Kind: "area", Required: true, Wide: true},
			{Name: "emergency", Label: "情况紧急，须先行派遣", Kind: "check", Wide: true},
		}},
	}}
	f.Groups = append(f.Groups, askEvidence(false, "photo")...)
	f.fill(given)
	if b := f.find("behaviour"); b.Value != "" {
		if b.Told, err = s.queries.BehaviourWords(c.Request.Context(), jurisdictionOf(rows, given.Get("organization")), b.Value); err != nil {
			return v, rows, err
		}
	}
	return intakePage{Form: &f, Register: "/subjects/new?back=/intake/violation", More: rowsOf(in) < mostSubjects}, rows, nil
}

// rowsOf is how many subjects the form has room for: more when more were asked for.
func rowsOf(in url.Values) int {
	r := reader{in: in}
	n := max(r.number("rows"), subjectRows)
	if in.Get("more") != "" {
		n += subjectRows
	}
	return min(n, mostSubjects)
}

func (s *Site) reportViolation(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, rows, err := s.violationForm(c, in)
	if err != nil {
		return err
	}
	if in.Get("more") != "" {
		return s.intake(c, "violation", v, nil)
	}
	r := &reader{in: in}
	report := cases.NewViolation{
		Organization: r.text("organization"), Behaviour: r.text("behaviour"), OccurredAt: r.instant("occurred_at"), Place: r.text("place"),
		Description: r.text("description"), Source: r.text("source"), Reference: r.text("reference"), Emergency: in.Get("emergency") != "", Evidence: readEvidence(r),
	}
	for i := range rowsOf(in) {
		id, err := s.subjectID(c, r, fmt.Sprintf("subjects[%d]", i), jurisdictionOf(rows, report.Organization))
		if err != nil {
			return err
		}
		if id == "" {
			continue
		}
		report.Subjects = append(report.Subjects, id)
		own := cases.SubjectAct{Subject: id, Behaviour: r.text(fmt.Sprintf("acts[%d].behaviour", i)), Description: r.text(fmt.Sprintf("acts[%d].description", i))}
		if own.Behaviour != "" || own.Description != "" {
			report.Acts = append(report.Acts, own)
		}
	}
	p := either(r.problem(), v.Form.missing())
	sent, err := s.queries.Sent(c.Request.Context(), me(c), in.Get("key"))
	if err != nil {
		return err
	}
	if p == nil && in.Get("distinct") == "" && !sent {
		if v.Similar, err = s.similar(c, report, rows); err != nil {
			return err
		}
		if len(v.Similar) > 0 {
			p = askDistinct(&v)
		}
	}
	if p == nil {
		out, err := s.server.Commands().ReportViolation(c.Request.Context(), me(c), report, in.Get("key"))
		var done bool
		if done, p, err = s.begun(c, out, err); done || err != nil {
			return err
		}
	}
	return s.intake(c, "violation", v, p)
}

// similar are cases that may be about the same incident.
func (s *Site) similar(c *gin.Context, report cases.NewViolation, rows []cases.OrganizationView) ([]cases.AlikeCase, error) {
	ask := cases.AlikeAsk{
		Jurisdiction: jurisdictionOf(rows, report.Organization), Subjects: report.Subjects, Behaviours: []string{report.Behaviour},
		OccurredAt: report.OccurredAt, Place: report.Place,
	}
	for _, own := range report.Acts {
		ask.Behaviours = append(ask.Behaviours, own.Behaviour)
	}
	return s.queries.Alike(c.Request.Context(), me(c), ask)
}

// findBehaviour is what the search among behaviours says of itself.
const findBehaviour = "按名称、编号查找，如“渣土”“ZT”"

// behaviour says of a chosen behaviour what it costs and leads to.
func (s *Site) behaviour(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	_, rows, err := s.places(c, "violation")
	if err != nil {
		return err
	}
	told, err := s.queries.BehaviourWords(c.Request.Context(), jurisdictionOf(rows, in.Get("organization")), in.Get("behaviour"))
	if err != nil {
		return err
	}
	return s.part(c, "intake", "behaved", told)
}

// askDistinct has the reporter say that it is another incident.
func askDistinct(v *intakePage) *models.Problem {
	v.Form.Groups = append(v.Form.Groups, group{Fields: []field{
		{Name: "distinct", Label: "已核对：不是同一事件，仍须上报", Kind: "check", Wide: true},
	}})
	return models.Refuse(models.Conflict, "intake.similar", "可能已经上报", "下列案件与所报的可能是同一事件，请先核对；确不是同一事件的，勾选后再次提交。").
		Where(models.Field{Field: "distinct", Message: "请核对后勾选"})
}
