package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// recordKinds are the kinds of records in words.
var recordKinds = map[string]string{
	"interview": "询问", "inspection": "现场检查", "reminder": "提醒", "call": "电话联系", "recording": "录音录像", "other": "其他",
	"supplied": "当事人补充材料",
}

// askRecord asks for what was done on a case besides its decisions.
func askRecord(d *desk) *form {
	if d.c.State != cases.StateOpen || !d.actor.Holds(cases.Recorders()...) {
		return nil
	}
	f := form{
		Action: "/cases/" + d.c.Number + "/records", Key: newKey(), Submit: "保存记录",
		Groups: []group{{Hint: "保存后不能修改；有误的，另写一条更正。", Fields: []field{
			{Name: "kind", Label: "种类", Kind: "select", Required: true, Options: options(recordKinds, "interview", "inspection", "reminder", "call", "recording", "other")},
			{Name: "at", Label: "时间", Kind: "datetime", Required: true},
			{Name: "target", Label: "对象", Kind: "text", Required: true, Hint: "被询问、提醒的人，检查的场所"},
			{Name: "method", Label: "方式", Kind: "text", Hint: "当面、电话、书面等"},
			{Name: "with", Label: "在场的其他人员", Kind: "text"},
			{Name: "content", Label: "内容、结果", Kind: "area", Required: true, Wide: true},
		}}},
	}
	f.Groups = append(f.Groups, askEvidence(false, "photo")...)
	f = mark(f)
	return &f
}

// addRecord takes the form; what is refused comes back on the case's page.
func (s *Site) addRecord(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	number := c.Param("number")
	d, err := s.desk(c.Request.Context(), me(c), number)
	if err != nil {
		return err
	}
	r := &reader{in: in}
	record := cases.NewRecord{
		Kind: r.text("kind"), At: r.instant("at"), Target: r.text("target"), Method: r.text("method"), With: r.text("with"), Content: r.text("content"), Evidence: readEvidence(r),
	}
	p := r.problem()
	f := askRecord(d)
	if f != nil {
		f.fill(in)
		p = either(p, f.missing())
	}
	if p == nil {
		_, err := s.server.Commands().Record(c.Request.Context(), me(c), number, record, in.Get("key"))
		if err == nil {
			return s.told(c, "/cases/"+number+"#records", "过程记录已保存。")
		}
		if p, err = mendable(err); err != nil {
			return err
		}
	}
	v, err := s.casePage(c.Request.Context(), d)
	if err != nil {
		return err
	}
	if f == nil {
		v.Problem = problemOf(p)
		return s.show(c, statusOf(p), "case", number, v)
	}
	f.explain(p)
	v.Record = f
	return s.show(c, statusOf(p), "case", number, v)
}

func (s *Site) recordRoute() route {
	return route{http.MethodPost, "/cases/:number/records", access.Holders(access.Deciders()...), s.addRecord}
}
