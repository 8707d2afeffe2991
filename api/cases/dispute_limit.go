package cases

import (
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// inLimit refuses an objection received after the pack's limit, counted from the service
// of the decision or the publication of the entry, with how it was counted; and one that
// claims to have been received before there was anything to object to. What is neither
// served nor public yet has no limit.
func (s *Service) inLimit(t target, pack *policy.Pack, received models.Instant) error {
	if received < t.begun {
		return models.Refuse(models.Invalid, "date.implausible", "收到时间有误",
			"收到时间为%s，早于所异议事项开始办理的时间%s，请核对。", store.When(received), store.When(t.begun)).
			Where(models.Field{Field: "received_at"})
	}
	if pack.Dispute.Limit.IsZero() || t.from == 0 {
		return nil
	}
	d, err := s.Rules.Calendar().Deadline(t.from.Time(), pack.Dispute.Limit, pack.Counting())
	if err != nil || received < models.At(d.DueAt).Over() {
		return err
	}
	return models.Refuse(models.Invalid, "dispute.too_late", "已过提出异议的期限",
		"对该%s的异议应当在%s前提出（%s），收到时间为%s。对处罚决定不服的，请依法申请行政复议或者提起行政诉讼。",
		t.what, store.When(models.At(d.DueAt)), d.Because(t.event.Label()), store.When(received)).
		By(pack.Name(), pack.Dispute.Article).Where(models.Field{Field: "target", Value: t.number})
}

// shown is when the public last learned something new of a listing: its publication, or a
// ground that was added after it. 0 while it is not published.
func shown(tx *store.Tx, l models.Listing) (models.Instant, error) {
	if l.PublishedAt == 0 {
		return 0, nil
	}
	var added models.Instant
	err := tx.Model(&models.Ground{}).Select("COALESCE(MAX(added_at), 0)").
		Where("listing_number = ? AND state = ?", l.Number, models.GroundCounts).Scan(&added).Error
	return max(l.PublishedAt, added), err
}
