package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// deliveries are notices that could not be delivered, or are tried again.
type deliveries struct {
	cases.DeliveryPage
	State string
}

var channelNames = map[string]string{"mail": "电子邮件", "webhook": "数据推送", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}

func (s *Site) deliveryRoutes() []route {
	admins := access.Holders(access.Administrators()...)
	return []route{
		{http.MethodGet, "/deliveries", admins, s.deliveriesPage},
		{http.MethodPost, "/deliveries/retry", admins, s.retryDeliveries},
		{http.MethodPost, "/notices/email", access.SignedIn(), s.setEmail},
	}
}

func (s *Site) deliveriesPage(c *gin.Context) error {
	v := deliveries{State: c.Query("state")}
	if v.State != "waiting" {
		v.State = "failed"
	}
	var err error
	if v.DeliveryPage, err = s.queries.Deliveries(c.Request.Context(), me(c), v.State); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, "deliveries", "消息投递", v)
}

func (s *Site) retryDeliveries(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	n, err := s.server.Commands().RetryDeliveries(c.Request.Context(), me(c), in.Get("id"))
	if err != nil {
		return err
	}
	if n == 0 {
		return s.told(c, "/deliveries", "没有需要重新投递的：此前已经重新投递或者送到。")
	}
	return s.told(c, "/deliveries", "已重新投递%d件。", n)
}

// setEmail says where the reader's notices are mailed to.
func (s *Site) setEmail(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	err = s.server.Commands().SetMailing(c.Request.Context(), me(c), cases.Mailing{Email: in.Get("email"), Late: in.Get("which") == "late"})
	if p, ok := refused(err); ok {
		return s.warned(c, "/notices", p)
	}
	if err != nil {
		return err
	}
	if in.Get("email") == "" {
		return s.told(c, "/notices", "不再发送邮件提醒。")
	}
	return s.told(c, "/notices", "邮件提醒将发到%s。", in.Get("email"))
}
