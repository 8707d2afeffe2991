package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// ByPerson names an account. It may hold slashes, so it stands in the query.
type ByPerson struct {
	ID string `query:"id" required:"true" maxLength:"128" doc:"账号编号"`
}

type peopleList struct {
	Q            string `query:"q" maxLength:"60" doc:"用户名开头或者姓名的一部分"`
	Organization string `query:"organization" maxLength:"128" doc:"该机构及其下级"`
	Closed       bool   `query:"closed" doc:"仅已停用的账号"`
	Cursor       string `query:"cursor" maxLength:"128" doc:"上一页给出的 next"`
}

type peoplePage struct {
	Items []access.Person `json:"items"`
	Next  string          `json:"next,omitempty" doc:"下一页的 cursor；没有则已到末页"`
}

// PostFields are a post as it is written.
type PostFields struct {
	Role         policy.Role    `json:"role" minLength:"1" maxLength:"64" doc:"职责"`
	Organization string         `json:"organization" minLength:"1" maxLength:"128" doc:"任职机构"`
	From         models.Instant `json:"from,omitempty" doc:"不填为即刻"`
	Until        models.Instant `json:"until,omitempty" doc:"不填为不定期"`
}

// CertificateFields are a certificate as it is written.
type CertificateFields struct {
	Number string         `json:"certificate,omitempty" maxLength:"128" doc:"执法证号"`
	Until  models.Instant `json:"certificate_until,omitempty" doc:"执法证有效期至"`
}

type personIn struct {
	Body struct {
		Username string `json:"username" minLength:"1" maxLength:"64"`
		Name     string `json:"name" minLength:"1" maxLength:"60"`
		CertificateFields
		PostFields
	}
}

type amendIn struct {
	ByPerson
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"60"`
		CertificateFields
	}
}

type appointIn struct {
	ByPerson
	Body PostFields
}

type dismissIn struct {
	ByPerson
	Body struct {
		Post  string         `json:"post" minLength:"1" maxLength:"256" doc:"任职编号"`
		Until models.Instant `json:"until,omitempty" doc:"不填为即刻"`
	}
}

type personOut struct {
	access.Person
	Password string `json:"password,omitempty" doc:"初始密码，只给出这一次"`
}

// peopleRoutes are the administrator's: accounts and the posts they hold. Whoever
// administers decides nothing, and nobody administers themself.
func (s *Server) peopleRoutes() {
	const tag = "人员"
	administers := access.Holders(policy.Administrator)
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	post := func(path, summary, more string) route {
		return route{method: http.MethodPost, path: path, tag: tag, rule: administers, refuses: refuses, summary: summary, more: more}
	}
	show := func(ctx context.Context, id, password string, err error) (*body[personOut], error) {
		if err != nil {
			return nil, err
		}
		p, err := s.Gate.Person(ctx, me(ctx), id)
		return answered(personOut{p, password}, err)
	}
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/people", tag: tag, rule: administers, refuses: []int{http.StatusUnprocessableEntity},
		summary: "人员账号", more: "所管理机构的账号及其任职，按用户名排列。",
	}, func(ctx context.Context, in *peopleList) (*body[peoplePage], error) {
		all, next, err := s.Gate.People(ctx, me(ctx), access.PeopleFilter{Q: in.Q, Organization: in.Organization, Closed: in.Closed, After: in.Cursor})
		return answered(peoplePage{all, next}, err)
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/people/one", tag: tag, rule: administers, refuses: []int{http.StatusNotFound}, summary: "一个账号",
	}, func(ctx context.Context, in *ByPerson) (*body[personOut], error) { return show(ctx, in.ID, "", nil) })
	handle(s, post("/api/v1/people", "开通账号", "同时赋予第一项职责。初始密码只给出一次，首次登录须修改。"),
		func(ctx context.Context, in *personIn) (*body[personOut], error) {
			b := in.Body
			id, password, err := s.Gate.Open(ctx, me(ctx), access.NewPerson{
				Username: b.Username, Name: b.Name, Certificate: access.Certificate(b.CertificateFields), Appointment: access.Appointment(b.PostFields),
			})
			return show(ctx, id, password, err)
		})
	handle(s, post("/api/v1/people/amend", "变更姓名、执法证", ""),
		func(ctx context.Context, in *amendIn) (*body[personOut], error) {
			return show(ctx, in.ID, "", s.Gate.Amend(ctx, me(ctx), in.ID, in.Body.Name, access.Certificate(in.Body.CertificateFields)))
		})
	handle(s, post("/api/v1/people/appoint", "赋予职责", "不得为本人办理。"),
		func(ctx context.Context, in *appointIn) (*body[personOut], error) {
			return show(ctx, in.ID, "", s.Gate.Appoint(ctx, me(ctx), in.ID, access.Appointment(in.Body)))
		})
	handle(s, post("/api/v1/people/dismiss", "结束任职", "其待办一分钟内由他人接办，无人可接的告知负责人。"),
		func(ctx context.Context, in *dismissIn) (*body[personOut], error) {
			return show(ctx, in.ID, "", s.Gate.Dismiss(ctx, me(ctx), in.ID, in.Body.Post, in.Body.Until))
		})
	handle(s, post("/api/v1/people/close", "停用账号", "各项任职随之结束，登录和令牌即刻失效。"),
		func(ctx context.Context, in *ByPerson) (*body[personOut], error) {
			return show(ctx, in.ID, "", s.Gate.Close(ctx, me(ctx), in.ID))
		})
	handle(s, post("/api/v1/people/reopen", "恢复账号", "任职不随之恢复，须重新赋予。"),
		func(ctx context.Context, in *ByPerson) (*body[personOut], error) {
			password, err := s.Gate.Reopen(ctx, me(ctx), in.ID)
			return show(ctx, in.ID, password, err)
		})
	handle(s, post("/api/v1/people/password", "重置密码", "新的初始密码只给出一次；已登录的浏览器即刻退出。"),
		func(ctx context.Context, in *ByPerson) (*body[personOut], error) {
			password, err := s.Gate.ResetPassword(ctx, me(ctx), in.ID)
			return show(ctx, in.ID, password, err)
		})
}
