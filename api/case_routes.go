package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"os"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// Paging is how a list is asked for.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"400" doc:"上一页给出的 next"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"每页条数"`
}

func (p Paging) ask() cases.Page { return cases.Page{Cursor: p.Cursor, Limit: p.Limit} }

// body wraps what a handler answers.
type body[T any] struct{ Body T }

func answered[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

type caseList struct {
	Paging
	Kind          string `query:"kind" enum:"violation,listing,dispute,breach,repair,revocation"`
	Stage         string `query:"stage" maxLength:"64"`
	State         string `query:"state" enum:"open,closed,overdue"`
	Organization  string `query:"organization" maxLength:"128" doc:"该机构及其下级"`
	Own           bool   `query:"own" doc:"只看该机构自身，不含下级"`
	Subject       string `query:"subject" maxLength:"128" doc:"信用主体编号"`
	ReceivedFrom  string `query:"received_from" maxLength:"10" doc:"收到日期自，如2026-11-16"`
	ReceivedUntil string `query:"received_until" maxLength:"10" doc:"收到日期至，含当日"`
	ClosedFrom    string `query:"closed_from" maxLength:"10" doc:"办结日期自"`
	ClosedUntil   string `query:"closed_until" maxLength:"10" doc:"办结日期至，含当日"`
	Recognised    string `query:"recognised_from" maxLength:"10" doc:"认定生效日期自"`
	RecognisedTo  string `query:"recognised_until" maxLength:"10" doc:"认定生效日期至，含当日"`
	Behaviour     string `query:"behaviour" maxLength:"64" doc:"生效的认定所属的失信行为，如 SR-01"`
	Sector        string `query:"sector" maxLength:"64" doc:"生效的认定所属的领域"`
	Grade         string `query:"grade" maxLength:"32" doc:"生效的认定的等级"`
	Near          string `query:"near" enum:"whole,act" doc:"whole：全案期限将届满；act：所报行为的追究时效将届满而尚未立案"`
	Q             string `query:"q" maxLength:"100" doc:"案件编号或者主体名称的开头，或者完整的统一社会信用代码"`
}

// ByNumber names a case.
type ByNumber struct {
	Number string `path:"number" maxLength:"64" doc:"案件编号"`
}

type trailIn struct {
	ByNumber
	Paging
}

// archive writes a case's archive whole before the first of it is sent.
func (s *Server) archive(ctx context.Context, in *ByNumber) (*fileOut, error) {
	spool, err := os.CreateTemp("", "chengxin-archive")
	if err != nil {
		return nil, err
	}
	closed := func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }
	if err := s.cases().Archive(ctx, me(ctx), in.Number, spool); err != nil {
		closed()
		return nil, err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		closed()
		return nil, err
	}
	return &fileOut{func(to huma.Context) {
		defer closed()
		c := humagin.Unwrap(to)
		s.unhurried(c.Writer)
		c.Writer.Header().Set("Content-Type", "application/zip")
		c.Writer.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "归档-" + in.Number + ".zip"}))
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, spool)
	}}, nil
}

type recordsOf struct {
	Items []cases.RecordView `json:"items"`
}

type recordIn struct {
	Idempotent
	ByNumber
	Body cases.NewRecord
}

type conditionsOf struct {
	Items []cases.Condition `json:"items"`
}

func (s *Server) caseRoutes() {
	const tag = "案件"
	readers := access.Holders(access.Readers()...)
	q := s.Cases.Queries()
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases", tag: tag, rule: readers, summary: "案件列表", more: "职责所及机构的案件，新的在前。",
		refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *caseList) (*body[cases.CasePage], error) {
		f := cases.CaseFilter{
			Kind: in.Kind, Stage: in.Stage, State: in.State, Organization: in.Organization, Own: in.Own, Subject: in.Subject, Q: in.Q, Limit: in.Near,
		}
		var err error
		f.Behaviour, f.Sector, f.Grade = in.Behaviour, in.Sector, in.Grade
		if f.Recognised, err = cases.Days(in.Recognised, in.RecognisedTo); err != nil {
			return nil, err
		}
		if f.Received, err = cases.Days(in.ReceivedFrom, in.ReceivedUntil); err != nil {
			return nil, err
		}
		if f.Closed, err = cases.Days(in.ClosedFrom, in.ClosedUntil); err != nil {
			return nil, err
		}
		return answered(q.Cases(ctx, me(ctx), f, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases/{number}", tag: tag, rule: readers, refuses: []int{http.StatusNotFound},
		summary: "案件", more: "环节、期限及其计算、待办与选项、办理经过、关联事项。",
	}, func(ctx context.Context, in *ByNumber) (*body[cases.CaseView], error) {
		return answered(q.Case(ctx, me(ctx), in.Number))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases/{number}/records", tag: tag, rule: readers, summary: "过程记录", refuses: []int{http.StatusNotFound},
		more: "询问、现场检查、提醒、电话联系、录音录像，按所述时间先后。",
	}, func(ctx context.Context, in *ByNumber) (*body[recordsOf], error) {
		all, err := q.Records(ctx, me(ctx), in.Number)
		return answered(recordsOf{all}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/cases/{number}/records", tag: tag, rule: access.Holders(access.Deciders()...), status: http.StatusCreated, summary: "增加过程记录",
		more: "保存后不能修改，载入留痕；有误的另写一条更正。", refuses: []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *recordIn) (*body[cases.RecordView], error) {
		return answered(s.cases().Record(ctx, me(ctx), in.Number, in.Body, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases/{number}/archive", tag: tag, rule: readers, summary: "案件归档",
		more: "ZIP：文书、证据、决定、期限、留痕，附脱离本系统核验的方法（verify.py）。" +
			"限审计人员，以及职责及于该案的承办人、审核人、负责人、督办人员；导出记入管理留痕，连同清单的 SHA-256。", refuses: []int{http.StatusNotFound},
	}, s.archive)
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases/{number}/repair-conditions", tag: tag, rule: readers, summary: "信用修复的条件",
		more: "名单记录、违诺记录：申请前逐项对照；修复申请：连同所提交的材料和核查结论。", refuses: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *ByNumber) (*body[conditionsOf], error) {
		all, err := s.Cases.RepairConditions(ctx, me(ctx), in.Number)
		return answered(conditionsOf{all}, err)
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/cases/{number}/trail", tag: tag, rule: readers, refuses: []int{http.StatusNotFound},
		summary: "留痕", more: "逐条链接的操作记录，附摘要，可自行核验。",
	}, func(ctx context.Context, in *trailIn) (*body[cases.Trail], error) {
		return answered(q.Trail(ctx, me(ctx), in.Number, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/listings", tag: "名单", rule: readers, summary: "名单记录",
		refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *listingList) (*body[cases.ListingPage], error) {
		f := cases.ListingFilter{List: in.List, Subject: in.Subject, Organization: in.Organization, Own: in.Own, Lingering: in.Lingering}
		if in.Active != "" {
			active := in.Active == "true"
			f.Active = &active
		}
		return answered(q.Listings(ctx, me(ctx), f, in.ask()))
	})
}

type listingList struct {
	Paging
	List         string `query:"list" maxLength:"64" doc:"yellow、black 等，以规则包为准"`
	Active       string `query:"active" enum:"true,false" doc:"true：已决定或者公布中；false：已终止"`
	Subject      string `query:"subject" maxLength:"128"`
	Organization string `query:"organization" maxLength:"128" doc:"该机构及其下级"`
	Own          bool   `query:"own" doc:"只看该机构自身，不含下级"`
	Lingering    bool   `query:"lingering" doc:"应当撤下而仍在公布的"`
}
