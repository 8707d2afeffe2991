package web

import (
	"strings"

	"chengxin/api/cases"
)

// askApplicant asks who brings an application in, and for an agent on what authority.
func askApplicant() []group {
	return []group{
		{Legend: "申请人", Fields: []field{
			{Name: "applicant", Label: "申请人", Kind: "text", Required: true, Hint: "当事人本人，单位的写法定代表人"},
			{Name: "phone", Label: "联系电话", Kind: "text", Hint: "仅供办理本案联系，不载入留痕"},
		}},
		{Legend: "由代理人提出的", Hint: "须附授权委托书，且在收到申请之日有效。", Folded: true, Fields: []field{
			{Name: "agent.name", Label: "代理人姓名", Kind: "text"},
			{Name: "agent.id_number", Label: "代理人公民身份号码", Kind: "text", Hint: "核对后只存遮盖形式"},
			{Name: "agent.phone", Label: "代理人联系电话", Kind: "text"},
			{Name: "agent.letter.number", Label: "授权委托书编号", Kind: "text"},
			{Name: "agent.letter.signed_at", Label: "签署日期", Kind: "date"},
			{Name: "agent.letter.valid_until", Label: "有效期至", Kind: "date", Hint: "不填为至本事项办结"},
			{Name: "letter", Label: "授权委托书", Kind: "text", Hint: "上传扫描件，或者写明原件存放之处"},
			{Name: "letter.file", Label: "上传授权委托书", Kind: "file", Single: true},
		}},
	}
}

// applicant is who brought an application in, as the form says.
type applicant struct {
	name, phone string
	agent       *cases.Agent
	letter      []cases.Evidence // the letter of authority, for the evidence
}

func readApplicant(r *reader) applicant {
	a := applicant{name: r.text("applicant"), phone: r.text("phone")}
	agent := cases.Agent{
		Name: r.text("agent.name"), IDNumber: r.text("agent.id_number"), Phone: r.text("agent.phone"),
		Letter: cases.AuthorityLetter{Number: r.text("agent.letter.number"), SignedAt: r.instant("agent.letter.signed_at"), ValidUntil: r.instant("agent.letter.valid_until")},
	}
	letter, file := r.text("letter"), r.file("letter")
	if agent == (cases.Agent{}) && letter == "" {
		return a
	}
	a.agent = &agent
	if letter != "" {
		title := "授权委托书"
		if !strings.Contains(letter, title) {
			title += "（" + letter + "）"
		}
		a.letter = []cases.Evidence{{Kind: "authority_letter", Title: title, Number: agent.Letter.Number, File: file}}
	}
	return a
}
