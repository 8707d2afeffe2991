package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/policy"
)

// ByOrganization names an organization. It holds slashes, so it stands in the query.
type ByOrganization struct {
	ID string `query:"id" required:"true" maxLength:"128" doc:"机构编号"`
}

type treeAt struct {
	On string `query:"on" maxLength:"10" doc:"按哪一日终了时的机构，如2026-11-24；不填为现在"`
}

type tree struct {
	Items []access.Place `json:"items"`
}

type organizationIn struct {
	Body struct {
		Code    string `json:"code" minLength:"1" maxLength:"64" doc:"代码，小写字母、数字、下划线"`
		Name    string `json:"name" minLength:"1" maxLength:"60" doc:"全称"`
		Kind    string `json:"kind" minLength:"1" maxLength:"64" doc:"类别"`
		Region  string `json:"region,omitempty" maxLength:"64" doc:"区划代码，不填同上级机构"`
		Parent  string `json:"parent" minLength:"1" maxLength:"128" doc:"上级机构"`
		Manager string `json:"manager,omitempty" maxLength:"128" doc:"日常管理机构（双重领导）"`
		Basis   string `json:"basis" minLength:"1" maxLength:"200" doc:"依据"`
	}
}

type organizationChange struct {
	ByOrganization
	Body struct {
		Name    string         `json:"name" minLength:"1" maxLength:"60" doc:"全称"`
		Parent  string         `json:"parent,omitempty" maxLength:"128" doc:"上级机构；顶层机构没有"`
		Manager string         `json:"manager,omitempty" maxLength:"128" doc:"日常管理机构（双重领导）"`
		From    models.Instant `json:"from,omitempty" doc:"自何时起，不填为即刻"`
		Basis   string         `json:"basis" minLength:"1" maxLength:"200" doc:"依据"`
	}
}

type organizationBasis struct {
	ByOrganization
	Body struct {
		Basis string `json:"basis" minLength:"1" maxLength:"200" doc:"依据"`
	}
}

// organizationRoutes show the tree as it stood at any time to everybody in it, and let
// its administrators change it from now or a day ahead, never backwards.
func (s *Server) organizationRoutes() {
	const tag = "机构"
	administers := access.Holders(policy.Administrator)
	post := func(path, summary, more string) route {
		return route{
			method: http.MethodPost, path: path, tag: tag, rule: administers, summary: summary, more: more,
			refuses: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
		}
	}
	show := func(ctx context.Context, id string, err error) (*body[access.PlaceFile], error) {
		if err != nil {
			return nil, err
		}
		return answered(s.Gate.Place(ctx, me(ctx), id))
	}
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/organizations/tree", tag: tag, rule: access.SignedIn(), refuses: []int{http.StatusUnprocessableEntity},
		summary: "机构树", more: "按某一时刻的隶属关系，上级在前；其时尚未设立、已经撤销的不列。",
	}, func(ctx context.Context, in *treeAt) (*body[tree], error) {
		day, err := cases.Days(in.On, in.On)
		if err != nil {
			return nil, err
		}
		at := models.Instant(0)
		if in.On != "" {
			at = models.At(day.Until.End())
		}
		all, err := s.Gate.Tree(ctx, me(ctx), at)
		return answered(tree{all}, err)
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/organizations/one", tag: tag, rule: access.SignedIn(), refuses: []int{http.StatusNotFound},
		summary: "一个机构", more: "历次变更及其依据，历任人员，直接下级。",
	}, func(ctx context.Context, in *ByOrganization) (*body[access.PlaceFile], error) {
		return show(ctx, in.ID, nil)
	})
	handle(s, post("/api/v1/organizations", "设立机构", "即刻设立。"),
		func(ctx context.Context, in *organizationIn) (*body[access.PlaceFile], error) {
			id, err := s.Gate.SetUp(ctx, me(ctx), access.NewPlace(in.Body))
			return show(ctx, id, err)
		})
	handle(s, post("/api/v1/organizations/change", "变更名称、隶属", "自即刻或者今后某日起，不追溯；此前的签批和文书仍用原名称。"),
		func(ctx context.Context, in *organizationChange) (*body[access.PlaceFile], error) {
			return show(ctx, in.ID, s.Gate.ChangePlace(ctx, me(ctx), in.ID, access.PlaceChange(in.Body)))
		})
	handle(s, post("/api/v1/organizations/withdraw", "撤回待生效的变更", ""),
		func(ctx context.Context, in *ByOrganization) (*body[access.PlaceFile], error) {
			return show(ctx, in.ID, s.Gate.WithdrawChange(ctx, me(ctx), in.ID))
		})
	handle(s, post("/api/v1/organizations/abolish", "撤销机构", "尚有下级机构、在任人员、在办案件或者签批职责的，不能撤销。"),
		func(ctx context.Context, in *organizationBasis) (*body[access.PlaceFile], error) {
			return show(ctx, in.ID, s.Gate.Abolish(ctx, me(ctx), in.ID, in.Body.Basis))
		})
	handle(s, post("/api/v1/organizations/restore", "恢复已撤销的机构", ""),
		func(ctx context.Context, in *organizationBasis) (*body[access.PlaceFile], error) {
			return show(ctx, in.ID, s.Gate.Restore(ctx, me(ctx), in.ID, in.Body.Basis))
		})
}
