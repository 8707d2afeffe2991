package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

// refusal is a page that says what is wrong, by which rule, and what to do.
type refusal struct {
	problem
	Status  int
	Request string
	Fields  []models.Field
}

// Refused shows a refusal as a page. Who is not signed in is led to the sign-in and
// back; who must change their password first, to where that is done.
func (s *Site) Refused(c *gin.Context, status int, p *models.Problem) {
	secure(c)
	switch p.Code {
	case "access.not_for_subjects":
		if c.Request.Method == http.MethodGet && c.Request.URL.Path == "/" {
			s.send(c, "/own")
			return
		}
	case "access.sign_in_required":
		if s.keep(c) {
			return
		}
		if ownPage(c) {
			s.send(c, "/own/sign-in")
			return
		}
		s.send(c, "/sign-in?"+url.Values{"next": {whence(c)}}.Encode())
		return
	case "access.password_change_required":
		s.send(c, "/password")
		return
	}
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		c.Header("Retry-After", "1")
	}
	v := refusal{*problemOf(p), status, s.server.Request(c), telling(p.Fields)}
	if err := s.show(c, status, "refused", p.Title, v); err != nil {
		c.String(http.StatusInternalServerError, "系统故障，请将请求编号%s告知管理员。", v.Request)
	}
}

// send leads a browser elsewhere, also one whose script asked for a piece of a page.
func (s *Site) send(c *gin.Context, address string) {
	if quiet(c) {
		c.Header("HX-Redirect", address)
		c.Status(http.StatusNoContent)
		return
	}
	_ = to(c, address)
}

// whence is the page to come back to: the one asked for, or the one whose form was
// sent. A form that met a closed session is not repeated.
func whence(c *gin.Context) string {
	from := c.Request.URL
	if c.Request.Method != http.MethodGet || quiet(c) {
		if back, err := url.Parse(c.GetHeader("Referer")); err == nil && back.Host == c.Request.Host {
			from = back
		} else {
			return "/"
		}
	}
	return within(from.RequestURI())
}

// within keeps an address on this site.
func within(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}
