package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// view is a page with what stands around it.
type view struct {
	Frame frame
	Page  any
}

// frame is what every page shows: who is here, where they can go, what just happened.
type frame struct {
	Title   string
	Trial   bool
	Version string
	Flash   string
	Warning string // as Flash, of what was refused
	Query   string // of the search box
	Name    string // of who is signed in; empty for nobody
	Posts   []post
	Acting  []string // for whom the reader acts meanwhile
	Nav     []navItem
	Search  bool // the reader has something to search
	Decides bool // and decides cases, so that somebody must act for them when they are away
	Own     bool // the reader is a subject in its own entrance
}

// post is a role held somewhere; of several, each leads to what waits for it.
type post struct{ Role, Organization, Address string }

// navItem is one way on.
type navItem struct {
	Title, Address string
	Here           bool
}

func (s *Site) frame(c *gin.Context, title string) frame {
	ctx := c.Request.Context()
	f := frame{Title: title, Trial: s.Trial, Version: s.Version, Flash: s.Gate.Sessions.TakeFlash(ctx)}
	if text, refused := strings.CutPrefix(f.Flash, warning); refused {
		f.Flash, f.Warning = "", text
	}
	a, known := access.From(ctx)
	if !known {
		return f
	}
	f.Name, f.Query = a.Name, c.Query("q")
	if a.Subject != "" {
		f.Own, f.Nav = true, ownNav(c.Request.URL.Path)
		return f
	}
	f.Posts = s.posts(c, a)
	for _, p := range a.Acting {
		f.Acting = append(f.Acting, p.Name)
	}
	if !a.MustChange {
		f.Nav = nav(a, c.Request.URL.Path)
		f.Search, f.Decides = a.Holds(access.Readers()...), a.Holds(access.Deciders()...)
	}
	return f
}

// posts are the roles in force, each with the organization it is held in.
func (s *Site) posts(c *gin.Context, a access.Actor) (out []post) {
	var ids []string
	for _, g := range a.Grants {
		ids = append(ids, g.Organization)
	}
	called, err := s.queries.OrganizationNames(c.Request.Context(), ids)
	if err != nil {
		return nil // the page itself will say what is wrong
	}
	several := len(a.ReaderPosts()) > 1
	for _, g := range a.Grants {
		p := post{Role: g.Role.Label(), Organization: called[g.Organization]}
		if several && slices.Contains(access.Readers(), g.Role) {
			p.Address = "/?" + url.Values{"post": {g.Key()}}.Encode()
		}
		out = append(out, p)
	}
	return out
}

// nav is what the actor's roles lead to. Further parts of the office are added here,
// each with the roles that have business there.
func nav(a access.Actor, here string) (items []navItem) {
	reads, decides := a.Holds(access.Readers()...), a.Holds(access.Deciders()...)
	for _, n := range []struct {
		title, address string
		show           bool
	}{
		{"待办", "/", reads},
		{"督办看板", "/board", a.Holds(cases.Overseers()...)},
		{"案件", "/cases", reads},
		{"签批台", "/sign-off", a.Holds(access.OfficeMembers()...)},
		{"立案与申请", "/intake", decides && len(openIntakes(a)) > 0},
		{"信用主体", "/subjects", reads},
		{"名单", "/listings", reads},
		{"群众反映", "/feedback", a.Holds(cases.Shopkeepers()...)},
		{"查看记录", "/looks", a.Holds(cases.Watchers()...)},
		{"消息", "/notices", reads},
		{"机构", "/organizations", a.Holds(access.Administrators()...)},
		{"人员", "/people", a.Holds(access.Administrators()...)},
		{"消息投递", "/deliveries", a.Holds(access.Administrators()...)},
		{"流程", "/processes", a.Holds(access.Administrators()...)},
		{"核验", "/audit", a.Holds(cases.Watchers()...)},
		{"认定标准", "/rules", true},
		{"放假安排", "/calendar", a.Holds(cases.YearKeepers()...)},
	} {
		if n.show {
			items = append(items, navItem{n.title, n.address, n.address == here || n.address != "/" && strings.HasPrefix(here, n.address)})
		}
	}
	return items
}

// openIntakes are the kinds of matters the actor may bring somewhere.
func openIntakes(a access.Actor) (kinds []string) {
	for _, k := range intakeKinds {
		if a.Holds(cases.Bringers(k)...) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

var intakeKinds = []string{"violation", "dispute", "breach", "repair", "revocation"}

// may says whether the actor may bring a matter of a kind.
func may(a access.Actor, kind string) bool { return slices.Contains(openIntakes(a), kind) }
