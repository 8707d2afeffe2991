package web

import (
	"net/url"

	"github.com/gin-gonic/gin"

	"chengxin/api/cases"
	"chengxin/models"
)

// serviceAddresses are a subject's confirmations of address, and the form for a new one.
type serviceAddresses struct {
	Rows []cases.ServiceAddressView
	Form *form
}

func (s *Site) serviceAddresses(c *gin.Context, of cases.SubjectView) (v serviceAddresses, err error) {
	if v.Rows, err = s.queries.ServiceAddresses(purposeOf(c), me(c), of.ID); err != nil {
		return v, err
	}
	if cases.ConfirmsAddresses(me(c), of.Jurisdiction) && of.Status == models.SubjectActive {
		f := askAddress(of.ID)
		v.Form = &f
	}
	return v, nil
}

func askAddress(subject string) form {
	f := form{
		Action: "/subjects/" + url.PathEscape(subject) + "/service-addresses", Key: newKey(), Submit: "登记确认书",
		Groups: []group{{Hint: "照当事人签署的确认书填写；自签署之日起代替此前的确认书。", Fields: []field{
			{Name: "number", Label: "确认书编号", Kind: "text", Required: true},
			{Name: "signed_at", Label: "签署日期", Kind: "date", Required: true},
			{Name: "address", Label: "送达地址", Kind: "text", Required: true, Wide: true},
			{Name: "receiver", Label: "指定代收人", Kind: "text"},
			{Name: "electronic", Label: "电子送达的接收地址", Kind: "text", Hint: "当事人书面同意电子送达的方可填写"},
		}}},
	}
	f.Groups = append(f.Groups, askEvidence(true, "document")...)
	return f
}

// confirmAddress takes a confirmation of address; what is refused comes back on the
// subject's page with what was filled in.
func (s *Site) confirmAddress(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	id := c.Param("id")
	f, r := askAddress(id), &reader{in: in}
	f.fill(in)
	asked := cases.NewServiceAddress{
		Number: r.text("number"), Address: r.text("address"), Receiver: r.text("receiver"), Electronic: r.text("electronic"), SignedAt: r.instant("signed_at"),
		Evidence: readEvidence(r),
	}
	p := either(r.problem(), f.missing())
	if p == nil {
		_, err := s.server.Commands().ConfirmAddress(c.Request.Context(), me(c), id, asked, in.Get("key"))
		if err == nil {
			return s.told(c, "/subjects/"+url.PathEscape(id)+"#addresses", "送达地址确认书已登记。")
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	f.explain(p)
	return s.showSubject(c, statusOf(p), &f)
}
