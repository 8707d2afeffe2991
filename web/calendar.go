package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) calendarRoutes() []route {
	keepers := access.Holders(cases.YearKeepers()...)
	return []route{
		{http.MethodGet, "/calendar", access.SignedIn(), s.calendar},
		{http.MethodPost, "/calendar/preview", keepers, s.previewYear},
		{http.MethodPost, "/calendar", keepers, s.loadYear},
	}
}

// calendarPage is the days off that deadlines are counted by; keepers of the rules bring
// a year, see what it would move, and load it.
type calendarPage struct {
	cases.YearsView
	Form    *form
	Preview *cases.YearPreview
	Load    *form // loads what was previewed
}

func (s *Site) calendar(c *gin.Context) error {
	return s.showCalendar(c, http.StatusOK, yearForm(), nil)
}

// yearForm asks for a year as the notice says it.
func yearForm() form {
	return mark(form{Action: "/calendar/preview", Key: newKey(), Submit: "预览", Groups: []group{{Fields: []field{{
		Name: "year", Label: "一个年度的放假安排", Kind: "area", Required: true, Wide: true,
		Hint: "照通知填写，如：year: 2027，notice: 通知标题，festivals: 各节日的名称（name）、放假起止（from、to）、调休上班（make_up）。预览不作任何更改。",
	}}}}})
}

func (s *Site) showCalendar(c *gin.Context, status int, f form, preview *cases.YearPreview) error {
	all, err := s.queries.Years(c.Request.Context())
	if err != nil {
		return err
	}
	v := calendarPage{YearsView: all, Preview: preview}
	if me(c).Holds(cases.YearKeepers()...) {
		v.Form = &f
		if preview != nil && preview.Changed {
			load := mark(form{
				Action: "/calendar", Key: newKey(), Submit: "载入", Danger: true, Hidden: []pair{{"year", f.find("year").Value}},
				Groups: []group{{Fields: []field{{Name: "sure", Label: "已与通知原文核对，载入后正在计算的期限随之变动", Kind: "check", Required: true, Wide: true}}}},
			})
			v.Load = &load
		}
	}
	return s.show(c, status, "calendar", "放假安排", v)
}

func (s *Site) previewYear(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := yearForm()
	f.fill(in)
	p := f.missing()
	if p == nil {
		var preview cases.YearPreview
		if preview, err = s.queries.PreviewYear(c.Request.Context(), []byte(in.Get("year"))); err == nil {
			return s.showCalendar(c, http.StatusOK, f, &preview)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showCalendar(c, statusOf(p), f, nil)
}

func (s *Site) loadYear(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := yearForm()
	f.fill(in)
	var p *models.Problem
	if in.Get("sure") == "" {
		p = models.Refuse(models.Invalid, "form.unsure", "填写不全", "请与通知原文核对并勾选确认后载入。")
	} else {
		loaded, err := s.server.Commands().LoadYear(c.Request.Context(), me(c), []byte(in.Get("year")), in.Get("key"))
		if err == nil && !loaded.Changed {
			return s.told(c, "/calendar", "与现行的放假安排相同，未作更改。")
		}
		if err == nil {
			return s.told(c, "/calendar", "%d年放假安排已载入，正在计算的期限随后变动，并告知办理人。", loaded.Year.Year)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showCalendar(c, statusOf(p), f, nil)
}
