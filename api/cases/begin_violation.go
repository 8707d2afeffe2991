package cases

import (
	"context"
	"fmt"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/workflows/contract"
)

// ReportViolation enters a report against one or several subjects of one incident.
// Permission: reporters (区县填报员、采集员、核查员、承办人、窗口人员) of the organization.
// Errors: intake.incomplete, behaviour.unknown, subject.*, date.*, access.not_here.
func (s *Service) ReportViolation(ctx context.Context, actor access.Actor, in NewViolation, key string) (Begun, error) {
	if p := required(map[string]string{"organization": in.Organization, "behaviour": in.Behaviour, "description": in.Description}); p != nil {
		return Begun{}, p
	}
	if p := s.happened("occurred_at", "行为发生时间", in.OccurredAt); p != nil {
		return Begun{}, p
	}
	if p := distinct(in.Subjects); p != nil {
		return Begun{}, p
	}
	if p := in.ownActs(); p != nil {
		return Begun{}, p
	}
	return s.begin(ctx, actor, key, in, func(tx *store.Tx) (draft, error) {
		o, err := at(tx, actor, in.Organization, reporters)
		if err != nil {
			return draft{}, err
		}
		pack, err := s.packInForce(tx, o.Jurisdiction)
		if err != nil {
			return draft{}, err
		}
		b, ok := pack.Behaviour(in.Behaviour)
		if !ok {
			return draft{}, models.Judged(pack.CheckPoints(in.Behaviour, 1))
		}
		for _, id := range in.Subjects {
			if _, ok := pack.Behaviour(in.Of(id)); !ok {
				return draft{}, models.Judged(pack.CheckPoints(in.Of(id), 1))
			}
		}
		for _, id := range in.Subjects {
			if _, err := subject(tx, id, o.Jurisdiction); err != nil {
				return draft{}, err
			}
		}
		if err := area(tx, in.Area, o.ID); err != nil {
			return draft{}, err
		}
		after := func(tx *store.Tx, c models.Case) error { return uponFeedback(tx, in, c, actor, s.now()) }
		return draft{pack: pack, intake: &in, evidence: &in.Evidence, after: after, row: models.Case{
			Kind: string(contract.Violation), OrganizationID: o.ID, SubjectID: in.Subjects[0], Title: b.Name,
			Stage: "reported", ReceivedAt: s.now(), Emergency: in.Emergency, AreaID: in.Area, ActAt: in.OccurredAt,
		}}, nil
	})
}

// ownActs refuses what is said of somebody the report is not about, or twice of one.
func (in NewViolation) ownActs() *models.Problem {
	seen := map[string]bool{}
	for i, a := range in.Acts {
		if !slices.Contains(in.Subjects, a.Subject) || seen[a.Subject] {
			return models.Refuse(models.Invalid, "intake.acts", "各主体的行为填写有误", "各主体的行为只能就所报的主体各写一次，请核对。").
				Where(models.Field{Field: fmt.Sprintf("acts[%d].subject", i), Value: a.Subject})
		}
		seen[a.Subject] = true
	}
	return nil
}

// area refuses a street or grid that is not the department's.
func area(tx *store.Tx, id, department string) error {
	if id == "" {
		return nil
	}
	var n int64
	if err := tx.Model(&models.Reach{}).Where("ancestor = ? AND descendant = ?", department, id).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	return models.Refuse(models.Invalid, "intake.area", "没有该街道、网格", "“%s”不是该机构所辖的街道、网格，请从机构列表中选择。", id).Where(models.Field{Field: "area", Value: id})
}

// distinct refuses a report without subjects or with one twice.
func distinct(ids []string) *models.Problem {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	if len(ids) > 0 && len(slices.Compact(sorted)) == len(ids) {
		return nil
	}
	return models.Refuse(models.Invalid, "intake.subjects", "信用主体填写有误",
		"至少填写一个信用主体,且不得重复。").Where(models.Field{Field: "subjects"})
}

// ReportBreach enters a false or broken commitment. Permission: reporter, handler or
// liaison of the organization.
func (s *Service) ReportBreach(ctx context.Context, actor access.Actor, in NewBreach, key string) (Begun, error) {
	if p := required(map[string]string{
		"organization": in.Organization, "subject": in.Subject, "commitment": in.Commitment, "type": in.Type, "description": in.Description,
	}); p != nil {
		return Begun{}, p
	}
	if p := s.happened("occurred_at", "违诺时间", in.OccurredAt); p != nil {
		return Begun{}, p
	}
	return s.begin(ctx, actor, key, in, func(tx *store.Tx) (draft, error) {
		o, err := at(tx, actor, in.Organization, informants)
		if err != nil {
			return draft{}, err
		}
		pack, err := s.packInForce(tx, o.Jurisdiction)
		if err != nil {
			return draft{}, err
		}
		if _, err := subject(tx, in.Subject, o.Jurisdiction); err != nil {
			return draft{}, err
		}
		if err := s.committed(tx, actor, in); err != nil {
			return draft{}, err
		}
		return draft{pack: pack, intake: &in, evidence: &in.Evidence, row: models.Case{
			Kind: string(contract.Breach), OrganizationID: o.ID, SubjectID: in.Subject, Title: "违反" + in.Commitment,
			Stage: "reported", ReceivedAt: s.now(),
		}}, nil
	})
}
