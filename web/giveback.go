package web

import (
	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// giveBack sends a task back to an earlier step (退回), with reasons.
func (s *Site) giveBack(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	number, _ := ofTask(id)
	r := reader{in: in}
	dec := cases.Decision{Verb: contract.Return, Choice: r.text("to"), Reason: r.text("reason")}
	out, err := s.server.Commands().Decide(c.Request.Context(), me(c), id, dec, in.Get("key"))
	if p, _ := mendable(err); p != nil {
		return s.operationAgain(c, number, id, "return", in, p)
	}
	if err != nil {
		return err
	}
	if out.Status == models.CommandReceived {
		return s.told(c, "/cases/"+number, "退回已收到并保存，系统恢复后即生效，无须重复提交。")
	}
	return s.told(c, "/cases/"+number, "已退回。")
}
