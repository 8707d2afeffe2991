package web

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// withdrawal is the form that ends a case before its decision: by its applicant through
// the window (撤回), or by its department (撤案、终止).
func withdrawal(d *desk) *form {
	choices := []option{{Value: "withdrawn", Label: "撤回"}}
	applied := d.c.Kind == "dispute" || d.c.Kind == "repair"
	if !applied {
		choices = []option{{Value: "withdrawn", Label: "撤案"}, {Value: "terminated", Label: "终止"}}
	}
	if d.c.Kind == "revocation" {
		choices = choices[:1]
	}
	if d.c.State != cases.StateOpen || d.c.Kind == "listing" || !withdraws(d.actor, applied) {
		return nil
	}
	f := mark(form{
		Action: "/cases/" + d.c.Number + "/withdrawal", Key: newKey(), Submit: "结束案件", Danger: true,
		Hidden: []pair{{"version", version(d)}},
		Groups: []group{{Fields: []field{
			{Name: "choice", Label: "方式", Kind: "select", Required: true, Options: choices},
			{Name: "reason", Label: "理由", Kind: "area", Required: true, Wide: true},
			{Name: "sure", Label: "我知道结束后不能恢复，只能重新提出", Kind: "check", Required: true, Wide: true},
		}}},
	})
	return &f
}

// withdraws says who may end a case; the command has the last word on which.
func withdraws(a access.Actor, applied bool) bool {
	if applied {
		return a.Holds(cases.Bringers("repair")...)
	}
	for _, g := range a.Grants {
		if g.Role == "approver" {
			return true
		}
	}
	return false
}

func version(d *desk) string { return fmt.Sprint(d.c.Version) }

func (s *Site) withdraw(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	number := c.Param("number")
	r := reader{in: in}
	var p *models.Problem
	if in.Get("sure") == "" {
		p = models.Refuse(models.Invalid, "form.unconfirmed", "请确认", "结束案件不能恢复，请勾选确认。").Where(models.Field{Field: "sure", Message: "请勾选"})
	} else {
		out, err := s.server.Commands().Withdraw(c.Request.Context(), me(c), number,
			cases.Decision{Choice: r.text("choice"), Reason: r.text("reason")}, in.Get("key"))
		if err == nil {
			return s.settled(c, "/cases/"+number, "结束案件", out)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	return s.withdrawAgain(c, number, in, p)
}

func (s *Site) withdrawAgain(c *gin.Context, number string, in url.Values, p *models.Problem) error {
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	v, err := s.casePage(c.Request.Context(), d)
	if err != nil {
		return err
	}
	if v.Withdrawal == nil {
		v.Problem = problemOf(p)
		return s.show(c, http.StatusConflict, "case", number, v)
	}
	v.Withdrawal.fill(in)
	v.Withdrawal.explain(p)
	return s.show(c, statusOf(p), "case", number, v)
}
