package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type policyIn struct {
	Jurisdiction string `path:"jurisdiction" maxLength:"64" doc:"管辖区，如 jining"`
	Version      string `query:"version" maxLength:"64" doc:"版本；缺省为现行版本"`
}

type reckonIn struct {
	Jurisdiction string `query:"jurisdiction" required:"true" maxLength:"64"`
	From         string `query:"from" required:"true" maxLength:"40" doc:"起算日期或者时间"`
	Term         string `query:"term" required:"true" maxLength:"40" doc:"期限，如 3 working_days、6 months"`
}

type organizationList struct {
	Paging
	Kind string `query:"kind" maxLength:"64"`
}

type noticeList struct {
	Paging
	Unread bool `query:"unread"`
}

type creditIn struct {
	Code string `path:"code" maxLength:"40" doc:"统一社会信用代码"`
}

// ruleRoutes registers what everyone signed in may look up, and the one resource that
// is public.
func (s *Server) ruleRoutes() {
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/policies/{jurisdiction}", tag: "规则", rule: access.SignedIn(),
		summary: "规则包", refuses: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *policyIn) (*body[cases.Policy], error) {
		return answered(q.Policy(ctx, in.Jurisdiction, in.Version))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/calendar/deadline", tag: "规则", rule: access.SignedIn(),
		summary: "计算期限", more: "按国务院放假安排逐日计算。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *reckonIn) (*body[cases.Reckoning], error) {
		return answered(q.Reckon(ctx, in.Jurisdiction, in.From, in.Term))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/organizations", tag: "规则", rule: access.SignedIn(), summary: "机构",
	}, func(ctx context.Context, in *organizationList) (*body[cases.OrganizationPage], error) {
		return answered(q.Organizations(ctx, me(ctx), in.Kind, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/notices", tag: "待办", rule: access.SignedIn(), summary: "提醒",
		more: "发给本人所任职责的预警、超期、催办等提醒。",
	}, func(ctx context.Context, in *noticeList) (*body[cases.NoticePage], error) {
		return answered(q.Notices(ctx, me(ctx), in.Unread, in.ask()))
	})
}
