package cases

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/policy"
)

// Party is a subject of an incident, and whether it is still to be recognised.
type Party struct {
	SubjectName
	Settled bool // its recognition was reversed: it is not charged anew
}

// Parties lists the subjects a case concerns by name, in the order of the report.
// Permission: as for the case. Errors: case.unknown.
func (q *Queries) Parties(ctx context.Context, a access.Actor, number string) (out []Party, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		out = nil
		c, err := q.readable(db, a, number)
		if err != nil {
			return err
		}
		ids := []string{c.SubjectID}
		var intake struct {
			Subjects []string `json:"subjects"`
		}
		if json.Unmarshal(c.Intake, &intake) == nil && len(intake.Subjects) > 0 {
			ids = intake.Subjects
		}
		var rows []models.Subject
		if err := db.Find(&rows, "id IN ?", ids).Error; err != nil {
			return err
		}
		var settled []string
		err = db.Model(&models.Recognition{}).Where("case_number = ? AND state = ?", number, models.RecognitionReversed).Pluck("subject_id", &settled).Error
		if err != nil {
			return err
		}
		over := map[string]bool{}
		for _, id := range settled {
			over[id] = true
		}
		for _, id := range ids {
			for _, s := range rows {
				if s.ID == id {
					out = append(out, Party{SubjectName{s.ID, s.Name, s.Kind}, over[id]})
				}
			}
		}
		return nil
	})
	return out, err
}

// Colleague is somebody who may answer for a recognition beside the actor.
type Colleague struct{ Username, Name, Certificate string }

// Colleagues lists the other handlers of a case's department. Permission: as for the
// case. Errors: case.unknown.
func (q *Queries) Colleagues(ctx context.Context, a access.Actor, number string) (out []Colleague, err error) {
	db := q.db(ctx)
	c, err := q.readable(db, a, number)
	if err != nil {
		return nil, err
	}
	now := q.now()
	err = db.Table("users").Distinct("users.username, users.name, users.certificate").
		Joins("JOIN assignments ON assignments.user_id = users.id").
		Joins("JOIN organization_reach ON organization_reach.ancestor = assignments.organization_id").
		Where("users.id <> ? AND users.disabled_at = 0 AND assignments.role = ?", a.ID, policy.Handler).
		Where("organization_reach.descendant = ? AND (users.certificate_until = 0 OR users.certificate_until > ?)", c.OrganizationID, now).
		Where("assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?)", now, now).
		Order("users.username").Limit(MostPerPage).Scan(&out).Error
	return out, err
}
