package cases

import (
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
)

// unknownTask is what whoever may not see a task is told: a foreign task does not exist,
// and its refusal reads like that of an invented one.
func unknownTask(id string) *models.Problem {
	return models.Refuse(models.Unknown, "task.unknown", "没有这个待办", "待办%s不存在，请从待办列表进入。", id)
}

// refused turns away who may not act on a task: with the reason where they may see it,
// else as if it did not exist.
func refused(db *gorm.DB, a access.Actor, t models.Task, reason *models.Problem) error {
	sees, err := seesTask(db, a, t)
	if err != nil || sees {
		return either(err, reason)
	}
	return unknownTask(t.ID)
}

// seesTask says whether a task exists for the actor: they read its case, or it waits
// where they work, or for them, or for whom they act.
func seesTask(db *gorm.DB, a access.Actor, t models.Task) (bool, error) {
	if t.AssigneeID != "" && (t.AssigneeID == a.ID || slices.Contains(a.Principals(), t.AssigneeID)) {
		return true, nil
	}
	var c models.Case
	if err := db.Select("number, organization_id").Limit(1).Find(&c, "number = ?", t.CaseNumber).Error; err != nil {
		return false, err
	}
	return readsCase(db, a, c, t.OrganizationID)
}

// readsCase says whether the actor may read a case: by a role that reaches its department
// or one of the other organizations, or because it was copied to them (抄送).
func readsCase(db *gorm.DB, a access.Actor, c models.Case, others ...string) (bool, error) {
	if c.Number == "" {
		return false, nil
	}
	in, err := a.Readable(db)
	if err != nil {
		return false, err
	}
	for _, id := range append(others, c.OrganizationID) {
		if slices.Contains(in, id) {
			return true, nil
		}
	}
	var copied int64
	err = db.Model(&models.CaseReader{}).Where("user_id = ? AND case_number = ?", a.ID, c.Number).Count(&copied).Error
	return copied > 0, err
}
