package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/models"
)

// savedView is a filter of my work under the name that the reader gave it.
type savedView struct {
	Name, Address string
	Here          bool
}

func (s *Site) viewRoutes() []route {
	readers := access.Holders(access.Readers()...)
	return []route{
		{http.MethodPost, "/views", readers, s.saveView},
		{http.MethodPost, "/views/drop", readers, s.dropView},
	}
}

// views are the reader's saved filters.
func (s *Site) views(c *gin.Context, a access.Actor, here string) (out []savedView, err error) {
	rows, err := s.queries.SavedViews(c.Request.Context(), a)
	for _, v := range rows {
		out = append(out, savedView{v.Name, "/?" + v.Narrowed, here == "/?"+v.Narrowed})
	}
	return out, err
}

func (s *Site) saveView(c *gin.Context) error {
	return s.onView(c, "已保存，列在待办上方。", func(in url.Values) error {
		_, narrowed, _ := strings.Cut(address("/", keptFilter(in.Get("back"))), "?")
		return s.server.Commands().SaveView(c.Request.Context(), me(c), in.Get("name"), narrowed)
	})
}

func (s *Site) dropView(c *gin.Context) error {
	return s.onView(c, "已删除。", func(in url.Values) error {
		return s.server.Commands().DropView(c.Request.Context(), me(c), in.Get("name"))
	})
}

// keptFilter is what of a list's address is worth a name: not where in it one was.
func keptFilter(here string) url.Values {
	_, query, _ := strings.Cut(here, "?")
	q, _ := url.ParseQuery(query) // what cannot be read narrows nothing
	q.Del("cursor")
	return q
}

func (s *Site) onView(c *gin.Context, done string, do func(url.Values) error) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	back := within(in.Get("back"))
	err = do(in)
	if p, ok := refused(err); ok && p.Class != models.Unavailable {
		return s.warned(c, back, p)
	}
	if err != nil {
		return err
	}
	return s.told(c, back, "%s", done)
}
