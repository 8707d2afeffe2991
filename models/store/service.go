package store

import (
	"encoding/json"
	"slices"
	"strings"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Service says how and when a document was served, as its receipt tells (送达回证). What
// a method needs to be lawful is the 民事诉讼法's (87–95, in force 2024-01-01), by which
// 行政处罚法 61 has decisions served.
type Service struct {
	Method   string         `json:"method" doc:"direct（直接）、left（留置）、posted（邮寄）、electronic（电子）、public_notice（公告）"`
	ServedAt models.Instant `json:"served_at,omitempty" doc:"送达时间，缺省为收到登记的时间；公告送达缺省为公告期满之日"`
	Receipt  string         `json:"receipt,omitempty" maxLength:"200" doc:"送达回证的编号或者存放位置；邮寄送达为邮件号码"`
	To       string         `json:"to,omitempty" maxLength:"200" doc:"签收人及其与受送达人的关系"`
	Returned bool           `json:"returned,omitempty" doc:"邮件被退回：有送达地址确认书的，退回之日视为送达"`
	Refusal  string         `json:"refusal,omitempty" maxLength:"1000" doc:"留置送达：拒收的事由和日期"`
	Witness  string         `json:"witness,omitempty" maxLength:"200" doc:"留置送达：见证人；以拍照、录像记录送达过程的，附照片、录像"`
	Tried    string         `json:"tried,omitempty" maxLength:"1000" doc:"公告送达：此前以何种方式送达未成"`
	NoticeAt models.Instant `json:"notice_at,omitempty" doc:"公告送达：公告发出之日"`
	Notice   string         `json:"notice,omitempty" maxLength:"200" doc:"公告送达：公告刊登、张贴之处"`
	// Confirmed is the confirmation of address that the service rests on; the register
	// fills it in.
	Confirmed string `json:"confirmed,omitempty" readOnly:"true" doc:"所依据的送达地址确认书"`
	// Shown is the evidence that came with it; the register fills it in.
	Shown json.RawMessage `json:"shown,omitempty" readOnly:"true" doc:"所附材料"`
}

// The law that a refusal rests on.
const procedure = "《中华人民共和国民事诉讼法》"

// Served records that a document was served, if it lawfully was; evidence is what was
// handed in with it, JSON as a command keeps it. It gives what the trail tells.
// Errors: service.method, service.future, service.before_issue, service.left_proof,
// service.posted_receipt, service.returned, service.no_consent, service.notice_proof,
// service.notice_running.
func (tx *Tx) Served(p *policy.Pack, cal *calendar.Calendar, c models.Case, d *models.Document, s Service, evidence []byte, by string, now models.Instant) (told map[string]any, err error) {
	if s.ServedAt == 0 && s.Method != "public_notice" {
		s.ServedAt = now
	}
	confirmed, err := tx.Confirmed(c.SubjectID, max(s.ServedAt, s.NoticeAt))
	if err != nil {
		return nil, err
	}
	if s.Confirmed = ""; s.Method == "posted" || s.Method == "electronic" {
		s.Confirmed = confirmed.Number
	}
	if p, err := s.unlawful(p, cal, confirmed, photographed(evidence), now); err != nil {
		return nil, err
	} else if p != nil {
		return nil, p
	}
	if p := s.untimely(*d, now); p != nil {
		return nil, p
	}
	s.Shown = evidence
	d.ServedAt, d.Method, d.ServedBy = s.ServedAt, s.Method, by
	if d.Service, err = json.Marshal(s); err != nil {
		return nil, err
	}
	told = map[string]any{"document": d.Number, "method": s.Method, "at": s.ServedAt}
	for key, value := range map[string]string{
		"receipt": s.Receipt, "to": s.To, "refusal": s.Refusal, "witness": s.Witness, "tried": s.Tried, "notice": s.Notice, "confirmed": s.Confirmed,
	} {
		if value != "" {
			told[key] = value
		}
	}
	if s.NoticeAt != 0 {
		told["notice_at"] = s.NoticeAt
	}
	if s.Returned {
		told["returned"] = true
	}
	return told, tx.Save(d).Error
}

// unlawful refuses what a method of service does not allow. A public notice gets the day
// on which it serves.
func (s *Service) unlawful(p *policy.Pack, cal *calendar.Calendar, confirmed models.ServiceAddress, shown bool, now models.Instant) (*models.Problem, error) {
	switch s.Method {
	case "direct":
	case "left":
		if blank(s.Refusal) || blank(s.Witness) && !shown {
			return models.Refuse(models.Invalid, "service.left_proof", "留置送达须有见证",
				"留置送达须记明拒收的事由和日期，并由见证人签名，或者附拍照、录像记录送达过程。").
				By(procedure, "第八十九条").Where(models.Field{Field: "refusal"}).Where(models.Field{Field: "witness"}), nil
		}
	case "posted":
		switch {
		case blank(s.Receipt):
			return models.Refuse(models.Invalid, "service.posted_receipt", "缺少邮件号码", "邮寄送达以回执上注明的收件日期为送达日期，请填写邮件号码和收件日期。").
				By(procedure, "第九十一条").Where(models.Field{Field: "receipt"}), nil
		case s.Returned && confirmed.ID == "":
			return models.Refuse(models.Invalid, "service.returned", "退回的邮件不能视为送达",
				"邮件被退回，而受送达人没有签过送达地址确认书，不能视为送达。请改以其他方式送达。").Where(models.Field{Field: "returned"}), nil
		}
	case "electronic":
		if !confirmed.Consents {
			return models.Refuse(models.Invalid, "service.no_consent", "未经同意不得电子送达",
				"电子送达须经受送达人书面同意并签订确认书。请先在信用主体页面登记其送达地址确认书，或者改以其他方式送达。").
				By("《中华人民共和国行政处罚法》", "第六十一条").Where(models.Field{Field: "method"}), nil
		}
	case "public_notice":
		return s.announced(p, cal, now)
	default:
		return models.Refuse(models.Invalid, "service.method", "缺少送达方式", "请在直接、留置、邮寄、电子、公告送达中选择一种。").
			Where(models.Field{Field: "method", Value: s.Method}), nil
	}
	return nil, nil
}

// announced counts the term of a public notice: only when it is over is what it
// announces served, on its last day.
func (s *Service) announced(p *policy.Pack, cal *calendar.Calendar, now models.Instant) (*models.Problem, error) {
	if blank(s.Tried) || blank(s.Notice) || s.NoticeAt == 0 {
		return models.Refuse(models.Invalid, "service.notice_proof", "公告送达须说明经过",
			"受送达人下落不明，或者以其他方式无法送达的，方可公告送达。请填写此前送达未成的经过、公告之处和公告之日。").By(procedure, "第九十五条").
			Where(models.Field{Field: "tried"}).Where(models.Field{Field: "notice"}).Where(models.Field{Field: "notice_at"}), nil
	}
	k := models.Clock{Event: string(policy.Published), From: s.NoticeAt, Term: p.Desk.PublicNotice.String()}
	opt := p.Counting()
	opt.RollForward = false // a term that passes by itself is no duty to act
	if err := k.Count(cal, opt); err != nil {
		return nil, err
	}
	if now <= k.DueAt {
		return models.Refuse(models.Invalid, "service.notice_running", "公告期未满",
			"公告自%s发出，须经过%s，至%s届满，届满后方为送达。公告期间可以由负责人中止计时。", When(s.NoticeAt), p.Desk.PublicNotice.Chinese(), When(k.DueAt)).
			By(procedure, "第九十五条").Where(models.Field{Field: "served_at", Earliest: k.DueAt.Time().Format("2006-01-02")}), nil
	}
	s.ServedAt = k.DueAt
	return nil, nil
}

// untimely refuses a service that cannot have been then.
func (s *Service) untimely(d models.Document, now models.Instant) *models.Problem {
	first := s.ServedAt
	if s.NoticeAt != 0 {
		first = s.NoticeAt
	}
	switch {
	case s.ServedAt > now:
		return models.Refuse(models.Invalid, "service.future", "送达日期晚于现在", "送达日期%s尚未到来。", When(s.ServedAt)).Where(models.Field{Field: "served_at"})
	case first < d.IssuedAt:
		return models.Refuse(models.Invalid, "service.before_issue", "送达早于文书作出", "《%s》于%s作出，送达不能早于该时间。", d.Title, When(d.IssuedAt)).
			Where(models.Field{Field: "served_at"})
	}
	return nil
}

// Confirmed is the confirmation of address (送达地址确认书) of a subject in force at an
// instant; the zero one where there is none.
func (tx *Tx) Confirmed(subject string, at models.Instant) (a models.ServiceAddress, err error) {
	err = tx.Order("signed_at DESC, entered_at DESC").Limit(1).
		Find(&a, "subject_id = ? AND signed_at <= ? AND (ended_at = 0 OR ended_at > ?)", subject, at, at).Error
	return a, err
}

// SeveralParties says that a case recognises more than one subject: what is addressed to
// them is addressed to each.
func (tx *Tx) SeveralParties(number string) (bool, error) {
	var n int64
	err := tx.Model(&models.Recognition{}).Where("case_number = ?", number).Distinct("subject_id").Count(&n).Error
	return n > 1, err
}

// photographed says whether a photo or recording is among the evidence.
func photographed(evidence []byte) bool {
	var list []struct{ Kind string }
	return json.Unmarshal(evidence, &list) == nil && slices.ContainsFunc(list, func(e struct{ Kind string }) bool { return e.Kind == "photo" })
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }
