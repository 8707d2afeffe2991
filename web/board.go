package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// board is the supervisor's screen: each figure leads to the rows it counts.
type board struct {
	cases.Board
	Filter        filter
	Tiles         []tile
	Organizations figure
	Kinds         figure
	Trend         figure
	People        []personLoad
	Others        []personLoad // beyond those there is room for
	All           string       // all overdue tasks
	Export        []way
	Here          string
	Urges         bool // the reader may urge
	Supervises    bool // and put notes that must be answered
}

// tile is one figure by itself.
type tile struct {
	Label, Hint, Address string
	N                    int
	Bad                  bool
}

// figure is a table that a script draws as a chart. Without one the table is what there
// is; with one it stays, folded, for who would rather read than look.
type figure struct {
	ID, Title, Shape string // bars or lines
	Of               string // what the rows are
	Series           []string
	Rows             []figureRow
}

type figureRow struct {
	Label string
	Cells []figureCell
}

type figureCell struct {
	N       int
	Address string
}

// personLoad is what lies with one person.
type personLoad struct {
	cases.LoadOf
	Open, Overdue figureCell
}

// people is how many persons' loads the screen has room for.
const people = 9

func (s *Site) board(c *gin.Context) error {
	a, at := me(c), c.Query("organization")
	b, err := s.queries.Board(c.Request.Context(), a, at)
	if err != nil {
		return err
	}
	v := board{
		Board: b, Here: address("/board", c.Request.URL.Query()), All: tasksAt(at, "state", models.Overdue),
		Urges: a.Holds(cases.Urgers()...), Supervises: a.Holds(cases.Noters()...), Tiles: tilesOf(b),
		Organizations: byPlace(b), Kinds: byKind(b), Trend: trend(b),
	}
	v.Export = exports("work", v.All)
	for _, l := range b.People {
		p := personLoad{
			l,
			figureCell{l.Load.Open, tasksAt(at, "assignee", l.ID)},
			figureCell{l.Load.Overdue, tasksAt(at, "assignee", l.ID, "state", models.Overdue)},
		}
		if len(v.People) < people {
			v.People = append(v.People, p)
		} else {
			v.Others = append(v.Others, p)
		}
	}
	organizations, err := s.reached(c, a)
	if err != nil {
		return err
	}
	v.Filter = filter{Action: "/board", Fields: []field{{Name: "organization", Label: "机构及其下级", Options: organizations}}}
	v.Filter.read(c.Request.URL.Query())
	return s.show(c, http.StatusOK, "board", "督办看板", v)
}

// tasksAt and casesAt are lists of the board's part of the tree, narrowed by name and
// value in turn.
func tasksAt(organization string, narrowed ...string) string {
	return listAt("/", organization, append([]string{"of", "all"}, narrowed...))
}

func casesAt(organization string, narrowed ...string) string {
	return listAt("/cases", organization, narrowed)
}

func listAt(path, organization string, narrowed []string) string {
	q := url.Values{"organization": {organization}}
	for i := 0; i+1 < len(narrowed); i += 2 {
		q.Set(narrowed[i], narrowed[i+1])
	}
	return address(path, q)
}

func (s *Site) boardRoutes() []route {
	overseers := access.Holders(cases.Overseers()...)
	return []route{
		{http.MethodGet, "/board", overseers, s.board},
		{http.MethodGet, "/listings", access.Holders(access.Readers()...), s.listings},
	}
}
