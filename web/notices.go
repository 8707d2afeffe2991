package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// inbox is what was sent to the reader's roles.
type inbox struct {
	Rows    []cases.NoticeView
	Next    string
	First   string
	Mailing cases.Mailing
}

func (s *Site) notices(c *gin.Context) error {
	q := c.Request.URL.Query()
	page, err := s.queries.Notices(c.Request.Context(), me(c), false, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v := inbox{Rows: page.Items, Next: nextPage("/notices", q, page.Next), First: firstPage("/notices", q)}
	if v.Mailing, err = s.queries.Mailing(c.Request.Context(), me(c)); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "notices", "消息", v)
}
