package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// signInForm is the sign-in.
type signInForm struct {
	Form     form
	Trial    bool
	Kept     []pair // what was being filled in waits for its sender
	Provider string // where the city's identity provider is entered; empty: there is none
}

func (s *Site) signInPage(c *gin.Context) error {
	if s.Gate.Sessions.User(c.Request.Context()) != "" {
		if _, known, err := s.Gate.Identify(c.Request); err == nil && known {
			return to(c, within(c.Query("next")))
		}
	}
	return s.showSignIn(c, http.StatusOK, c.Query("next"), signInFields(c.Query("next")), kept{})
}

// showSignIn shows the sign-in, with what is kept on its way through it.
func (s *Site) showSignIn(c *gin.Context, status int, next string, f form, k kept) error {
	v := signInForm{Form: f, Trial: s.Trial, Provider: s.departure(next)}
	if k.Form != "" {
		v.Kept = f.Hidden
	}
	return s.show(c, status, "signin", "登录", v)
}

func signInFields(next string) form {
	return form{
		Action: "/sign-in", Submit: "登录", Hidden: []pair{{"next", within(next)}},
		Groups: []group{{Fields: []field{
			{Name: "username", Label: "用户名", Kind: "text", Required: true, Wide: true, Auto: "username"},
			{Name: "password", Label: "密码", Kind: "password", Required: true, Wide: true, Auto: "current-password"},
		}}},
	}
}

// signIn opens a session. A wrong password comes back to the form; the name is kept.
func (s *Site) signIn(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	who, err := s.Gate.SignIn(c.Request.Context(), in.Get("username"), in.Get("password"), c.ClientIP())
	if err == nil {
		s.Gate.Remember(c.Writer, s.markOf(who))
		if kept := keptIn(in); kept.of(s.markOf(who)) && !who.MustChange {
			return s.show(c, http.StatusOK, "restore", "继续填写", kept)
		}
		return to(c, within(in.Get("next")))
	}
	p, ok := refused(err)
	if !ok || p.Class != models.Unauthenticated && p.Class != models.TooMany {
		return err
	}
	f, kept := signInFields(in.Get("next")), keptIn(in)
	f.Hidden = append(f.Hidden, kept.hidden()...)
	f.fill(url.Values{"username": in["username"]})
	f.explain(p)
	status := http.StatusUnauthorized
	if p.Class == models.TooMany {
		status = http.StatusTooManyRequests
	}
	return s.showSignIn(c, status, in.Get("next"), f, kept)
}

func (s *Site) signOut(c *gin.Context) error {
	after := "/sign-in"
	if s.Gate.Sessions.Subject(c.Request.Context()) != "" {
		after = "/own/sign-in"
	}
	if err := s.Gate.Sessions.End(c.Request.Context()); err != nil {
		return err
	}
	return to(c, after)
}

// posted is the form that was sent.
func posted(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, unreadableForm(err)
	}
	in := c.Request.PostForm
	dropped(in)
	if in.Has(restored) { // shown again, and nothing done
		c.Request = c.Request.WithContext(cases.LookOnly(c.Request.Context(), restoredForm()))
	}
	return in, nil
}
