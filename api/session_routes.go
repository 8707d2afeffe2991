package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"chengxin/api/access"
)

// Who is signed in, and what they may do where.
type whoami struct {
	Body struct {
		ID          string         `json:"id"`
		Username    string         `json:"username"`
		Name        string         `json:"name"`
		Certificate string         `json:"certificate,omitempty"`
		Grants      []access.Grant `json:"grants" doc:"当前有效的职责及其所在机构"`
	}
}

func tell(a access.Actor) *whoami {
	var out whoami
	out.Body.ID, out.Body.Username, out.Body.Name, out.Body.Certificate = a.ID, a.Username, a.Name, a.Certificate
	if out.Body.Grants = a.Grants; a.Grants == nil {
		out.Body.Grants = []access.Grant{}
	}
	return &out
}

type signIn struct {
	caller
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"128"`
		Password string `json:"password" minLength:"1" maxLength:"256"`
	}
}

// caller knows where a request came from.
type caller struct{ address string }

// Resolve is called by Huma.
func (c *caller) Resolve(ctx huma.Context) []error {
	c.address = address(ctx)
	return nil
}

func (s *Server) sessionRoutes() {
	const tag = "登录"
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/session", tag: tag, rule: access.Anyone(),
		summary: "登录", more: "成功后以 Cookie 保持会话12小时。密码多次错误的，须等待后再试。",
		refuses: []int{http.StatusUnauthorized, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *signIn) (*whoami, error) {
		a, err := s.Gate.SignIn(ctx, in.Body.Username, in.Body.Password, in.address)
		if err != nil {
			return nil, err
		}
		sight(ctx).actor = a.Username
		return tell(a), nil
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/session", tag: tag, rule: access.BeforeChange(), summary: "本人及其职责",
	}, func(ctx context.Context, _ *struct{}) (*whoami, error) { return tell(me(ctx)), nil })
	handle(s, route{
		method: http.MethodDelete, path: "/api/v1/session", tag: tag, rule: access.Anyone(), summary: "退出登录",
		status: http.StatusNoContent,
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) { return nil, s.Gate.Sessions.End(ctx) })
}

// address is the caller's, as far as it can be believed.
func address(ctx huma.Context) string { return humagin.Unwrap(ctx).ClientIP() }
