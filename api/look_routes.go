package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type lookList struct {
	Paging
	Subject string `query:"subject" maxLength:"128" doc:"信用主体编号"`
	User    string `query:"user" maxLength:"64" doc:"查看人的用户名"`
	Day     string `query:"day" maxLength:"10" doc:"日期，如2026-11-24"`
}

type reportIn struct {
	Idempotent
	ID   string `path:"id" maxLength:"128" doc:"信用主体编号"`
	Body cases.ReportOrder
}

type byReport struct {
	Number string `path:"number" maxLength:"128" doc:"信用报告编号"`
}

type anchorsOf struct {
	Items []cases.AnchorView `json:"items"`
}

// lookRoutes are credit reports, and who looked at whose personal data.
func (s *Server) lookRoutes() {
	readers, missing := access.Holders(access.Readers()...), []int{http.StatusNotFound}
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/looks", tag: "审计", rule: access.Holders(cases.Watchers()...), summary: "个人信息查看记录",
		more: "何人何时为何用途查看过自然人的信息、出具过信用报告，新的在前。短时间内重复查看同一内容的只记一次。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *lookList) (*body[cases.LookPage], error) {
		return answered(q.Looks(ctx, me(ctx), cases.LookFilter{Subject: in.Subject, User: in.User, Day: in.Day}, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/anchors", tag: "审计", rule: access.Holders(cases.Watchers()...), summary: "留痕的每日锚点",
		more: "概括当日及以前的全部留痕，新的在前。保存在本系统以外，以 chengxin audit verify --anchor 核验。",
	}, func(ctx context.Context, _ *struct{}) (*body[anchorsOf], error) {
		all, err := q.Anchors(ctx, me(ctx))
		return answered(anchorsOf{all}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/reports", tag: "信用主体", rule: readers, status: http.StatusCreated, summary: "出具信用报告",
		more: "须写明用途；每份报告编号存档，并记入查看记录。", refuses: append(missing, http.StatusConflict, http.StatusUnprocessableEntity),
	}, func(ctx context.Context, in *reportIn) (*body[cases.Report], error) {
		return answered(s.cases().IssueReport(ctx, me(ctx), in.ID, in.Body, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/reports/{number}", tag: "信用主体", rule: readers, summary: "已出具的信用报告",
		more: "限出具人本人和审计人员，内容与出具时相同。", refuses: missing,
	}, func(ctx context.Context, in *byReport) (*body[cases.Report], error) {
		return answered(q.Report(ctx, me(ctx), in.Number))
	})
}
