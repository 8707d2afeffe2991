package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// subjectFile is what the register holds of a subject (一人一档).
type subjectFile struct {
	cases.File
	Catalogue   cases.Catalogue
	Ways        []way
	Report      string
	Filter      filter
	Bars        []bar
	Chosen      *cases.CycleScore // whose entries are shown
	Entries     []cases.EntryView
	Next, First string // of the entries
	Restraints  []cases.BarView
	Kinds       []subjectCases
	Open        []cases.CaseLine
	Looks       []cases.LookView
	AllLooks    string
	Addresses   serviceAddresses
}

// bar is one cycle in the chart.
type bar struct {
	Cycle          string
	Total, Counted int
	Y, TotalWidth  int
	CountedWidth   int
}

// subjectCases are the cases of one kind.
type subjectCases struct {
	Kind  string
	Lines []cases.CaseLine
}

// entriesPerPage of a cycle's ledger.
const entriesPerPage = 50

func (s *Site) subjectFile(c *gin.Context) error { return s.showSubject(c, http.StatusOK, nil) }

// showSubject shows a subject's file; refused is the confirmation of address that was
// sent and not taken.
func (s *Site) showSubject(c *gin.Context, status int, refused *form) error {
	ctx, a, q := purposeOf(c), me(c), c.Request.URL.Query()
	f, err := s.queries.File(ctx, a, c.Param("id"))
	if err != nil {
		return err
	}
	here := "/subjects/" + url.PathEscape(f.Subject.ID)
	v := subjectFile{File: f, Report: here + "/report", Restraints: f.Bars, Bars: chart(f.Score)}
	if v.Catalogue, err = s.queries.Catalogue(ctx, f.Subject.Jurisdiction, ""); err != nil {
		return err
	}
	for _, k := range []string{"violation", "breach", "dispute", "repair"} {
		if may(a, k) {
			v.Ways = append(v.Ways, way{intakeTitles[k].Name, "/intake/" + k + "?subject=" + url.QueryEscape(f.Subject.ID)})
		}
	}
	v.Ways = append(v.Ways, way{"门店", "/shops?subject=" + url.QueryEscape(f.Subject.ID)})
	if a.Holds(cases.Rightkeepers()...) && f.Subject.Status == models.SubjectActive {
		v.Ways = append(v.Ways, way{"登录码", here + "/entrance-code"})
	}
	if a.Holds(personalRoles()...) {
		v.Ways = append(v.Ways, way{"主体信息", here + "/personal"})
	}
	v.cycle(here, q)
	v.sort()
	if a.Holds(cases.Watchers()...) {
		page, err := s.queries.Looks(ctx, a, cases.LookFilter{Subject: f.Subject.ID}, cases.Page{Limit: 10})
		if err != nil {
			return err
		}
		v.Looks, v.AllLooks = page.Items, "/looks?subject="+url.QueryEscape(f.Subject.ID)
	}
	if v.Addresses, err = s.serviceAddresses(c, f.Subject); err != nil {
		return err
	}
	if refused != nil {
		v.Addresses.Form = refused
	}
	return s.show(c, status, "subject", f.Subject.Name, v)
}

// purposeOf says for what a page is opened: what the address says, or the case from
// whose page the reader came.
func purposeOf(c *gin.Context) context.Context {
	purpose := c.Query("purpose")
	if purpose == "" {
		if from, err := url.Parse(c.GetHeader("Referer")); err == nil && from.Host == c.Request.Host {
			for _, page := range []string{"/cases/", "/sign-off/file/"} {
				if number, ok := strings.CutPrefix(from.Path, page); ok && !strings.Contains(number, "/") {
					purpose = "办理案件" + number
				}
			}
		}
	}
	return cases.WithPurpose(c.Request.Context(), purpose)
}

// cycle picks the cycle whose entries are shown, the newest where none is asked for,
// and the page of them.
func (v *subjectFile) cycle(here string, q url.Values) {
	chosen := field{Name: "cycle", Label: "计分周期"}
	for i, c := range v.Score {
		chosen.Options = append(chosen.Options, option{Value: c.Cycle, Label: c.Cycle + "年度"})
		if v.Chosen == nil || c.Cycle == q.Get("cycle") {
			v.Chosen = &v.Score[i]
		}
	}
	v.Filter = filter{Action: here, Fields: []field{chosen}}
	v.Filter.read(q)
	if v.Chosen == nil {
		return
	}
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	from := min((page-1)*entriesPerPage, len(v.Chosen.Entries))
	to := min(from+entriesPerPage, len(v.Chosen.Entries))
	v.Entries = v.Chosen.Entries[from:to]
	at := func(n int) string {
		return address(here, url.Values{"cycle": {v.Chosen.Cycle}, "page": {strconv.Itoa(n)}})
	}
	if to < len(v.Chosen.Entries) {
		v.Next = at(page + 1)
	}
	if page > 1 {
		v.First = at(1)
	}
}

// sort puts the cases into the sections of the file.
func (v *subjectFile) sort() {
	for _, k := range []string{"dispute", "repair", "breach", "violation", "listing", "revocation"} {
		one := subjectCases{Kind: k}
		for _, c := range v.Cases {
			if c.Kind == k {
				one.Lines = append(one.Lines, c)
			}
		}
		if len(one.Lines) > 0 {
			v.Kinds = append(v.Kinds, one)
		}
	}
	for _, c := range v.Cases {
		if c.State != "closed" {
			v.Open = append(v.Open, c)
		}
	}
}

// The chart's measures.
const (
	barHeight = 28
	barWidth  = 190
)

// chart draws the cycles as bars, each as long as its share of the highest total.
func chart(score []cases.CycleScore) (out []bar) {
	most := 1
	for _, c := range score {
		most = max(most, c.Total)
	}
	for i, c := range score {
		if i == 10 {
			break // older ones stand in the filter
		}
		out = append(out, bar{c.Cycle, c.Total, c.Counted, i * barHeight, c.Total * barWidth / most, c.Counted * barWidth / most})
	}
	return out
}

// Height of the whole chart.
func (v subjectFile) Height() int { return len(v.Bars) * barHeight }
