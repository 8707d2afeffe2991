package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type shopList struct {
	Paging
	Subject string `query:"subject" maxLength:"128" doc:"经营者"`
	Q       string `query:"q" maxLength:"60" doc:"店招或者地址的一部分"`
}

type byShop struct {
	Idempotent
	Code string `path:"code" maxLength:"64" doc:"门店码"`
}

type feedbackList struct {
	Paging
	Settled bool `query:"settled" doc:"已办理的；缺省为待办理的"`
}

// ByReceipt names what somebody said of a shop.
type ByReceipt struct {
	Receipt string `path:"receipt" maxLength:"32" doc:"回执编号"`
}

type feedbackReply struct {
	Idempotent
	ByReceipt
	Body cases.FeedbackReply
}

type publishedList struct {
	Paging
	List string `query:"list" maxLength:"64" doc:"名单"`
	Q    string `query:"q" maxLength:"100" doc:"名称的开头，或者完整的统一社会信用代码"`
}

type feedbackIn struct {
	Code string `path:"code" maxLength:"64" doc:"门店码"`
	Body cases.NewFeedback
}

// shopRoutes are shops with a code, and what the public says of them.
func (s *Server) shopRoutes() {
	const tag = "门店"
	q := s.Cases.Queries()
	readers, keepers := access.Holders(access.Readers()...), access.Holders(cases.Shopkeepers()...)
	missing := []int{http.StatusNotFound}
	refuses := []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity}
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/shops", tag: tag, rule: keepers, status: http.StatusCreated, summary: "登记门店，发给门店码",
		more: "经营者须为社会法人或者个体工商户；店招、地址、星级、承诺凭码公开。", refuses: refuses,
	}, func(ctx context.Context, in *newCase[cases.NewShop]) (*body[cases.ShopView], error) {
		return answered(s.cases().OpenShop(ctx, me(ctx), in.Body, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/shops", tag: tag, rule: readers, summary: "门店", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *shopList) (*body[cases.ShopPage], error) {
		return answered(q.Shops(ctx, me(ctx), in.Subject, in.Q, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/shops/{code}", tag: tag, rule: readers, summary: "一个门店", refuses: missing,
	}, func(ctx context.Context, in *byShop) (*body[cases.ShopView], error) {
		return answered(q.Shop(ctx, me(ctx), in.Code))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/shops/{code}/closure", tag: tag, rule: keepers, summary: "停用门店码", refuses: refuses,
	}, func(ctx context.Context, in *byShop) (*body[cases.ShopView], error) {
		return answered(s.cases().CloseShop(ctx, me(ctx), in.Code, in.Key))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/feedback", tag: tag, rule: keepers, summary: "群众反映", refuses: []int{http.StatusUnprocessableEntity},
		more: "先收到的在前。立为违规报告的，在上报违规时以回执编号为 reference。",
	}, func(ctx context.Context, in *feedbackList) (*body[cases.FeedbackPage], error) {
		return answered(q.Feedback(ctx, me(ctx), in.Settled, in.ask()))
	})
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/feedback/{receipt}", tag: tag, rule: keepers, summary: "一件反映", refuses: missing,
	}, func(ctx context.Context, in *ByReceipt) (*body[cases.FeedbackLine], error) {
		return answered(q.FeedbackOne(ctx, me(ctx), in.Receipt))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/feedback/{receipt}/answer", tag: tag, rule: keepers, summary: "答复而不立为报告", refuses: refuses,
	}, func(ctx context.Context, in *feedbackReply) (*body[cases.FeedbackLine], error) {
		return answered(s.cases().AnswerFeedback(ctx, me(ctx), in.Receipt, in.Body, in.Key))
	})
}

// publicRoutes are open to anybody, slowed down for each address.
func (s *Server) publicRoutes() {
	const tag = "公开"
	q, anyone := s.Cases.Queries(), access.Passersby()
	handle(s, route{
		method: http.MethodGet, path: "/public/v1/credit/{code}", tag: tag, rule: anyone, summary: "公示信息",
		more: "统一社会信用代码：仅含公示期内的记录。门店码：另有店招、地址、星级、承诺。正在处理异议的予以标注。",
	}, func(ctx context.Context, in *creditIn) (*body[cases.PublicCredit], error) {
		return answered(q.PublicCredit(ctx, in.Code))
	})
	handle(s, route{
		method: http.MethodGet, path: "/public/v1/published", tag: tag, rule: anyone, summary: "公示的名单", refuses: []int{http.StatusUnprocessableEntity},
		more: "公示期内的记录，新的在前；不含自然人。",
	}, func(ctx context.Context, in *publishedList) (*body[cases.PublicPage], error) {
		return answered(q.Published(ctx, in.List, in.Q, in.ask()))
	})
	handle(s, route{
		method: http.MethodPost, path: "/public/v1/credit/{code}/feedback", tag: tag, rule: anyone, status: http.StatusCreated, summary: "反映门店的情况",
		more: "不必登录，凭回执编号查询办理情况。", refuses: []int{http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}, func(ctx context.Context, in *feedbackIn) (*body[cases.Receipt], error) {
		return answered(s.cases().SendFeedback(ctx, in.Code, in.Body))
	})
	handle(s, route{
		method: http.MethodGet, path: "/public/v1/receipts/{receipt}", tag: tag, rule: anyone, summary: "反映的办理情况", refuses: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *ByReceipt) (*body[cases.FeedbackState], error) {
		return answered(q.FeedbackState(ctx, in.Receipt))
	})
}
