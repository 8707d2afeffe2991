package cases

import (
	"context"
	"encoding/json"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// verbErase marks the entry of an erasure.
const verbErase = "erase"

// erasedName is how a natural person is called whose data was destroyed.
const erasedName = "（个人信息已删除）"

// NewErasure asks that a person's data be destroyed.
type NewErasure struct {
	Basis    string     `json:"basis" minLength:"1" maxLength:"500" doc:"依据，如本人申请、审批文号"`
	Evidence []Evidence `json:"evidence" maxItems:"20" doc:"删除申请和审批材料"`
	Sure     string     `json:"sure" minLength:"1" maxLength:"128" doc:"再次填写信用主体编号，以示确认"`
}

// Erase destroys what the register holds of a natural person: the key of what is sealed,
// and name, hash, mask and day of birth. Cases, points, documents and trail stay, under
// the subject's number alone; documents are read by auditors alone from then on. It
// cannot be undone. The law allows it when no case is open, nothing is listed or barred,
// and the pack's term after the last case has passed (个人信息保护法 19, 47). Permission:
// Erasers of the jurisdiction. Errors: subject.unknown, personal.*, access.not_here.
func (s *Service) Erase(ctx context.Context, a access.Actor, id string, in NewErasure, key string) (v SubjectView, err error) {
	if p := required(map[string]string{"basis": in.Basis}); p != nil {
		return v, p
	}
	if p := short(map[string]limit{"basis": {in.Basis, 500}}); p != nil {
		return v, p
	}
	if len(in.Evidence) == 0 {
		return v, models.Refuse(models.Invalid, "intake.incomplete", "填写不全", "须附删除申请和审批材料，或者写明其名称和编号。").Where(models.Field{Field: "evidence"})
	}
	if strings.TrimSpace(in.Sure) != id {
		return v, models.Refuse(models.Invalid, "personal.unsure", "请确认", "删除后不能恢复。请再次填写信用主体编号%s，以示确认。", id).Where(models.Field{Field: "sure", Message: "与编号不符"})
	}
	q := s.Queries()
	subject, err := q.seen(ctx, a, id)
	if err != nil {
		return v, err
	}
	if err := keepsRights(a, subject, Erasers()); err != nil {
		return v, err
	}
	about, _ := json.Marshal(map[string]string{"subject": id})
	_, err = s.once(ctx, a, models.Command{Verb: verbErase, IdemKey: key, Details: about, BodyHash: hashOf([]any{verbErase, id, in})}, func(tx *store.Tx, cmd *models.Command) error {
		return s.erase(tx, a, id, in, cmd)
	})
	if err != nil {
		return v, err
	}
	subject, err = q.seen(ctx, a, id)
	return viewSubject(subject), err
}

func (s *Service) erase(tx *store.Tx, a access.Actor, id string, in NewErasure, cmd *models.Command) error {
	var subject models.Subject
	if err := tx.Locked().Take(&subject, "id = ?", id).Error; err != nil {
		return err
	}
	switch {
	case subject.Kind != models.NaturalPerson:
		return models.Refuse(models.Conflict, "personal.not_a_person", "不是自然人", "“%s”不是自然人，没有须依法删除的个人信息。", subject.Name)
	case subject.ErasedAt != 0:
		return erased(subject)
	}
	if err := s.mayErase(tx, subject); err != nil {
		return err
	}
	now := s.now()
	list, err := handIn(tx, a, in.Evidence, store.SubjectChain(id), cmd.ID, now)
	if err != nil {
		return err
	}
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	if err := tx.Erase(id, now); err != nil {
		return err
	}
	err = tx.Model(&models.Subject{}).Where("id = ?", id).Updates(map[string]any{
		"name": erasedName, "id_hash": "", "id_mask": "", "birth": "", "address": "", "erased_at": now, "changed_at": now,
	}).Error
	if err != nil {
		return err
	}
	return tx.Audit(store.SubjectChain(id), verbErase, a.ID, now, map[string]any{"command": cmd.ID, "basis": strings.TrimSpace(in.Basis), "evidence": list})
}

// mayErase refuses while the data is needed or must be kept. Errors: personal.in_use,
// personal.kept.
func (s *Service) mayErase(tx *store.Tx, subject models.Subject) error {
	now := s.now()
	inUse, err := tx.Held([]store.Holding{
		{Model: &models.Case{}, Words: "有案件尚未办结", Where: "subject_id = ? AND closed_at = 0", Args: []any{subject.ID}},
		{Model: &models.Listing{}, Words: "仍在名单之中", Where: "subject_id = ? AND state IN ?", Args: []any{subject.ID, []string{models.ListingProposed, models.ListingDecided, models.ListingPublished}}},
		{Model: &models.Bar{}, Words: "仍受限制", Where: "subject_id = ? AND lifted_at = 0 AND (until_at = 0 OR until_at > ?)", Args: []any{subject.ID, now}},
	}...)
	if err != nil {
		return err
	}
	if len(inUse) > 0 {
		return models.Refuse(models.Conflict, "personal.in_use", "个人信息尚在使用", "该主体%s，个人信息不能删除。", strings.Join(inUse, "，"))
	}
	var last models.Instant
	if err := tx.Model(&models.Case{}).Where("subject_id = ?", subject.ID).Select("COALESCE(MAX(closed_at), 0)").Scan(&last).Error; err != nil || last == 0 {
		return err
	}
	pack, err := s.packInForce(tx, subject.Jurisdiction)
	if err != nil {
		return err
	}
	kept, err := s.Rules.Calendar().Full(last.Time(), pack.Desk.Keep)
	if err != nil {
		return err
	}
	if s.Now().Before(kept.OpensAt) {
		return models.Refuse(models.Conflict, "personal.kept", "保存期限未满", "该主体最后一件案件于%s办结，个人信息须保存%s，至%s届满后方可删除。",
			store.When(last), pack.Desk.Keep.Chinese(), store.When(models.At(kept.FullAt))).
			By("《中华人民共和国个人信息保护法》", "第十九条、第四十七条")
	}
	return nil
}
