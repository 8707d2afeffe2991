package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type viewIn struct {
	Idempotent
	Body cases.View
}

type viewAmendIn struct {
	Idempotent
	Body struct {
		Name   string `json:"name" minLength:"1" maxLength:"20" doc:"现在的名称"`
		Rename string `json:"rename" minLength:"1" maxLength:"20" doc:"以后的名称，可以不变"`
		First  bool   `json:"first,omitempty" doc:"登录后首先打开；不填则不再首先打开"`
	}
}

type viewDropIn struct {
	Idempotent
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"20"`
	}
}

type viewsOut struct {
	Items []cases.View `json:"items"`
}

// viewRoutes are a reader's own named filters. To save, amend or drop once more changes
// nothing, with a key or without.
func (s *Server) viewRoutes() {
	const tag = "待办"
	readers := access.Holders(access.Readers()...)
	post := func(path, summary, more string, refuses ...int) route {
		return route{method: http.MethodPost, path: path, tag: tag, rule: readers, refuses: append(refuses, http.StatusUnprocessableEntity), summary: summary, more: more}
	}
	all := func(ctx context.Context, err error) (*body[viewsOut], error) {
		if err != nil {
			return nil, err
		}
		out, err := s.Cases.Queries().SavedViews(ctx, me(ctx))
		return answered(viewsOut{out}, err)
	}
	handle(s, route{method: http.MethodGet, path: "/api/v1/views", tag: tag, rule: readers, summary: "保存的筛选", more: "本人保存的待办筛选，按名称排列。"},
		func(ctx context.Context, _ *struct{}) (*body[viewsOut], error) { return all(ctx, nil) })
	handle(s, post("/api/v1/views", "保存筛选", "同名的由新的条件取代。", http.StatusConflict),
		func(ctx context.Context, in *viewIn) (*body[cases.View], error) {
			return answered(s.Cases.SaveView(ctx, me(ctx), in.Body))
		})
	handle(s, post("/api/v1/views/amend", "变更保存的筛选", "改名，设为或者取消首页。", http.StatusNotFound, http.StatusConflict),
		func(ctx context.Context, in *viewAmendIn) (*body[cases.View], error) {
			return answered(s.Cases.AmendView(ctx, me(ctx), in.Body.Name, in.Body.Rename, in.Body.First))
		})
	handle(s, post("/api/v1/views/drop", "删除保存的筛选", "给出其余各项。"),
		func(ctx context.Context, in *viewDropIn) (*body[viewsOut], error) {
			return all(ctx, s.Cases.DropView(ctx, me(ctx), in.Body.Name))
		})
}
