package cases

import (
	"context"
	"slices"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// ApplyForRepair files an application for the way off a list, or for the end of a
// breach's bar (target: breach case). What is too early is refused at once with the
// opening date (JN-8). Permission: window clerk or handler of the listing's department, or
// its subject.
// Errors: repair.too_early, repair.ended, repair.already_open, repair.barred,
// repair.incomplete, repair.unknown, agent.*, evidence.*.
func (s *Service) ApplyForRepair(ctx context.Context, actor access.Actor, in NewRepair, key string) (Begun, error) {
	if p := required(map[string]string{"listing": in.Listing, "applicant": in.Applicant}); p != nil {
		return Begun{}, p
	}
	contact, err := represented(applied{in.Phone, in.Agent, &in.OnBehalf, in.Attachments, s.now()})
	if err != nil {
		return Begun{}, err
	}
	in.Phone = ""
	return s.begin(ctx, actor, key, in, func(tx *store.Tx) (draft, error) {
		var of models.Case
		err := tx.Limit(1).Find(&of, "number = ? AND kind IN ?", in.Listing, []string{string(contract.Listing), string(contract.Breach)}).Error
		if err != nil {
			return draft{}, err
		}
		if of.Number == "" {
			return draft{}, unrepairable(in.Listing)
		}
		if err := applies(tx, actor, entry{of.OrganizationID, of.SubjectID, of.Number, ""}, unrepairable(in.Listing)); err != nil {
			return draft{}, err
		}
		if of, err = tx.Case(of.Number); err != nil { // held: a second application sees the first
			return draft{}, err
		}
		pack, err := s.packInForce(tx, of.Jurisdiction)
		if err != nil {
			return draft{}, err
		}
		list, err := s.repairable(tx, of, in, pack)
		if err != nil {
			return draft{}, err
		}
		d := draft{pack: pack, intake: &in, evidence: &in.Attachments, row: models.Case{
			Kind: string(contract.Repair), OrganizationID: of.OrganizationID, SubjectID: of.SubjectID, Target: of.Number,
			Title: list + "信用修复", Stage: "received", ReceivedAt: s.now(),
		}}
		d.after = func(tx *store.Tx, c models.Case) error {
			return s.receivedFrom(tx, actor, pack, c, in.Applicant, contact, in.Attachments)
		}
		return d, nil
	})
}

// unrepairable is what whoever has nothing to do with a record is told too.
func unrepairable(id string) *models.Problem {
	return models.Refuse(models.Invalid, "repair.unknown", "没有可修复的记录", "%s不是在册的名单记录或违诺记录，或者不在您的职责范围内，请核对编号。", id).
		Where(models.Field{Field: "listing", Value: id})
}

// repairable refuses what cannot be applied for, and names the list.
func (s *Service) repairable(tx *store.Tx, of models.Case, in NewRepair, pack *policy.Pack) (string, error) {
	for _, check := range []func(*store.Tx, models.Case, NewRepair, *policy.Pack) error{s.notBarred, s.noneRunning, s.complete} {
		if err := check(tx, of, in, pack); err != nil {
			return "", err
		}
	}
	if of.Kind == string(contract.Breach) {
		return s.breachRepairable(tx, of, pack)
	}
	var l models.Listing
	if err := tx.Locked().Take(&l, "number = ?", of.Number).Error; err != nil {
		return "", err
	}
	list, known := pack.List(l.List)
	if !known {
		return "", models.Refuse(models.Invalid, "repair.list_unknown", "现行规则没有该名单",
			"现行认定标准没有%s所在的名单,无法确定签批机关,请规则管理员补充。", l.Number).By(pack.Name(), "")
	}
	if p := notPublished(l, pack); p != nil {
		return "", p
	}
	if in.Reorganisation != "" {
		if !slices.ContainsFunc(in.Attachments, func(e Evidence) bool { return e.Kind == "court_ruling" }) {
			return "", models.Refuse(models.Invalid, "repair.ruling", "缺少法院裁定书",
				"以重整计划获批为由申请修复的,须附法院批准重整计划的裁定书(court_ruling)。").By(pack.Name(), pack.Repair.Article).
				Where(models.Field{Field: "attachments"})
		}
		return list.Name, nil // court-approved reorganisation: "too early" does not apply
	}
	own, err := s.Rules.Pack(tx.Statement.Context, of.PackHash) // the listing's dates are its own pack's
	if err != nil {
		return "", err
	}
	return list.Name, s.fullMinimum(tx, l, own)
}

// notPublished refuses a listing that is not public, or not any more.
func notPublished(l models.Listing, pack *policy.Pack) *models.Problem {
	if l.State == models.ListingPublished {
		return nil
	}
	list, _ := pack.List(l.List)
	return models.Refuse(models.Invalid, "repair.ended", "该记录不在可修复状态",
		"名单记录%s当前为“%s”,只有公布中的记录可以申请修复。", l.Number, stateWords[l.State]).By(pack.Name(), list.Article)
}

// fullMinimum refuses while any ground's minimum is not full, explaining the latest in the
// words of the listing's own pack where that gave the date.
func (s *Service) fullMinimum(tx *store.Tx, l models.Listing, pack *policy.Pack) error {
	if s.now() >= l.OpensAt {
		return nil
	}
	var g models.Ground
	err := tx.Order("opens_at DESC").Limit(1).Find(&g, "listing_number = ? AND state = ?", l.Number, models.GroundCounts).Error
	if err != nil {
		return err
	}
	from := max(l.PublishedAt, g.AddedAt)
	if g.AddedAt <= l.PublishedAt {
		from = l.PublishedAt
	}
	terms := g.List
	if terms == "" {
		terms = l.List
	}
	list, _ := pack.List(terms)
	v, err := pack.RepairTooEarly(s.Rules.Calendar(), list, from.Time(), l.DecidedAt.Time(), s.Now())
	if err != nil {
		return err
	}
	opens := calendar.From(l.OpensAt.Time())
	if v != nil && len(v.Fields) > 0 && v.Fields[0].Earliest == opens {
		return models.Judged(v)
	}
	return models.Refuse(models.Invalid, "repair.too_early", "未到可修复时间", "自%s起可以申请。", opens.Chinese()).
		By(pack.Name(), list.Article).Where(models.Field{Field: "listing", Earliest: opens.String()})
}

func (s *Service) breachRepairable(tx *store.Tx, of models.Case, pack *policy.Pack) (string, error) {
	var n int64
	err := tx.Model(&models.Bar{}).Where("case_number = ? AND lifted_at = 0", of.Number).Count(&n).Error
	if err == nil && n == 0 {
		err = models.Refuse(models.Invalid, "repair.ended", "该违诺记录无限制可解除",
			"违诺案件%s未认定或限制已解除。", of.Number).By(pack.Name(), pack.Breach.Article)
	}
	return "违诺", err
}

// notBarred refuses who is barred after false material.
func (s *Service) notBarred(tx *store.Tx, of models.Case, _ NewRepair, pack *policy.Pack) error {
	var bar models.Bar
	err := tx.Order("until_at DESC").Limit(1).Find(&bar, "subject_id = ? AND kind = ? AND lifted_at = 0 AND until_at > ?",
		of.SubjectID, models.BarRepair, s.now()).Error
	if err != nil || bar.ID == "" {
		return err
	}
	opens := calendar.From(bar.UntilAt.Time())
	return models.Refuse(models.Invalid, "repair.barred", "限制申请期内",
		"因%s,在%s前不得再次申请信用修复。", bar.Reason, opens.Chinese()).By(pack.Name(), pack.Repair.Article).
		Where(models.Field{Field: "listing", Earliest: opens.String()})
}

func (s *Service) noneRunning(tx *store.Tx, of models.Case, _ NewRepair, pack *policy.Pack) error {
	var running models.Case
	err := tx.Limit(1).Find(&running, "kind = ? AND target = ? AND closed_at = 0", contract.Repair, of.Number).Error
	if err != nil || running.Number == "" {
		return err
	}
	return models.Refuse(models.Conflict, "repair.already_open", "已有修复申请正在办理",
		"该记录的修复申请%s正在办理,请勿重复申请。", running.Number).By(pack.Name(), pack.Repair.Article)
}

// complete refuses an application that lacks what the pack may lawfully want.
func (s *Service) complete(_ *store.Tx, _ models.Case, in NewRepair, pack *policy.Pack) error {
	p := models.Refuse(models.Invalid, "repair.incomplete", "申请材料不全", "请补齐所列材料后再申请。").By(pack.Name(), pack.Repair.Article)
	for _, need := range pack.Repair.Needs {
		if !slices.ContainsFunc(in.Attachments, func(e Evidence) bool { return e.Kind == need }) {
			p.Where(models.Field{Field: "attachments", Message: "缺少", Value: need})
		}
	}
	if len(p.Fields) == 0 {
		return nil
	}
	return p
}

var stateWords = map[string]string{
	models.ListingProposed: "拟列入", models.ListingDecided: "已决定未公布", models.ListingPublished: "公布中", models.ListingRepaired: "已修复",
	models.ListingAnnulled: "已撤销", models.ListingSuperseded: "已被吸收", models.ListingExpired: "期满终止", models.ListingDropped: "未列入",
}
