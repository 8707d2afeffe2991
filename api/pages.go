package api

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// What pages are given of the server besides its routes.

// Page registers a route outside the JSON resources, with its rule.
func (s *Server) Page(method, path string, rule access.Rule, h gin.HandlerFunc) {
	s.list(method, path, rule)
	s.Engine.Handle(method, path, h)
}

// Form registers a page's route that takes a form, which may bring files: the page reads
// it as it comes in, and bounds it.
func (s *Server) Form(path string, rule access.Rule, h gin.HandlerFunc) {
	s.uploads[http.MethodPost+" "+path] = true
	s.Page(http.MethodPost, path, rule, h)
}

// Legible refuses texts of a page's form that no action should see, as readable does for
// what it reads itself.
func (s *Server) Legible(form url.Values) *models.Problem { return legibleValues(form) }

// Unhurried gives a request with a file more time than others have.
func (s *Server) Unhurried(c *gin.Context) { s.unhurried(c.Writer) }

// Refuse answers a page's request with what went wrong, as a page where pages are set.
func (s *Server) Refuse(c *gin.Context, err error) { s.answer(c, err) }

// Commands are the commands; while Temporal is known to be away nobody waits for it.
func (s *Server) Commands() *cases.Service { return s.cases() }

// Request is the number under which the log knows a request.
func (s *Server) Request(c *gin.Context) string { return requestID(c.Request.Context()) }
