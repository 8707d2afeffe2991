package cases

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// kindLetter is the evidence that shows an agent's authority.
const kindLetter = "authority_letter"

// Agent acts for an applicant (代理人), by a letter of authority.
type Agent struct {
	Name     string          `json:"name" maxLength:"100"`
	IDNumber string          `json:"id_number,omitempty" maxLength:"40" doc:"公民身份号码，核对后只存遮盖形式"`
	Phone    string          `json:"phone,omitempty" maxLength:"40"`
	Letter   AuthorityLetter `json:"letter"`
}

// AuthorityLetter is the letter by which an agent acts (授权委托书).
type AuthorityLetter struct {
	Number     string         `json:"number" maxLength:"100"`
	SignedAt   models.Instant `json:"signed_at" doc:"签署日期"`
	ValidUntil models.Instant `json:"valid_until,omitempty" doc:"有效期的最后一日；不填为至本事项办结"`
}

// applied is an application as somebody brought it in.
type applied struct {
	phone    string
	agent    *Agent
	letter   *string // the letter's number in the intake
	evidence []Evidence
	received models.Instant
}

// represented checks who brought an application in on whose authority, on the day of its
// receipt, and keeps out of the intake what is nobody's business later: it gives how
// they are reached. Errors: agent.incomplete, agent.letter_missing, agent.letter_not_yet,
// agent.letter_expired, resident_id.*.
func represented(in applied) (models.CaseContact, error) {
	contact := models.CaseContact{Phone: strings.TrimSpace(in.phone)}
	a := in.agent
	if a == nil {
		if *in.letter != "" {
			return contact, models.Refuse(models.Invalid, "agent.incomplete", "代理人填写不全",
				"写了授权委托书的，须填写代理人的姓名和授权委托书的签署日期、有效期。").Where(models.Field{Field: "agent"})
		}
		return contact, nil
	}
	if p := required(map[string]string{"agent.name": a.Name, "agent.letter.number": a.Letter.Number}); p != nil {
		p.Code, p.Title = "agent.incomplete", "代理人填写不全"
		return contact, p
	}
	if !slices.ContainsFunc(in.evidence, func(e Evidence) bool { return e.Kind == kindLetter }) {
		return contact, models.Refuse(models.Invalid, "agent.letter_missing", "缺少授权委托书",
			"由代理人提出的，须附授权委托书。请上传授权委托书，或者写明其原件存放之处。").Where(models.Field{Field: "letter"})
	}
	if p := a.Letter.inForce(in.received); p != nil {
		return contact, p
	}
	if a.IDNumber != "" {
		id, err := identifiers.ParseResidentID(a.IDNumber, calendar.From(in.received.Time()))
		if err != nil {
			return contact, wrongNumber("agent.id_number", err)
		}
		contact.AgentIDMask = id.String()
	}
	contact.Agent, contact.AgentPhone = strings.TrimSpace(a.Name), strings.TrimSpace(a.Phone)
	a.IDNumber, a.Phone = "", ""
	*in.letter = strings.TrimSpace(a.Letter.Number)
	return contact, nil
}

// inForce refuses a letter that gave no authority on the day of receipt.
func (l AuthorityLetter) inForce(received models.Instant) *models.Problem {
	on := calendar.From(received.Time())
	switch signed, until := calendar.From(l.SignedAt.Time()), calendar.From(l.ValidUntil.Time()); {
	case l.SignedAt == 0:
		return models.Refuse(models.Invalid, "agent.incomplete", "代理人填写不全", "请填写授权委托书的签署日期。").Where(models.Field{Field: "agent.letter.signed_at", Message: "必填"})
	case signed.After(on):
		return models.Refuse(models.Invalid, "agent.letter_not_yet", "授权委托书尚未生效",
			"授权委托书%s签署，而申请于%s收到，当时代理人没有授权。", signed.Chinese(), on.Chinese()).Where(models.Field{Field: "agent.letter.signed_at"})
	case l.ValidUntil != 0 && until.Before(on):
		return models.Refuse(models.Invalid, "agent.letter_expired", "授权委托书已过有效期",
			"授权委托书有效期至%s，而申请于%s收到。请由申请人重新出具授权委托书。", until.Chinese(), on.Chinese()).Where(models.Field{Field: "agent.letter.valid_until"})
	}
	return nil
}

// receivedFrom keeps how those who brought an application in are reached, and gives them
// their receipt.
func (s *Service) receivedFrom(tx *store.Tx, actor access.Actor, pack *policy.Pack, c models.Case, applicant string, contact models.CaseContact, papers []Evidence) error {
	if contact != (models.CaseContact{}) {
		if err := s.Store.Seal(tx, c.SubjectID, store.SealedContact(c.Number), contact, s.now()); err != nil {
			return err
		}
	}
	return s.giveReceipt(tx, actor, pack, c, applicant, papers)
}

// ContactView is how those who brought an application in are reached.
type ContactView struct {
	Phone       string `json:"phone,omitempty" doc:"申请人的联系电话"`
	Agent       string `json:"agent,omitempty" doc:"代理人"`
	AgentIDMask string `json:"agent_id,omitempty" doc:"代理人的公民身份号码，遮盖"`
	AgentPhone  string `json:"agent_phone,omitempty" doc:"代理人的联系电话"`
}

func (q *Queries) contactOf(db *gorm.DB, number string) (*ContactView, error) {
	var c models.CaseContact
	if there, err := q.Store.Unseal(db, store.SealedContact(number), &c); err != nil || !there {
		return nil, err
	}
	return &ContactView{c.Phone, c.Agent, c.AgentIDMask, c.AgentPhone}, nil
}
