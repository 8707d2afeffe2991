package activities

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"chengxin/models"
)

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

// issue makes a document of the case: drawn up by the pack's template, numbered per
// bureau, kind and year without gaps, unchangeable from then on. Its sum stands in the
// trail. Content is what of the decision only this document tells.
func (a *act) issue(kind string, content Content) error {
	t, ok := a.pack.Template(kind)
	if !ok {
		return fmt.Errorf("no template for document %s", kind)
	}
	facts, err := a.documentFacts(content)
	if err != nil {
		return err
	}
	var issuer models.Organization
	if err := a.tx.Take(&issuer, "id = ?", a.c.OrganizationID).Error; err != nil {
		return err
	}
	number, n, err := a.tx.DocumentNumber(a.pack, issuer, t, a.at)
	if err != nil {
		return err
	}
	body, err := json.Marshal(models.DocumentBody{
		Issuer: issuer.Name, To: addressee(t.ToFile, facts.Words["主体"]), Paragraphs: t.Render(facts), Pack: a.pack.Name(), Trial: a.pack.Trial,
	})
	if err != nil {
		return err
	}
	doc := models.Document{
		ID: fmt.Sprintf("%s.%s.%d", a.c.Number, kind, n), CaseNumber: a.c.Number, Kind: kind, Title: t.Title, Number: number,
		Body: body, IssuedAt: a.at, IssuedBy: a.actor(),
	}
	sum := sha256.Sum256(body)
	a.note("issued", map[string]string{"kind": kind, "number": doc.Number, "sum": hex.EncodeToString(sum[:])})
	return a.tx.Create(&doc).Error
}

func addressee(file bool, subject string) string {
	if file {
		return ""
	}
	return subject
}
