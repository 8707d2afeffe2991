package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

// Where a sign-in at the city's identity provider begins and ends.
const (
	departPath = "/sign-in/oidc"
	// ArrivePath is where the provider sends people back to.
	ArrivePath = departPath + "/callback"
)

// depart leads a browser to the identity provider; whoever is signed in already, to where
// they were going.
func (s *Site) depart(c *gin.Context) error {
	next := within(c.Query("next"))
	if _, known, err := s.Gate.Identify(c.Request); err == nil && known {
		return to(c, next)
	}
	address, err := s.Gate.Depart(c.Request.Context(), next)
	if err != nil {
		return s.notVouched(c, next, err)
	}
	return to(c, address)
}

// arrive signs in whoever the identity provider sends back.
func (s *Site) arrive(c *gin.Context) error {
	who, next, err := s.Gate.Arrive(c.Request.Context(), c.Request.URL.Query())
	if err != nil {
		return s.notVouched(c, within(next), err)
	}
	s.Gate.Remember(c.Writer, s.markOf(who))
	return to(c, within(next))
}

// notVouched shows the sign-in again with what was refused: a password may still do.
func (s *Site) notVouched(c *gin.Context, next string, err error) error {
	status := http.StatusUnauthorized
	p, ok := refused(err)
	if !ok {
		return err
	}
	switch p.Class {
	case models.Unauthenticated:
	case models.Forbidden:
		status = http.StatusForbidden
	case models.Unknown:
		status = http.StatusNotFound
	case models.Unavailable:
		status = http.StatusServiceUnavailable
		c.Header("Retry-After", "1")
	default:
		return err
	}
	f := signInFields(next)
	f.explain(p)
	return s.showSignIn(c, status, next, f, kept{})
}

// carryOn gives back what was being filled in to whoever signed in meanwhile in another
// window: the way through the identity provider leaves this page.
func (s *Site) carryOn(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	k := keptIn(in)
	who, known, err := s.Gate.Identify(c.Request)
	if err != nil {
		return err
	}
	if known && k.of(s.markOf(who)) {
		return s.show(c, http.StatusOK, "restore", "继续填写", k)
	}
	f := signInFields(in.Get("next"))
	f.Hidden = append(f.Hidden, k.hidden()...)
	f.explain(notBack(known))
	return s.showSignIn(c, http.StatusUnauthorized, in.Get("next"), f, k)
}

func notBack(known bool) *models.Problem {
	if known {
		return models.Refuse(models.Unauthenticated, "form.of_another", "内容由他人填写", "保留的内容由另一用户填写，只能由其本人登录后继续。")
	}
	return models.Refuse(models.Unauthenticated, "access.not_signed_in_yet", "尚未登录", "请先在新窗口中登录，再回到本页继续。")
}

// departure is where the sign-in page's button leads: the session that begins there must be
// the one that the provider sends people back to, whatever address this page was reached at.
func (s *Site) departure(next string) string {
	if s.Gate.Provider == nil {
		return ""
	}
	return s.PublicURL + departPath + "?" + url.Values{"next": {within(next)}}.Encode()
}
