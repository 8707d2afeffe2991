package cases

import (
	"context"
	"fmt"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// Copying shows a case to people who have no task in it (抄送).
type Copying struct {
	Users []string `json:"users"` // user names
	Note  string   `json:"note,omitempty"`
}

// Copy lets people read a task's case and tells them so. Permission: a role that reads
// the case, but for the auditor. They must be people who work on cases. Errors: task.*,
// copy.*.
func (s *Service) Copy(ctx context.Context, actor access.Actor, task string, in Copying, key string) (Marked, error) {
	return s.aside(ctx, actor, verbCopy, task, key, in, func(a *aside) error {
		if err := a.sees(); err != nil {
			return err
		}
		if len(in.Users) == 0 {
			return models.Refuse(models.Invalid, "copy.nobody", "没有抄送对象", "请至少选择一人。").Where(models.Field{Field: "users"})
		}
		a.trail["users"], a.trail["note"] = in.Users, in.Note
		for i, name := range slices.Compact(slices.Sorted(slices.Values(in.Users))) {
			u, err := a.colleague(name)
			if err != nil {
				return err
			}
			if _, err := a.tx.Put(&models.CaseReader{UserID: u.ID, CaseNumber: a.c.Number, At: a.now, ByID: a.actor.ID}); err != nil {
				return err
			}
			_, err = a.tx.Put(&models.Notice{
				ID: fmt.Sprintf("%s.copy.%s.%d", a.task.ID, a.id, i), CaseNumber: a.c.Number, TaskID: a.task.ID, Kind: verbCopy, UserID: u.ID, OrganizationID: a.task.OrganizationID,
				Text: a.actor.Name + "将" + a.c.Number + "“" + a.task.Name + "”抄送给您。" + in.Note, CreatedAt: a.now,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// sees refuses whoever may not see the task. That they take part in cases, and do not
// only watch, is the route's to ask.
func (a *aside) sees() error {
	sees, err := seesTask(a.tx.DB, a.actor, a.task)
	if err != nil || sees {
		return err
	}
	return unknownTask(a.task.ID)
}

// colleague finds somebody who works on cases in the jurisdiction, in any district.
func (a *aside) colleague(username string) (u models.User, err error) {
	err = a.tx.Limit(1).Find(&u, "username = ? AND disabled_at = 0", username).Error
	if err != nil {
		return u, err
	}
	var n int64
	err = a.tx.Model(&models.Assignment{}).Where("user_id = ? AND organization_id LIKE ? AND role IN ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", u.ID,
		a.c.Jurisdiction+"/%", append(access.Readers(), policy.Auditor), a.now, a.now).Count(&n).Error
	if err == nil && n == 0 {
		err = models.Refuse(models.Invalid, "copy.not_eligible", "不能抄送该人员", "“%s”不是本管辖区的办案、督办或者审计人员。", username).Where(models.Field{Field: "users", Value: username})
	}
	return u, err
}
