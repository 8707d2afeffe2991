package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type yearIn struct {
	Idempotent
	Preview bool   `query:"preview" doc:"只看将移动哪些期限，不作任何更改"`
	RawBody []byte `contentType:"application/yaml" required:"true"`
}

// yearOut is one of two things: what would change, or what did.
type yearOut struct {
	Preview *cases.YearPreview `json:"preview,omitempty" doc:"preview=true 时：将有的变化"`
	Loaded  *cases.YearLoaded  `json:"loaded,omitempty" doc:"载入的结果"`
}

// calendarRoutes registers the days off every deadline is counted by.
func (s *Server) calendarRoutes() {
	const tag = "规则"
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/calendar/years", tag: tag, rule: access.SignedIn(),
		summary: "放假安排", more: "国务院办公厅历年节假日安排及其载入情况。",
	}, func(ctx context.Context, _ *struct{}) (*body[cases.YearsView], error) {
		return answered(q.Years(ctx))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/calendar/years", tag: tag, rule: access.Holders(cases.YearKeepers()...),
		summary: "载入或者更正放假安排",
		more: "内容为一个年度的放假安排（YAML）。载入后数秒内各进程按新日历计算，正在运行的期限随后重新计算。" +
			"同一年度再次载入的，以后载入的为准。preview=true 时只列出将移动的期限。",
		refuses: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *yearIn) (*body[yearOut], error) {
		if in.Preview {
			p, err := q.PreviewYear(ctx, in.RawBody)
			return answered(yearOut{Preview: &p}, err)
		}
		l, err := s.Cases.LoadYear(ctx, me(ctx), in.RawBody, in.Key)
		return answered(yearOut{Loaded: &l}, err)
	})
}
