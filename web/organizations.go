package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/models"
)

func (s *Site) organizationRoutes() []route {
	administers := access.Holders(access.Administrators()...)
	return []route{
		{http.MethodGet, "/organizations", access.SignedIn(), s.organizationTree},
		{http.MethodGet, "/organizations/one", access.SignedIn(), s.oneOrganization},
		{http.MethodGet, "/organizations/new", administers, s.newOrganization},
		{http.MethodPost, "/organizations", administers, s.setUp},
		{http.MethodPost, "/organizations/change", administers, s.organizationAct("change")},
		{http.MethodPost, "/organizations/withdraw", administers, s.organizationAct("withdraw")},
		{http.MethodPost, "/organizations/abolish", administers, s.organizationAct("abolish")},
		{http.MethodPost, "/organizations/restore", administers, s.organizationAct("restore")},
	}
}

// organizationTree is the tree as it stood at the end of a day.
type organizationTree struct {
	On    string // the day asked for; empty: now
	Query string
	Wrong string
	Rows  []access.Place
	May   bool // set organizations up
}

func (s *Site) organizationTree(c *gin.Context) error {
	r := &reader{in: c.Request.URL.Query()}
	v := organizationTree{On: r.text("on"), Query: r.text("name"), May: me(c).Holds(access.Administrators()...)}
	at := r.lastOf("on")
	if p := r.problem(); p != nil {
		v.Wrong, at = "日期须为年-月-日，如2026-11-24；现按今日列出", 0
	}
	all, err := s.Gate.Tree(c.Request.Context(), me(c), max(at-1, 0))
	for _, p := range all {
		if strings.Contains(p.Name, v.Query) {
			v.Rows = append(v.Rows, p)
		}
	}
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "organizations", "机构", v)
}

// organizationPage is one organization and what may be done with it.
type organizationPage struct {
	access.PlaceFile
	Forms map[string]*form
}

func (s *Site) oneOrganization(c *gin.Context) error {
	return s.showOrganization(c, http.StatusOK, c.Query("id"), nil)
}

func (s *Site) showOrganization(c *gin.Context, status int, id string, refused func(*organizationPage)) error {
	ctx, a := c.Request.Context(), me(c)
	p, err := s.Gate.Place(ctx, a, id)
	if err != nil {
		return err
	}
	v := organizationPage{PlaceFile: p}
	may, err := s.Gate.Administers(ctx, a, id)
	if err != nil {
		return err
	}
	if may {
		places, managers, err := s.placesAndManagers(c, p.Jurisdiction)
		if err != nil {
			return err
		}
		v.Forms = organizationForms(p, places, managers)
	}
	if refused != nil {
		refused(&v)
	}
	return s.show(c, status, "organization", p.Name, v)
}

// asksBasis is what every change of the tree rests on.
var asksBasis = field{Name: "basis", Label: "依据", Kind: "text", Required: true, Wide: true, Hint: "如机构编制文件的名称和文号"}

// organizationForms are what may be done with an organization as it stands.
func organizationForms(p access.PlaceFile, places, managers []option) map[string]*form {
	ask := func(act, submit string, danger bool, fields ...field) *form {
		f := mark(form{
			Action: "/organizations/" + act, Key: newKey(), Submit: submit, Danger: danger,
			Hidden: []pair{{"id", p.ID}}, Groups: []group{{Fields: fields}},
		})
		return &f
	}
	sure := func(label string) field {
		return field{Name: "sure", Label: label, Kind: "check", Required: true, Wide: true}
	}
	if p.ClosedAt != 0 {
		return map[string]*form{"restore": ask("restore", "恢复机构", false, asksBasis)}
	}
	for _, h := range p.History {
		if h.State == "future" {
			return map[string]*form{"withdraw": ask("withdraw", "撤回变更", false, sure("撤回后机构维持现状，可以另行办理变更"))}
		}
	}
	change := []field{{Name: "name", Label: "全称", Kind: "text", Required: true, Value: p.Name}}
	if p.Parent != "" {
		change = append(change, field{Name: "parent", Label: "上级机构", Kind: "select", Required: true, Options: with(without(places, p.ID), p.Parent, p.ParentName), Value: p.Parent})
	}
	change = append(change,
		field{Name: "manager", Label: "日常管理机构", Kind: "select", Options: with(without(managers, p.ID), p.Manager, p.ManagerName), Value: p.Manager, Empty: "没有（不是双重领导）"},
		field{Name: "from", Label: "自", Kind: "date", Hint: "不填为即刻；可以定于今后某日，不追溯"},
		asksBasis)
	forms := map[string]*form{"change": ask("change", "变更", false, change...)}
	if p.Parent != "" {
		forms["abolish"] = ask("abolish", "撤销机构", true, asksBasis, sure("撤销后不再受理事项、任职；历史记录保留"))
	}
	return forms
}

// placesAndManagers are what an organization may be put under, and what may manage it
// from day to day.
func (s *Site) placesAndManagers(c *gin.Context, jurisdiction string) (places, managers []option, err error) {
	if places, err = s.administered(c); err != nil {
		return nil, nil, err
	}
	all, err := s.Gate.Tree(c.Request.Context(), me(c), 0)
	for _, p := range all {
		if jurisdiction == "" || p.Jurisdiction == jurisdiction {
			managers = append(managers, option{Value: p.ID, Label: p.Name})
		}
	}
	return places, managers, err
}

func without(options []option, value string) []option {
	return slices.DeleteFunc(slices.Clone(options), func(o option) bool { return o.Value == value })
}

// with adds what stands there now where it is beyond those that may be chosen.
func with(options []option, value, label string) []option {
	for _, o := range options {
		if o.Value == value {
			return options
		}
	}
	if value == "" {
		return options
	}
	return append([]option{{Value: value, Label: label}}, options...)
}

func (s *Site) newOrganization(c *gin.Context) error {
	f, err := s.askOrganization(c)
	if err != nil {
		return err
	}
	f.fill(c.Request.URL.Query())
	return s.show(c, http.StatusOK, "neworganization", "设立机构", f)
}

func (s *Site) askOrganization(c *gin.Context) (form, error) {
	places, managers, err := s.placesAndManagers(c, "")
	var kinds []option
	for _, k := range access.PlaceKinds() {
		kinds = append(kinds, option{Value: k.Key, Label: k.Name})
	}
	return mark(form{
		Action: "/organizations", Key: newKey(), Submit: "设立机构",
		Groups: []group{{Fields: []field{
			{Name: "name", Label: "全称", Kind: "text", Required: true, Hint: "写入公文和签批记录"},
			{Name: "code", Label: "代码", Kind: "text", Required: true, Hint: "小写字母、数字、下划线，如rencheng_gucha；设立后不能更改"},
			{Name: "kind", Label: "类别", Kind: "select", Required: true, Options: kinds},
			{Name: "parent", Label: "上级机构", Kind: "select", Required: true, Options: places},
			{Name: "manager", Label: "日常管理机构", Kind: "select", Options: managers, Empty: "没有（不是双重领导）"},
			{Name: "region", Label: "区划代码", Kind: "text", Hint: "不填同上级机构"},
			asksBasis,
		}}},
	}), err
}

func (s *Site) setUp(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f, err := s.askOrganization(c)
	if err != nil {
		return err
	}
	f.fill(in)
	r := &reader{in: in}
	if p := f.missing(); p != nil {
		err = p
	} else {
		var id string
		id, err = s.Gate.SetUp(c.Request.Context(), me(c), access.NewPlace{
			Code: r.text("code"), Name: r.text("name"), Kind: r.text("kind"), Region: r.text("region"),
			Parent: r.text("parent"), Manager: r.text("manager"), Basis: r.text("basis"),
		})
		if err == nil {
			return s.told(c, organizationAddress(id), "机构已设立。")
		}
	}
	p, ok := refused(err)
	if !ok {
		return err
	}
	f.explain(p)
	return s.show(c, statusOf(p), "neworganization", "设立机构", f)
}

func organizationAddress(id string) string { return "/organizations/one?id=" + url.QueryEscape(id) }

// organizationAct takes one of an organization's forms.
func (s *Site) organizationAct(act string) action {
	return func(c *gin.Context) error {
		in, err := posted(c)
		if err != nil {
			return err
		}
		r := &reader{in: in}
		id := r.text("id")
		change := access.PlaceChange{
			Name: r.text("name"), Parent: r.text("parent"), Manager: r.text("manager"), From: r.instant("from"), Basis: r.text("basis"),
		}
		told := ""
		if p := r.problem(); p != nil {
			err = p
		} else {
			told, err = s.reform(c, act, id, change, in.Get("sure") != "")
		}
		p, ok := refused(err)
		switch {
		case ok && p.Class != models.Unknown:
			return s.showOrganization(c, statusOf(p), id, func(v *organizationPage) {
				if f := v.Forms[act]; f != nil {
					f.fill(in)
					f.explain(p)
				}
			})
		case err != nil:
			return err
		}
		return s.told(c, organizationAddress(id), "%s", told)
	}
}

func (s *Site) reform(c *gin.Context, act, id string, change access.PlaceChange, sure bool) (told string, err error) {
	ctx, a := c.Request.Context(), me(c)
	if !sure && (act == "abolish" || act == "withdraw") {
		return "", models.Refuse(models.Invalid, "form.unsure", "填写不全", "请勾选确认后重新提交。").
			Where(models.Field{Field: "sure", Message: "须勾选"})
	}
	switch act {
	case "change":
		told = "变更已生效。"
		if change.From > models.At(s.Gate.Now()) {
			told = "变更已登记，到期自动生效；生效前可以撤回。"
		}
		return told, s.Gate.ChangePlace(ctx, a, id, change)
	case "withdraw":
		return "变更已撤回。", s.Gate.WithdrawChange(ctx, a, id)
	case "abolish":
		return "机构已撤销。", s.Gate.Abolish(ctx, a, id, change.Basis)
	}
	return "机构已恢复。", s.Gate.Restore(ctx, a, id, change.Basis)
}
