package activities

import (
	"encoding/json"
	"fmt"
	"slices"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Proposal is what the handlers propose: one recognition per subject of the incident.
// Two of them answer for it (行政处罚法 42).
type Proposal struct {
	CoHandler    string     `json:"co_handler"` // the second handler's user name
	Recognitions []Proposed `json:"recognitions"`
}

// Proposed is one subject's behaviour, with the document it rests on.
type Proposed struct {
	Subject  string          `json:"subject"`
	Charges  []policy.Charge `json:"charges"` // several behaviours in one act: the heaviest counts
	ActAt    models.Instant  `json:"act_at"`
	Founding Founding        `json:"founding"`
}

// Founding is the effective legal document a recognition rests on (认定依据文书).
type Founding struct {
	Number   string         `json:"number"`
	Body     string         `json:"body"`
	IssuedAt models.Instant `json:"issued_at"`
}

// proposeRecognition writes the handlers' proposal and draws up the notice. A proposal
// made again after a return replaces the earlier one.
func (a *act) proposeRecognition(string) error {
	var p Proposal
	if err := a.details(&p); err != nil {
		return err
	}
	second, err := a.twoHandlers(p.CoHandler)
	if err != nil {
		return err
	}
	subjects, err := a.accused()
	if err != nil {
		return err
	}
	if len(p.Recognitions) != len(subjects) {
		return a.refuse("recognition.subjects", "须逐一提出认定意见", a.article("recognition"),
			"本案尚有%d个信用主体待认定,须对每个主体各提出一项认定意见。", len(subjects)).Where(models.Field{Field: "details.recognitions"})
	}
	err = a.tx.Delete(&models.Recognition{}, "case_number = ? AND state <> ?", a.c.Number, models.RecognitionReversed).Error
	if err != nil {
		return err
	}
	for i, r := range p.Recognitions {
		s, ok := subjects[r.Subject]
		if !ok {
			return a.refuse("recognition.subject", "认定对象不在本案中", a.article("recognition"),
				"信用主体%s不是本案待认定的对象,或者重复出现。", r.Subject).Where(models.Field{Field: fmt.Sprintf("details.recognitions[%d].subject", i)})
		}
		delete(subjects, r.Subject)
		if err := a.recognition(i, r, s, second); err != nil {
			return err
		}
	}
	return a.giveNotice()
}

func (a *act) recognition(i int, r Proposed, s accused, second string) error {
	if p := a.founded(i, r); p != nil {
		return p
	}
	for _, c := range r.Charges {
		if v := a.pack.CheckPoints(c.Behaviour, c.Points); v != nil {
			return models.Judged(v)
		}
	}
	if v := a.pack.Chargeable(policy.SubjectKind(s.Kind), birth(s.Subject), calendar.From(r.ActAt.Time())); v != nil {
		return models.Judged(v)
	}
	heaviest, ok := a.pack.Heaviest(r.Charges)
	if !ok {
		return a.refuse("recognition.behaviour", "缺少失信行为", a.article("recognition"), "每项认定意见至少写明一个失信行为及扣分。")
	}
	b, _ := a.pack.Behaviour(heaviest.Behaviour)
	rec := models.Recognition{
		ID: fmt.Sprintf("%s-%d", a.c.Number, s.place), CaseNumber: a.c.Number, SubjectID: s.ID, Act: a.c.Number,
		Behaviour: b.Code, Grade: string(b.Grade), Points: heaviest.Points, ActAt: r.ActAt,
		FoundingNo: r.Founding.Number, FoundingBody: r.Founding.Body, FoundingAt: r.Founding.IssuedAt,
		State: models.RecognitionProposed, ProposedBy: a.actor(), CoHandler: second,
	}
	a.note("proposed_recognition", map[string]any{"recognition": rec.ID, "behaviour": rec.Behaviour, "points": rec.Points, "founding": rec.FoundingNo, "of_one_act": len(r.Charges)})
	return a.tx.Create(&rec).Error
}

// founded refuses a recognition without an effective document, or dates out of order.
func (a *act) founded(i int, r Proposed) *models.Problem {
	f := func(name string) models.Field {
		return models.Field{Field: fmt.Sprintf("details.recognitions[%d].%s", i, name)}
	}
	article := a.article("recognition")
	switch {
	case r.Founding.Number == "" || r.Founding.Body == "" || r.Founding.IssuedAt == 0:
		return a.refuse("recognition.founding", "缺少认定依据文书", article,
			"认定须以生效法律文书为依据,请写明文号、作出机关和日期。").Where(f("founding"))
	case r.ActAt == 0 || r.ActAt > r.Founding.IssuedAt:
		return a.refuse("recognition.act_date", "行为日期有误", article,
			"行为日期缺失,或者晚于依据文书的日期。").Where(f("act_at"))
	case r.Founding.IssuedAt > a.at:
		return a.refuse("recognition.founding_date", "文书日期晚于现在", article,
			"依据文书的日期为%s,尚未到来。", r.Founding.IssuedAt).Where(f("founding.issued_at"))
	}
	return nil
}

// twoHandlers demands a second handler of the same department, with a certificate, and
// gives that person's id.
func (a *act) twoHandlers(second string) (id string, err error) {
	err = a.tx.Table("users").Select("users.id").Limit(1).Joins("JOIN assignments ON assignments.user_id = users.id").
		Joins("JOIN organization_reach ON organization_reach.ancestor = assignments.organization_id").
		Where("users.username = ? AND users.id <> ? AND users.disabled_at = 0", second, a.actor()).
		Where("assignments.role = ? AND organization_reach.descendant = ?", policy.Handler, a.c.OrganizationID).
		Where("assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?)", a.at, a.at).Scan(&id).Error
	if err != nil {
		return "", err
	}
	if id != "" {
		return id, a.certified(a.actor(), id)
	}
	return "", a.refuse("recognition.two_handlers", "须由两名承办人共同提出", "《中华人民共和国行政处罚法》第四十二条",
		"认定意见须由两名具有执法资格的承办人提出,“%s”不是本机构的另一名承办人。", second).Where(models.Field{Field: "details.co_handler"})
}

// certified refuses a proposal by whoever's certificate has run out (持证上岗; 行政处罚法 42).
func (a *act) certified(handlers ...string) error {
	var out models.User
	err := a.tx.Order("id").Limit(1).Find(&out, "id IN ? AND certificate_until <> 0 AND certificate_until <= ?", handlers, a.at).Error
	if err != nil || out.ID == "" {
		return err
	}
	return a.refuse("recognition.certificate", "执法证已过有效期", "《中华人民共和国行政处罚法》第四十二条",
		"%s的执法证有效期至%s，换证登记前不能提出认定意见。", out.Name, store.When(out.CertificateUntil)).Where(models.Field{Field: "details.co_handler"})
}

// accused is a subject of the incident and its place in the report, which numbers its
// recognition for good.
type accused struct {
	models.Subject
	place int
}

// accused are the subjects still to be recognised, by id: whose recognition a dispute or
// a revocation has reversed is not charged anew.
func (a *act) accused() (map[string]accused, error) {
	var intake struct {
		Subjects []string `json:"subjects"`
	}
	if err := json.Unmarshal(a.c.Intake, &intake); err != nil {
		return nil, err
	}
	var rows []models.Subject
	err := a.tx.Find(&rows, `id IN ? AND id NOT IN (SELECT subject_id FROM recognitions WHERE case_number = ? AND state = ?)`,
		intake.Subjects, a.c.Number, models.RecognitionReversed).Error
	if err != nil {
		return nil, err
	}
	out := map[string]accused{}
	for _, s := range rows {
		out[s.ID] = accused{s, slices.Index(intake.Subjects, s.ID) + 1}
	}
	return out, nil
}

func birth(s models.Subject) *calendar.Date {
	d, err := calendar.ParseDate(s.Birth)
	if err != nil {
		return nil
	}
	return &d
}

// article is the article behind a step of this case.
func (a *act) article(step string) string { return a.process().Step(step).Article }

// live lists the case's recognitions that still stand.
func (a *act) live() (rs []models.Recognition, err error) {
	err = a.tx.Locked().Order("id").Find(&rs, "case_number = ? AND state NOT IN ?", a.c.Number,
		[]string{models.RecognitionDropped, models.RecognitionReversed}).Error
	return rs, err
}
