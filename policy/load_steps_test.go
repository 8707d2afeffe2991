package policy_test

import (
	"slices"
	"strings"
	"testing"

	"chengxin/policy"
)

func TestMistakesInSteps(t *testing.T) {
	for _, c := range []refusal{
		{"step unknown", "{key: dispatch,", "{key: dispach,", "{key: dispach", "violation.steps[1]", "是否应写“dispatch”"},
		{"step missing", "    - {key: dispatch, role: dispatcher, within: 1 working_day, choices: [dispatched, transferred_criminal], article: 示例}\n", "", "- {key: filing", "violation.steps", "缺少环节“dispatch”（任务派遣）"},
		{"step twice", "{key: investigation,", "{key: acceptance,", "{key: acceptance, role: handler, within: 3 working_days, from: complete", "dispute.steps[2]", "只能写一次"},
		{"step without key", "{key: investigation,", "{name: 核查,", "{name: 核查", "dispute.steps[2]", "缺少key"},
		{"role nowhere", "role: dispatcher", "role: dispatchers", "dispatchers", "violation.steps[1].role", "是否应写“dispatcher”"},
		{"role without case powers", "role: dispatcher", "role: administrator", "administrator", "violation.steps[1].role", "没有这样的角色"},
		{"choice unknown", "[dispatched, transferred_criminal]", "[dispatched, forgotten]", "forgotten", "violation.steps[1].choices[1]", "程序不认识"},
		{"choice of another step", "choices: [upheld, partly_upheld, rejected]", "choices: [upheld, partly_upheld, rejected, accepted]", "accepted], reason", "dispute.steps[2].choices[3]", "没有选项“accepted”"},
		{"choice missing", "choices: [upheld, partly_upheld, rejected]", "choices: [upheld, rejected]", "[upheld, rejected]", "dispute.steps[2].choices", "缺少选项“partly_upheld”（异议部分成立）"},
		{"choice twice", "choices: [upheld, partly_upheld, rejected]", "choices: [upheld, partly_upheld, rejected, upheld]", "upheld], reason", "dispute.steps[2].choices[3]", "重复"},
		{"reason", "reason: always", "reason: sometimes", "sometimes", "dispute.steps[2].reason", "always"},
		{"not: unknown step", "not: [recognition, review],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十八条", "not: [recognition, review, lunch],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十八条", "lunch", "violation.steps[8].not[2]", "不存在或者在本环节之后"},
		{"not: later step", "warn: 1 working_day, not: [recognition],\n", "warn: 1 working_day, not: [recognition, legal_review],\n", "legal_review],\n", "violation.steps[7].not[1]", "在本环节之后"},
		{"not: itself", "warn: 1 working_day, not: [recognition],\n", "warn: 1 working_day, not: [recognition, review],\n", "review],\n", "violation.steps[7].not[1]", "自身"},
		{"two eyes only", "not: decided_the_matter", "not: acceptance", "acceptance,\n       choices: [upheld", "dispute.steps[2].not", "缺少“decided_the_matter”"},
		{"return to a later step", "return_to: [handling, verification]", "return_to: [handling, notice]", "notice], article", "violation.steps[4].return_to[1]", "在本环节之后"},
		{"return from the first step", "within: 1 working_day, from: received, article: 示例}\n", "within: 1 working_day, from: received, return_to: [confirmation], article: 示例}\n", "confirmation], article", "revocation.steps[0].return_to[0]", "没有可退回的环节"},
		{"lapse of a decision", "choices: [corrected, not_corrected]", "lapse: corrected", "corrected, article", "repair.steps[2].lapse", "逾期不得视为任何决定"},
		{"lapse into something else", "lapse: none, article: 《中华", "lapse: stated, article: 《中华", "stated, article", "violation.steps[6].lapse", "逾期只能视为“none”"},
		{"lapse without a term", "within: 5 working_days, from: served, warn: 1 working_day,\n       lapse: none", "lapse: none", "{key: statement", "violation.steps[6].within", "永远等待"},
		{"event", "within: 7 working_days, from: decided, warn: 2 working_days,\n       article: 《中", "within: 7 working_days, from: desided, warn: 2 working_days,\n       article: 《中", "desided", "violation.steps[9].from", "是否应写“decided”"},
		{"event without a term", "within: 5 working_days, from: received, warn: 1 working_day,\n       choices: [filed", "from: received,\n       choices: [filed", "received,\n       choices: [filed", "violation.steps[0].from", "没有写期限"},
		{"warning longer than the term", "{key: verification, role: inspector, within: 2 working_days, warn: 1 working_day", "{key: verification, role: inspector, within: 2 working_days, warn: 3 working_days", "3 working_days,\n       choices: [passed", "violation.steps[3].warn", "一开始就会临期"},
		{"trial term in a step", "{key: verification, role: inspector, within: 2 working_days, warn: 1 working_day", "{key: verification, role: inspector, within: 2 minutes", "2 minutes", "violation.steps[3].within", "trial: true"},
		{"office nowhere", "{role: approver, office: city_bureau,", "{role: approver, office: city_hall,", "city_hall", "listing.approval[0].office", "没有办公室“city_hall”"},
		{"step asked twice", "{key: supplement, role: window_clerk, within: 5 working_days, from: served, warn: 1 working_day,\n       lapse: abandoned, article: 示例}\n    - {key: investigation", "{key: supplement, within: 5 working_days}\n    - {key: acceptance}\n    - {key: investigation", "{key: acceptance}", "dispute.steps[2]", "只能写一次"},
		{"own proposal approved", "warn: 1 working_day, not: [recognition, review],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十七条", "not: [review],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十七条", "[review],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十七条", "violation.approval[0].not", "缺少“recognition”"},
		{"second approval without a key", "  approval:\n    - {role: approver, within", "  approval:\n    - {key: section}\n    - {role: approver, within", "{role: approver, within", "violation.approval[1]", "第2级缺少key"},
		{"approval named like a step", "  approval:\n    - {role: approver, within", "  approval:\n    - {key: review, role: approver, within", "{key: review, role: approver", "violation.approval[0]", "已经用过"},
		{"no approval", "  approval:\n    - {role: approver, office: city_bureau, within: 3 working_days, warn: 1 working_day, not: [review],\n       return_to: [review], article: 示例}\n", "  approval: []\n", "[]", "listing.approval", "至少应有一级审批"},
	} {
		c.run(t)
	}
}

func TestMistakesInRepair(t *testing.T) {
	const joint = "      - {office: joint_meeting, within: 2 working_days, warn: 1 working_day, article: 示例}\n"
	for _, c := range []refusal{
		{"one office for black", joint, "", "- {office: leading_group, within: 2 working_days, warn: 1 working_day, article: 示例}\n\nrevocation", "repair.sign_off.black", "两个不同的办公室"},
		{"same office twice", joint, "      - {office: leading_group, within: 3 working_days}\n", "leading_group, within: 3", "repair.sign_off.black[1].office", "已经签批过"},
		{"office nowhere", "{office: joint_meeting,", "{office: joint_party,", "joint_party", "repair.sign_off.black[1].office", "没有办公室“joint_party”"},
		{"one person twice", "{office: joint_meeting, within", "{office: joint_meeting, not: [verification], within", "[verification], within: 2 working_days, warn: 1 working_day, article: 示例}\n\nrev", "repair.sign_off.black[1].not", "缺少“sign_off_leading_group”"},
		{"office missing", "{office: joint_meeting, within", "{within", "{within: 2 working_days, warn: 1 working_day, article: 示例}\n\nrev", "repair.sign_off.black[1]", "缺少office"},
		{"list without sign-off", "    black:\n      - {office", "    red:\n      - {office", "yellow:\n      - ", "repair.sign_off", "缺少名单“black”"},
		{"sign-off of no list", "    black:\n      - {office", "    red:\n      - {office", "red:\n", "repair.sign_off.red", "没有名单“red”"},
		{"commitment left out", "needs: [commitment_letter, proof_of_correction]", "needs: [proof_of_correction]", "[proof_of_correction]", "repair.needs", "信用修复承诺书"},
		{"unknown paper", "needs: [commitment_letter, proof_of_correction]", "needs: [commitment_letter, proof_of_correction, blood_test]", "blood_test", "repair.needs[2]", "没有这样的申请材料"},
		{"bar", "barred_for: 1 year", "barred_for: forever", "forever", "repair.barred_for", "应以正整数开头"},
	} {
		c.run(t)
	}
}

// Steps stand in the order in which the process asks them.
func TestStepsInAnotherOrder(t *testing.T) {
	src := jining(t)
	breach := strings.Index(src, "\nbreach:")
	repair := strings.Index(src, "\nrepair:")
	src = src[:breach] + `
breach:
  steps:
    - {key: notice}
    - {key: verification}
    - {key: statement, within: 5 working_days}
    - {key: recognition}
` + src[repair:]
	got := problems(t, src)
	if len(got) != 1 || got[0].Path != "breach.steps[1]" || !strings.Contains(got[0].Message, "违诺认定的环节顺序为：verification、notice、statement、recognition") {
		t.Errorf("got %v", got)
	}
}

// Several levels of approval: no person approves twice.
func TestLevelsOfApproval(t *testing.T) {
	src := changed(t, "  approval:\n    - {role: approver, within", "  approval:\n    - {key: section_chief, name: 科室负责人审批}\n    - {key: director, name: 局长审批, within: 2 working_days}\n    - {key: board, not: [recognition, review, section_chief, director], role: approver, within")
	src = strings.Replace(src, "warn: 1 working_day, not: [recognition, review],\n       return_to: [recognition], article: 《中华人民共和国行政处罚法》第五十七条", "warn: 1 working_day", 1)
	p, _, err := policy.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	first, second := p.Violation.Approval[0], p.Violation.Approval[1]
	if first.Key != "section_chief" || first.Name != "科室负责人审批" || !first.Has("approved") || second.Key != "director" ||
		!slices.Equal(second.Not, []string{"recognition", "review", "section_chief"}) {
		t.Errorf("got %+v, %+v", first, second)
	}
}
