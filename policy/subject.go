package policy

import (
	"fmt"

	"chengxin/policy/calendar"
)

// SubjectKind is what a subject is in law (JN-6).
type SubjectKind string

// The kinds of subjects. A state organ is none: it can be recorded nowhere.
const (
	LegalPerson   SubjectKind = "legal_person"   // 社会法人: legal persons and organisations, branches included
	SoleTrader    SubjectKind = "sole_trader"    // 个体工商户
	NaturalPerson SubjectKind = "natural_person" // 自然人
	StateOrgan    SubjectKind = "state_organ"    // 国家机关
)

// Label is the kind's name.
func (k SubjectKind) Label() string {
	return map[SubjectKind]string{
		LegalPerson: "社会法人", SoleTrader: "个体工商户", NaturalPerson: "自然人", StateOrgan: "国家机关",
	}[k]
}

// adulthood is the age, in years, from which a natural person has full capacity
// and can answer for its credit (民法典 17, 18). National law fixes it: no pack can.
const adulthood = 18

// Chargeable says whether a subject may get points and come onto a list for what
// it did on the day of the act. Natural persons under 18 on that day, or of
// unknown age, get neither. A person is 18 from the day after the birthday; whoever
// was born on 29 February, from 1 March.
func (p *Pack) Chargeable(kind SubjectKind, birth *calendar.Date, act calendar.Date) *Verdict {
	switch kind {
	case LegalPerson, SoleTrader:
		return nil
	case NaturalPerson:
		return p.chargeablePerson(birth, act)
	case StateOrgan:
		return p.verdict("subject.state_organ", "国家机关不是信用主体",
			"信用主体为社会法人、个体工商户和自然人，不包括国家机关。其履职问题请依照有关监督程序处理。", p.Score.Article,
			VerdictField{Field: "subject"})
	}
	return p.verdict("subject.unknown_kind", "信用主体类别不明",
		fmt.Sprintf("没有信用主体类别%s。请登记为社会法人、个体工商户或者自然人。", quote(string(kind))), "",
		VerdictField{Field: "kind"})
}

func (p *Pack) chargeablePerson(birth *calendar.Date, act calendar.Date) *Verdict {
	if birth == nil || birth.IsZero() {
		return p.verdict("subject.age_unknown", "年龄不明，不得扣分",
			"自然人的出生日期不明，不能确认行为时已满十八周岁，不予扣分，不得列入名单。请核实身份证件后再办理。", adultArticle,
			VerdictField{Field: "birth_date", Message: "请补充出生日期"})
	}
	if act.IsZero() || act.Before(*birth) {
		return p.verdict("subject.act_before_birth", "行为日期有误",
			fmt.Sprintf("行为日期%s早于出生日期%s，或者没有填写。请核对。", act.Chinese(), birth.Chinese()), "",
			VerdictField{Field: "act_date"})
	}
	birthday := birth.AddMonths(12 * adulthood)
	if birthday.IsZero() || !act.After(birthday) {
		return p.verdict("subject.minor", "行为时未满十八周岁，不得扣分",
			fmt.Sprintf("行为人出生于%s，%s的次日起为已满十八周岁，行为日期为%s。未成年人不予扣分，不得列入名单，可以教育并告知监护人。",
				birth.Chinese(), birthday.Chinese(), act.Chinese()), adultArticle,
			VerdictField{Field: "birth_date"})
	}
	return nil
}

const adultArticle = "《中华人民共和国民法典》第十七条、第十八条"
