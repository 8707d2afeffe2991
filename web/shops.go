package web

import (
	"bytes"
	"image/png"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
)

func (s *Site) shopRoutes() []route {
	readers, keepers := access.Holders(access.Readers()...), access.Holders(cases.Shopkeepers()...)
	return []route{
		{http.MethodGet, "/shops", readers, s.shops},
		{http.MethodGet, "/shops/new", keepers, s.newShop},
		{http.MethodPost, "/shops", keepers, s.openShop},
		{http.MethodGet, "/shops/:code", readers, s.plate},
		{http.MethodGet, "/shops/:code/code.png", readers, s.plateCode},
		{http.MethodPost, "/shops/:code/closure", keepers, s.closeShop},
		{http.MethodGet, "/feedback", keepers, s.feedback},
		{http.MethodGet, "/feedback/:receipt", keepers, s.oneFeedback},
		{http.MethodPost, "/feedback/:receipt/answer", keepers, s.answerFeedback},
	}
}

func sortedOptions(m map[string]string) (out []option) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, option{Value: k, Label: m[k]})
	}
	return out
}

// shopList is shops with a code.
type shopList struct {
	Query, Subject string
	Rows           []cases.ShopView
	Next, First    string
	May            bool
}

func (s *Site) shops(c *gin.Context) error {
	q := c.Request.URL.Query()
	v := shopList{Query: q.Get("name"), Subject: q.Get("subject"), May: me(c).Holds(cases.Shopkeepers()...)}
	page, err := s.queries.Shops(c.Request.Context(), me(c), v.Subject, v.Query, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v.Rows, v.Next, v.First = page.Items, nextPage("/shops", q, page.Next), firstPage("/shops", q)
	return s.show(c, http.StatusOK, "shops", "门店", v)
}

// commitmentRows is how many commitments a form has room for.
const commitmentRows = 3

func (s *Site) shopForm(c *gin.Context, in url.Values) (form, error) {
	where, _, err := s.places(c, "violation")
	where.Label = "所在地的管理机构"
	f := form{Action: "/shops", Key: newKey(), Submit: "登记门店", Groups: []group{
		{Fields: []field{where, lookField("subject", "经营者", true)}},
		{Fields: []field{
			{Name: "name", Label: "店招", Kind: "text", Required: true, Hint: "与门头一致，将公开"},
			{Name: "address", Label: "经营地址", Kind: "text", Required: true, Hint: "将公开"},
		}},
	}}
	pledges := group{Legend: "公开的承诺（如有）", Hint: "如城市管理信用承诺书、门前三包责任书。", Pairs: true}
	for i := range commitmentRows {
		pledges.Fields = append(pledges.Fields,
			field{Name: pledgeAt(i, "title"), Label: ordinalLabel("承诺", i), Kind: "text"},
			field{Name: pledgeAt(i, "signed_at"), Label: ordinalLabel("签署日期", i), Kind: "date"})
	}
	f.Groups = append(f.Groups, pledges)
	f.fill(values(c, in))
	return f, err
}

func pledgeAt(i int, name string) string { return "commitments[" + string(rune('0'+i)) + "]." + name }

func ordinalLabel(label string, i int) string {
	if i == 0 {
		return label
	}
	return label + string(rune('1'+i))
}

func (s *Site) newShop(c *gin.Context) error {
	f, err := s.shopForm(c, nil)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "newshop", "登记门店", f)
}

func (s *Site) openShop(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	f, err := s.shopForm(c, in)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	asked := cases.NewShop{Organization: r.text("organization"), Subject: r.text("subject"), Name: r.text("name"), Address: r.text("address")}
	for i := range commitmentRows {
		title, at := r.text(pledgeAt(i, "title")), r.instant(pledgeAt(i, "signed_at"))
		if title == "" && at == 0 {
			continue
		}
		if title == "" || at == 0 {
			r.wrong(pledgeAt(i, "title"), "承诺须写明名称和签署日期")
		}
		asked.Commitments = append(asked.Commitments, models.ShopCommitment{Title: title, SignedAt: at})
	}
	p := either(r.problem(), f.missing())
	if p == nil {
		v, err := s.server.Commands().OpenShop(c.Request.Context(), me(c), asked, in.Get("key"))
		if err == nil {
			return s.told(c, "/shops/"+v.Code, "门店已登记，可以打印门店码。")
		}
		var ok bool
		if p, ok = refused(err); !ok || p.Class == models.Unavailable {
			return err
		}
	}
	f.explain(p)
	return s.show(c, statusOf(p), "newshop", "登记门店", f)
}

// shopPage is a shop's plate, to be printed, and what may be done with it.
type shopPage struct {
	cases.ShopView
	Link  string
	Close *form
}

func (s *Site) plate(c *gin.Context) error { return s.showShop(c, http.StatusOK, nil) }

func (s *Site) showShop(c *gin.Context, status int, refused *form) error {
	v, err := s.queries.Shop(c.Request.Context(), me(c), c.Param("code"))
	if err != nil {
		return err
	}
	page := shopPage{ShopView: v, Link: s.link(c, "/c/"+v.Code)}
	if v.May && v.ClosedAt == 0 {
		if page.Close = refused; refused == nil {
			f := closeForm(v.Code)
			page.Close = &f
		}
	}
	return s.show(c, status, "shop", v.Name, page)
}

func closeForm(code string) form {
	return mark(form{
		Action: "/shops/" + url.PathEscape(code) + "/closure", Key: newKey(), Submit: "停用门店码", Danger: true,
		Groups: []group{{Fields: []field{{Name: "sure", Label: "停用后扫码不再显示该门店，须重新登记、另行制牌", Kind: "check", Required: true, Wide: true}}}},
	})
}

func (s *Site) closeShop(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	code := c.Param("code")
	f := closeForm(code)
	f.fill(in)
	if p := f.missing(); p != nil {
		f.explain(p)
		return s.showShop(c, statusOf(p), &f)
	}
	if _, err := s.server.Commands().CloseShop(c.Request.Context(), me(c), code, in.Get("key")); err != nil {
		return err
	}
	return s.told(c, "/shops/"+url.PathEscape(code), "门店码已停用。")
}

// link is a page's address as people outside reach it: what is set, else as this reader
// came.
func (s *Site) link(c *gin.Context, path string) string {
	if s.PublicURL != "" {
		return s.PublicURL + path
	}
	scheme := "http"
	if c.Request.TLS != nil || c.GetHeader("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host + path
}

// plateSize is how many pixels a printed code has to a side: sharp on a plate of 10 cm.
const plateSize = 720

func (s *Site) plateCode(c *gin.Context) error {
	v, err := s.queries.Shop(c.Request.Context(), me(c), c.Param("code"))
	if err != nil {
		return err
	}
	code, err := qr.Encode(s.link(c, "/c/"+v.Code), qr.Q, qr.Auto)
	if err != nil {
		return err
	}
	if code, err = barcode.Scale(code, plateSize, plateSize); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, code); err != nil {
		return err
	}
	c.Data(http.StatusOK, "image/png", out.Bytes())
	return nil
}

// feedbackList is what the public said and waits, or was dealt with.
type feedbackList struct {
	Settled     bool
	Rows        []cases.FeedbackLine
	Next, First string
}

func (s *Site) feedback(c *gin.Context) error {
	q := c.Request.URL.Query()
	v := feedbackList{Settled: q.Get("settled") != ""}
	page, err := s.queries.Feedback(c.Request.Context(), me(c), v.Settled, cases.Page{Cursor: q.Get("cursor"), Limit: perPage})
	if err != nil {
		return err
	}
	v.Rows, v.Next, v.First = page.Items, nextPage("/feedback", q, page.Next), firstPage("/feedback", q)
	return s.show(c, http.StatusOK, "feedback", "群众反映", v)
}

// feedbackOne is one of them, with what may be done about it.
type feedbackOne struct {
	cases.FeedbackLine
	Report string // leads to the report, filled in as far as the feedback goes
	Answer *form
}

func (s *Site) oneFeedback(c *gin.Context) error { return s.showFeedback(c, http.StatusOK, nil) }

func (s *Site) showFeedback(c *gin.Context, status int, refused *form) error {
	v, err := s.queries.FeedbackOne(c.Request.Context(), me(c), c.Param("receipt"))
	if err != nil {
		return err
	}
	page := feedbackOne{FeedbackLine: v}
	if v.SettledAt == 0 {
		page.Report = "/intake/violation?feedback=" + url.QueryEscape(v.Receipt)
		if page.Answer = refused; refused == nil {
			f := answerForm(v.Receipt)
			page.Answer = &f
		}
	}
	return s.show(c, status, "feedbackone", "群众反映 "+v.Receipt, page)
}

// uponFeedback fills a report in as far as the feedback goes that it is made upon.
func (s *Site) uponFeedback(c *gin.Context, receipt string) (url.Values, error) {
	v, err := s.queries.FeedbackOne(c.Request.Context(), me(c), receipt)
	return url.Values{
		"organization": {v.Organization}, "subjects[0]": {v.Subject}, "place": {v.ShopName + "，" + v.Address}, "description": {v.Text},
		"source": {feedbackSource}, "reference": {v.Receipt},
	}, err
}

// feedbackSource is where a report upon feedback comes from.
const feedbackSource = "门店码反映"

func answerForm(receipt string) form {
	return mark(form{
		Action: "/feedback/" + url.PathEscape(receipt) + "/answer", Key: newKey(), Submit: "答复",
		Groups: []group{{Fields: []field{{Name: "reply", Label: "答复", Kind: "area", Required: true, Wide: true, Hint: "反映人凭回执编号可以查到"}}}},
	})
}

func (s *Site) answerFeedback(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	receipt := c.Param("receipt")
	f := answerForm(receipt)
	f.fill(in)
	p := f.missing()
	if p == nil {
		_, err := s.server.Commands().AnswerFeedback(c.Request.Context(), me(c), receipt, cases.FeedbackReply{Reply: in.Get("reply")}, in.Get("key"))
		if err == nil {
			return s.told(c, "/feedback", "已答复。")
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showFeedback(c, statusOf(p), &f)
}
