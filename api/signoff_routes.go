package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/policy"
)

type signOffList struct {
	Paging
	State string `query:"state" enum:"on_time,due_soon,overdue" doc:"正常、临期、超期"`
}

type minuteIn struct {
	Idempotent
	Body cases.Minute
}

// signOffRoutes are the offices' signatures on repairs.
func (s *Server) signOffRoutes() {
	const tag = "签批"
	q := s.Cases.Queries()
	signers := access.Holders(policy.OfficeMember, policy.Handler)
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/sign-offs", tag: tag, rule: signers, summary: "待签批的信用修复",
		more: "本人所在办公室待签批的，以及可以为系统外办公室录入复函的；先到期的在前，附其他办公室的签批情况。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *signOffList) (*body[cases.SignOffPage], error) {
		return answered(q.SignOffs(ctx, me(ctx), in.State, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/sign-offs/{number}", tag: tag, rule: access.Holders(access.Readers()...), summary: "签批所依据的名单、扣分、异议和此前的申请",
		refuses: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *ByNumber) (*body[cases.SignOffFile], error) {
		return answered(q.SignOff(ctx, me(ctx), in.Number))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/sign-offs/minutes", tag: tag, rule: access.Holders(policy.OfficeMember), summary: "按会议纪要签批多件",
		more: "会议纪要作为每件的证据；逐件办理，逐件告知结果。", refuses: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *minuteIn) (*body[batchOut], error) {
		out, err := s.cases().SignByMinute(ctx, me(ctx), in.Body, in.Key)
		return answered(batchOut{out}, err)
	})
}
