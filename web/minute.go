package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// minutePage takes a meeting's minute and what it decided on each of several repairs.
type minutePage struct {
	Form      form
	Files     []minuteFile
	Confirm   bool
	Said      []pair
	Sent      []pair
	Results   []minuteResult
	Counted   int
	Kept      int
	NothingOf bool
}

// minuteFile is one repair on the page.
type minuteFile struct {
	cases.SignOffLine
	Chosen  bool
	Choice  field
	Opinion field
	Label   string // of the choice, to be confirmed
}

// minuteResult is what became of one repair.
type minuteResult struct {
	minuteFile
	cases.BatchResult
}

func (s *Site) minutePage(c *gin.Context) error {
	v, err := s.minute(c, c.Request.URL.Query())
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "minute", "会议纪要签批", v)
}

// minute is the page with what was filled in; all of the office's own waiting files are
// there to choose from.
func (s *Site) minute(c *gin.Context, in url.Values) (v minutePage, err error) {
	page, err := s.queries.SignOffs(c.Request.Context(), me(c), "", cases.Page{Limit: 50})
	if err != nil {
		return v, err
	}
	v.Form = form{Action: "/sign-off/minute", Key: newKey(), Submit: "下一步：逐件核对", Groups: []group{{Legend: "会议纪要", Fields: []field{
		{Name: "number", Label: "文号", Kind: "text", Required: true},
		{Name: "title", Label: "名称", Kind: "text", Required: true},
		{Name: "held_at", Label: "会议日期", Kind: "date", Required: true},
		{Name: "scan", Label: "扫描件", Kind: "text", Required: true, Or: true, Hint: "上传扫描件，或者写明其编号、存放位置"},
		{Name: "scan.file", Label: "上传扫描件", Kind: "file", Single: true},
	}}}}
	v.Form.fill(in)
	for _, line := range page.Items {
		if line.Outside {
			continue
		}
		f := minuteFile{SignOffLine: line, Chosen: slices.Contains(in["task"], line.ID)}
		f.Choice = field{Name: "choice." + line.ID, Label: line.Case + "的意见", Kind: "select", Required: true, Value: "signed"}
		for _, ch := range line.Choices {
			f.Choice.Options = append(f.Choice.Options, option{Value: ch.Key, Label: ch.Label})
		}
		f.Opinion = field{Name: "opinion." + line.ID, Label: line.Case + "的理由", Kind: "text", Hint: "不填的，按会议纪要的意见"}
		g := form{Groups: []group{{Fields: []field{f.Choice, f.Opinion}}}}
		g.fill(in)
		f.Choice, f.Opinion = g.Groups[0].Fields[0], g.Groups[0].Fields[1]
		for _, o := range f.Choice.Options {
			if o.Value == f.Choice.Value {
				f.Label = o.Label
			}
		}
		v.Files = append(v.Files, f)
	}
	return v, nil
}

func (s *Site) signByMinute(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.minute(c, in)
	if err != nil {
		return err
	}
	m, p := readMinute(in)
	p = either(p, v.Form.missing())
	if p == nil && len(m.Items) == 0 {
		p = models.Refuse(models.Invalid, "minute.incomplete", "没有选择案件", "请至少选择一件信用修复。")
	}
	switch {
	case in.Get("revise") != "":
		return s.show(c, http.StatusOK, "minute", "会议纪要签批", v)
	case p != nil:
		v.Form.explain(p)
		return s.show(c, http.StatusUnprocessableEntity, "minute", "会议纪要签批", v)
	case in.Get("confirmed") == "":
		v.Confirm, v.Said, v.Sent = true, v.Form.said(), sent(in)
		return s.show(c, http.StatusOK, "minute", "请确认", v)
	}
	out, err := s.server.Commands().SignByMinute(c.Request.Context(), me(c), m, in.Get("key"))
	if p, ok := refused(err); ok && p.Class != models.Unavailable {
		v.Form.explain(p)
		return s.show(c, statusOf(p), "minute", "会议纪要签批", v)
	}
	if err != nil {
		return err
	}
	v.results(out)
	return s.show(c, http.StatusOK, "minute", "签批结果", v)
}

// results puts what became of each file beside it. Sent again, it says the same: what
// counted is no longer among the waiting.
func (v *minutePage) results(out []cases.BatchResult) {
	for _, r := range out {
		one := minuteResult{BatchResult: r}
		one.ID = r.Task
		one.Case, _ = ofTask(r.Task)
		for _, f := range v.Files {
			if f.ID == r.Task {
				one.minuteFile = f
			}
		}
		if r.Status == models.CommandRefused {
			v.Kept++
		} else {
			v.Counted++
		}
		v.Results = append(v.Results, one)
	}
}

func readMinute(in url.Values) (cases.Minute, *models.Problem) {
	r := &reader{in: in}
	m := cases.Minute{Number: r.text("number"), Title: r.text("title"), Scan: r.text("scan"), File: r.file("scan"), HeldAt: r.instant("held_at")}
	for _, id := range in["task"] {
		m.Items = append(m.Items, cases.MinuteItem{Task: id, Choice: strings.TrimSpace(in.Get("choice." + id)), Opinion: r.text("opinion." + id)})
	}
	return m, r.problem()
}
