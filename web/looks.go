package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// lookList is who looked at whose personal data, for auditors.
type lookList struct {
	Filter      cases.LookFilter
	Active      bool
	Problem     *problem
	Rows        []cases.LookView
	Next, First string
}

func (s *Site) looks(c *gin.Context) error {
	q := c.Request.URL.Query()
	v := lookList{Filter: cases.LookFilter{Subject: q.Get("subject"), User: q.Get("user"), Day: q.Get("day")}, First: firstPage("/looks", q)}
	v.Active = v.Filter != cases.LookFilter{}
	page, err := s.queries.Looks(c.Request.Context(), me(c), v.Filter, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if p, ok := refused(err); ok {
		v.Problem = problemOf(p)
		return s.show(c, statusOf(p), "looks", "查看记录", v)
	}
	if err != nil {
		return err
	}
	v.Rows, v.Next = page.Items, nextPage("/looks", q, page.Next)
	return s.show(c, http.StatusOK, "looks", "查看记录", v)
}
