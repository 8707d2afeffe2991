package cases

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// numberReaders may see a natural person's whole number, of persons whose cases they
// reach: documents are served and files delivered under it.
var numberReaders = []policy.Role{policy.Handler, policy.LegalReviewer, policy.Approver, policy.WindowClerk}

// NumberReaders are the roles that may see a whole number.
func NumberReaders() []policy.Role { return slices.Clone(numberReaders) }

// Rightkeepers see to the rights that a person has in their own data: they give copies
// and correct (个人信息保护法 45, 46).
func Rightkeepers() []policy.Role { return slices.Clone(applicants) }

// Erasers decide that personal data is destroyed (个人信息保护法 47).
func Erasers() []policy.Role { return []policy.Role{policy.Approver} }

// Purpose says for what personal data is asked for.
type Purpose struct {
	Purpose string `json:"purpose" minLength:"1" maxLength:"200" doc:"用途，与查看人一并记录"`
}

// Number is a natural person's whole number.
type Number struct {
	Number string `json:"number" doc:"公民身份号码"`
}

// Number tells a natural person's whole number, and records who asked and for what.
// Permission: NumberReaders, where a role of theirs reaches a case of the person; the
// window clerk in the jurisdiction. Errors: subject.unknown, personal.purpose,
// personal.no_number, access.not_here.
func (s *Service) Number(ctx context.Context, a access.Actor, id string, in Purpose) (Number, error) {
	if p := stated(in.Purpose); p != nil {
		return Number{}, p
	}
	q := s.Queries()
	subject, err := q.personSeen(ctx, a, id)
	if err != nil {
		return Number{}, err
	}
	if err := q.concerned(ctx, a, subject); err != nil {
		return Number{}, err
	}
	var d models.SubjectData
	if _, err := s.Store.Unseal(s.Store.Read(ctx), store.SealedSubject(subject.ID), &d); err != nil {
		return Number{}, err
	}
	if d.Number == "" {
		return Number{}, models.Refuse(models.Unknown, "personal.no_number", "没有保存号码", "该主体登记时没有保存公民身份号码的全文。可以凭证件更正登记时补入。")
	}
	return Number{d.Number}, q.looked(WithPurpose(ctx, in.Purpose), a, subject, "number")
}

// stated refuses a purpose that says nothing.
func stated(purpose string) *models.Problem {
	if n := utf8.RuneCountInString(strings.TrimSpace(purpose)); n < 2 || n > mostPurpose {
		return models.Refuse(models.Invalid, "personal.purpose", "请写明用途", "查看个人信息须写明用途（2至%d字），与查看人一并记录。", mostPurpose).
			Where(models.Field{Field: "purpose", Message: "请写明用途"})
	}
	return nil
}

// personSeen finds a natural person whose data is there. Errors: subject.unknown,
// personal.not_a_person, personal.erased.
func (q *Queries) personSeen(ctx context.Context, a access.Actor, id string) (models.Subject, error) {
	s, err := q.seen(ctx, a, id)
	switch {
	case err != nil:
		return s, err
	case s.Kind != models.NaturalPerson:
		return s, models.Refuse(models.Conflict, "personal.not_a_person", "不是自然人", "“%s”是%s，没有须加密保存的个人信息。", s.Name, policy.SubjectKind(s.Kind).Label())
	case s.ErasedAt != 0:
		return s, erased(s)
	}
	return s, nil
}

func erased(s models.Subject) *models.Problem {
	return models.Refuse(models.Conflict, "personal.erased", "个人信息已删除", "该主体的个人信息已于%s依法删除，不能恢复。", store.When(s.ErasedAt))
}

// afterErasure leaves the papers of a person whose data was destroyed to auditors alone:
// they are kept, and used no more (个人信息保护法 47). Errors: personal.erased.
func afterErasure(db *gorm.DB, a access.Actor, subject string) error {
	var s models.Subject
	err := db.Limit(1).Find(&s, "id = ?", subject).Error
	if err == nil && s.ErasedAt != 0 && !slices.Contains(a.Jurisdictions(policy.Auditor), s.Jurisdiction) {
		err = models.Refuse(models.Forbidden, "personal.erased", "个人信息已删除", "该案主体的个人信息已于%s依法删除，其案件材料只供审计人员查阅。", store.When(s.ErasedAt))
	}
	return err
}

// concerned refuses whoever has no case of the person in reach: the least that is
// needed, and to nobody else (个人信息保护法 6).
func (q *Queries) concerned(ctx context.Context, a access.Actor, s models.Subject) error {
	if slices.Contains(a.Jurisdictions(policy.WindowClerk), s.Jurisdiction) {
		return nil
	}
	db := q.db(ctx)
	var n int64
	err := db.Model(&models.Case{}).Where("subject_id = ? AND organization_id IN (?)", s.ID,
		db.Model(&models.Reach{}).Select("descendant").Where("ancestor IN ?", append(a.WithActing().Where(numberReaders...), ""))).Limit(1).Count(&n).Error
	if err == nil && n == 0 {
		err = models.Refuse(models.Forbidden, "access.not_here", "无权查看号码", "公民身份号码全文只供办理该主体案件的人员和窗口人员查看。")
	}
	return err
}

// PersonalCopy is what the register holds of a natural person, for the person (个人信息保护法 45).
type PersonalCopy struct {
	File
	Number    string               `json:"number,omitempty" doc:"公民身份号码"`
	Addresses []ServiceAddressView `json:"service_addresses"`
	Documents []CopiedDocument     `json:"documents"`
	Reports   []CopiedReport       `json:"reports" doc:"出具过的信用报告"`
	Looks     []CopiedLook         `json:"looks" doc:"查看记录"`
	MadeAt    models.Instant       `json:"made_at"`
}

// CopiedDocument is a document that a case of the person led to.
type CopiedDocument struct {
	Case     string         `json:"case"`
	Title    string         `json:"title"`
	Number   string         `json:"number"`
	IssuedAt models.Instant `json:"issued_at"`
	ServedAt models.Instant `json:"served_at,omitzero"`
}

// CopiedReport is a credit report that was issued.
type CopiedReport struct {
	Number   string         `json:"number"`
	Purpose  string         `json:"purpose"`
	IssuedAt models.Instant `json:"issued_at"`
}

// CopiedLook is somebody's look at the data. A person is told for what, not by whom: the
// office answers for its people.
type CopiedLook struct {
	What    string         `json:"what"`
	Purpose string         `json:"purpose,omitempty"`
	At      models.Instant `json:"at"`
}

// PersonalCopy gives what the register holds of a natural person, to be handed to them. The
// look is recorded. Permission: Rightkeepers of the jurisdiction. Errors:
// subject.unknown, personal.*, access.not_here.
func (s *Service) PersonalCopy(ctx context.Context, a access.Actor, id, purpose string) (c PersonalCopy, err error) {
	if p := stated(purpose); p != nil {
		return c, p
	}
	q := s.Queries()
	subject, err := q.personSeen(ctx, a, id)
	if err != nil {
		return c, err
	}
	if err := keepsRights(a, subject, Rightkeepers()); err != nil {
		return c, err
	}
	if err := q.looked(WithPurpose(ctx, purpose), a, subject, "copy"); err != nil {
		return c, err
	}
	if c.File, err = q.fileOf(ctx, a, subject); err != nil {
		return c, err
	}
	db := s.Store.Read(ctx)
	var d models.SubjectData
	if _, err := s.Store.Unseal(db, store.SealedSubject(subject.ID), &d); err != nil {
		return c, err
	}
	c.Number, c.MadeAt = d.Number, s.now()
	c.Addresses, c.Documents, c.Reports, c.Looks = []ServiceAddressView{}, []CopiedDocument{}, []CopiedReport{}, []CopiedLook{}
	var addresses []models.ServiceAddress
	if err := db.Order("signed_at DESC, entered_at DESC").Find(&addresses, "subject_id = ?", subject.ID).Error; err != nil {
		return c, err
	}
	for _, r := range addresses {
		v, err := q.viewAddress(db, r)
		if err != nil {
			return c, err
		}
		c.Addresses = append(c.Addresses, v)
	}
	var rows []models.Case
	if err := db.Select(lineColumns).Order("received_at DESC, number DESC").Find(&rows, "subject_id = ?", subject.ID).Error; err != nil {
		return c, err
	}
	if c.Cases, err = q.lines(db, rows); err != nil { // all of them, whoever handles them
		return c, err
	}
	c.Elsewhere = 0
	err = db.Table("documents").Joins("JOIN cases ON cases.number = documents.case_number").Where("cases.subject_id = ?", subject.ID).
		Order("documents.issued_at, documents.id").Select("documents.case_number AS `case`, documents.title, documents.number, documents.issued_at, documents.served_at").
		Scan(&c.Documents).Error
	if err != nil {
		return c, err
	}
	if err := db.Model(&models.CreditReport{}).Order("issued_at, number").Where("subject_id = ?", subject.ID).Find(&c.Reports).Error; err != nil {
		return c, err
	}
	return c, db.Model(&models.Look{}).Order("at, id").Where("subject_id = ?", subject.ID).Find(&c.Looks).Error
}

func keepsRights(a access.Actor, s models.Subject, roles []policy.Role) error {
	if slices.Contains(a.Jurisdictions(roles...), s.Jurisdiction) {
		return nil
	}
	labels := make([]string, len(roles))
	for i, r := range roles {
		labels[i] = r.Label()
	}
	return models.Refuse(models.Forbidden, "access.not_here", "无权办理", "该事项由本管辖区的%s办理。", strings.Join(labels, "、"))
}
