package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// ByDocument names a document.
type ByDocument struct {
	ID string `path:"id" maxLength:"128" doc:"文书编号"`
}

type correctionIn struct {
	Idempotent
	ByDocument
	Body struct {
		Before string `json:"before" minLength:"1" maxLength:"1000" doc:"原文中的文字，逐字照抄"`
		After  string `json:"after" minLength:"1" maxLength:"1000" doc:"更正后的文字"`
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

type documentServiceIn struct {
	Idempotent
	ByDocument
	Body cases.DocumentService
}

// documentRoutes are the documents of cases: their words, their corrections, and their
// service where that is no step of the process.
func (s *Server) documentRoutes() {
	const tag = "文书"
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/documents/{id}", tag: tag, rule: access.Holders(access.Readers()...), refuses: []int{http.StatusNotFound},
		summary: "文书", more: "正文作出后不变；更正另行作出，一并列出。",
	}, func(ctx context.Context, in *ByDocument) (*body[cases.DocumentFull], error) {
		return answered(s.Cases.Queries().Document(ctx, me(ctx), in.ID))
	})
	deciders := access.Holders(access.Deciders()...)
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/documents/{id}/correction", tag: tag, rule: deciders, refuses: refuses,
		summary: "更正文书", more: "更正文字错误，由办理机构的负责人作出更正通知书；原文书不变，效力不变。",
	}, func(ctx context.Context, in *correctionIn) (*body[cases.DocumentFull], error) {
		return answered(s.Cases.Correct(ctx, me(ctx), in.ID, cases.Correction(in.Body), in.Key))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/documents/{id}/service", tag: tag, rule: deciders, refuses: refuses,
		summary: "登记送达", more: "送达不是案件环节的文书，如补正通知、答复、修复决定、更正通知，在此登记。",
	}, func(ctx context.Context, in *documentServiceIn) (*body[cases.DocumentFull], error) {
		return answered(s.Cases.ServeDocument(ctx, me(ctx), in.ID, in.Body, in.Key))
	})
}
