package cases

import (
	"context"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Dispute files a written objection with reasons and evidence against a listing, its
// publication, a recognition or a breach, for as long as that is proposed or public (JN-7). It
// goes to the recognising department. Permission: window clerk or handler there, or the
// subject of the entry itself, whose objection is received as it comes in.
// Errors: dispute.target_unknown, dispute.ended, dispute.already_open, dispute.too_late,
// intake.incomplete, date.*, agent.*, evidence.*.
func (s *Service) Dispute(ctx context.Context, actor access.Actor, in NewDispute, key string) (Begun, error) {
	if p := required(map[string]string{"target": in.Target, "applicant": in.Applicant, "reasons": in.Reasons}); p != nil {
		return Begun{}, p
	}
	if len(in.Evidence) == 0 {
		return Begun{}, models.Refuse(models.Invalid, "dispute.evidence_required", "异议须附证据",
			"异议申请须书面说明理由,并至少附一份证据材料。").Where(models.Field{Field: "evidence"})
	}
	received := s.now()
	if actor.Subject != "" {
		in.ReceivedAt = 0
	}
	if in.ReceivedAt != 0 {
		if p := s.happened("received_at", "收到时间", in.ReceivedAt); p != nil {
			return Begun{}, p
		}
		received = in.ReceivedAt
	}
	contact, err := represented(applied{in.Phone, in.Agent, &in.OnBehalf, in.Evidence, received})
	if err != nil {
		return Begun{}, err
	}
	in.Phone = ""
	return s.begin(ctx, actor, key, in, func(tx *store.Tx) (draft, error) {
		t, err := disputable(tx, in.Target)
		if err != nil {
			return draft{}, err
		}
		if err := applies(tx, actor, entry{t.organization, t.subject, t.number, t.item}, unknownTarget(in.Target)); err != nil {
			return draft{}, err
		}
		pack, err := s.packInForce(tx, t.jurisdiction)
		if err != nil {
			return draft{}, err
		}
		if err := t.open(tx, pack); err != nil {
			return draft{}, err
		}
		if err := s.inLimit(t, pack, received); err != nil {
			return draft{}, err
		}
		return draft{
			pack: pack, intake: &in, evidence: &in.Evidence,
			row: models.Case{
				Kind: string(contract.Dispute), OrganizationID: t.organization, SubjectID: t.subject,
				Target: t.number, TargetItem: t.item, Title: "对" + t.what + "的异议", Stage: "received", ReceivedAt: received,
			},
			after: func(tx *store.Tx, c models.Case) error {
				if err := s.disputed(tx, actor, c); err != nil {
					return err
				}
				return s.receivedFrom(tx, actor, pack, c, in.Applicant, contact, in.Evidence)
			},
		}, nil
	})
}

// disputed marks the public entries, each in its listing's trail.
func (s *Service) disputed(tx *store.Tx, actor access.Actor, dispute models.Case) error {
	marked, err := tx.MarkDisputed(dispute, true)
	for _, n := range marked {
		if err != nil {
			return err
		}
		err = tx.Audit(n, "dispute_mark", actor.ID, s.now(), map[string]any{"by_case": dispute.Number, "disputed": true})
	}
	return err
}

// target is what an objection is directed against.
type target struct {
	number, item, what                  string
	jurisdiction, organization, subject string
	ended                               string // why it cannot be disputed any more

	begun models.Instant // nothing is objected to before its case began
	from  models.Instant // the service or publication that a pack's limit is counted from; 0: none yet
	event policy.Event
}

// disputable finds a listing by its number or a recognition by its id, and holds whatever
// a dispute of it touches: the last signature of a repair either sees the dispute or
// comes first, and then there is nothing left to dispute.
func disputable(tx *store.Tx, id string) (t target, err error) {
	c, err := held(tx, id)
	if err != nil {
		return t, err
	}
	var l models.Listing
	if err := tx.Locked().Limit(1).Find(&l, "number = ?", id).Error; err != nil {
		return t, err
	}
	var rec models.Recognition
	if err := tx.Locked().Limit(1).Find(&rec, "id = ?", id).Error; err != nil {
		return t, err
	}
	switch {
	case l.Number != "":
		t = target{number: l.Number, what: "列入名单"}
		if l.EndedAt != 0 {
			t.ended = "该名单记录已于" + store.When(l.EndedAt) + "终止(" + l.EndReason + ")"
		}
		t.event = policy.Published
		if t.from, err = shown(tx, l); err != nil {
			return t, err
		}
	case rec.ID != "":
		t = target{number: rec.CaseNumber, item: rec.ID, what: "失信行为认定"}
		if rec.State == models.RecognitionReversed || rec.State == models.RecognitionDropped {
			t.ended = "该认定已撤销或未作出"
		}
		t.event, t.from = policy.Served, rec.EffectiveAt
		if c.Kind == string(contract.Breach) { // its points count from the decision
			t.event = policy.Decided
		}
	case c.Kind == string(contract.Breach):
		if t, err = disputableBreach(tx, c); err != nil {
			return t, err
		}
	default:
		return t, unknownTarget(id)
	}
	t.jurisdiction, t.organization, t.subject, t.begun = c.Jurisdiction, c.OrganizationID, c.SubjectID, c.ReceivedAt
	if rec.ID != "" {
		t.subject = rec.SubjectID
	}
	return t, nil
}

// unknownTarget is what a subject is told of an entry of somebody else's too.
func unknownTarget(id string) *models.Problem {
	return models.Refuse(models.Invalid, "dispute.target_unknown", "没有可提出异议的对象", "%s不是在册的认定、违诺或名单记录，请核对编号。", id).
		Where(models.Field{Field: "target", Value: id})
}

// disputableBreach is a breach as a whole, its bar with it; where the pack lets it cost
// points, that is its recognition.
func disputableBreach(tx *store.Tx, c models.Case) (t target, err error) {
	t = target{number: c.Number, what: "违诺认定", event: policy.Decided, from: c.DecidedAt}
	var rec models.Recognition
	if err := tx.Locked().Limit(1).Find(&rec, "case_number = ?", c.Number).Error; err != nil {
		return t, err
	}
	t.item = rec.ID
	var bars int64
	err = tx.Model(&models.Bar{}).Where("case_number = ? AND lifted_at = 0", c.Number).Count(&bars).Error
	if !c.Open() && bars == 0 {
		t.ended = "该违诺未认定，或者认定已撤销、已修复"
	}
	return t, err
}

// held locks the cases that a dispute of an entry touches, its own first, and gives that
// one; zero where there is no such entry.
func held(tx *store.Tx, id string) (c models.Case, err error) {
	d := models.Case{Target: id}
	var rec models.Recognition
	if err = tx.Limit(1).Find(&rec, "id = ?", id).Error; err != nil {
		return c, err
	}
	if rec.ID != "" {
		d.Target, d.TargetItem = rec.CaseNumber, rec.ID
	}
	c, err = tx.Case(d.Target)
	if store.Missing(err) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	listings, err := tx.Disputed(d)
	for _, n := range listings {
		if err != nil || n == c.Number {
			continue
		}
		_, err = tx.Case(n)
	}
	return c, err
}

// open refuses a dispute of what has ended, and a second one while the first is open.
func (t target) open(tx *store.Tx, pack *policy.Pack) error {
	if t.ended != "" {
		return models.Refuse(models.Invalid, "dispute.ended", "该记录已终止,不能提出异议",
			"%s。只有拟列入或公示期间的记录可以提出异议;对处罚决定不服的,请依法申请行政复议或者提起行政诉讼。", t.ended).
			By(pack.Name(), pack.Dispute.Article)
	}
	var running models.Case
	err := tx.Limit(1).Find(&running, "kind = ? AND target = ? AND target_item = ? AND closed_at = 0", contract.Dispute, t.number, t.item).Error
	if err != nil || running.Number == "" {
		return err
	}
	return models.Refuse(models.Conflict, "dispute.already_open", "已有异议正在处理",
		"对同一记录的异议%s正在处理,补充材料请在该案中提交。", running.Number).By(pack.Name(), pack.Dispute.Article)
}
