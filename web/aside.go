package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
)

// rowAct is a button that does one of these on a row.
type rowAct struct{ Task, Verb, Label, Key, Back, Of string }

// claim takes a task on; release puts it back; urge reminds whoever has it. None moves
// a case, so none has a page of its own: what became of it is told where one was.

func (s *Site) claim(c *gin.Context) error {
	return s.aside(c, "已认领，由您办理。", func(in url.Values) (cases.Marked, error) {
		return s.server.Commands().Claim(c.Request.Context(), me(c), c.Param("id"), in.Get("key"))
	})
}

func (s *Site) release(c *gin.Context) error {
	return s.aside(c, "已放回，其他有权人员可以认领。", func(in url.Values) (cases.Marked, error) {
		return s.server.Commands().Release(c.Request.Context(), me(c), c.Param("id"), in.Get("key"))
	})
}

func (s *Site) urge(c *gin.Context) error {
	return s.aside(c, "已催办，对方将收到消息。", func(in url.Values) (cases.Marked, error) {
		return s.server.Commands().Urge(c.Request.Context(), me(c), c.Param("id"), in.Get("note"), in.Get("key"))
	})
}

// aside carries out one of them and leads back.
func (s *Site) aside(c *gin.Context, done string, do func(url.Values) (cases.Marked, error)) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	back := within(in.Get("back"))
	_, err = do(in)
	if p, _ := mendable(err); p != nil {
		return s.warned(c, back, p)
	}
	if err != nil {
		return err
	}
	return s.told(c, back, "%s", done)
}
