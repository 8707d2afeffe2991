package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) packRoutes() []route {
	keepers := access.Holders(cases.PackKeepers()...)
	return []route{
		{http.MethodGet, "/rules/packs", keepers, s.packs},
		{http.MethodPost, "/rules/packs/check", keepers, s.checkPack},
		{http.MethodPost, "/rules/packs", keepers, s.loadPack},
		{http.MethodPost, "/rules/packs/withdrawal", keepers, s.withdrawPack},
	}
}

var packStates = map[string]string{"in_force": "现行", "ahead": "将施行", "succeeded": "已被代替或者失效", "withdrawn": "已撤回"}

// packsPage is the packs of the reader's jurisdictions; keepers bring one, see what it says
// and would change, load it, or take a wrong one back.
type packsPage struct {
	Rows     []packRow
	Form     *form
	Check    *cases.PackCheck
	Chapters []chapter
	Load     *form // loads what was checked
}

type packRow struct {
	cases.PackUse
	Withdraw *form
}

// longestPack is how many characters of a pack a page takes.
const longestPack = 300_000

func packForm() form {
	return mark(form{Action: "/rules/packs/check", Key: newKey(), Submit: "检查", Groups: []group{{Fields: []field{{
		Name: "pack", Label: "规则包（YAML）", Kind: "area", Required: true, Wide: true, Most: longestPack,
		Hint: "选择文件，或者粘贴全文。检查只读，不作任何更改；版本号不得与已载入的相同，施行日期写在文件中。",
	}}}}})
}

func (s *Site) packs(c *gin.Context) error {
	return s.showPacks(c, http.StatusOK, packForm(), nil, nil)
}

// showPacks shows the packs; refused is the withdrawal that was sent and not taken.
func (s *Site) showPacks(c *gin.Context, status int, f form, check *cases.PackCheck, refused *form) error {
	rows, err := s.queries.Packs(c.Request.Context(), me(c))
	if err != nil {
		return err
	}
	v := packsPage{Form: &f, Check: check}
	for _, r := range rows {
		row := packRow{PackUse: r}
		if r.WithdrawnAt == 0 {
			w := askPackWithdrawal(r)
			if row.Withdraw = &w; refused != nil && refused.Hidden[0] == w.Hidden[0] && refused.Hidden[1] == w.Hidden[1] {
				row.Withdraw = refused
			}
		}
		v.Rows = append(v.Rows, row)
	}
	if check != nil {
		v.Chapters = chapters(check.Words)
		if !check.Loaded {
			load := mark(form{
				Action: "/rules/packs", Key: newKey(), Submit: "载入", Danger: true, Hidden: []pair{{"pack", f.find("pack").Value}},
				Groups: []group{{Fields: []field{{
					Name: "sure", Label: "已核对以上不同和提示。载入后不能更改；自施行日期起，新立案件适用，已立案件仍适用原规则", Kind: "check", Required: true, Wide: true,
				}}}},
			})
			v.Load = &load
		}
	}
	return s.show(c, status, "packs", "规则包", v)
}

func askPackWithdrawal(r cases.PackUse) form {
	return mark(form{
		Action: "/rules/packs/withdrawal", Key: newKey(), Submit: "撤回", Danger: true, Hidden: []pair{{"jurisdiction", r.Jurisdiction}, {"version", r.Version}},
		Groups: []group{{Hint: "用于载入有误的规则包：此后不再据以立案；已据以立案的，仍按其办理。撤回不能恢复。", Fields: []field{
			{Name: "reason", Label: "撤回的理由", Kind: "text", Required: true, Wide: true},
			{Name: "sure", Label: "确认撤回" + r.Version, Kind: "check", Required: true, Wide: true},
		}}},
	})
}

func (s *Site) checkPack(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := packForm()
	f.fill(in)
	p := f.missing()
	if p == nil {
		var check cases.PackCheck
		if check, err = s.queries.CheckPack(c.Request.Context(), me(c), []byte(in.Get("pack"))); err == nil {
			return s.showPacks(c, http.StatusOK, f, &check, nil)
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showPacks(c, statusOf(p), f, nil, nil)
}

func (s *Site) loadPack(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := packForm()
	f.fill(in)
	var p *models.Problem
	if in.Get("sure") == "" {
		p = models.Refuse(models.Invalid, "form.unsure", "填写不全", "请核对不同和提示，并勾选确认后载入。")
	} else {
		loaded, err := s.server.Commands().LoadPack(c.Request.Context(), me(c), []byte(in.Get("pack")), in.Get("key"))
		if err == nil {
			s.publicRules.forget()
			return s.told(c, "/rules/packs", "%s %s已载入，自%s起施行。", loaded.Name, loaded.Version, loaded.Effective.Chinese())
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showPacks(c, statusOf(p), f, nil, nil)
}

func (s *Site) withdrawPack(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f := askPackWithdrawal(cases.PackUse{Jurisdiction: in.Get("jurisdiction"), PolicyVersion: cases.PolicyVersion{Version: in.Get("version")}})
	f.fill(in)
	p := f.missing()
	if p == nil {
		err := s.server.Commands().WithdrawPack(c.Request.Context(), me(c), in.Get("jurisdiction"), cases.NewPackWithdrawal{Version: in.Get("version"), Reason: in.Get("reason")}, in.Get("key"))
		if err == nil {
			s.publicRules.forget()
			return s.told(c, "/rules/packs", "规则包%s已撤回。", in.Get("version"))
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showPacks(c, statusOf(p), packForm(), nil, &f)
}

// From is the day on which it takes effect.
func (r packRow) From() string { return day(r.Effective) }

// Address is where it is read in words.
func (r packRow) Address() string {
	return "/rules/" + url.PathEscape(r.Jurisdiction) + "?" + url.Values{"version": {r.Version}}.Encode()
}
