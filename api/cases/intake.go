package cases

import "chengxin/models"

// Begun is a new case: in the register and in every list; it will run also if
// Temporal is away.
type Begun struct {
	Number   string   `json:"number"`
	Kind     string   `json:"kind"`
	Stage    string   `json:"stage"`
	Receipt  string   `json:"receipt,omitempty" doc:"收件回执的文书编号"`
	Warnings []string `json:"warnings,omitempty"` // a vacant office, one person in both: said at once
}

// NewViolation reports a violation. One subject at least; behaviour is the reporter's
// view, the recognition decides.
type NewViolation struct {
	Organization string         `json:"organization" doc:"立案机构,如 jining/rencheng_bureau"`
	Subjects     []string       `json:"subjects" doc:"信用主体编号"`
	Behaviour    string         `json:"behaviour" doc:"失信行为代码"`
	Acts         []SubjectAct   `json:"acts,omitempty" maxItems:"50" doc:"与之不同的主体各自的行为和情况"`
	OccurredAt   models.Instant `json:"occurred_at"`
	Place        string         `json:"place,omitempty"`
	Area         string         `json:"area,omitempty" doc:"所在街道、网格的机构编号，据以指派责任人"`
	Description  string         `json:"description"`
	Source       string         `json:"source,omitempty" doc:"来源:巡查、12345、随手拍…"`
	Reference    string         `json:"reference,omitempty" doc:"填报单位自己的编号"`
	Emergency    bool           `json:"emergency,omitempty"`
	Evidence     []Evidence     `json:"evidence,omitempty"`
}

// SubjectAct is what one of several subjects of an incident did, where it differs.
type SubjectAct struct {
	Subject     string `json:"subject" maxLength:"128"`
	Behaviour   string `json:"behaviour,omitempty" maxLength:"64" doc:"不填与 behaviour 相同"`
	Description string `json:"description,omitempty" maxLength:"5000"`
}

// Of is the behaviour of one of the report's subjects.
func (in NewViolation) Of(subject string) string {
	for _, a := range in.Acts {
		if a.Subject == subject && a.Behaviour != "" {
			return a.Behaviour
		}
	}
	return in.Behaviour
}

// NewDispute objects to a listing or its publication (target: listing number) or to a
// recognition (target: recognition id).
type NewDispute struct {
	Target     string         `json:"target"`
	Applicant  string         `json:"applicant" doc:"申请人：当事人本人或者其法定代表人"`
	Phone      string         `json:"phone,omitempty" maxLength:"40" doc:"申请人的联系电话，不载入留痕"`
	Agent      *Agent         `json:"agent,omitempty" doc:"由代理人提出的，其姓名和授权委托书；授权委托书列入证据（kind 取 authority_letter）"`
	OnBehalf   string         `json:"authority_letter,omitempty" doc:"授权委托书的编号；由 agent 得出，不必填写"`
	Reasons    string         `json:"reasons"`
	Evidence   []Evidence     `json:"evidence"`
	ReceivedAt models.Instant `json:"received_at,omitempty" doc:"窗口代录时的实际收到时间,不得晚于现在"`
}

// NewBreach reports a false or broken commitment.
type NewBreach struct {
	Organization string         `json:"organization"`
	Subject      string         `json:"subject"`
	Commitment   string         `json:"commitment" doc:"承诺书名称"`
	Number       string         `json:"number,omitempty" maxLength:"100" doc:"承诺书编号"`
	CommittedAt  models.Instant `json:"committed_at,omitempty" doc:"承诺日期"`
	FulfilBy     models.Instant `json:"fulfil_by,omitempty" doc:"承诺履行的期限"`
	Content      string         `json:"content,omitempty" maxLength:"2000" doc:"承诺的内容"`
	Related      string         `json:"related,omitempty" maxLength:"64" doc:"作出承诺的案件，如信用修复申请的编号"`
	Type         string         `json:"type" doc:"主动公示型、行业自律型、审批替代型、信用修复型、双向承诺"`
	OccurredAt   models.Instant `json:"occurred_at"`
	Description  string         `json:"description"`
	Evidence     []Evidence     `json:"evidence,omitempty"`
}

// NewRepair applies for the way off a list.
type NewRepair struct {
	Listing        string     `json:"listing"`
	Applicant      string     `json:"applicant" doc:"申请人：当事人本人或者其法定代表人"`
	Phone          string     `json:"phone,omitempty" maxLength:"40" doc:"申请人的联系电话，不载入留痕"`
	Agent          *Agent     `json:"agent,omitempty" doc:"由代理人提出的，其姓名和授权委托书；授权委托书列入 attachments（kind 取 authority_letter）"`
	OnBehalf       string     `json:"authority_letter,omitempty" doc:"授权委托书的编号；由 agent 得出，不必填写"`
	Channel        string     `json:"channel,omitempty" doc:"window、credit_china"`
	Attachments    []Evidence `json:"attachments" doc:"kind 取 commitment_letter、proof_of_correction 等"`
	Reorganisation string     `json:"reorganisation,omitempty" doc:"法院批准重整计划的裁定书文号"`
}

// NewRevocation says that a founding document was revoked.
type NewRevocation struct {
	Organization string         `json:"organization"`
	Document     string         `json:"document" doc:"被撤销文书文号;虚假材料时为修复案件编号"`
	RevokedBy    string         `json:"revoked_by" doc:"撤销机关"`
	Ground       string         `json:"ground" doc:"review(复议)、litigation(诉讼)、self_correction(自行纠正)、false_material(以虚假材料取得修复)"`
	Decision     string         `json:"decision" doc:"撤销决定文号"`
	RevokedAt    models.Instant `json:"revoked_at"`
	Evidence     []Evidence     `json:"evidence"`
}
