package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

func (s *Site) documentRoutes() []route {
	readers, deciders := access.Holders(access.Readers()...), access.Holders(access.Deciders()...)
	return []route{
		{http.MethodGet, "/documents/:id", readers, s.document},
		{http.MethodGet, "/documents/:id/receipt", readers, s.serviceReceipt},
		{http.MethodPost, "/documents/:id/correction", deciders, s.correctDocument},
		{http.MethodPost, "/documents/:id/service", deciders, s.serveDocument},
		{http.MethodGet, "/cases/:number/approval-sheet", readers, s.approvalSheet},
		{http.MethodGet, "/cases/:number/contents", readers, s.contents},
		{http.MethodGet, "/cases/:number/archive", readers, s.archive},
	}
}

// documentPage is a document as it prints, and what may be done about it.
type documentPage struct {
	cases.DocumentFull
	Correction, Serve *form
	Problem           *problem
}

func (s *Site) document(c *gin.Context) error { return s.showDocument(c, http.StatusOK, nil) }

// showDocument shows a document; refused is the form that was sent and not taken.
func (s *Site) showDocument(c *gin.Context, status int, refused func(*documentPage)) error {
	d, err := s.queries.Document(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := documentPage{DocumentFull: d}
	if slices.Contains(d.Acts, "correction") {
		v.Correction = askCorrection(d)
	}
	if slices.Contains(d.Acts, "service") {
		v.Serve = askService(d)
	}
	if refused != nil {
		refused(&v)
	}
	return s.show(c, status, "document", d.Title, v)
}

func askCorrection(d cases.DocumentFull) *form {
	f := mark(form{
		Action: "/documents/" + d.ID + "/correction", Key: newKey(), Submit: "作出更正通知书", Danger: true,
		Groups: []group{{Hint: "仅更正文字错误，不改变文书的内容和效力；更正通知书作出后不能收回。", Fields: []field{
			{Name: "before", Label: "原文", Kind: "text", Required: true, Wide: true, Hint: "照文书逐字抄录，包括标点"},
			{Name: "after", Label: "更正为", Kind: "text", Required: true, Wide: true},
			{Name: "reason", Label: "更正理由", Kind: "area", Required: true, Wide: true},
			{Name: "sure", Label: "我已核对，确认作出更正通知书", Kind: "check", Required: true, Wide: true},
		}}},
	})
	return &f
}

func askService(d cases.DocumentFull) *form {
	f := mark(form{
		Action: "/documents/" + d.ID + "/service", Key: newKey(), Submit: "登记送达",
		Groups: append(askServed("", ""), askEvidence(false, "receipt")...),
	})
	return &f
}

func (s *Site) correctDocument(c *gin.Context) error {
	return s.onDocument(c, func(v *documentPage) *form { return v.Correction }, func(in url.Values) (string, error) {
		d, err := s.server.Commands().Correct(c.Request.Context(), me(c), c.Param("id"),
			cases.Correction{Before: in.Get("before"), After: in.Get("after"), Reason: in.Get("reason")}, in.Get("key"))
		if err != nil {
			return "", err
		}
		return "已作出" + d.Corrections[len(d.Corrections)-1].Number + "，请送达后登记。", nil
	})
}

func (s *Site) serveDocument(c *gin.Context) error {
	return s.onDocument(c, func(v *documentPage) *form { return v.Serve }, func(in url.Values) (string, error) {
		r := &reader{in: in}
		out := cases.DocumentService{Evidence: readEvidence(r)}
		if err := json.Unmarshal(asJSON(readServed(r, "")), &out.HowServed); err != nil {
			return "", err
		}
		if p := r.problem(); p != nil {
			return "", p
		}
		_, err := s.server.Commands().ServeDocument(c.Request.Context(), me(c), c.Param("id"), out, in.Get("key"))
		return "送达已登记。", err
	})
}

// onDocument takes a form about a document: asked for what is missing, carried out, told.
func (s *Site) onDocument(c *gin.Context, of func(*documentPage) *form, do func(url.Values) (string, error)) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	d, err := s.queries.Document(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	asked := of(&documentPage{Correction: askCorrection(d), Serve: askService(d)})
	asked.fill(in)
	message := ""
	if p := asked.missing(); p != nil {
		err = p
	} else {
		message, err = do(in)
	}
	p, err := mendable(err)
	switch {
	case p != nil:
		return s.showDocument(c, statusOf(p), func(v *documentPage) {
			if f := of(v); f != nil {
				f.fill(in)
				f.explain(p)
				return
			}
			v.Problem = problemOf(p) // nothing is asked of the reader any more
		})
	case err != nil:
		return err
	}
	return s.told(c, "/documents/"+c.Param("id"), "%s", message)
}
