package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// verbRecord marks what was recorded of the work on a case (执法全过程记录).
const verbRecord = "record"

// recorders keep the record of what they did on a case.
var recorders = []policy.Role{policy.Handler, policy.Inspector, policy.Collector, policy.Dispatcher, policy.Reviewer, policy.LegalReviewer, policy.WindowClerk, policy.DistrictReporter}

// The kinds of records.
var recordKinds = []string{"interview", "inspection", "reminder", "call", "recording", "other"}

// NewRecord is what was done on a case besides its decisions: an interview, an inspection,
// a reminder, a call, a recording (行政处罚法 47).
type NewRecord struct {
	Kind     string         `json:"kind" enum:"interview,inspection,reminder,call,recording,other,supplied" doc:"询问、现场检查、提醒、电话联系、录音录像、其他；supplied 为当事人在本人入口补充的材料，不由此记录"`
	At       models.Instant `json:"at" doc:"何时"`
	Target   string         `json:"target" minLength:"1" maxLength:"200" doc:"对象：被询问、提醒的人，检查的场所"`
	Method   string         `json:"method,omitempty" maxLength:"200" doc:"方式：当面、电话、书面等"`
	Content  string         `json:"content" minLength:"1" maxLength:"5000" doc:"内容、结果"`
	With     string         `json:"with,omitempty" maxLength:"200" doc:"在场的其他人员"`
	Evidence []Evidence     `json:"evidence,omitempty" maxItems:"20" doc:"笔录、照片、录音录像"`
}

// RecordView is a record as it was kept.
type RecordView struct {
	NewRecord
	ID         string         `json:"id"`
	RecordedBy Name           `json:"recorded_by"`
	RecordedAt models.Instant `json:"recorded_at"`
}

// Record keeps what was done on a case besides its decisions. It stays as it was kept: a
// wrong one is put right by another. Permission: whoever works on cases of the
// department. Errors: case.unknown, case.closed, record.not_yours, intake.incomplete,
// date.*, evidence.*.
func (s *Service) Record(ctx context.Context, actor access.Actor, number string, in NewRecord, key string) (v RecordView, err error) {
	if p := required(map[string]string{"kind": in.Kind, "target": in.Target, "content": in.Content}); p != nil {
		return v, p
	}
	if !slices.Contains(recordKinds, in.Kind) {
		return v, models.Refuse(models.Invalid, "record.kind", "没有这类记录", "请在询问、现场检查、提醒、电话联系、录音录像、其他中选择。").Where(models.Field{Field: "kind", Value: in.Kind})
	}
	if p := s.happened("at", "记录所述时间", in.At); p != nil {
		return v, p
	}
	cmd, err := s.once(ctx, actor, models.Command{Verb: verbRecord, IdemKey: key, BodyHash: hashOf([]any{verbRecord, number, in})}, func(tx *store.Tx, cmd *models.Command) error {
		return s.record(tx, actor, number, in, cmd)
	})
	if err != nil {
		return v, err
	}
	return viewRecord(s.Store.Read(ctx), cmd)
}

func (s *Service) record(tx *store.Tx, actor access.Actor, number string, in NewRecord, cmd *models.Command) error {
	c, err := s.Queries().readable(tx.DB, actor, number)
	if err != nil {
		return err
	}
	if may, err := actor.Reaches(tx.DB, c.OrganizationID, recorders...); err != nil || !may {
		return either(err, models.Refuse(models.Forbidden, "record.not_yours", "无权记录", "过程记录由%s中办理案件的人员填写。", organizationName(tx.DB, c.OrganizationID)))
	}
	if c, err = tx.Case(number); err != nil {
		return err
	}
	if !c.Open() {
		return models.Refuse(models.Conflict, "case.closed", "案件已办结", "案件已于%s办结，不再增加过程记录。", store.When(c.ClosedAt))
	}
	now := s.now()
	if in.Evidence, err = handIn(tx, actor, in.Evidence, number, cmd.ID, now); err != nil {
		return err
	}
	cmd.CaseNumber = number
	if cmd.Details, err = json.Marshal(in); err != nil {
		return err
	}
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	return tx.Audit(number, verbRecord, actor.ID, now, map[string]any{"command": cmd.ID, "record": in, "reason": in.Content})
}

// Records lists what was recorded of a case, in the order of events. Permission: whoever
// reads the case. Errors: case.unknown.
func (q *Queries) Records(ctx context.Context, a access.Actor, number string) (all []RecordView, err error) {
	all = []RecordView{}
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		if _, err := q.readable(db, a, number); err != nil {
			return err
		}
		var rows []models.Command
		if err := db.Order("received_at, id").Find(&rows, "case_number = ? AND verb = ?", number, verbRecord).Error; err != nil {
			return err
		}
		for _, r := range rows {
			v, err := viewRecord(db, r)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		slices.SortStableFunc(all, func(a, b RecordView) int { return cmp.Compare(a.At, b.At) })
		return nil
	})
	return all, err
}

func viewRecord(db *gorm.DB, cmd models.Command) (v RecordView, err error) {
	v = RecordView{ID: cmd.ID, RecordedBy: Name{cmd.ActorID, store.Named(db, cmd.ActorID)}, RecordedAt: cmd.ReceivedAt}
	return v, json.Unmarshal(cmd.Details, &v.NewRecord)
}

// Recorders keep records of cases their role reaches.
func Recorders() []policy.Role { return slices.Clone(recorders) }
