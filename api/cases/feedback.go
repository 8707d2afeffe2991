package cases

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// verbSettleFeedback marks the entry of an answer to the public.
const verbSettleFeedback = "settle_feedback"

// NewFeedback is what somebody says of a shop (JN-11).
type NewFeedback struct {
	Text  string `json:"text" minLength:"1" maxLength:"1000" doc:"反映的情况"`
	Phone string `json:"phone,omitempty" maxLength:"40" doc:"联系电话，可以不填；加密保存，只供核实情况"`
}

// Receipt is what the sender asks by.
type Receipt struct {
	Receipt    string         `json:"receipt" doc:"回执编号"`
	ReceivedAt models.Instant `json:"received_at"`
}

// FeedbackState is what the sender is told.
type FeedbackState struct {
	Receipt    string         `json:"receipt"`
	Shop       string         `json:"shop" doc:"店招"`
	ReceivedAt models.Instant `json:"received_at"`
	State      string         `json:"state" enum:"received,reported,closed,answered" doc:"已收到、已立为违规报告、所报案件已办结、已答复"`
	Reply      string         `json:"reply,omitempty"`
	SettledAt  models.Instant `json:"settled_at,omitzero"`
}

// SendFeedback takes what somebody says of the shop that carries a code, and gives a
// receipt. Permission: anyone. Errors: shop.unknown, feedback.text, feedback.phone.
func (s *Service) SendFeedback(ctx context.Context, code string, in NewFeedback) (r Receipt, err error) {
	in.Text, in.Phone = strings.TrimSpace(in.Text), strings.TrimSpace(in.Phone)
	if n := utf8.RuneCountInString(in.Text); n < 5 || n > 1000 {
		return r, models.Refuse(models.Invalid, "feedback.text", "请写明情况", "请写明何时、何事，5至1000字。").Where(models.Field{Field: "text", Message: "5至1000字"})
	}
	if len(in.Phone) > 40 || strings.Trim(in.Phone, "0123456789+- ") != "" {
		return r, models.Refuse(models.Invalid, "feedback.phone", "联系电话有误", "联系电话只含数字，可以不填。").Where(models.Field{Field: "phone", Message: "只含数字"})
	}
	now := s.now()
	return r, s.Store.Tx(ctx, func(tx *store.Tx) error {
		var shop models.Shop
		if err := tx.Limit(1).Find(&shop, "code = ? AND closed_at = 0", strings.ToLower(code)).Error; err != nil {
			return err
		}
		if shop.Code == "" {
			return models.Refuse(models.Unknown, "shop.unknown", "没有这个门店", "门店码有误，或者已经停用。")
		}
		r = Receipt{"FK-" + rand.Text()[:10], now}
		if in.Phone != "" {
			owner := "feedback/" + r.Receipt // a person of whom nothing else is known
			if err := s.Store.Seal(tx, owner, owner, models.FeedbackContact{Phone: in.Phone}, now); err != nil {
				return err
			}
		}
		return tx.Create(&models.Feedback{
			Receipt: r.Receipt, Jurisdiction: shop.Jurisdiction, OrganizationID: shop.OrganizationID, Shop: shop.Code, SubjectID: shop.SubjectID,
			Text: in.Text, ReceivedAt: now,
		}).Error
	})
}

// FeedbackState tells the sender how far it is. Permission: whoever has the receipt.
// Errors: feedback.unknown.
func (q *Queries) FeedbackState(ctx context.Context, receipt string) (v FeedbackState, err error) {
	var row struct {
		models.Feedback
		Name   string
		Closed models.Instant
	}
	err = q.db(ctx).Table("feedback").Select("feedback.*, shops.name, COALESCE(cases.closed_at, 0) AS closed").
		Joins("JOIN shops ON shops.code = feedback.shop").Joins("LEFT JOIN cases ON cases.number = feedback.case_number AND feedback.case_number <> ''").
		Where("feedback.receipt = ?", strings.ToUpper(strings.TrimSpace(receipt))).Limit(1).Scan(&row).Error
	if err != nil {
		return v, err
	}
	if row.Receipt == "" {
		return v, models.Refuse(models.Unknown, "feedback.unknown", "没有这份回执", "请核对回执编号，如FK-ABCDE12345。")
	}
	v = FeedbackState{Receipt: row.Receipt, Shop: row.Name, ReceivedAt: row.ReceivedAt, State: "received", Reply: row.Reply, SettledAt: row.SettledAt}
	switch {
	case row.CaseNumber != "" && row.Closed != 0:
		v.State = "closed"
	case row.CaseNumber != "":
		v.State = "reported"
	case row.SettledAt != 0:
		v.State = "answered"
	}
	return v, nil
}

// uponFeedback links a violation to the feedback it was reported upon, where its reference
// is the receipt of one that nobody has dealt with, about one of its subjects.
func uponFeedback(tx *store.Tx, in NewViolation, c models.Case, by access.Actor, now models.Instant) error {
	if !strings.HasPrefix(in.Reference, "FK-") {
		return nil
	}
	var of models.Feedback
	if err := tx.Limit(1).Find(&of, "receipt = ?", in.Reference).Error; err != nil || of.Receipt == "" {
		return err
	}
	if may, err := by.Reaches(tx.DB, of.OrganizationID, shopkeepers...); err != nil || !may {
		return err // another office's: the report stands, the feedback waits for them
	}
	return tx.Model(&models.Feedback{}).Where("receipt = ? AND jurisdiction = ? AND subject_id IN ? AND settled_at = 0", in.Reference, c.Jurisdiction, in.Subjects).
		Updates(map[string]any{"case_number": c.Number, "settled_by": by.ID, "settled_at": now}).Error
}

// FeedbackLine is feedback as the office sees it.
type FeedbackLine struct {
	Receipt      string         `json:"receipt"`
	Organization string         `json:"organization"`
	Shop         string         `json:"shop"`
	ShopName     string         `json:"shop_name"`
	Address      string         `json:"address"`
	Subject      string         `json:"subject"`
	SubjectName  string         `json:"subject_name"`
	Text         string         `json:"text"`
	Phone        string         `json:"phone,omitempty" doc:"只在查看一件时给出"`
	ReceivedAt   models.Instant `json:"received_at"`
	Case         string         `json:"case,omitempty"`
	Reply        string         `json:"reply,omitempty"`
	SettledAt    models.Instant `json:"settled_at,omitzero"`
}

// FeedbackPage is one page of feedback.
type FeedbackPage struct {
	Items []FeedbackLine `json:"items"`
	Next  string         `json:"next,omitempty"`
}

// Feedback lists what the public said of shops that a role of the actor reaches: what
// waits, the oldest first, or with settled what was dealt with. Permission: Shopkeepers.
func (q *Queries) Feedback(ctx context.Context, a access.Actor, settled bool, p Page) (out FeedbackPage, err error) {
	out.Items = []FeedbackLine{}
	from, err := p.from([]any{"feedback", settled})
	if err != nil {
		return out, err
	}
	db := q.db(ctx)
	query := db.Where("organization_id IN (?)", db.Model(&models.Reach{}).Select("descendant").Where("ancestor IN ?", append(a.Where(shopkeepers...), "")))
	if settled {
		query = query.Where("settled_at <> 0")
	} else {
		query = query.Where("settled_at = 0")
	}
	if from != nil {
		query = query.Where("received_at > ? OR received_at = ? AND receipt > ?", from.At, from.At, from.ID)
	}
	var rows []models.Feedback
	if err := query.Order("received_at, receipt").Limit(p.limit() + 1).Find(&rows).Error; err != nil {
		return out, err
	}
	rows, more := cut(rows, p.limit())
	if out.Items, err = q.feedbackLines(ctx, rows); err == nil && more {
		last := rows[len(rows)-1]
		out.Next = next(true, last.ReceivedAt, last.Receipt, []any{"feedback", settled})
	}
	return out, err
}

func (q *Queries) feedbackLines(ctx context.Context, rows []models.Feedback) ([]FeedbackLine, error) {
	db := q.db(ctx)
	codes, subjects := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		codes[i], subjects[i] = r.Shop, r.SubjectID
	}
	var shops []models.Shop
	if err := db.Find(&shops, "code IN ?", codes).Error; err != nil {
		return nil, err
	}
	names, err := subjectNames(db, subjects)
	out := make([]FeedbackLine, 0, len(rows))
	for _, r := range rows {
		v := FeedbackLine{
			Receipt: r.Receipt, Organization: r.OrganizationID, Shop: r.Shop, Subject: r.SubjectID, Text: r.Text, ReceivedAt: r.ReceivedAt,
			Case: r.CaseNumber, Reply: r.Reply, SettledAt: r.SettledAt,
		}
		if i := slices.IndexFunc(shops, func(s models.Shop) bool { return s.Code == r.Shop }); i >= 0 {
			v.ShopName, v.Address = shops[i].Name, shops[i].Address
		}
		if n := names[r.SubjectID]; n != nil {
			v.SubjectName = n.Name
		}
		out = append(out, v)
	}
	return out, err
}

// FeedbackOne gives one, with how its sender is reached. Permission: Shopkeepers over
// its organization. Errors: feedback.unknown.
func (q *Queries) FeedbackOne(ctx context.Context, a access.Actor, receipt string) (v FeedbackLine, err error) {
	row, err := q.feedbackFor(ctx, a, receipt)
	if err != nil {
		return v, err
	}
	all, err := q.feedbackLines(ctx, []models.Feedback{row})
	if err != nil {
		return v, err
	}
	var contact models.FeedbackContact
	_, err = q.Store.Unseal(q.db(ctx), "feedback/"+row.Receipt, &contact)
	all[0].Phone = contact.Phone
	return all[0], err
}

func (q *Queries) feedbackFor(ctx context.Context, a access.Actor, receipt string) (row models.Feedback, err error) {
	db := q.db(ctx)
	if err = db.Limit(1).Find(&row, "receipt = ?", receipt).Error; err != nil {
		return row, err
	}
	may := false
	if row.Receipt != "" {
		may, err = a.Reaches(db, row.OrganizationID, shopkeepers...)
	}
	if err == nil && !may {
		err = models.Refuse(models.Unknown, "feedback.unknown", "没有这件反映", "回执%s不存在，或者不在您的职责范围内。", receipt)
	}
	return row, err
}

// FeedbackReply is what the sender is told where nothing is reported upon it.
type FeedbackReply struct {
	Reply string `json:"reply" minLength:"1" maxLength:"500" doc:"答复，凭回执可以查到"`
}

// AnswerFeedback answers without a report. Permission: as FeedbackOne. Errors:
// feedback.unknown, feedback.settled, feedback.reply.
func (s *Service) AnswerFeedback(ctx context.Context, a access.Actor, receipt string, in FeedbackReply, key string) (v FeedbackLine, err error) {
	in.Reply = strings.TrimSpace(in.Reply)
	if n := utf8.RuneCountInString(in.Reply); n < 2 || n > 500 {
		return v, models.Refuse(models.Invalid, "feedback.reply", "请写明答复", "答复为2至500字，反映人凭回执可以查到。").Where(models.Field{Field: "reply"})
	}
	q := s.Queries()
	if _, err := q.feedbackFor(ctx, a, receipt); err != nil {
		return v, err
	}
	about, _ := json.Marshal(map[string]string{"receipt": receipt})
	_, err = s.once(ctx, a, models.Command{Verb: verbSettleFeedback, IdemKey: key, Details: about, BodyHash: hashOf([]any{verbSettleFeedback, receipt, in})}, func(tx *store.Tx, cmd *models.Command) error {
		var row models.Feedback
		if err := tx.Locked().Take(&row, "receipt = ?", receipt).Error; err != nil {
			return err
		}
		if row.SettledAt != 0 {
			return models.Refuse(models.Conflict, "feedback.settled", "已经办理", "该件反映已于%s办理。", store.When(row.SettledAt))
		}
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		row.Reply, row.SettledBy, row.SettledAt = in.Reply, a.ID, cmd.ReceivedAt
		if err := tx.Save(&row).Error; err != nil {
			return err
		}
		return tx.Audit(store.SubjectChain(row.SubjectID), verbSettleFeedback, a.ID, cmd.ReceivedAt, map[string]any{"command": cmd.ID, "receipt": receipt, "reply": in.Reply})
	})
	if err != nil {
		return v, err
	}
	return q.FeedbackOne(ctx, a, receipt)
}
