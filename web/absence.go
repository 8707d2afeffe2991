package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

// absences are who is or will be away, and who acts for them (外出与委托代办).
type absences struct {
	Rows   []absenceRow
	People []cases.Colleague
	Form   form
}

type absenceRow struct {
	cases.AbsenceView
	Now, Ends   bool // it lasts; the reader may end it
	Own, Acting bool // it is the reader's; the reader acts meanwhile
	Key         string
}

func (s *Site) absenceRoutes() []route {
	deciders := access.Holders(access.Deciders()...)
	return []route{
		{http.MethodGet, "/absences", deciders, s.absencePage},
		{http.MethodPost, "/absences", deciders, s.enterAbsence},
		{http.MethodPost, "/absences/:id/end", deciders, s.endAbsence},
	}
}

func (s *Site) absencePage(c *gin.Context) error {
	v, err := s.absencesOf(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "absences", "外出与委托代办", v)
}

func (s *Site) absencesOf(c *gin.Context) (v absences, err error) {
	ctx, a := c.Request.Context(), me(c)
	rows, err := s.queries.Absences(ctx, a)
	if err != nil {
		return v, err
	}
	now := models.At(s.Cases.Now())
	for _, r := range rows {
		mine := r.Delegate == nil || r.Delegate.ID != a.ID // who acts meanwhile does not call it off
		v.Rows = append(v.Rows, absenceRow{r, r.From <= now, mine, r.User.ID == a.ID, !mine, newKey()})
	}
	v.People, err = s.queries.Coworkers(ctx, a)
	who := []field{{Name: "user", Label: "外出人员", Kind: "text", Suggest: "people", Hint: "不填为本人；负责人可以为本机构人员登记"}}
	if !a.Holds(access.Heads()...) { // who leads nobody enters only their own
		who = nil
	}
	v.Form = form{
		Action: "/absences", Key: newKey(), Submit: "登记外出",
		Groups: []group{{Hint: "期间由受托人代办，两人姓名均记录在案；到期自动结束。不委托的，手上的待办放回待认领。", Fields: append(who,
			field{Name: "delegate", Label: "委托给", Kind: "text", Suggest: "people", Hint: "用户名或者姓名；不填则不委托"},
			field{Name: "from", Label: "自", Kind: "datetime", Hint: "不填为现在"},
			field{Name: "until", Label: "至", Kind: "datetime", Required: true},
			field{Name: "reason", Label: "事由", Kind: "text", Required: true, Wide: true},
		)}},
	}
	return v, err
}

// enterAbsence takes the form; what is refused comes back at its field.
func (s *Site) enterAbsence(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	v, err := s.absencesOf(c)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	away := cases.NewAbsence{
		User: usernameOf(v.People, r.text("user")), Delegate: usernameOf(v.People, r.text("delegate")), From: r.instant("from"), Until: r.instant("until"), Reason: r.text("reason"),
	}
	v.Form.fill(in)
	p := either(r.problem(), v.Form.missing())
	if p == nil {
		_, err = s.server.Commands().Absent(c.Request.Context(), me(c), away, in.Get("key"))
		if err == nil {
			return s.told(c, "/absences", "已登记，到期自动结束。")
		}
		var ok bool
		if p, ok = refused(err); !ok || p.Class == models.Unavailable {
			return err
		}
	}
	v.Form.explain(p)
	return s.show(c, statusOf(p), "absences", "外出与委托代办", v)
}

func (s *Site) endAbsence(c *gin.Context) error {
	if _, err := posted(c); err != nil {
		return err
	}
	ended, err := s.server.Commands().Back(c.Request.Context(), me(c), c.Param("id"))
	if err != nil {
		return err
	}
	if ended.EndedAt != 0 && ended.EndedAt < ended.From {
		return s.told(c, "/absences", "外出登记已取消。")
	}
	return s.told(c, "/absences", "已结束，待办不再由受托人代办。")
}
