package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// Registrar brings subjects into the register. Of a natural person's number it keeps
// a keyed hash, which finds the person again, and a mask, which people may see; the
// number itself and the address are sealed.
type Registrar struct {
	Store *store.Store
	Now   func() time.Time
}

// NewSubject is a subject to be registered, or found if it is there already.
type NewSubject struct {
	Jurisdiction string `json:"jurisdiction" minLength:"1" maxLength:"64" doc:"管辖区，如 jining"`
	Kind         string `json:"kind" enum:"legal_person,sole_trader,natural_person" doc:"社会法人、个体工商户、自然人"`
	Name         string `json:"name" minLength:"1" maxLength:"200"`
	Code         string `json:"code,omitempty" maxLength:"40" doc:"统一社会信用代码，社会法人和个体工商户必填"`
	IDNumber     string `json:"id_number,omitempty" maxLength:"40" doc:"公民身份号码，自然人必填；加密保存"`
	Address      string `json:"address,omitempty" maxLength:"250"`
	Override     string `json:"code_override,omitempty" maxLength:"500" doc:"代码校验不符而仍须登记的理由，将记入留痕"`
}

// Registrants are the roles that may register a subject: whoever reports or receives.
func Registrants() []policy.Role {
	return append([]policy.Role{policy.Liaison, policy.PublicityOfficer}, reporters...)
}

// Register finds a subject by its number, or brings it in. created tells which. A code
// whose check fails is taken only with a reason, which is trailed. Permission: a
// registrant's role in the jurisdiction. Errors: access.not_here, subject.incomplete,
// subject.kind_mismatch, credit_code.*, resident_id.*.
func (r *Registrar) Register(ctx context.Context, a access.Actor, in NewSubject) (v SubjectView, created bool, err error) {
	s, secret, trail, err := r.draw(a, in)
	if err != nil {
		return v, false, err
	}
	err = r.Store.Tx(ctx, func(tx *store.Tx) error {
		created = false
		if known, err := r.known(tx, s, secret); err != nil || known.ID != "" {
			s = known
			return err
		}
		// The counter's row makes registrations of one jurisdiction take turns: whoever
		// waited here looks again.
		n, err := tx.Next("subject/" + s.Jurisdiction)
		if err != nil {
			return err
		}
		if known, err := r.known(tx, s, secret); err != nil || known.ID != "" {
			s = known
			return errors.Join(err, errKnown)
		}
		s.ID = fmt.Sprintf("%s-S-%07d", s.Jurisdiction, n)
		if err := r.enter(tx, s, secret); err != nil {
			return err
		}
		created = true
		return tx.Audit(store.SubjectChain(s.ID), "registered", a.ID, s.CreatedAt, trail)
	})
	if errors.Is(err, errKnown) {
		err = nil
	}
	if err == nil && s.Kind != in.Kind {
		err = models.Refuse(models.Conflict, "subject.kind_mismatch", "主体类别不符",
			"该号码已登记为%s“%s”，与填写的类别不符，请核对。", policy.SubjectKind(s.Kind).Label(), s.Name).Where(models.Field{Field: "kind"})
	}
	return viewSubject(s), created, err
}

// errKnown rolls back a registration that somebody else completed first.
var errKnown = errors.New("known")

// draw checks what was filled in and makes the subject of it.
func (r *Registrar) draw(a access.Actor, in NewSubject) (s models.Subject, secret models.SubjectData, trail map[string]any, err error) {
	now := models.At(r.Now())
	s = models.Subject{
		Jurisdiction: in.Jurisdiction, Kind: in.Kind, Name: strings.TrimSpace(in.Name), Address: strings.TrimSpace(in.Address),
		Status: models.SubjectActive, CreatedAt: now, ChangedAt: now,
	}
	trail = map[string]any{"kind": s.Kind}
	if !slices.Contains(a.Jurisdictions(Registrants()...), in.Jurisdiction) {
		return s, secret, nil, models.Refuse(models.Forbidden, "access.not_here", "无权在该管辖区登记",
			"您在管辖区“%s”没有登记信用主体的职责。", in.Jurisdiction).Where(models.Field{Field: "jurisdiction"})
	}
	if s.Name == "" {
		return s, secret, nil, incomplete("name", "须填写名称或者姓名")
	}
	if s.Kind == models.NaturalPerson {
		secret, err = r.person(&s, in)
		return s, secret, trail, err
	}
	return s, secret, trail, organisation(&s, in, trail)
}

// enter writes a new subject, and seals what of a natural person is sealed.
func (r *Registrar) enter(tx *store.Tx, s models.Subject, secret models.SubjectData) error {
	if err := tx.Create(&s).Error; err != nil || s.Kind != models.NaturalPerson {
		return err
	}
	return r.Store.Seal(tx, s.ID, store.SealedSubject(s.ID), secret, s.CreatedAt)
}

// person leaves a hash, a mask and the day of birth on the row, and gives what is sealed.
func (r *Registrar) person(s *models.Subject, in NewSubject) (models.SubjectData, error) {
	secret := models.SubjectData{Address: s.Address}
	if in.IDNumber == "" {
		return secret, incomplete("id_number", "自然人须填写公民身份号码")
	}
	id, err := identifiers.ParseResidentID(in.IDNumber, calendar.From(r.Now()))
	if err != nil {
		return secret, wrongNumber("id_number", err)
	}
	if r.Store.Keys == nil {
		return secret, store.ErrNoKeys
	}
	secret.Number = id.Reveal()
	s.Address, s.IDHash, s.IDMask, s.Birth = "", r.Store.Keys.Hash(secret.Number), id.String(), id.Birth().String()
	return secret, nil
}

// organPrefix begins the codes of state organs (GB 32100: 机构编制部门登记的机关).
const organPrefix = "11"

// organisation checks the credit code, or takes it on somebody's word.
func organisation(s *models.Subject, in NewSubject, trail map[string]any) error {
	if in.Code == "" {
		return incomplete("code", "须填写统一社会信用代码")
	}
	code, err := identifiers.ParseCreditCode(in.Code)
	reason := strings.TrimSpace(in.Override)
	if err != nil && reason != "" {
		if code, err = identifiers.OverrideCreditCode(in.Code); err == nil {
			s.Unlawful = reason
			trail["code_override"] = reason
		}
	}
	if err != nil {
		return wrongNumber("code", err)
	}
	if strings.HasPrefix(string(code), organPrefix) {
		return stateOrgan()
	}
	s.Code = string(code)
	trail["code"] = s.Code
	return nil
}

func stateOrgan() *models.Problem {
	return models.Refuse(models.Invalid, "subject.state_organ", "国家机关不是信用主体",
		"信用主体为社会法人、个体工商户和自然人，不包括国家机关。其履职问题请依照有关监督程序处理。").Where(models.Field{Field: "code"})
}

func (r *Registrar) known(tx *store.Tx, s models.Subject, secret models.SubjectData) (found models.Subject, err error) {
	where, value := "code = ?", any(s.Code)
	if s.Kind == models.NaturalPerson {
		where, value = "id_hash IN ?", r.Store.Keys.Hashes(secret.Number)
	}
	err = tx.Limit(1).Find(&found, "jurisdiction = ? AND "+where, s.Jurisdiction, value).Error
	return found, err
}

func wrongNumber(field string, err error) error {
	var wrong *identifiers.Error
	if !errors.As(err, &wrong) {
		return err
	}
	p := models.Refuse(models.Invalid, wrong.Code, "号码有误", "%s。", wrong.Message)
	if wrong.Overridable {
		p.Detail += "确属登记机关赋予的代码的，请在 code_override 中说明理由后提交。"
	}
	return p.Where(models.Field{Field: field, Message: wrong.Message})
}

func incomplete(field, message string) error {
	return models.Refuse(models.Invalid, "subject.incomplete", "主体信息不全", "请补齐所列内容后重新提交。").
		Where(models.Field{Field: field, Message: message})
}
