package activities

import (
	"encoding/json"
	"fmt"

	"chengxin/models"
)

// Documents by their right names; the keys stand in the register.
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

var documentTitles = map[string]string{
	DeclinedFiling: "不予立案审批表", NotAccepted: "不予受理通知书", SupplementNotice: "补正通知书",
	RecognitionNotice: "认定事先告知书", ListingNotice: "列入事先告知书", RecognitionDecision: "失信行为认定决定书",
	ListingDecision: "列入决定书", BreachNotice: "违诺认定事先告知书", BreachDecision: "违诺认定决定书", DisputeReply: "异议处理结果告知书", RepairNotice: "信用修复告知书", RepairDecision: "信用修复决定书",
}

// issue makes a document of the case: numbered per jurisdiction, kind and year
// without gaps, unchangeable from then on.
func (a *act) issue(kind string, content any) error {
	year := a.at.Time().Year()
	n, err := a.tx.Next(fmt.Sprintf("document/%s/%s/%d", a.c.Jurisdiction, kind, year))
	if err != nil {
		return err
	}
	body, err := json.Marshal(content)
	if err != nil {
		return err
	}
	doc := models.Document{
		ID: fmt.Sprintf("%s.%s.%d", a.c.Number, kind, n), CaseNumber: a.c.Number, Kind: kind, Title: documentTitles[kind],
		Number: fmt.Sprintf("%s%s〔%d〕%d号", a.pack.Jurisdiction.Name, documentTitles[kind], year, n),
		Body:   body, IssuedAt: a.at, IssuedBy: a.actor(),
	}
	a.note("issued", map[string]string{"kind": kind, "number": doc.Number})
	return a.tx.Create(&doc).Error
}
