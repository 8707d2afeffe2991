package web

import (
	"context"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// looked is what is known of a subject while its number is being typed.
type looked struct {
	Check    cases.NumberCheck
	Subject  *cases.SubjectView
	Standing cases.Standing
	Several  []cases.SubjectView
	Open     []cases.CaseLine // its cases under way: perhaps this one is there already
	Register string
}

// look says of a number or name that is being typed whether it is right and whose it
// is. It is posted, so that no number stands in an address.
func (s *Site) look(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	_, rows, err := s.places(c, "violation")
	if err != nil {
		return err
	}
	text := ""
	for name := range in {
		if strings.HasPrefix(name, "subject") || name == "find" || name == "code" {
			text = strings.TrimSpace(in.Get(name))
		}
	}
	v, err := s.lookUp(c, jurisdictionOf(rows, in.Get("organization")), text)
	if err != nil {
		return err
	}
	return s.part(c, "intake", "looked", v)
}

func (s *Site) lookUp(c *gin.Context, jurisdiction, text string) (v looked, err error) {
	v.Check = s.queries.CheckNumber(text)
	if v.Subject, v.Several, err = s.resolve(c.Request.Context(), c, jurisdiction, text); err != nil {
		return v, err
	}
	if v.Subject == nil {
		if v.Check.Valid {
			v.Register = "/subjects/new"
		}
		return v, nil
	}
	if v.Standing, err = s.queries.Standing(c.Request.Context(), me(c), v.Subject.ID); err != nil {
		return v, err
	}
	page, err := s.queries.Cases(c.Request.Context(), me(c), cases.CaseFilter{Subject: v.Subject.ID, State: cases.StateOpen}, cases.Page{Limit: 5})
	v.Open = page.Items
	return v, err
}

// resolve finds the subject that a number, a name or an id means; several where a name
// is not enough.
func (s *Site) resolve(ctx context.Context, c *gin.Context, jurisdiction, text string) (*cases.SubjectView, []cases.SubjectView, error) {
	const leastName = 2
	check := s.queries.CheckNumber(text)
	switch {
	case strings.Contains(text, "-S-"):
		v, err := s.queries.Subject(ctx, me(c), text)
		if _, unknown := refused(err); unknown {
			return nil, nil, nil
		}
		return &v, nil, err
	case check.Number != "":
		found, err := s.registrar.Find(ctx, jurisdiction, check.Number)
		if err != nil || found.ID == "" {
			return nil, nil, err
		}
		v, err := s.queries.Subject(ctx, me(c), found.ID)
		return &v, nil, err
	case len([]rune(text)) < leastName:
		return nil, nil, nil
	}
	page, err := s.queries.Subjects(ctx, me(c), text, cases.Page{Limit: 8})
	if err != nil || len(page.Items) == 0 {
		return nil, nil, err
	}
	if len(page.Items) == 1 {
		return &page.Items[0], nil, nil
	}
	return nil, page.Items, nil
}

// subjectID reads a subject's field; what it cannot be is a finding at that field.
func (s *Site) subjectID(c *gin.Context, r *reader, name, jurisdiction string) (string, error) {
	text := r.text(name)
	if text == "" {
		return "", nil
	}
	v, several, err := s.resolve(c.Request.Context(), c, jurisdiction, text)
	switch check := s.queries.CheckNumber(text); {
	case err != nil:
		return "", err
	case v != nil:
		return v.ID, nil
	case len(several) > 0:
		r.wrong(name, "有多个主体的名称以此开头，请填写统一社会信用代码")
	case check.Message != "":
		r.wrong(name, check.Message)
	default:
		r.wrong(name, "名录中没有该主体，请先登记")
	}
	return "", nil
}

// lookField asks for a subject.
func lookField(name, label string, required bool) field {
	return field{
		Name: name, Label: label, Kind: "text", Required: required, Wide: true, Look: "/intake/look",
		Hint: "统一社会信用代码、公民身份号码、主体编号，或者名称的开头",
	}
}
