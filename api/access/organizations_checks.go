package access

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// hanging says in words what keeps an organization from being abolished.
func hanging(tx *store.Tx, o models.Organization, now models.Instant) (out []string, err error) {
	out, err = tx.Held([]store.Holding{
		{Model: &models.OrganizationSpan{}, Words: "之下还有下级机构", Where: "(parent_id = ? OR manager_id = ?) AND (until_at = 0 OR until_at > ?)", Args: []any{o.ID, o.ID, now}},
		{Model: &models.Assignment{}, Words: "还有人员任职", Where: "organization_id = ? AND (until_at = 0 OR until_at > ?)", Args: []any{o.ID, now}},
		{Model: &models.Case{}, Words: "还有在办案件", Where: "organization_id = ? AND closed_at = 0", Args: []any{o.ID}},
		{Model: &models.Task{}, Words: "还有待办事项", Where: "organization_id = ? AND closed_at = 0", Args: []any{o.ID}},
	}...)
	if err != nil {
		return nil, err
	}
	signs, err := signing(tx, o, now)
	if err == nil && signs != "" {
		out = append(out, "在规则包"+signs+"中仍是签批机构")
	}
	return out, err
}

// signing names a rule pack under which an organization signs, of those that are or
// will be in force or that open cases were begun under.
func signing(tx *store.Tx, o models.Organization, now models.Instant) (string, error) {
	var rows []models.StoredPack
	if err := tx.Order("effective DESC").Find(&rows, "jurisdiction = ? AND withdrawn_at = 0", o.Jurisdiction).Error; err != nil {
		return "", err
	}
	day := now.Time().Format("2006-01-02")
	var pinned []string
	if err := tx.Model(&models.Case{}).Distinct("pack_hash").Where("jurisdiction = ? AND closed_at = 0", o.Jurisdiction).Pluck("pack_hash", &pinned).Error; err != nil {
		return "", err
	}
	inForce := false
	for _, r := range rows {
		applies := !inForce || slices.Contains(pinned, r.Hash)
		inForce = inForce || r.Effective <= day
		if !applies {
			continue
		}
		p, _, err := policy.Load(r.Version, r.Source)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(p.Offices, func(f policy.Office) bool { return f.Organization == o.Key }) {
			return r.Version, nil
		}
	}
	return "", nil
}

// distinctPlace refuses a name that another organization of the jurisdiction has or will
// have.
func distinctPlace(tx *store.Tx, o models.Organization, name string, now models.Instant) error {
	var other models.OrganizationSpan
	err := tx.Limit(1).Where("organization_id IN (?)", tx.Model(&models.Organization{}).Select("id").Where("jurisdiction = ? AND id <> ?", o.Jurisdiction, o.ID)).
		Find(&other, "name = ? AND (until_at = 0 OR until_at > ?)", name, now).Error
	if err == nil && other.ID != "" {
		err = models.Refuse(models.Conflict, "organization.name_taken", "机构名称已被使用", "本管辖区已有“%s”，公文上无法区分，请写全称。", name).
			Where(models.Field{Field: "name", Value: name})
	}
	return err
}

// keyed refuses what cannot be an organization's code.
func keyed(key string) *models.Problem {
	odd := strings.ContainsFunc(key, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_')
	})
	if n := len(key); n < 2 || n > 64 || odd || key[0] < 'a' {
		return unfit("code", key, "代码为2至64个小写字母、数字、下划线，以字母开头")
	}
	return nil
}

func titled(name string) *models.Problem {
	if n := utf8.RuneCountInString(name); n < 2 || n > 60 || strings.ContainsFunc(name, unicode.IsControl) {
		return unfit("name", name, "须填写机构全称，2至60个字")
	}
	return nil
}

func resting(basis string) *models.Problem {
	if n := utf8.RuneCountInString(basis); n < 2 || n > 200 {
		return unfit("basis", basis, "须写明依据，如机构编制文件的名称和文号，2至200个字")
	}
	return nil
}

func unfit(field string, value any, message string) *models.Problem {
	return models.Refuse(models.Invalid, "organization.incomplete", "填写有误", "请改正所列各项后重新提交。").
		Where(models.Field{Field: field, Value: value, Message: message})
}
