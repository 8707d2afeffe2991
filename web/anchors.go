package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// anchors are the trail's daily anchors, to be kept outside the house.
func (s *Site) anchors(c *gin.Context) error {
	all, err := s.queries.Anchors(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "anchors", "每日锚点", all)
}
