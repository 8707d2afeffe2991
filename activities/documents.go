package activities

import "chengxin/models/store"

// Documents by their right names; the keys stand in the register, the words in the pack
// or in the standard templates.
const (
	DeclinedFiling      = "declined_filing"      // 不予立案审批表
	NotAccepted         = "not_accepted"         // 不予受理通知书
	SupplementNotice    = "supplement_notice"    // 补正通知书
	RecognitionNotice   = "recognition_notice"   // 认定事先告知书
	ListingNotice       = "listing_notice"       // 列入事先告知书
	RecognitionDecision = "recognition_decision" // 失信行为认定决定书
	ListingDecision     = "listing_decision"     // 列入决定书
	BreachNotice        = "breach_notice"        // 违诺认定事先告知书
	BreachDecision      = "breach_decision"      // 违诺认定决定书
	DisputeReply        = "dispute_reply"        // 异议处理结果告知书
	RepairNotice        = "repair_notice"        // 信用修复告知书
	RepairDecision      = "repair_decision"      // 准予/不予信用修复决定书
)

// issue makes a document of the case. Content is what of the decision only this document
// tells.
func (a *act) issue(kind string, content Content) error {
	facts, err := a.documentFacts(content)
	if err != nil {
		return err
	}
	issued, err := a.tx.Issue(a.pack, *a.c, store.Draft{Kind: kind, Facts: facts, To: facts.Words["主体"], By: a.actor(), At: a.at})
	if err != nil {
		return err
	}
	a.note("issued", issued)
	return nil
}
