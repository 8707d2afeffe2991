package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Who may bring what. A window clerk enters what a subject hands in, with its
// authority letter.
var (
	reporters  = []policy.Role{policy.DistrictReporter, policy.Collector, policy.Inspector, policy.Handler, policy.WindowClerk}
	applicants = []policy.Role{policy.WindowClerk, policy.Handler}
	informants = []policy.Role{policy.DistrictReporter, policy.Handler, policy.Liaison}
	officers   = []policy.Role{policy.Handler, policy.Approver}
)

// at checks that the actor holds one of the roles over an organization and reads it.
func at(tx *store.Tx, actor access.Actor, organization string, roles []policy.Role) (o models.Organization, err error) {
	err = tx.Take(&o, "id = ?", organization).Error
	if err != nil && !store.Missing(err) {
		return o, err
	}
	if err == nil && o.ClosedAt == 0 {
		if may, err := actor.Reaches(tx.DB, organization, roles...); err != nil || may {
			return o, err
		}
	}
	labels := make([]string, len(roles))
	for i, r := range roles {
		labels[i] = r.Label()
	}
	return o, models.Refuse(models.Forbidden, "access.not_here", "无权在该机构提交",
		"机构“%s”不存在、已撤销，或者您不是其%s。", organization, strings.Join(slices.Compact(labels), "、"))
}

// entry is what an application is about.
type entry struct{ organization, subject, number, item string }

// applies refuses whoever may not bring an application about a subject's entry: the window
// may, the department's handlers, and the subject itself once it was told of it. Of any
// other entry a subject is told what unknown says.
func applies(tx *store.Tx, actor access.Actor, about entry, unknown *models.Problem) error {
	if actor.Subject == "" {
		_, err := at(tx, actor, about.organization, applicants)
		return err
	}
	told, err := knows(tx.DB, about.number, about.item)
	if err == nil && (actor.Subject != about.subject || !told) {
		err = unknown
	}
	return err
}

// subject reads a subject that matters may still be brought against.
func subject(tx *store.Tx, id string, jurisdiction string) (s models.Subject, err error) {
	err = tx.Locked().Limit(1).Find(&s, "id = ? AND jurisdiction = ?", id, jurisdiction).Error
	switch {
	case err != nil:
		return s, err
	case s.ID == "":
		return s, models.Refuse(models.Invalid, "subject.unknown", "没有该信用主体",
			"信用主体%s不在本管辖区名录中,请先登记。", id).Where(models.Field{Field: "subjects", Value: id})
	case s.ErasedAt != 0:
		return s, erased(s)
	case s.Status != "" && s.Status != models.SubjectActive:
		return s, models.Refuse(models.Invalid, "subject.ended", "信用主体已注销或死亡",
			"%s已注销或死亡,不再受理新的事项。", s.Name).Where(models.Field{Field: "subjects", Value: id})
	}
	return s, nil
}

// happened refuses an instant that lies ahead of its receipt or before any record.
func (s *Service) happened(field, what string, t models.Instant) *models.Problem {
	if t > s.now() {
		return models.Refuse(models.Invalid, "date.future", "日期不能晚于现在",
			"%s为%s,晚于当前时间。", what, store.When(t)).Where(models.Field{Field: field})
	}
	if t == 0 || t.Time().Year() < 2000 {
		return models.Refuse(models.Invalid, "date.implausible", "日期缺失或不合理",
			"%s缺失或早于2000年,请核对。", what).Where(models.Field{Field: field})
	}
	return nil
}

// limit is a text and how many characters it may have.
type limit struct {
	text string
	most int
}

// short refuses texts that are longer than what keeps them.
func short(fields map[string]limit) *models.Problem {
	p := models.Refuse(models.Invalid, "intake.too_long", "填写过长", "请缩短所列内容后重新提交。")
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		if l := fields[k]; utf8.RuneCountInString(l.text) > l.most {
			p.Where(models.Field{Field: k, Message: fmt.Sprintf("不超过%d字", l.most)})
		}
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}

// required refuses empty text where the rule wants words.
func required(fields map[string]string) *models.Problem {
	p := models.Refuse(models.Invalid, "intake.incomplete", "填报内容不全", "请补齐所列内容后重新提交。")
	keys := make([]string, 0, len(fields))
	for k := range fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if strings.TrimSpace(fields[k]) == "" {
			p.Where(models.Field{Field: k, Message: "必填"})
		}
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}
