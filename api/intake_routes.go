package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// newCase is a report or an application as it came in.
type newCase[T any] struct {
	Idempotent
	Body T
}

type begun struct{ Body cases.Begun }

// intakeRoutes registers what brings a case into being. Who may bring what where is
// judged by the command: it depends on the organization named inside.
func (s *Server) intakeRoutes() {
	begins(s, "/api/v1/violations", "上报失信行为", "登记并启动认定案件。", func(c *cases.Service) begin[cases.NewViolation] { return c.ReportViolation })
	begins(s, "/api/v1/disputes", "提出异议", "对认定、拟列入或者公示中的名单记录提出书面异议。", func(c *cases.Service) begin[cases.NewDispute] { return c.Dispute })
	begins(s, "/api/v1/breaches", "上报违诺", "登记虚假承诺或者不履行承诺的线索。", func(c *cases.Service) begin[cases.NewBreach] { return c.ReportBreach })
	begins(s, "/api/v1/repairs", "申请信用修复", "未到可修复时间的当即告知起始日期，不予立案。", func(c *cases.Service) begin[cases.NewRepair] { return c.ApplyForRepair })
	begins(s, "/api/v1/revocations", "报告依据文书被撤销", "依据文书经复议、诉讼撤销或者自行纠正的，撤销相应扣分。", func(c *cases.Service) begin[cases.NewRevocation] { return c.ReportRevocation })
}

type begin[T any] = func(ctx context.Context, a access.Actor, in T, key string) (cases.Begun, error)

func begins[T any](s *Server, path, summary, more string, of func(*cases.Service) begin[T]) {
	handle(s, route{
		method: http.MethodPost, path: path, tag: "立案", summary: summary, status: http.StatusCreated,
		more:    more + "201 表示已在登记库中，即使执行端暂停也会继续办理。",
		rule:    access.Holders(access.Deciders()...),
		refuses: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *newCase[T]) (*begun, error) {
		out, err := of(s.cases())(ctx, me(ctx), in.Body, in.Key)
		sight(ctx).number = out.Number
		return &begun{out}, err
	})
}
