package api

import (
	"context"
	"net/http"

	"chengxin/api/access"
	"chengxin/api/cases"
)

type deliveryList struct {
	State string `query:"state" enum:"failed,waiting" default:"failed"`
}

type retryIn struct {
	Body struct {
		ID string `json:"id,omitempty" maxLength:"64" doc:"投递的编号；不填为全部失败的"`
	}
}

type retried struct {
	Count int64 `json:"count"`
}

type emailIn struct {
	Body cases.Mailing
}

// deliveryRoutes are notices on their way out of the house.
func (s *Server) deliveryRoutes() {
	const tag = "消息"
	admins := access.Holders(access.Administrators()...)
	handle(s, route{
		method: http.MethodGet, path: "/api/v1/deliveries", tag: tag, rule: admins, summary: "消息的投递",
		more: "投递失败的，或者尚在重试的，先产生的在前。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *deliveryList) (*body[cases.DeliveryPage], error) {
		return answered(s.Cases.Queries().Deliveries(ctx, me(ctx), in.State))
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/deliveries/retry", tag: tag, rule: admins, summary: "重新投递",
		more: "将投递失败的一件或者全部重新投递；对方能够辨别重复的，不会收到两次。", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *retryIn) (*body[retried], error) {
		n, err := s.cases().RetryDeliveries(ctx, me(ctx), in.Body.ID)
		return answered(retried{n}, err)
	})
	handle(s, route{
		method: http.MethodPost, path: "/api/v1/session/email", tag: tag, status: http.StatusNoContent, rule: access.SignedIn(), summary: "本人的邮件提醒：地址和范围", refuses: []int{http.StatusUnprocessableEntity},
	}, func(ctx context.Context, in *emailIn) (*struct{}, error) {
		return &struct{}{}, s.cases().SetMailing(ctx, me(ctx), in.Body)
	})
}
