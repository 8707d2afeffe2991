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

func (s *Server) boardRoutes() {
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/board", tag: "督办", rule: access.Holders(cases.Overseers()...), summary: "督办看板",
		more: "职责所及的超期、临期、负荷、趋势，以及将届满的期限和将达名单标准的主体。每个数字都等于相应列表的条数。",
	}, func(ctx context.Context, in *boardIn) (*body[cases.Board], error) {
		return answered(q.Board(ctx, me(ctx), in.Organization))
	})
}
