package web

import (
	"github.com/gin-gonic/gin"
)

// preview reckons what a decision would lead to while its form is being filled in. It
// changes nothing, and says nothing about what cannot be read yet.
func (s *Site) preview(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	id, choice := c.Param("id"), in.Get("choice")
	number, step := ofTask(id)
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	dec, _ := readDecision(d, step, choice, in)
	effects, err := s.queries.Effects(c.Request.Context(), d.actor, id, choice, dec.Details)
	if err != nil {
		return err
	}
	return s.part(c, "case", "effects", effects)
}
