package web

import (
	"maps"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
)

// postWay is one of the reader's posts and the way to what waits for it alone.
type postWay struct {
	Label, Address string
	Here           bool
}

// postWays are the ways to look through one of several posts; who has one has none.
// Filters stay.
func (s *Site) postWays(c *gin.Context, a access.Actor, q url.Values) (out []postWay, err error) {
	held := a.ReaderPosts()
	if len(held) < 2 {
		return nil, nil
	}
	called, err := s.postLabels(c, held)
	if err != nil {
		return nil, err
	}
	through := func(post, label string) {
		on := maps.Clone(q)
		on.Set("post", post)
		on.Del("cursor")
		out = append(out, postWay{label, address("/", on), q.Get("post") == post})
	}
	through("", "全部职责")
	for _, g := range held {
		through(g.Key(), called[g.Key()])
	}
	return out, nil
}

// postLabels name posts as people do.
func (s *Site) postLabels(c *gin.Context, held []access.Grant) (map[string]string, error) {
	var ids []string
	for _, g := range held {
		ids = append(ids, g.Organization)
	}
	called, err := s.queries.OrganizationNames(c.Request.Context(), ids)
	labels := map[string]string{}
	for _, g := range held {
		labels[g.Key()] = g.Role.Label() + "（" + called[g.Organization] + "）"
	}
	return labels, err
}
