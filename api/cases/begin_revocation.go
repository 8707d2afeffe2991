package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// grounds of a revocation. Pending litigation is none: it suspends nothing.
var grounds = map[string]string{
	"review": "行政复议", "litigation": "行政诉讼", "self_correction": "自行纠正", "false_material": "以虚假材料取得修复",
}

// ReportRevocation says that a founding document was revoked, or that a repair was
// obtained by false material (ground false_material; document: the repair's number).
// Permission: handler or approver of the organization. Errors: revocation.ground,
// revocation.nothing, date.*.
func (s *Service) ReportRevocation(ctx context.Context, actor access.Actor, in NewRevocation, key string) (Begun, error) {
	if p := required(map[string]string{"organization": in.Organization, "document": in.Document, "decision": in.Decision, "revoked_by": in.RevokedBy}); p != nil {
		return Begun{}, p
	}
	if grounds[in.Ground] == "" {
		return Begun{}, models.Refuse(models.Invalid, "revocation.ground", "撤销事由不符",
			"撤销事由应为复议、诉讼、自行纠正或以虚假材料取得修复;仅提起复议或者诉讼不停止执行。").Where(models.Field{Field: "ground", Value: in.Ground})
	}
	if p := s.happened("revoked_at", "撤销日期", in.RevokedAt); p != nil {
		return Begun{}, p
	}
	return s.begin(ctx, actor, key, in, func(tx *store.Tx) (draft, error) {
		o, err := at(tx, actor, in.Organization, officers)
		if err != nil {
			return draft{}, err
		}
		pack, err := s.packInForce(tx, o.Jurisdiction)
		if err != nil {
			return draft{}, err
		}
		row := models.Case{
			Kind: string(contract.Revocation), OrganizationID: o.ID, TargetItem: in.Document, Stage: "confirming",
			Title: "撤销依据文书(" + grounds[in.Ground] + ")", ReceivedAt: s.now(),
		}
		if in.Ground == "false_material" {
			row.Target, row.TargetItem, row.Title = in.Document, "", "撤销信用修复("+grounds[in.Ground]+")"
		}
		subject, err := revocable(tx, actor, pack.Jurisdiction.Key, row)
		if err != nil {
			return draft{}, err
		}
		row.SubjectID = subject
		return draft{pack: pack, intake: &in, evidence: &in.Evidence, row: row}, nil
	})
}

// revocable finds whom a revocation concerns. It is refused where nothing rests on the
// document, and where something does in a department the actor has no say in.
func revocable(tx *store.Tx, actor access.Actor, jurisdiction string, row models.Case) (subject string, err error) {
	var touched []models.Case
	if row.Target != "" {
		err = tx.Find(&touched, "number = ? AND kind = ? AND outcome = ? AND jurisdiction = ?", row.Target, contract.Repair, "repaired", jurisdiction).Error
	} else {
		err = tx.Order("number").Find(&touched, `jurisdiction = ? AND number IN
			(SELECT case_number FROM recognitions WHERE founding_no = ? AND state NOT IN ?)`, jurisdiction, row.TargetItem,
			[]string{models.RecognitionReversed, models.RecognitionDropped}).Error
	}
	if err != nil {
		return "", err
	}
	if len(touched) == 0 {
		return "", models.Refuse(models.Invalid, "revocation.nothing", "没有以此为依据的记录",
			"没有以%s为依据且仍有效的认定或修复,请核对文号。", row.Target+row.TargetItem).Where(models.Field{Field: "document"})
	}
	for _, c := range touched {
		if _, err := at(tx, actor, c.OrganizationID, officers); err != nil {
			return "", err
		}
	}
	return touched[0].SubjectID, nil
}
