package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// boardAct is what a supervisor does to several tasks at once, before and after.
type boardAct struct {
	Label   string
	Form    form
	Rows    []cases.TaskLine
	Gone    int // chosen, but no longer there, or never the reader's to see
	Results []boardResult
	Back    string
}

// boardResult is what became of one task.
type boardResult struct {
	cases.TaskLine
	Status string
	Why    *cases.Refusal
}

var boardVerbs = map[string]struct{ label, note, hint string }{
	"urge":      {"催办", "附言（可以不填）", "对方将收到消息，催办记入留痕。"},
	"supervise": {"督办", "督办意见", "对方须在规定期限内书面答复，督办记入留痕。"},
}

// choose shows the chosen tasks, and asks what is to be said to them.
func (s *Site) choose(verb string) action {
	return func(c *gin.Context) error {
		q := c.Request.URL.Query()
		if len(q["task"]) == 0 {
			p := models.Refuse(models.Invalid, "board.none_chosen", "没有选择待办", "请先勾选需要%s的待办。", boardVerbs[verb].label)
			return s.warned(c, boardBack(q), p)
		}
		v, err := s.chosen(c, verb, q)
		if err != nil {
			return err
		}
		return s.show(c, http.StatusOK, "boardact", v.Label, v)
	}
}

// chosen reads the tasks that an address or a form names.
func (s *Site) chosen(c *gin.Context, verb string, in url.Values) (v boardAct, err error) {
	w, ids := boardVerbs[verb], in["task"]
	if len(ids) > cases.MostPerPage {
		ids = ids[:cases.MostPerPage]
	}
	v = boardAct{Label: w.label, Back: boardBack(in)}
	if v.Rows, err = s.queries.TasksNamed(c.Request.Context(), me(c), ids); err != nil {
		return v, err
	}
	v.Gone = len(ids) - len(v.Rows)
	v.Form = form{
		Action: "/board/" + verb, Key: newKey(), Submit: fmt.Sprintf("确认%s%d项", w.label, len(v.Rows)), Hidden: []pair{{"back", v.Back}},
		Groups: []group{{Hint: w.hint, Fields: []field{{Name: "note", Label: w.note, Kind: "area", Wide: true, Required: verb == "supervise"}}}},
	}
	for _, t := range v.Rows {
		v.Form.Hidden = append(v.Form.Hidden, pair{"task", t.ID})
	}
	return v, nil
}

// many carries it out, each task for itself. Where all of them counted the board says
// so; where some did not, a page tells which and why.
func (s *Site) many(verb string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		v, err := s.chosen(c, verb, in)
		if err != nil {
			return err
		}
		v.Form.fill(in)
		if p := v.Form.missing(); p != nil {
			v.Form.explain(p)
			return s.show(c, statusOf(p), "boardact", v.Label, v)
		}
		batch := cases.Batch{Verb: verb, Reason: strings.TrimSpace(in.Get("note"))}
		for _, id := range in["task"] {
			batch.Items = append(batch.Items, cases.BatchItem{Task: id})
		}
		done, err := s.server.Commands().Batch(c.Request.Context(), me(c), batch, in.Get("key"))
		if p, ok := refused(err); ok && p.Class != models.Unavailable {
			v.Form.explain(p)
			return s.show(c, statusOf(p), "boardact", v.Label, v)
		}
		if err != nil {
			return err
		}
		return s.doneMany(c, v, done)
	}
}

func (s *Site) doneMany(c *gin.Context, v boardAct, done []cases.BatchResult) error {
	lines := map[string]cases.TaskLine{}
	for _, t := range v.Rows {
		lines[t.ID] = t
	}
	failed := 0
	for _, d := range done {
		line, seen := lines[d.Task]
		if !seen {
			line = cases.TaskLine{ID: d.Task, Name: d.Task}
		}
		if d.Refusal != nil {
			failed++
		}
		v.Results = append(v.Results, boardResult{line, d.Status, d.Refusal})
	}
	if failed == 0 {
		return s.told(c, v.Back, "已%s%d项。", v.Label, len(done))
	}
	return s.show(c, http.StatusOK, "boardacted", v.Label+"结果", v)
}

// boardBack is the board or the list from which tasks were chosen.
func boardBack(in url.Values) string {
	if back := in.Get("back"); back != "" {
		return within(back)
	}
	return "/board"
}
