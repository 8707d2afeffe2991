package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// verbCorrectSubject marks the entry of a correction of a subject's own data.
const verbCorrectSubject = "correct_subject"

// SubjectCorrection puts right what the register says of a subject. What is empty stays.
type SubjectCorrection struct {
	Name     string     `json:"name,omitempty" maxLength:"200" doc:"更正后的名称或者姓名"`
	Code     string     `json:"code,omitempty" maxLength:"40" doc:"更正后的统一社会信用代码"`
	IDNumber string     `json:"id_number,omitempty" maxLength:"40" doc:"自然人：更正或者补入的公民身份号码"`
	Address  string     `json:"address,omitempty" maxLength:"250" doc:"更正后的地址"`
	Status   string     `json:"status,omitempty" enum:"active,dissolved,deceased" doc:"存续、已注销、已死亡"`
	Basis    string     `json:"basis" minLength:"1" maxLength:"500" doc:"依据，如本人申请、登记机关的变更通知"`
	Evidence []Evidence `json:"evidence" maxItems:"20" doc:"证明材料"`
}

// CorrectSubject corrects a subject's data on its own application or on proof; what was
// issued and published under the former name stays as issued, what is public now bears
// the new one. Permission: Rightkeepers of the jurisdiction. Errors: subject.unknown,
// subject.number_taken, personal.*, credit_code.*, resident_id.*, intake.incomplete.
func (s *Service) CorrectSubject(ctx context.Context, a access.Actor, id string, in SubjectCorrection, key string) (v SubjectView, err error) {
	if p := required(map[string]string{"basis": in.Basis}); p != nil {
		return v, p
	}
	if p := short(map[string]limit{"name": {in.Name, 200}, "address": {in.Address, 250}, "basis": {in.Basis, 500}, "code": {in.Code, 40}}); p != nil {
		return v, p
	}
	if len(in.Evidence) == 0 {
		return v, models.Refuse(models.Invalid, "intake.incomplete", "填写不全", "须附证明材料，或者写明其名称和编号。").Where(models.Field{Field: "evidence"})
	}
	q := s.Queries()
	subject, err := q.seen(ctx, a, id)
	if err != nil {
		return v, err
	}
	if err := keepsRights(a, subject, Rightkeepers()); err != nil {
		return v, err
	}
	about, _ := json.Marshal(map[string]string{"subject": id})
	_, err = s.once(ctx, a, models.Command{Verb: verbCorrectSubject, IdemKey: key, Details: about, BodyHash: s.keyedHash([]any{verbCorrectSubject, id, in})}, func(tx *store.Tx, cmd *models.Command) error {
		return s.correctSubject(tx, a, id, in, cmd)
	})
	if err != nil {
		return v, err
	}
	subject, err = q.seen(ctx, a, id)
	return masked(a, viewSubject(subject)), err
}

func (s *Service) correctSubject(tx *store.Tx, a access.Actor, id string, in SubjectCorrection, cmd *models.Command) error {
	var subject models.Subject
	if err := tx.Locked().Take(&subject, "id = ?", id).Error; err != nil {
		return err
	}
	if subject.ErasedAt != 0 {
		return erased(subject)
	}
	now := s.now()
	told, err := s.amendSubject(tx, &subject, in)
	if err != nil {
		return err
	}
	if len(told) == 0 {
		return models.Refuse(models.Conflict, "subject.same", "没有更正", "所填各项与登记的相同，或者没有填写更正后的内容。")
	}
	list, err := handIn(tx, a, in.Evidence, store.SubjectChain(id), cmd.ID, now)
	if err != nil {
		return err
	}
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	subject.ChangedAt = now
	if err := tx.Save(&subject).Error; err != nil {
		return err
	}
	err = tx.Model(&models.Publication{}).Where("subject_id = ? AND withdrawn_at = 0", id).Updates(map[string]any{"name": subject.Name, "code": subject.Code}).Error
	if err != nil {
		return err
	}
	return tx.Audit(store.SubjectChain(id), verbCorrectSubject, a.ID, now, map[string]any{
		"command": cmd.ID, "corrected": told, "basis": strings.TrimSpace(in.Basis), "evidence": list,
	})
}

// amendSubject changes the row and what is sealed, and gives what the trail tells: of a
// natural person only which fields, never what stood or stands in them.
func (s *Service) amendSubject(tx *store.Tx, subject *models.Subject, in SubjectCorrection) (told map[string]any, err error) {
	told = map[string]any{}
	person := subject.Kind == models.NaturalPerson
	set := func(field string, at *string, value string) bool {
		value = strings.TrimSpace(value)
		if value == "" || *at == value {
			return false
		}
		told[field] = map[string]string{"was": *at, "is": value}
		if person {
			told[field] = true
		}
		*at = value
		return true
	}
	set("name", &subject.Name, in.Name)
	if ended := map[bool]string{true: "deceased", false: "dissolved"}[person]; in.Status != "" && in.Status != models.SubjectActive && in.Status != ended {
		return nil, incomplete("status", "自然人为存续或者已死亡，其他主体为存续或者已注销")
	}
	if in.Status != "" && in.Status != subject.Status {
		told["status"] = map[string]string{"was": subject.Status, "is": in.Status}
		subject.Status = in.Status
	}
	if !person {
		set("address", &subject.Address, in.Address)
		return told, s.recode(tx, subject, in, told)
	}
	if in.Code != "" {
		return nil, incomplete("code", "自然人没有统一社会信用代码")
	}
	var d models.SubjectData
	if _, err := s.Store.Unseal(tx.DB, store.SealedSubject(subject.ID), &d); err != nil {
		return nil, err
	}
	d.Address, subject.Address = cmp.Or(d.Address, subject.Address), ""
	sealed := set("address", &d.Address, in.Address)
	if in.IDNumber != "" {
		id, err := identifiers.ParseResidentID(in.IDNumber, calendar.From(s.Now()))
		if err != nil {
			return nil, wrongNumber("id_number", err)
		}
		hashes := s.Store.Keys.Hashes(id.Reveal())
		if err := s.untaken(tx, subject, "id_hash IN ?", hashes, "id_number"); err != nil {
			return nil, err
		}
		if !slices.Contains(hashes, subject.IDHash) || d.Number == "" {
			told["id_number"] = true
			subject.IDHash, subject.IDMask, subject.Birth, d.Number, sealed = hashes[0], id.String(), id.Birth().String(), id.Reveal(), true
		}
	}
	if sealed {
		err = s.Store.Seal(tx, subject.ID, store.SealedSubject(subject.ID), d, s.now())
	}
	return told, err
}

func (s *Service) recode(tx *store.Tx, subject *models.Subject, in SubjectCorrection, told map[string]any) error {
	if in.IDNumber != "" {
		return incomplete("id_number", "只有自然人登记公民身份号码")
	}
	if in.Code == "" {
		return nil
	}
	code, err := identifiers.ParseCreditCode(in.Code)
	if err != nil {
		return wrongNumber("code", err)
	}
	if string(code) == subject.Code {
		return nil
	}
	if strings.HasPrefix(string(code), organPrefix) {
		return stateOrgan()
	}
	if err := s.untaken(tx, subject, "code = ?", string(code), "code"); err != nil {
		return err
	}
	told["code"] = map[string]string{"was": subject.Code, "is": string(code)}
	subject.Code, subject.Unlawful = string(code), ""
	return nil
}

// untaken refuses a number that another subject is registered under. The counter's row
// keeps registrations of the jurisdiction out meanwhile.
func (s *Service) untaken(tx *store.Tx, subject *models.Subject, where string, value any, field string) error {
	var other models.Subject
	err := errors.Join(tx.Turn("subject/"+subject.Jurisdiction),
		tx.Limit(1).Find(&other, "jurisdiction = ? AND id <> ? AND "+where, subject.Jurisdiction, subject.ID, value).Error)
	if err == nil && other.ID != "" {
		err = models.Refuse(models.Conflict, "subject.number_taken", "号码已登记在其他主体名下", "该号码已登记为%s，请核对。", other.ID).Where(models.Field{Field: field})
	}
	return err
}
