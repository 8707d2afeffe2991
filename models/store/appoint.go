package store

import (
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/policy"
)

// Away says whether somebody is absent at an instant, and who acts for them.
func Away(db *gorm.DB, user string, at models.Instant) (away bool, delegate string, err error) {
	var a models.Absence
	err = db.Order("from_at DESC").Limit(1).Find(&a, "user_id = ? AND from_at <= ? AND until_at > ? AND ended_at = 0", user, at, at).Error
	return a.ID != "", a.DelegateID, err
}

// Eligible lists who could take a step of a case on: who holds its role over the
// organization, is not away, and is kept from it neither by separation of duties nor by
// recusal.
func (tx *Tx) Eligible(c models.Case, step policy.Step, organization string, at models.Instant) (ids []string, err error) {
	holders, err := tx.Holders(step.Role, organization, at)
	for _, id := range holders {
		if err != nil {
			return nil, err
		}
		away, _, err := Away(tx.DB, id, at)
		if err != nil {
			return nil, err
		}
		if away {
			continue
		}
		p, err := Duties(tx, c, step, id)
		if err != nil {
			return nil, err
		}
		if p == nil {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// Appoint finds the person for a task by the step's rule, and says why; empty where it
// waits in the pool, or for the head. Whoever did the step before (a return) does it
// again.
func (tx *Tx) Appoint(c models.Case, step policy.Step, organization string, at models.Instant) (user, why string, err error) {
	if step.Assign == "" || step.Assign == policy.Pool {
		return "", "", nil
	}
	able, err := tx.Eligible(c, step, organization, at)
	if err != nil || len(able) == 0 {
		return "", "", err
	}
	var before models.Task
	err = tx.Order("occurrence DESC").Limit(1).Find(&before, "case_number = ? AND step = ? AND kind = ? AND assignee_id IN ?", c.Number, step.Key, models.KindQuestion, able).Error
	if err != nil || before.AssigneeID != "" {
		return before.AssigneeID, "此前由其办理", err
	}
	switch step.Assign {
	case policy.LeastLoaded:
		user, err = tx.leastLoaded(able)
		return user, "在办事项最少", err
	case policy.Area:
		user, err = tx.nearest(able, organization, step.Role, at)
		return user, "网格、街道责任人", err
	}
	return "", "", nil
}

// leastLoaded is who has the fewest open tasks, of equals the first by id.
func (tx *Tx) leastLoaded(able []string) (string, error) {
	var rows []struct {
		AssigneeID string
		N          int
	}
	err := tx.Model(&models.Task{}).Select("assignee_id, COUNT(*) AS n").Where("closed_at = 0 AND assignee_id IN ?", able).Group("assignee_id").Scan(&rows).Error
	load := map[string]int{}
	for _, r := range rows {
		load[r.AssigneeID] = r.N
	}
	best := ""
	for _, id := range slices.Sorted(slices.Values(able)) {
		if best == "" || load[id] < load[best] {
			best = id
		}
	}
	return best, err
}

// Responsible is the organization whose people answer for a case's area (网格责任): the
// grid itself where somebody there holds the role, else its street, and so on up to the
// case's own department.
func (tx *Tx) Responsible(c models.Case, role policy.Role, at models.Instant) (string, error) {
	for place := c.AreaID; place != "" && place != c.OrganizationID; {
		here, err := tx.at(role, place, at)
		if err != nil || len(here) > 0 {
			return place, err
		}
		var o models.Organization
		if err := tx.Limit(1).Find(&o, "id = ?", place).Error; err != nil {
			return "", err
		}
		place = o.ParentID
	}
	return c.OrganizationID, nil
}

// at lists who holds a role in an organization itself, not over it.
func (tx *Tx) at(role policy.Role, organization string, at models.Instant) (ids []string, err error) {
	err = tx.Model(&models.Assignment{}).Distinct("user_id").Joins("JOIN users ON users.id = assignments.user_id AND users.disabled_at = 0").
		Where("role = ? AND organization_id = ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", role, organization, at, at).
		Order("user_id").Pluck("user_id", &ids).Error
	return ids, err
}

// nearest is, of those able, who holds the role in the organization itself and has the
// least to do.
func (tx *Tx) nearest(able []string, organization string, role policy.Role, at models.Instant) (string, error) {
	here, err := tx.at(role, organization, at)
	if err != nil {
		return "", err
	}
	return tx.leastLoaded(slices.DeleteFunc(here, func(id string) bool { return !slices.Contains(able, id) }))
}

// Handing is how a task changes hands.
type Handing struct {
	To     string // empty: back to the pool
	Kind   string // the task event it leaves
	Actor  string
	Behalf string
	Why    string
	At     models.Instant
	Silent bool   // the new holder did it themselves and needs no notice
	Mark   string // tells this notice from others of its kind: the command's id
}

// Hand gives an open task to a person, or back to the pool, with its event and a notice
// to whoever gets it. The case's row must be locked.
func (tx *Tx) Hand(t *models.Task, h Handing) error {
	t.AssigneeID = h.To
	if err := tx.Model(&models.Task{}).Where("id = ?", t.ID).Update("assignee_id", h.To).Error; err != nil {
		return err
	}
	err := tx.Event(models.TaskEvent{
		CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: h.Kind, At: h.At, ActorID: h.Actor, OnBehalfOf: h.Behalf, PersonID: h.To,
		OrganizationID: t.OrganizationID, Why: h.Why, DueBefore: t.DueAt, DueAfter: t.DueAt,
	})
	if err != nil || h.To == "" || h.Silent {
		return err
	}
	_, err = tx.Put(&models.Notice{
		ID: t.ID + "." + h.Kind + "." + h.Mark, CaseNumber: t.CaseNumber, TaskID: t.ID, Kind: h.Kind, UserID: h.To, OrganizationID: t.OrganizationID,
		Text: t.CaseNumber + "“" + t.Name + "”已交由您办理" + because(h.Why) + "。", CreatedAt: h.At,
	})
	return err
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return "（" + why + "）"
}
