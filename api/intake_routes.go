package api

import (
	"context"
	"net/http"
	"time"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
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
	s.alikeRoute()
	begins(s, "/api/v1/violations", "上报失信行为", "登记并启动认定案件。", func(c *cases.Service) begin[cases.NewViolation] { return c.ReportViolation })
	begins(s, "/api/v1/disputes", "提出异议", "对认定、拟列入或者公示中的名单记录提出书面异议。", func(c *cases.Service) begin[cases.NewDispute] { return c.Dispute })
	begins(s, "/api/v1/breaches", "上报违诺", "登记虚假承诺或者不履行承诺的线索。", func(c *cases.Service) begin[cases.NewBreach] { return c.ReportBreach })
	begins(s, "/api/v1/repairs", "申请信用修复", "未到可修复时间的当即告知起始日期，不予立案。", func(c *cases.Service) begin[cases.NewRepair] { return c.ApplyForRepair })
	begins(s, "/api/v1/revocations", "报告依据文书被撤销", "依据文书经复议、诉讼撤销或者自行纠正的，撤销相应扣分。", func(c *cases.Service) begin[cases.NewRevocation] { return c.ReportRevocation })
}

type alikeIn struct {
	Jurisdiction string    `query:"jurisdiction" required:"true" maxLength:"64"`
	Subjects     []string  `query:"subject" maxItems:"50" doc:"信用主体编号，可以多个"`
	Behaviours   []string  `query:"behaviour" maxItems:"50" doc:"失信行为代码，可以多个"`
	OccurredAt   time.Time `query:"occurred_at" doc:"发生时间"`
	Place        string    `query:"place" maxLength:"250"`
}

type alikeOf struct {
	Items []cases.AlikeCase `json:"items"`
}

func (s *Server) alikeRoute() {
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/violations/alike", tag: "立案", summary: "可能重复的上报", rule: access.Holders(access.Readers()...),
		more:    "同一主体同一行为的办理中或者90日内办结的案件，以及同日同地的案件；仅作提示。限职责所及的案件。",
		refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *alikeIn) (*body[alikeOf], error) {
		ask := cases.AlikeAsk{Jurisdiction: in.Jurisdiction, Subjects: in.Subjects, Behaviours: in.Behaviours, Place: in.Place}
		if !in.OccurredAt.IsZero() {
			ask.OccurredAt = models.At(in.OccurredAt)
		}
		all, err := s.Cases.Queries().Alike(ctx, me(ctx), ask)
		return answered(alikeOf{all}, err)
	})
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
