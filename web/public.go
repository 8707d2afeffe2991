package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// publicRoutes are for anybody: what a code shows, what is published, what became of
// what somebody said (JN-11, SJ-8).
func (s *Site) publicRoutes() []route {
	passersby := access.Passersby()
	return []route{
		{http.MethodGet, "/c", passersby, s.published},
		{http.MethodGet, "/c/feedback", passersby, s.feedbackState},
		{http.MethodGet, "/c/:code", passersby, s.credit},
		{http.MethodPost, "/c/:code/feedback", passersby, s.sendFeedback},
	}
}

// stranger renders a page in the frame of those without an account: the same for
// everybody, so that it may be kept for a moment.
func (s *Site) stranger(name, title string, content any) ([]byte, error) {
	var out bytes.Buffer
	err := s.pages[name].t.ExecuteTemplate(&out, "public", view{frame{Title: title, Trial: s.Trial, Version: s.Version}, content})
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return out.Bytes(), nil
}

func (s *Site) toStranger(c *gin.Context, status int, name, title string, content any) error {
	out, err := s.stranger(name, title, content)
	if err == nil {
		c.Data(status, "text/html; charset=utf-8", out)
	}
	return err
}

// creditPage is what a code shows.
type creditPage struct {
	cases.PublicCredit
	Full, Empty []int // stars
	Form        *form
	Rules       []cases.PublicRules
}

// keptFor is how long a public page may be shown again as it was: a withdrawal shows
// within that time.
const keptFor = 2 * time.Second

const keptHeader = "public, max-age=2"

// moments are public pages of the last moment.
type moments struct {
	mu    sync.Mutex
	pages map[string]keptPage
}

type keptPage struct {
	body []byte
	at   time.Time
}

const mostMoments = 2000

func (k *moments) find(code string, now time.Time) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if p, ok := k.pages[code]; ok && now.Sub(p.at) < keptFor && !now.Before(p.at) {
		return p.body
	}
	return nil
}

func (k *moments) put(code string, body []byte, now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.pages == nil || len(k.pages) >= mostMoments {
		k.pages = map[string]keptPage{}
	}
	k.pages[code] = keptPage{body, now}
}

func (s *Site) credit(c *gin.Context) error {
	code, now := c.Param("code"), s.Cases.Now()
	if body := s.moments.find(code, now); body != nil {
		c.Header("Cache-Control", keptHeader)
		c.Data(http.StatusOK, "text/html; charset=utf-8", body)
		return nil
	}
	v, err := s.creditOf(c, code, nil)
	if err != nil {
		return err
	}
	body, err := s.stranger("credit", creditTitle(v), v)
	if err != nil {
		return err
	}
	s.moments.put(code, body, now)
	c.Header("Cache-Control", keptHeader)
	c.Data(http.StatusOK, "text/html; charset=utf-8", body)
	return nil
}

func creditTitle(v creditPage) string {
	if v.Shop != nil {
		return v.Shop.Name
	}
	return "信用公示"
}

func (s *Site) creditOf(c *gin.Context, code string, refused *form) (v creditPage, err error) {
	if v.PublicCredit, err = s.queries.PublicCredit(c.Request.Context(), code); err != nil {
		return v, err
	}
	if v.Rules, err = s.rulesForAll(c); err != nil || v.Shop == nil {
		return v, err
	}
	v.Rules = slices.DeleteFunc(slices.Clone(v.Rules), func(r cases.PublicRules) bool { return r.Key != v.Shop.Jurisdiction })
	v.Full, v.Empty = make([]int, v.Shop.Stars), make([]int, v.Shop.OfStars-v.Shop.Stars)
	if v.Form = refused; refused == nil {
		f := feedbackForm(v.Code)
		v.Form = &f
	}
	return v, nil
}

// rulesForAll are the same for every page; they change with a rule pack.
func (s *Site) rulesForAll(c *gin.Context) ([]cases.PublicRules, error) {
	s.publicRules.Lock()
	defer s.publicRules.Unlock()
	now := s.Cases.Now()
	if s.publicRules.all != nil && now.Sub(s.publicRules.at) < time.Minute {
		return s.publicRules.all, nil
	}
	all, err := s.queries.PublicRules(c.Request.Context())
	if err == nil {
		s.publicRules.all, s.publicRules.at = all, now
	}
	return all, err
}

// publicRules are what is told everybody, as of some moment.
type publicRules struct {
	sync.Mutex
	all []cases.PublicRules
	at  time.Time
}

// forget has them read anew.
func (r *publicRules) forget() {
	r.Lock()
	defer r.Unlock()
	r.all = nil
}

func feedbackForm(code string) form {
	return form{Action: "/c/" + url.PathEscape(code) + "/feedback", Submit: "提交", Groups: []group{{Fields: []field{
		{Name: "text", Label: "反映的情况", Kind: "area", Required: true, Wide: true, Hint: "何时、何事，5至1000字"},
		{Name: "phone", Label: "联系电话", Kind: "text", Hint: "可以不填；加密保存，只供核实情况", Auto: "tel"},
	}}}}
}

func (s *Site) sendFeedback(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	code, f := c.Param("code"), feedbackForm(c.Param("code"))
	f.fill(in)
	p := f.missing()
	if p == nil {
		var got cases.Receipt
		got, err = s.server.Commands().SendFeedback(c.Request.Context(), code, cases.NewFeedback{Text: in.Get("text"), Phone: in.Get("phone")})
		if err == nil {
			return to(c, "/c/feedback?receipt="+url.QueryEscape(got.Receipt))
		}
		var ok bool
		if p, ok = refused(err); !ok || p.Class != models.Invalid {
			return err
		}
	}
	f.explain(p)
	v, err := s.creditOf(c, code, &f)
	if err != nil {
		return err
	}
	return s.toStranger(c, statusOf(p), "credit", creditTitle(v), v)
}

// feedbackPage is what became of something that somebody said.
type feedbackPage struct {
	Asked string
	State *cases.FeedbackState
	Wrong string
}

func (s *Site) feedbackState(c *gin.Context) error {
	v := feedbackPage{Asked: c.Query("receipt")}
	if v.Asked != "" {
		state, err := s.queries.FeedbackState(c.Request.Context(), v.Asked)
		p, ok := refused(err)
		switch {
		case ok && p.Class == models.Unknown:
			v.Wrong = p.Detail
		case err != nil:
			return err
		default:
			v.State = &state
		}
	}
	return s.toStranger(c, http.StatusOK, "feedbackstate", "办理情况", v)
}

// publishedPage is what is public.
type publishedPage struct {
	Query, List string
	Lists       []option
	Rows        []cases.PublicEntry
	Next, First string
	Rules       []cases.PublicRules
}

func (s *Site) published(c *gin.Context) error {
	ctx, q := c.Request.Context(), c.Request.URL.Query()
	v := publishedPage{Query: q.Get("name"), List: q.Get("list")}
	page, err := s.queries.Published(ctx, v.List, v.Query, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v.Rows, v.Next, v.First = page.Items, nextPage("/c", q, page.Next), firstPage("/c", q)
	lists, err := s.queries.PublishedLists(ctx)
	if err != nil {
		return err
	}
	v.Lists = sortedOptions(lists)
	if v.Rules, err = s.rulesForAll(c); err != nil {
		return err
	}
	return s.toStranger(c, http.StatusOK, "published", "信用公示", v)
}
