package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// DeliveryView is a notice on its way out of the house.
type DeliveryView struct {
	ID        string         `json:"id"`
	Channel   string         `json:"channel" enum:"mail,webhook,wecom,dingtalk,feishu"`
	Receiver  string         `json:"receiver,omitempty" doc:"收件地址"`
	State     string         `json:"state" enum:"waiting,sent,failed"`
	Tries     int            `json:"tries" doc:"已尝试的次数"`
	NextAt    models.Instant `json:"next_at,omitzero" doc:"下次尝试"`
	LastError string         `json:"last_error,omitempty"`
	CreatedAt models.Instant `json:"created_at"`
	Title     string         `json:"title" doc:"消息的种类；内容只有可以查看案件的人看得到"`
	Case      string         `json:"case,omitempty"`
}

// DeliveryPage is one page of deliveries, the oldest first.
type DeliveryPage struct {
	Items  []DeliveryView `json:"items"`
	Failed int64          `json:"failed" doc:"投递失败的件数"`
	Late   int64          `json:"late" doc:"尚在重试的件数"`
}

// mostDeliveries is how many are shown; who retries all does not need to see all.
const mostDeliveries = 200

// Deliveries lists what could not be delivered, or is tried again: state failed or
// waiting. Permission: administrators (the route's rule).
func (q *Queries) Deliveries(ctx context.Context, _ access.Actor, state string) (out DeliveryPage, err error) {
	out.Items = []DeliveryView{}
	db := q.db(ctx)
	if err := db.Model(&models.Delivery{}).Where("state = ?", models.DeliveryFailed).Count(&out.Failed).Error; err != nil {
		return out, err
	}
	if err := db.Model(&models.Delivery{}).Where("state = ? AND tries > 0", models.DeliveryWaiting).Count(&out.Late).Error; err != nil {
		return out, err
	}
	if state != models.DeliveryWaiting {
		state = models.DeliveryFailed
	}
	var rows []struct {
		models.Delivery
		Kind       string
		CaseNumber string
	}
	err = db.Table("deliveries AS d").Select("d.*, n.kind, n.case_number").Joins("JOIN notices AS n ON n.id = d.notice_id").
		Where("d.state = ? AND (d.state <> ? OR d.tries > 0)", state, models.DeliveryWaiting).Order("d.next_at, d.id").Limit(mostDeliveries).Scan(&rows).Error
	for _, r := range rows {
		v := DeliveryView{r.ID, r.Channel, r.Receiver, r.State, r.Tries, 0, r.LastError, r.CreatedAt, models.Notice{Kind: r.Kind}.Title(), r.CaseNumber}
		if r.State == models.DeliveryWaiting {
			v.NextAt = r.NextAt
		}
		out.Items = append(out.Items, v)
	}
	return out, err
}

// RetryDeliveries has failed deliveries tried again, at once and from the beginning: the
// named one, or all. It says how many. Permission: administrators (the route's rule).
func (s *Service) RetryDeliveries(ctx context.Context, actor access.Actor, id string) (n int64, err error) {
	err = s.Store.Tx(ctx, func(tx *store.Tx) error {
		q := tx.Model(&models.Delivery{}).Where("state = ?", models.DeliveryFailed)
		if id != "" {
			q = q.Where("id = ?", id)
		}
		done := q.Updates(map[string]any{"state": models.DeliveryWaiting, "tries": 0, "next_at": s.now(), "leased_until": 0})
		if n = done.RowsAffected; done.Error != nil || n == 0 {
			return done.Error
		}
		return tx.Audit(store.AdminChain, "deliveries_retried", actor.ID, s.now(), map[string]any{"delivery": id, "count": n})
	})
	return n, err
}

// Mailing is how one's notices are mailed.
type Mailing struct {
	Email string `json:"email" maxLength:"254" doc:"不填为不发邮件"`
	Late  bool   `json:"late_only,omitempty" doc:"只发临期、超期和告警"`
}

// SetMailing says where one's notices are mailed to, and which. Permission: oneself.
// Errors: email.wrong.
func (s *Service) SetMailing(ctx context.Context, actor access.Actor, in Mailing) error {
	address, ok := mailAddress(in.Email)
	if !ok {
		return models.Refuse(models.Invalid, "email.wrong", "邮件地址有误", "请填写一个电子邮件地址，如 name@example.com；不填则不发邮件。").Where(models.Field{Field: "email"})
	}
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Model(&models.User{}).Where("id = ?", actor.ID).Updates(map[string]any{"email": address, "mail_late": in.Late}).Error
	})
}

// Mailing is how one's notices are mailed.
func (q *Queries) Mailing(ctx context.Context, a access.Actor) (Mailing, error) {
	var u models.User
	err := q.db(ctx).Select("email, mail_late").Limit(1).Find(&u, "id = ?", a.ID).Error
	return Mailing{u.Email, u.MailLate}, err
}
