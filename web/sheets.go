package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// serviceReceipt is the form that whoever serves a document has signed (送达回证).
func (s *Site) serviceReceipt(c *gin.Context) error {
	d, err := s.queries.Document(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "servicereceipt", "送达回证", d)
}

// approval is a case as it is laid before those who decide (呈批表): what was found, and
// who said what of it, with room for those who are still to sign.
type approval struct {
	Case     cases.CaseView
	Parties  []cases.Party
	Facts    []fact
	Recorded []recorded
	Done     []cases.TaskDone
	Waiting  []cases.TaskView
}

func (s *Site) approvalSheet(c *gin.Context) error {
	d, err := s.desk(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	v := approval{Case: d.c, Parties: d.parties, Facts: facts(d), Recorded: recognitions(d)}
	for _, h := range d.c.History {
		if h.Kind == "" || h.Kind == models.KindSignature {
			v.Done = append(v.Done, h)
		}
	}
	for _, t := range d.c.Tasks {
		if t.Kind == "" || t.Kind == models.KindSignature {
			v.Waiting = append(v.Waiting, t)
		}
	}
	return s.show(c, http.StatusOK, "approvalsheet", "呈批表", v)
}

// paper is one piece of a case's file, in the order in which it came in.
type paper struct {
	Title, Number, From, Address string
	At                           models.Instant
}

// filed is a case's file (卷宗目录).
type filed struct {
	Case    cases.CaseView
	Parties []cases.Party
	Papers  []paper
}

func (s *Site) contents(c *gin.Context) error {
	d, err := s.desk(c.Request.Context(), me(c), c.Param("number"))
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "contents", "卷宗目录", filed{d.c, d.parties, inFile(d)})
}

// inFile are the intake with what came with it, the opinions of each step with theirs,
// and the documents with their receipts.
func inFile(d *desk) (out []paper) {
	came := paper{Title: "收件登记（" + word(kindWords, d.c.Kind) + "）", Number: d.c.Number, From: d.c.Organization.Name, At: d.c.ReceivedAt}
	out = append(out, came)
	for _, x := range exhibits(d) {
		at := d.c.ReceivedAt
		for _, h := range d.c.History {
			if h.Name == x.From {
				at = h.ClosedAt
			}
		}
		out = append(out, paper{Title: x.Title, Number: x.Number, From: x.From, At: at})
	}
	for _, h := range d.c.History {
		if strings.TrimSpace(h.Reason) != "" {
			out = append(out, paper{Title: h.Name + "意见：" + h.Label, From: h.DecidedBy.Name, At: h.ClosedAt})
		}
	}
	for _, doc := range d.c.Links.Documents {
		out = append(out, paper{Title: doc.Title, Number: doc.Number, From: d.c.Organization.Name, Address: "/documents/" + doc.ID, At: doc.IssuedAt})
		if doc.ServedAt != 0 {
			out = append(out, paper{Title: "送达回证（" + doc.Title + "）", Number: doc.Number, From: word(methodWords, doc.Method), Address: "/documents/" + doc.ID + "/receipt", At: doc.ServedAt})
		}
	}
	slices.SortStableFunc(out, func(a, b paper) int { return cmp.Compare(a.At, b.At) })
	return out
}
