package api

import (
	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// What pages are given of the server besides its routes.

// Page registers a route outside the JSON resources, with its rule.
func (s *Server) Page(method, path string, rule access.Rule, h gin.HandlerFunc) {
	s.list(method, path, rule)
	s.Engine.Handle(method, path, h)
}

// Refuse answers a page's request with what went wrong, as a page where pages are set.
func (s *Server) Refuse(c *gin.Context, err error) { s.answer(c, err) }

// Commands are the commands; while Temporal is known to be away nobody waits for it.
func (s *Server) Commands() *cases.Service { return s.cases() }

// Request is the number under which the log knows a request.
func (s *Server) Request(c *gin.Context) string { return requestID(c.Request.Context()) }
