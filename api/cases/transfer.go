package cases

import (
	"context"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// Transfer hands a task on (转办): to another person of its role, or, with the whole
// case, to another department (移送). Case and clock stay the same.
type Transfer struct {
	To           string `json:"to,omitempty"`           // user name
	Organization string `json:"organization,omitempty"` // the department that takes the case over
	Reason       string `json:"reason"`
}

// Transfer hands a task on. Permission: to a person, whoever holds the task or the head
// of its organization; to a department, the head of the case's department. The one who
// gets it must hold the role, be there, and be free of what bars them. Errors: task.*,
// transfer.*, duty.*.
func (s *Service) Transfer(ctx context.Context, actor access.Actor, task string, in Transfer, key string) (Marked, error) {
	return s.aside(ctx, actor, verbTransfer, task, key, in, func(a *aside) error {
		act, who := "转办", "其办理人"
		if in.Organization != "" {
			act, who = "移送", ""
		}
		if err := a.mayDirect(who != "" && a.task.AssigneeID == actor.ID, act, who); err != nil {
			return err
		}
		if err := a.open(); err != nil {
			return err
		}
		if blank(in.Reason) {
			return needsReason("转办")
		}
		a.trail["reason"] = in.Reason
		switch {
		case (in.Organization == "") == (in.To == ""):
			return models.Refuse(models.Invalid, "transfer.target", "转办对象不明", "请选择接办人员（to）或者接办机构（organization），只选其一。").Where(models.Field{Field: "to"})
		case in.Organization != "":
			return s.toDepartment(a, in)
		}
		return a.toPerson(in)
	})
}

// blank says that a text says nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

func needsReason(what string) *models.Problem {
	return models.Refuse(models.Invalid, "decision.incomplete", "材料不全", "%s须说明理由。", what).Where(models.Field{Field: "reason", Message: "须填写理由"})
}

// mayDirect lets the head of the task's organization do an act, and where it is also
// somebody else's (who), them. What one cannot see does not exist.
func (a *aside) mayDirect(is bool, act, who string) error {
	if is {
		return nil
	}
	may, behalf, err := a.actor.MayAct(a.tx.DB, a.task.OrganizationID, policy.Head())
	if err != nil || may {
		if behalf != "" {
			a.trail["on_behalf_of"] = behalf
		}
		return err
	}
	if who != "" {
		who += "，或者"
	}
	return refused(a.tx.DB, a.actor, a.task, models.Refuse(models.Forbidden, "task.not_yours", "无权"+act, "“%s”须由%s%s中的%s%s。",
		a.task.Name, who, organizationName(a.tx.DB, a.task.OrganizationID), policy.Head().Label(), act))
}

func (a *aside) toPerson(in Transfer) error {
	u, err := a.able(in.To)
	if err != nil {
		return err
	}
	if u.ID == a.task.AssigneeID {
		return models.Refuse(models.Conflict, "transfer.same", "已由该人员办理", "“%s”已由%s办理，无须转办。", a.task.Name, u.Name)
	}
	a.trail["was"] = a.task.AssigneeID
	kind := models.EventTransferred
	if a.task.AssigneeID == "" {
		kind = models.EventAssigned
	}
	return a.hand(kind, u.ID, "", in.Reason, false)
}

// able finds a user who can take the task on, or says why not.
func (a *aside) able(username string) (u models.User, err error) {
	field := models.Field{Field: "to", Value: username}
	if err = a.tx.Limit(1).Find(&u, "username = ? AND disabled_at = 0", username).Error; err != nil {
		return u, err
	}
	holders, err := a.tx.Holders(policy.Role(a.task.Role), a.task.OrganizationID, a.now)
	if err != nil {
		return u, err
	}
	if u.ID == "" || !slices.Contains(holders, u.ID) {
		return u, models.Refuse(models.Invalid, "transfer.not_eligible", "该人员不能接办",
			"“%s”不是%s中的%s，不能接办“%s”。", username, organizationName(a.tx.DB, a.task.OrganizationID), policy.Role(a.task.Role).Label(), a.task.Name).Where(field)
	}
	away, _, err := store.Away(a.tx.DB, u.ID, a.now)
	if err != nil || away {
		return u, either(err, models.Refuse(models.Invalid, "transfer.away", "该人员不在岗", "%s目前外出，请另选人员。", u.Name).Where(field))
	}
	p, err := store.Duties(a.tx, a.c, a.step, u.ID)
	if err != nil || p != nil {
		return u, either(err, p)
	}
	return u, nil
}

// toDepartment moves the whole case to another department (ZZ-9): one case, one clock.
// Somebody there must hold every role that is still to come.
func (s *Service) toDepartment(a *aside, in Transfer) error {
	field := models.Field{Field: "organization", Value: in.Organization}
	var to models.Organization
	if err := a.tx.Limit(1).Find(&to, "id = ? AND jurisdiction = ? AND closed_at = 0", in.Organization, a.c.Jurisdiction).Error; err != nil {
		return err
	}
	switch {
	case to.ID == "":
		return models.Refuse(models.Invalid, "transfer.organization_unknown", "没有该机构", "本管辖区没有机构“%s”。", in.Organization).Where(field)
	case to.ID == a.c.OrganizationID:
		return models.Refuse(models.Conflict, "transfer.same", "已由该机构办理", "案件已由%s办理，无须移送。", to.Name)
	case a.task.OrganizationID != a.c.OrganizationID:
		return models.Refuse(models.Invalid, "transfer.not_here", "该环节不能移送", "“%s”由%s办理，不随案件移送。请在本部门办理的环节移送。", a.task.Name, organizationName(a.tx.DB, a.task.OrganizationID))
	case a.c.Paused != "":
		return models.Refuse(models.Conflict, "case.suspended", "案件已中止计时", "请先恢复计时再移送。")
	}
	if holders, err := a.tx.Holders(policy.Role(a.task.Role), to.ID, a.now); err != nil || len(holders) == 0 {
		return either(err, models.Refuse(models.Invalid, "transfer.vacant", "接办机构无人可办",
			"%s没有%s，无法接办“%s”。", to.Name, policy.Role(a.task.Role).Label(), a.task.Name).Where(field))
	}
	from := a.c.OrganizationID
	a.trail["from"], a.trail["organization"] = from, to.ID
	if err := a.tx.Model(&models.Case{}).Where("number = ?", a.c.Number).Updates(map[string]any{"organization_id": to.ID, "changed_at": a.now}).Error; err != nil {
		return err
	}
	var open []models.Task
	if err := a.tx.Order("id").Find(&open, "case_number = ? AND closed_at = 0 AND organization_id = ?", a.c.Number, from).Error; err != nil {
		return err
	}
	for _, t := range open {
		t.OrganizationID = to.ID
		if err := a.tx.Model(&models.Task{}).Where("id = ?", t.ID).Update("organization_id", to.ID).Error; err != nil {
			return err
		}
		if err := a.tx.Hand(&t, store.Handing{Kind: models.EventTransferred, Actor: a.actor.ID, Why: in.Reason, At: a.now, Mark: a.id}); err != nil {
			return err
		}
	}
	return a.tx.Create(&models.Notice{
		ID: a.task.ID + ".transferred." + a.id, CaseNumber: a.c.Number, TaskID: a.task.ID, Kind: models.EventTransferred, Role: a.task.Role, OrganizationID: to.ID,
		Text: a.c.Number + "已由" + organizationName(a.tx.DB, from) + "移送你单位办理：" + in.Reason, CreatedAt: a.now,
	}).Error
}
