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

type packIn struct {
	Idempotent
	Preview bool   `query:"preview" doc:"只检查和比较，不作任何更改"`
	RawBody []byte `contentType:"application/yaml" required:"true"`
}

type packList struct {
	Items []cases.PackUse `json:"items"`
}

type withdrawPackIn struct {
	Idempotent
	Jurisdiction string `path:"jurisdiction" maxLength:"64" doc:"管辖区，如 jining"`
	Body         cases.NewPackWithdrawal
}

// packRoutes are what keepers of the rules do with packs.
func (s *Server) packRoutes() {
	const tag = "规则"
	keepers := access.Holders(cases.PackKeepers()...)
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/policies", tag: tag, rule: keepers, summary: "已载入的规则包", more: "本人管辖区的各版本，及据以办理的案件数。",
	}, func(ctx context.Context, _ *struct{}) (*body[packList], error) {
		all, err := q.Packs(ctx, me(ctx))
		return answered(packList{all}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/policies", tag: tag, rule: keepers, summary: "检查或者载入规则包",
		more:    "内容为规则包（YAML）。preview=true 时只检查，并与在前的版本比较。载入后不能更改；自施行日期起新立案件适用，已立案件仍适用原规则。有误的，逐处答复行、列。",
		refuses: []int{http.StatusForbidden, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *packIn) (*body[cases.PackCheck], error) {
		if in.Preview {
			return answered(q.CheckPack(ctx, me(ctx), in.RawBody))
		}
		return answered(s.cases().LoadPack(ctx, me(ctx), in.RawBody, in.Key))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/policies/{jurisdiction}/withdrawal", tag: tag, status: http.StatusNoContent, rule: keepers, summary: "撤回载入有误的规则包",
		more:    "此后不再据以立案；已据以立案的仍按其办理。唯一生效的不能撤回。",
		refuses: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *withdrawPackIn) (*struct{}, error) {
		return &struct{}{}, s.cases().WithdrawPack(ctx, me(ctx), in.Jurisdiction, in.Body, in.Key)
	})
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
