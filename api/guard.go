package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/models"
)

// guard lets a request through to its route when the route's rule allows it. A route
// that nobody listed is denied.
func (s *Server) guard(c *gin.Context) {
	path := c.FullPath()
	if path == "" {
		return // no such route: its refusal tells nothing
	}
	rule, p := s.book.Find(c.Request.Method, path)
	if p != nil {
		s.answer(c, p)
		return
	}
	seen := sight(c.Request.Context())
	seen.route = path
	seen.number = caseOf(c)
	if rule.Counted {
		if p := s.Gate.Visits.Pass(c.ClientIP(), c.Request.Method == http.MethodPost, s.Gate.Now()); p != nil {
			s.answer(c, p)
			return
		}
	}
	if rule.Public {
		return
	}
	if s.Health.DatabaseAway() {
		s.answer(c, unavailable("database"))
		return
	}
	actor, known, err := s.Gate.Identify(c.Request)
	if err != nil {
		s.answer(c, err)
		return
	}
	if known {
		seen.actor = actor.Username
		c.Request = c.Request.WithContext(access.With(c.Request.Context(), actor))
	}
	if p := rule.Allows(actor, known); p != nil {
		s.answer(c, p)
	}
}

// sameSite refuses what another site has a signed-in browser send. Programs with a
// token carry nothing that could be abused.
func (s *Server) sameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, models.Refuse(models.Forbidden, "access.cross_site", "来自其他网站的请求", "请在本系统页面内操作。"))
	}))
	checked := guard.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			next.ServeHTTP(w, r)
			return
		}
		checked.ServeHTTP(w, r)
	})
}
