package policy

import "cmp"

// Label is the role's name in pages and documents.
func (r Role) Label() string { return roleLabels[r] }

var roleLabels = map[Role]string{
	Handler: "承办人", Reviewer: "审核人", LegalReviewer: "法制审核人员", Approver: "负责人",
	Dispatcher: "派遣员", Inspector: "核查员", Collector: "采集员", OfficeMember: "办公室签批人",
	Supervisor: "督办人员", DistrictReporter: "区县填报员", Liaison: "部门联络员",
	PublicityOfficer: "双公示管理员", RuleKeeper: "规则管理员", Auditor: "审计人员",
	Administrator: "系统管理员", WindowClerk: "窗口人员",
}

// Roles lists every role, in the order in which people meet them.
func Roles() []Role {
	return []Role{
		Handler, Reviewer, LegalReviewer, Approver, Dispatcher, Inspector, Collector,
		OfficeMember, Supervisor, DistrictReporter, Liaison, PublicityOfficer, WindowClerk,
		RuleKeeper, Auditor, Administrator,
	}
}

// caseRoles may decide a step. The keeper of the rules, the auditor and the
// administrator may not: they would decide what they control.
func caseRoles() []Role {
	return []Role{
		Handler, Reviewer, LegalReviewer, Approver, Dispatcher, Inspector, Collector,
		OfficeMember, Supervisor, DistrictReporter, Liaison, PublicityOfficer, WindowClerk,
	}
}

// Label is the event in the words of a rule: 收到完整材料.
func (e Event) Label() string { return eventLabels[e] }

var eventLabels = map[Event]string{
	Received: "收到", Complete: "收到完整材料", Filed: "立案", Accepted: "受理",
	Served: "送达", Published: "公布", Decided: "作出决定", Arrived: "转入本环节",
}

func events() []Event {
	return []Event{Received, Complete, Filed, Accepted, Served, Published, Decided, Arrived}
}

// Label is the grade's name.
func (g Grade) Label() string {
	switch g {
	case General:
		return "一般失信"
	case Serious:
		return "严重失信"
	}
	return ""
}

// standardChoice gives a choice the words and duties it has where a pack writes
// its key alone. A choice against someone needs a reason (行政处罚法 44: facts,
// reasons, basis); a choice that claims a document exists needs the document.
func (st stepShape) standardChoice(key string) Choice {
	c, ok := stepChoices[cmp.Or(st.words, st.key)+"."+key]
	if !ok {
		c = standardChoices[key]
	}
	c.Key = key
	return c
}

// stepChoices are the choices that say something else in one step than usually.
var stepChoices = map[string]Choice{
	"filing.declined":      {Label: "不予立案", Reason: true},
	"verification.passed":  {Label: "核查通过"},
	"legal_review.passed":  {Label: "审核通过"},
	"sign_off.refused":     {Label: "不同意修复", Reason: true},
	"verification.found":   {Label: "查证属实", Reason: true},
	"acceptance.referred":  {Label: "移送原决定机关", Reason: true},
	"recognition.proposed": {Label: "提出认定意见", Reason: true},
}

var standardChoices = map[string]Choice{
	"filed":                {Label: "准予立案"},
	"declined":             {Label: "不予受理", Reason: true},
	"emergency":            {Label: "紧急先行派遣", Reason: true},
	"merged":               {Label: "并案处理", Reason: true},
	"dispatched":           {Label: "派遣"},
	"transferred_criminal": {Label: "移送司法机关", Reason: true, Evidence: true},
	"returned_by_court":    {Label: "退回行政机关处理", Reason: true, Evidence: true},
	"taken_over":           {Label: "司法机关追究责任", Reason: true, Evidence: true},
	"handled":              {Label: "处置完毕"},
	"failed":               {Label: "核查不通过", Reason: true},
	"minor_corrected":      {Label: "轻微并已改正", Reason: true},
	"no_record":            {Label: "不予记录", Reason: true},
	"served":               {Label: "已送达", Evidence: true}, // 送达回证
	"stated":               {Label: "已陈述申辩", Evidence: true},
	"none":                 {Label: "未陈述申辩"},
	"maintained":           {Label: "维持原意见"},
	"lighter":              {Label: "从轻变更", Reason: true},
	"heavier":              {Label: "从重变更并重新告知", Reason: true},
	"dropped":              {Label: "撤销原意见", Reason: true},
	"objected":             {Label: "审核不通过", Reason: true},
	"approved":             {Label: "批准"},
	"refused":              {Label: "不予批准", Reason: true},
	"published":            {Label: "已公布"},
	"accepted":             {Label: "受理"},
	"incomplete":           {Label: "一次性告知补正", Reason: true},
	"not_ours":             {Label: "不属于本机关职责", Reason: true},
	"supplement":           {Label: "需补充材料", Reason: true},
	"supplied":             {Label: "已补正", Evidence: true},
	"abandoned":            {Label: "未补正视为放弃"},
	"upheld":               {Label: "异议成立", Reason: true},
	"partly_upheld":        {Label: "异议部分成立", Reason: true},
	"rejected":             {Label: "异议不成立", Reason: true},
	"found":                {Label: "查证属实", Reason: true},
	"unfounded":            {Label: "查无实据", Reason: true},
	"recognised":           {Label: "认定违诺", Reason: true},
	"corrected":            {Label: "已改正", Evidence: true},
	"not_corrected":        {Label: "未改正", Reason: true, Evidence: true},
	"signed":               {Label: "同意修复"},
	"sent_back":            {Label: "退回补充核查", Reason: true},
	"confirmed":            {Label: "确认撤销", Reason: true, Evidence: true},
	"not_revoked":          {Label: "不予撤销", Reason: true},
}

// attachments are the kinds of papers a repair may ask for.
var attachments = map[string]string{
	"commitment_letter":    "信用修复承诺书",
	"proof_of_correction":  "纠正失信行为、履行义务的证明材料",
	"training_certificate": "信用修复培训证明",
	"credit_report":        "信用报告",
	"payment_receipt":      "罚没款项缴纳凭证",
}

// lawfulNeeds are the attachments that every repair rests on: public commitment,
// and behaviour corrected with duties fulfilled (信用修复管理办法, Order 36).
func lawfulNeeds() []string { return []string{"commitment_letter", "proof_of_correction"} }
