package cases

import (
	"context"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// endings are how a case may be ended before its decision, by kind: by its applicant
// through the window (撤回), or by its department (撤案、终止), always with reasons.
var endings = map[contract.Kind][]string{
	contract.Violation:  {"withdrawn", "terminated"},
	contract.Dispute:    {"withdrawn"},
	contract.Breach:     {"withdrawn", "terminated"},
	contract.Repair:     {"withdrawn"},
	contract.Revocation: {"withdrawn"},
}

// Withdraw ends a running case. Permission: for disputes and repairs the window clerk or
// handler, or the subject that applied, else the approver of the department. A listing is ended by dispute, repair
// or revocation, never by withdrawal. Errors: case.unknown, case.closed,
// withdrawal.not_possible, decision.incomplete.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, number string, d Decision, key string) (Settled, error) {
	d.Verb = contract.Withdraw
	cmd := s.command(actor, "", d, key, []any{number, d})
	cmd.CaseNumber = number
	if earlier, err := s.repeated(ctx, cmd); err != nil || earlier != nil {
		return s.answer(ctx, earlier, err)
	}
	err := s.Store.Tx(ctx, func(tx *store.Tx) error {
		if _, err := tx.Case(number); err != nil && !store.Missing(err) {
			return err
		}
		cmd.ReceivedAt = s.now() // under the case's lock, as every receipt
		if err := withdrawable(tx, actor, number, d); err != nil {
			return err
		}
		written, err := tx.Put(&cmd)
		if err != nil || written {
			return err
		}
		return errRaced
	})
	if err != nil {
		return Settled{}, err
	}
	return s.carry(ctx, cmd)
}

func withdrawable(tx *store.Tx, actor access.Actor, number string, d Decision) error {
	var c models.Case
	if err := tx.Limit(1).Find(&c, "number = ?", number).Error; err != nil {
		return err
	}
	who := []policy.Role{policy.Approver}
	if c.Kind == string(contract.Dispute) || c.Kind == string(contract.Repair) {
		who = applicants
	}
	may, err := actor.Reaches(tx.DB, c.OrganizationID, who...)
	if actor.Subject != "" {
		may = c.SubjectID == actor.Subject && slices.Contains(ownKinds, c.Kind)
	}
	switch {
	case err != nil:
		return err
	case c.Number == "" || !may:
		return models.Refuse(models.Unknown, "case.unknown", "没有这个案件", "案件%s不存在,或者您无权撤回。", number)
	case !c.Open():
		return models.Refuse(models.Conflict, "case.closed", "案件已办结", "案件%s已于%s办结,不能撤回。", number, store.When(c.ClosedAt))
	case !slices.Contains(endings[contract.Kind(c.Kind)], d.Choice):
		return models.Refuse(models.Invalid, "withdrawal.not_possible", "不能这样结束案件", "该类案件不能以“%s”方式结束。", d.Choice)
	case blank(d.Reason):
		return models.Refuse(models.Invalid, "decision.incomplete", "决定材料不全", "撤回、撤案或终止须说明理由。").
			Where(models.Field{Field: "reason", Message: "须填写理由"})
	}
	return nil
}
