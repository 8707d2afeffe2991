package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// found is what a search came upon.
type found struct {
	Query    string
	Cases    []cases.CaseLine
	Subjects []cases.SubjectView
	More     string // all cases that match
}

// search finds a case by the beginning of its number, and subjects with their cases by
// the beginning of a name or a whole credit code. One hit alone is opened at once.
func (s *Site) search(c *gin.Context) error {
	text := strings.TrimSpace(c.Query("q"))
	if text == "" {
		return to(c, "/cases")
	}
	ctx, a := c.Request.Context(), me(c)
	v := found{Query: text, More: address("/cases", map[string][]string{"q": {text}})}
	page, err := s.queries.Cases(ctx, a, cases.CaseFilter{Q: strings.ToUpper(text)}, cases.Page{Limit: perPage})
	if err != nil {
		return err
	}
	subjects, err := s.queries.Subjects(ctx, a, text, cases.Page{Limit: perPage})
	if err != nil {
		return err
	}
	v.Cases, v.Subjects = page.Items, subjects.Items
	if page.Next == "" {
		v.More = ""
	}
	switch {
	case len(v.Cases) == 1 && len(v.Subjects) == 0:
		return to(c, "/cases/"+v.Cases[0].Number)
	case len(v.Subjects) == 1 && len(v.Cases) == 0:
		return to(c, "/subjects/"+v.Subjects[0].ID)
	}
	return s.show(c, http.StatusOK, "search", "搜索", v)
}
