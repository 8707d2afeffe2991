package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type registered struct {
	Status int
	Body   cases.SubjectView
}

// subjectIn names a subject and says for what its data is looked at.
type subjectIn struct {
	ID      string `path:"id" maxLength:"128" doc:"信用主体编号"`
	Purpose string `query:"purpose" maxLength:"200" doc:"用途；查看自然人信息的，与查看人一并记录"`
}

// reading is the context of a look.
func (in *subjectIn) reading(ctx context.Context) context.Context {
	return cases.WithPurpose(ctx, in.Purpose)
}

type subjectList struct {
	Paging
	Q            string `query:"q" maxLength:"100" doc:"完整的统一社会信用代码，或者名称的开头"`
	Near         string `query:"near" maxLength:"64" doc:"将达该名单标准的，如 yellow；须同时写 jurisdiction"`
	Jurisdiction string `query:"jurisdiction" maxLength:"64" doc:"管辖区，只与 near 同用"`
}

type commitmentsOf struct {
	Items []cases.CommitmentView `json:"items"`
}

type addressesOf struct {
	Items []cases.ServiceAddressView `json:"items"`
}

// aboutSubject is an act about a subject.
type aboutSubject[T any] struct {
	Idempotent
	ID   string `path:"id" maxLength:"128" doc:"信用主体编号"`
	Body T
}

// aboutOnly is an act about a subject that each time is another one.
type aboutOnly[T any] struct {
	ID   string `path:"id" maxLength:"128" doc:"信用主体编号"`
	Body T
}

type listingsOf struct {
	Items []cases.ListingView `json:"items"`
}

func (s *Server) subjectRoutes() {
	const tag = "信用主体"
	readers := access.Holders(access.Readers()...)
	q := s.Cases.Queries()
	registrar := &cases.Registrar{Store: s.Cases.Store, Now: s.Cases.Now}
	missing := []int{http.StatusNotFound}
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects", tag: tag, rule: access.Holders(cases.Registrants()...), status: http.StatusCreated,
		summary: "登记或者查得信用主体", more: "201：新登记。200：此前已登记，原样返回。自然人的号码、地址加密保存，以密钥摘要检索。",
		refuses: []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *newCase[cases.NewSubject]) (*registered, error) {
		v, created, err := registrar.Register(ctx, me(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		if !created {
			return &registered{http.StatusOK, v}, nil
		}
		return &registered{http.StatusCreated, v}, nil
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects", tag: tag, rule: readers, summary: "查询信用主体", more: "不含自然人。",
		refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *subjectList) (*body[cases.SubjectPage], error) {
		if in.Near != "" {
			return answered(q.Near(ctx, me(ctx), in.Jurisdiction, in.Near, in.ask()))
		}
		return answered(q.Subjects(ctx, me(ctx), in.Q, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}", tag: tag, rule: readers, summary: "信用主体", refuses: missing,
		more: "查看自然人的信息将记入留痕。",
	}, func(ctx context.Context, in *subjectIn) (*body[cases.SubjectView], error) {
		return answered(q.Subject(in.reading(ctx), me(ctx), in.ID))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/commitments", tag: tag, rule: readers, summary: "主体在本系统中作出的承诺", refuses: missing,
		more: "信用修复申请所附的承诺书；限职责所及的案件。",
	}, func(ctx context.Context, in *subjectIn) (*body[commitmentsOf], error) {
		all, err := q.Commitments(in.reading(ctx), me(ctx), in.ID)
		return answered(commitmentsOf{all}, err)
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/service-addresses", tag: tag, rule: readers, summary: "送达地址确认书", refuses: missing,
		more: "现行的在前。自然人的，查看将记入留痕。",
	}, func(ctx context.Context, in *subjectIn) (*body[addressesOf], error) {
		all, err := q.ServiceAddresses(in.reading(ctx), me(ctx), in.ID)
		return answered(addressesOf{all}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/service-addresses", tag: tag, rule: access.Holders(access.Deciders()...), status: http.StatusCreated, summary: "登记送达地址确认书",
		more:    "自签署之日起代替此前的确认书。电子送达须有同意电子送达的确认书；邮件退回的，有确认书方可视为送达。",
		refuses: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *aboutSubject[cases.NewServiceAddress]) (*body[cases.ServiceAddressView], error) {
		return answered(s.cases().ConfirmAddress(ctx, me(ctx), in.ID, in.Body, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/score", tag: tag, rule: readers, summary: "计分及其说明", refuses: missing,
	}, func(ctx context.Context, in *subjectIn) (*body[cases.Score], error) {
		return answered(q.Score(in.reading(ctx), me(ctx), in.ID))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/listings", tag: tag, rule: readers, summary: "主体的名单记录", refuses: missing,
	}, func(ctx context.Context, in *subjectIn) (*body[listingsOf], error) {
		items, err := q.SubjectListings(in.reading(ctx), me(ctx), in.ID)
		return answered(listingsOf{items}, err)
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/file", tag: tag, rule: readers, summary: "一人一档", refuses: missing,
	}, func(ctx context.Context, in *subjectIn) (*body[cases.File], error) {
		return answered(q.File(in.reading(ctx), me(ctx), in.ID))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/entrance-code", tag: tag, rule: access.Holders(cases.Rightkeepers()...), status: http.StatusCreated, summary: "发放登录码",
		more:    "信用主体凭登录码登录“我的信用”一次，72小时内有效；再次发放的，前一个即失效。登录码只在此答复，不保存原文。",
		refuses: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *aboutOnly[cases.NewEntranceCode]) (*body[cases.EntranceCode], error) {
		e := cases.Entrance{Service: s.cases(), Gate: s.Gate}
		return answered(e.HandOverCode(ctx, me(ctx), in.ID, in.Body))
	})
	s.personalRoutes()
}

// personalRoutes keep the rights that a person has in their own data.
func (s *Server) personalRoutes() {
	const tag = "个人信息"
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/number", tag: tag, rule: access.Holders(cases.NumberReaders()...), summary: "查看公民身份号码全文",
		more: "须写明用途，与查看人一并记录。限办理该主体案件的人员和窗口人员。", refuses: refuses,
	}, func(ctx context.Context, in *aboutSubject[cases.Purpose]) (*body[cases.Number], error) {
		return answered(s.cases().Number(ctx, me(ctx), in.ID, in.Body))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/subjects/{id}/copy", tag: tag, rule: access.Holders(cases.Rightkeepers()...), summary: "个人信息副本",
		more: "本系统所存该自然人的全部信息，应本人申请提供（个人信息保护法第四十五条）。须写明用途。", refuses: refuses,
	}, func(ctx context.Context, in *subjectIn) (*body[cases.PersonalCopy], error) {
		return answered(s.cases().PersonalCopy(ctx, me(ctx), in.ID, in.Purpose))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/correction", tag: tag, rule: access.Holders(cases.Rightkeepers()...), summary: "更正主体信息",
		more: "不填的各项不变。此前的文书照旧，公示中的名称随之更正。自然人更正前后的内容不写入留痕。", refuses: refuses,
	}, func(ctx context.Context, in *aboutSubject[cases.SubjectCorrection]) (*body[cases.SubjectView], error) {
		return answered(s.cases().CorrectSubject(ctx, me(ctx), in.ID, in.Body, in.Key))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/subjects/{id}/erasure", tag: tag, rule: access.Holders(cases.Erasers()...), summary: "删除个人信息",
		more: "不能恢复。案件、扣分和留痕保留，只记主体编号；其案件材料此后只供审计人员查阅。尚在使用、保存期限未满的，不予删除。", refuses: refuses,
	}, func(ctx context.Context, in *aboutSubject[cases.NewErasure]) (*body[cases.SubjectView], error) {
		return answered(s.cases().Erase(ctx, me(ctx), in.ID, in.Body, in.Key))
	})
}
