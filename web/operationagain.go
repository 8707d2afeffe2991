package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

// operationAgain shows the case with an operation's form as it was filled in, and what
// is wrong with it.
func (s *Site) operationAgain(c *gin.Context, number, task, verb string, in url.Values, p *models.Problem) error {
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	v, err := s.casePage(c.Request.Context(), d)
	if err != nil {
		return err
	}
	placed := false
	for i := range v.Asks {
		for j := range v.Asks[i].Operations {
			o := &v.Asks[i].Operations[j]
			if v.Asks[i].Task.ID == task && o.Verb == verb {
				o.Form.fill(in)
				o.Form.explain(p)
				placed = true
			}
		}
	}
	if !placed {
		v.Problem = problemOf(p)
		v.Problem.Others = telling(p.Fields)
	}
	return s.show(c, statusOf(p), "case", number, v)
}
