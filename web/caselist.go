package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// caseList is the cases the reader may see, newest first.
type caseList struct {
	Filter filter
	Rows   []cases.CaseLine
	Next   string
	First  string
	Export []way // the list as a file
}

func (s *Site) caseList(c *gin.Context) error {
	a, q := me(c), c.Request.URL.Query()
	f, err := caseFilterOf(q)
	if err != nil {
		return err
	}
	page, err := s.queries.Cases(c.Request.Context(), a, f, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v := caseList{Rows: page.Items, Next: nextPage("/cases", q, page.Next), First: firstPage("/cases", q), Export: exports("cases", address("/cases", q))}
	if v.Filter, err = s.caseFilter(c, a); err != nil {
		return err
	}
	v.Filter.narrow("/cases", q, "")
	return s.show(c, http.StatusOK, "cases", "案件", v)
}

func (s *Site) caseFilter(c *gin.Context, a access.Actor) (filter, error) {
	organizations, err := s.reached(c, a)
	f := filter{Action: "/cases", Fields: []field{
		{Name: "kind", Label: "类别", Options: options(kindWords, caseKinds...)},
		{Name: "state", Label: "状态", Options: []option{
			{Value: cases.StateOpen, Label: "办理中"}, {Value: models.Overdue, Label: "超期"}, {Value: cases.StateClosed, Label: "已办结"},
		}},
		{Name: "stage", Label: "阶段", Options: options(stageWords, stagesOf(c.Query("kind"))...)},
		{Name: "organization", Label: "机构", Options: organizations},
	}}
	f.read(c.Request.URL.Query())
	return f, err
}

// stagesOf are the stages a kind of case passes, for filters.
func stagesOf(kind string) []string {
	byKind := map[string][]string{
		"violation":  {"reported", "dispatched", "handling", "verifying", "recognition", "notified", "statement", "review", "legal_review", "approval", "decided"},
		"listing":    {"proposed", "statement", "review", "approval", "decided", "published", "repairable"},
		"dispute":    {"received", "supplement", "investigating"},
		"breach":     {"verifying", "notified", "statement", "recognition"},
		"repair":     {"received", "supplement", "verifying", "sign_off", "held"},
		"revocation": {"confirming"},
	}
	if s, ok := byKind[kind]; ok {
		return s
	}
	return []string{
		"reported", "dispatched", "handling", "verifying", "recognition", "notified", "statement", "review", "legal_review", "approval", "decided",
		"proposed", "published", "repairable", "received", "supplement", "investigating", "sign_off", "held", "confirming",
	}
}
