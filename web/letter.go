package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// letterForm asks for the answer of an office outside the system (复函): what it says,
// and where the letter is found.
func letterForm(d *desk, t cases.TaskView) form {
	choice := field{Name: "choice", Label: "复函意见", Kind: "select", Required: true}
	for _, c := range t.Choices {
		choice.Options = append(choice.Options, option{Value: c.Key, Label: c.Label})
	}
	return form{
		Action: "/sign-off/file/" + d.c.Number + "/letter", Key: newKey(), Submit: "登记复函",
		Hidden: []pair{{"task", t.ID}, {"version", version(d)}},
		Groups: []group{
			{Legend: "复函", Hint: "照复函原件填写。", Fields: []field{
				choice,
				{Name: "number", Label: "复函文号", Kind: "text", Required: true},
				{Name: "date", Label: "复函日期", Kind: "date", Required: true},
				{Name: "signer", Label: "签发人", Kind: "text", Required: true, Hint: "对方办公室签发复函的人"},
				{Name: "scan", Label: "扫描件", Kind: "text", Required: true, Or: true, Hint: "上传扫描件，或者写明其编号、存放位置"},
				{Name: "scan.file", Label: "上传扫描件", Kind: "file", Single: true},
			}},
			{Fields: []field{{Name: "reason", Label: "复函所述理由", Kind: "area", Wide: true, Hint: "不同意修复或者退回补充核查的，须照录复函的理由"}}},
		},
	}
}

// enterLetter enters an outside office's answer for it.
func (s *Site) enterLetter(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	number, id := c.Param("number"), in.Get("task")
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	dec, p := readLetter(in)
	if t, open := d.task(id); open {
		f := letterForm(d, t)
		f.fill(in)
		switch p := either(p, either(f.missing(), lacksReason(t, in))); {
		case in.Get("revise") != "":
			return s.signOffAgain(c, d, in, nil, http.StatusOK)
		case moved(d, in):
			return s.signOffAgain(c, d, in, stale(), http.StatusConflict)
		case p != nil:
			return s.signOffAgain(c, d, in, p, http.StatusUnprocessableEntity)
		case in.Get("confirmed") == "":
			return s.confirm(c, d, t, "登记复函", f, in, dec)
		}
	}
	return s.signed(c, d, in, dec, number, id)
}

// readLetter reads the form: the letter is both the decision's detail and its evidence.
func readLetter(in url.Values) (cases.Decision, *models.Problem) {
	r := &reader{in: in}
	letter := map[string]any{"number": r.text("number"), "date": r.instant("date"), "signer": r.text("signer")}
	details, _ := json.Marshal(map[string]any{"letter": letter})
	return cases.Decision{
		Choice: r.text("choice"), Reason: r.text("reason"), Details: details,
		Evidence: []cases.Evidence{{Kind: "letter", Title: "复函，扫描件：" + r.text("scan"), Number: r.text("number"), File: r.file("scan")}},
	}, r.problem()
}

// lacksReason says that an answer needs the letter's reasons.
func lacksReason(t cases.TaskView, in url.Values) *models.Problem {
	for _, c := range t.Choices {
		if c.Key == in.Get("choice") && c.Reason && in.Get("reason") == "" {
			return models.Refuse(models.Invalid, "form.incomplete", "填写不全", "“%s”须照录复函所述理由。", c.Label).
				Where(models.Field{Field: "reason", Message: "须填写理由"})
		}
	}
	return nil
}
