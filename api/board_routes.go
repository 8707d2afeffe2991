package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type boardIn struct {
	Organization string `query:"organization" maxLength:"128" doc:"只看该机构及其下级；不填为职责所及的全部"`
}

type statisticsIn struct {
	From         string `query:"from" required:"true" maxLength:"10" doc:"起，如2026-11-16"`
	Until        string `query:"until" required:"true" maxLength:"10" doc:"止，含当日"`
	Organization string `query:"organization" maxLength:"128" doc:"只看该机构及其下级"`
}

func (s *Server) boardRoutes() {
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/board", tag: "督办", rule: access.Holders(cases.Overseers()...), summary: "督办看板",
		more: "职责所及的超期、临期、负荷、趋势，以及将届满的期限和将达名单标准的主体。每个数字都等于相应列表的条数。",
	}, func(ctx context.Context, in *boardIn) (*body[cases.Board], error) {
		return answered(q.Board(ctx, me(ctx), in.Organization))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/statistics", tag: "督办", rule: access.Holders(cases.Overseers()...), summary: "期间统计", refuses: []int{http.StatusUnprocessableEntity},
		more: "周报、月报的数字：收到、办结、期末未办结，生效的认定，名单，办理结果，以及各项比率的分子和分母。至多一年。",
	}, func(ctx context.Context, in *statisticsIn) (*body[cases.Statistics], error) {
		days, err := cases.Days(in.From, in.Until)
		if err != nil {
			return nil, err
		}
		return answered(q.Statistics(ctx, me(ctx), days, in.Organization))
	})
}
