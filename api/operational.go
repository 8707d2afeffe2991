package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"chengxin/api/access"
)

// operational registers what machines watch. None of it tells anything about a case.
func (s *Server) operational() {
	s.Page(http.MethodGet, "/healthz", access.Anyone(), func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"status": "ok", "version": s.Version})
	})
	s.Page(http.MethodGet, "/readyz", access.Anyone(), s.ready)
	s.Page(http.MethodGet, "/metrics", access.Anyone(),
		gin.WrapH(promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{})))
}

// ready says whether requests should be sent here: the database and Temporal answer.
func (s *Server) ready(c *gin.Context) {
	database, temporal := s.Health.Look(c.Request.Context())
	code := http.StatusOK
	if database != nil || temporal != nil {
		code = http.StatusServiceUnavailable
	}
	c.JSON(code, gin.H{"ready": code == http.StatusOK, "database": answers(database), "temporal": answers(temporal)})
}

func answers(err error) string {
	if err != nil {
		return "away"
	}
	return "ok"
}
