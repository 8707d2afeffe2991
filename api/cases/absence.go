package cases

import (
	"cmp"
	"context"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// NewAbsence says that somebody will be away, and who acts for them (委托代办).
type NewAbsence struct {
	User     string         `json:"user,omitempty" doc:"外出人用户名；不填为本人"`
	Delegate string         `json:"delegate,omitempty" doc:"受托人用户名；不填则其待办退回待认领"`
	From     models.Instant `json:"from,omitempty" doc:"不填为即刻"`
	Until    models.Instant `json:"until"`
	Reason   string         `json:"reason"`
}

// AbsenceView is an absence as people see it.
type AbsenceView struct {
	ID       string         `json:"id"`
	User     Name           `json:"user"`
	Delegate *Name          `json:"delegate,omitempty"`
	From     models.Instant `json:"from"`
	Until    models.Instant `json:"until"`
	Reason   string         `json:"reason"`
	EndedAt  models.Instant `json:"ended_at,omitzero"`
}

// Absent enters an absence. While it lasts the delegate decides in the absent one's
// place, and both names are recorded; without a delegate what they had goes back to the
// pool. It ends by itself. Permission: oneself, or the head of an organization in which
// the absent one holds a role. Errors: absence.*.
func (s *Service) Absent(ctx context.Context, actor access.Actor, in NewAbsence, key string) (v AbsenceView, err error) {
	id, now := newID(), s.now()
	body := hashOf(in) // as it was sent: a repeat that leaves "from" to us is the same request
	in.From = cmp.Or(in.From, now)
	if key == "" {
		key = id
	}
	err = s.Store.Tx(ctx, func(tx *store.Tx) error {
		var known models.Command
		if err := tx.Limit(1).Find(&known, "actor_id = ? AND idem_key = ?", actor.ID, key).Error; err != nil {
			return err
		}
		if known.ID != "" && known.BodyHash != body {
			return keyReused()
		}
		if known.ID != "" {
			v, err = absence(tx, known.ID)
			return err
		}
		row, err := s.absent(tx, actor, in)
		if err != nil {
			return err
		}
		row.ID, row.EnteredBy, row.CreatedAt = id, actor.ID, now
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		cmd := models.Command{ID: id, ActorID: actor.ID, IdemKey: key, BodyHash: body, Verb: "absence", ReceivedAt: now, SettledAt: now, Status: models.CommandCounted, CaseNumber: store.AdminChain}
		if written, err := tx.Put(&cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if err := tx.Audit(store.AdminChain, "absence", actor.ID, now, map[string]any{
			"absence": id, "command": id, "user": row.UserID, "delegate": row.DelegateID, "from": row.FromAt, "until": row.UntilAt, "reason": row.Reason,
		}); err != nil {
			return err
		}
		v, err = absence(tx, id)
		return err
	})
	return v, err
}

// absent checks who, for whom and when.
func (s *Service) absent(tx *store.Tx, actor access.Actor, in NewAbsence) (a models.Absence, err error) {
	who, err := s.absentee(tx, actor, in.User)
	if err != nil {
		return a, err
	}
	a = models.Absence{UserID: who.ID, FromAt: in.From, UntilAt: in.Until, Reason: in.Reason}
	switch {
	case blank(in.Reason):
		return a, needsReason("外出")
	case in.Until <= in.From || in.Until <= s.now():
		return a, models.Refuse(models.Invalid, "absence.dates", "起止时间有误", "结束时间须晚于开始时间和现在。").Where(models.Field{Field: "until"})
	}
	var overlapping models.Absence
	err = tx.Limit(1).Find(&overlapping, "user_id = ? AND ended_at = 0 AND from_at < ? AND until_at > ?", who.ID, in.Until, in.From).Error
	if err != nil || overlapping.ID != "" {
		return a, either(err, models.Refuse(models.Conflict, "absence.overlaps", "与已登记的外出重叠", "%s在%s至%s已登记外出，请先结束该登记。", who.Name, store.When(overlapping.FromAt), store.When(overlapping.UntilAt)))
	}
	if in.Delegate == "" {
		return a, nil
	}
	a.DelegateID, err = s.delegate(tx, who, in)
	return a, err
}

// delegate finds who acts meanwhile: a colleague of the same jurisdiction who will be
// there.
func (s *Service) delegate(tx *store.Tx, who models.User, in NewAbsence) (string, error) {
	field := models.Field{Field: "delegate", Value: in.Delegate}
	var u models.User
	if err := tx.Limit(1).Find(&u, "username = ? AND disabled_at = 0", in.Delegate).Error; err != nil {
		return "", err
	}
	mine, err := places(tx, who.ID, s.now())
	if err != nil {
		return "", err
	}
	theirs, err := places(tx, u.ID, s.now())
	if err != nil {
		return "", err
	}
	if u.ID == "" || u.ID == who.ID || !slices.ContainsFunc(theirs, func(j string) bool { return slices.Contains(mine, j) }) {
		return "", models.Refuse(models.Invalid, "absence.delegate", "该人员不能受托", "“%s”不是同一管辖区的其他办案人员。", in.Delegate).Where(field)
	}
	var away models.Absence
	err = tx.Limit(1).Find(&away, "user_id = ? AND ended_at = 0 AND from_at < ? AND until_at > ?", u.ID, in.Until, in.From).Error
	if err != nil || away.ID != "" {
		return "", either(err, models.Refuse(models.Invalid, "absence.delegate_away", "受托人同期外出", "%s在此期间已登记外出，请另选受托人。", u.Name).Where(field))
	}
	return u.ID, nil
}

// places are the jurisdictions in which somebody decides cases.
func places(tx *store.Tx, user string, now models.Instant) (keys []string, err error) {
	var held []models.Assignment
	err = tx.Find(&held, "user_id = ? AND role IN ? AND from_at <= ? AND (until_at = 0 OR until_at > ?)", user, access.Deciders(), now, now).Error
	a := access.Actor{}
	for _, h := range held {
		a.Grants = append(a.Grants, access.Grant{Role: policy.Role(h.Role), Organization: h.OrganizationID})
	}
	return a.Jurisdictions(access.Deciders()...), err
}

// absentee is oneself, or somebody one leads.
func (s *Service) absentee(tx *store.Tx, actor access.Actor, username string) (u models.User, err error) {
	if username == "" || username == actor.Username {
		return u, tx.Take(&u, "id = ?", actor.ID).Error
	}
	if err := tx.Limit(1).Find(&u, "username = ? AND disabled_at = 0", username).Error; err != nil {
		return u, err
	}
	var n int64
	err = tx.Model(&models.Assignment{}).Where(`user_id = ? AND organization_id IN
		(SELECT descendant FROM organization_reach WHERE ancestor IN ?)`, u.ID, append(actor.Where(policy.Head()), "")).Count(&n).Error
	if err == nil && (u.ID == "" || n == 0) {
		err = models.Refuse(models.Forbidden, "absence.not_yours", "无权登记该人员外出", "“%s”不是您所在机构的人员，须由本人或者其负责人登记。", username).Where(models.Field{Field: "user", Value: username})
	}
	return u, err
}

func absence(tx *store.Tx, id string) (v AbsenceView, err error) {
	var a models.Absence
	err = tx.Take(&a, "id = ?", id).Error
	return absenceView(tx, a), err
}

func absenceView(tx *store.Tx, a models.Absence) AbsenceView {
	v := AbsenceView{ID: a.ID, User: Name{a.UserID, store.Named(tx.DB, a.UserID)}, From: a.FromAt, Until: a.UntilAt, Reason: a.Reason, EndedAt: a.EndedAt}
	if a.DelegateID != "" {
		v.Delegate = &Name{a.DelegateID, store.Named(tx.DB, a.DelegateID)}
	}
	return v
}

// unknownAbsence is what is said of an absence that is not there, or somebody else's.
func unknownAbsence(id string) *models.Problem {
	return models.Refuse(models.Unknown, "absence.unknown", "没有这项登记", "外出登记%s不存在。", id)
}

// Back ends an absence before its time; ending it again changes nothing. Permission: as
// for entering it. Errors: absence.unknown.
func (s *Service) Back(ctx context.Context, actor access.Actor, id string) (v AbsenceView, err error) {
	err = s.Store.Tx(ctx, func(tx *store.Tx) error {
		var a models.Absence
		if err := tx.Locked().Limit(1).Find(&a, "id = ?", id).Error; err != nil {
			return err
		}
		if a.ID == "" {
			return unknownAbsence(id)
		}
		var u models.User
		if err := tx.Limit(1).Find(&u, "id = ?", a.UserID).Error; err != nil {
			return err
		}
		if _, err := s.absentee(tx, actor, u.Username); err != nil {
			if _, ours := models.AsProblem(err); ours {
				err = unknownAbsence(id)
			}
			return err
		}
		if now := s.now(); a.EndedAt == 0 && a.UntilAt > now {
			a.EndedAt = now
			if err := tx.Save(&a).Error; err != nil {
				return err
			}
			if err := tx.Audit(store.AdminChain, "absence_ended", actor.ID, now, map[string]any{"absence": id, "user": a.UserID}); err != nil {
				return err
			}
		}
		v = absenceView(tx, a)
		return nil
	})
	return v, err
}

// Absences lists the absences that last or are to come, of the actor and of those they
// lead. Permission: whoever is signed in.
func (q *Queries) Absences(ctx context.Context, a access.Actor) ([]AbsenceView, error) {
	db := q.db(ctx)
	var rows []models.Absence
	err := db.Order("from_at, id").Limit(MostPerPage).Find(&rows, `until_at > ? AND ended_at = 0 AND (user_id = ? OR delegate_id = ? OR user_id IN
		(SELECT user_id FROM assignments WHERE organization_id IN (SELECT descendant FROM organization_reach WHERE ancestor IN ?)))`,
		q.now(), a.ID, a.ID, append(a.Where(policy.Head()), "")).Error
	out := make([]AbsenceView, 0, len(rows))
	for _, r := range rows {
		out = append(out, absenceView(&store.Tx{DB: db}, r))
	}
	return out, err
}
