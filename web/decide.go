package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// decide takes a decision: read, checked, confirmed where it cannot be undone, and then
// the command's. What is refused comes back with the form as it was filled in.
func (s *Site) decide(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	id, choice := c.Param("id"), in.Get("choice")
	number, step := ofTask(id)
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	t, open := d.task(id)
	if open {
		step = t.Step // of what stands beside a question, its own
	}
	dec, r := readDecision(d, step, choice, in)
	if open {
		f, label := chosen(d, t, choice, in)
		switch p := either(r.problem(), f.missing()); {
		case in.Get("revise") != "":
			return s.again(c, d, id, choice, in, nil, http.StatusOK)
		case moved(d, in):
			return s.again(c, d, id, choice, in, stale(), http.StatusConflict)
		case p != nil:
			return s.again(c, d, id, choice, in, p, http.StatusUnprocessableEntity)
		case consequenceOf(d.c.Kind, step, choice) != "" && in.Get("confirmed") == "":
			return s.confirm(c, d, t, label, f, in, dec)
		}
	}
	dec.Verb = contract.Decide
	out, err := s.server.Commands().Decide(c.Request.Context(), me(c), id, dec, in.Get("key"))
	if p, _ := mendable(err); p != nil {
		if d, err = s.desk(c.Request.Context(), me(c), number); err != nil {
			return err
		}
		return s.again(c, d, id, choice, in, p, statusOf(p))
	}
	if err != nil {
		return err
	}
	return s.settled(c, "/cases/"+number, d.step(step).Name, out)
}

// settled tells what became of a command.
func (s *Site) settled(c *gin.Context, address, name string, out cases.Settled) error {
	if out.Status == models.CommandReceived {
		return s.told(c, address, "“%s”的决定已收到并保存，系统恢复后即生效，无须重复提交。", name)
	}
	return s.told(c, address, "“%s”已办理，决定已生效。", name)
}

// chosen is the form of a choice as it was filled in.
func chosen(d *desk, t cases.TaskView, choice string, in url.Values) (f form, label string) {
	at := slices.IndexFunc(t.Choices, func(c cases.Choice) bool { return c.Key == choice })
	if at < 0 {
		return form{}, choice
	}
	f = choiceForm(d, t, t.Choices[at])
	f.fill(in)
	return f, t.Choices[at].Label
}

// moved says that the case went on since the page was shown.
func moved(d *desk, in url.Values) bool {
	return in.Get("version") != "" && in.Get("version") != version(d)
}

func stale() *models.Problem {
	return models.Refuse(models.Conflict, "page.stale", "页面已过时",
		"您打开页面后案件有了新的变化，决定没有提交。变化列在下面，请核对后再次提交。")
}

// again shows the case with the form as it was filled in, and what is wrong with it.
func (s *Site) again(c *gin.Context, d *desk, task, choice string, in url.Values, p *models.Problem, status int) error {
	v, err := s.casePage(c.Request.Context(), d)
	if err != nil {
		return err
	}
	v.Changes = v.since(in.Get("version"))
	placed := false
	for i := range v.Asks {
		for j := range v.Asks[i].Answers {
			a := &v.Asks[i].Answers[j]
			if v.Asks[i].Task.ID != task || a.Key != choice {
				continue
			}
			a.Open, placed = true, true
			a.Form.fill(in)
			if p != nil {
				a.Form.explain(p)
			}
		}
	}
	if p != nil && (!placed || p.Code == "page.stale") {
		v.Problem = problemOf(p)
		v.Problem.Others = telling(p.Fields)
	}
	return s.show(c, status, "case", d.c.Number, v)
}

// statusOf is the status a refused form is shown with.
func statusOf(p *models.Problem) int {
	switch p.Class {
	case models.Conflict:
		return http.StatusConflict
	case models.Forbidden:
		return http.StatusForbidden
	case models.Malformed:
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

func either(a, b *models.Problem) *models.Problem {
	if a != nil {
		return a
	}
	return b
}
