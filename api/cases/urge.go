package cases

import (
	"context"
	"fmt"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// Urge reminds whoever must decide a task (催办): a notice in their inbox. Permission:
// a role that reads the case, but for the auditor, who watches and takes no part.
// Errors: task.unknown, task.not_open.
func (s *Service) Urge(ctx context.Context, actor access.Actor, task, note, key string) (Marked, error) {
	return s.aside(ctx, actor, verbUrge, task, key, note, func(a *aside) error {
		if err := a.sees(); err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		text := fmt.Sprintf("%s催办：%s“%s”", a.actor.Name, a.c.Number, a.task.Name)
		if a.task.DueAt != 0 {
			text += fmt.Sprintf("，期限为%s", store.When(a.task.DueAt))
		}
		if note != "" {
			text += "。" + note
		}
		n := models.Notice{
			ID: a.task.ID + ".urge." + newID(), CaseNumber: a.c.Number, TaskID: a.task.ID, Kind: verbUrge, Role: a.task.Role,
			OrganizationID: a.task.OrganizationID, UserID: a.task.AssigneeID, Text: text, CreatedAt: a.now,
		}
		a.trail["notice"], a.trail["note"] = n.ID, note
		if err := a.tx.Create(&n).Error; err != nil {
			return err
		}
		return a.event(models.EventUrged, a.task.AssigneeID, note)
	})
}
