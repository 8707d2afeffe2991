package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// verbRestart marks that a case's process was begun anew from the register, and the one
// before it that somebody asked for that: between the two nobody knows.
const (
	verbRestartAsked = "process_restart_asked"
	verbRestart      = "process_restarted"
)

// The ways in which a process shows that it is stuck.
const (
	StuckDecision = "decision" // a decision is delivered and not settled
	StuckClock    = "clock"    // a clock should have acted and did not
	StuckMessage  = "message"  // a start or wake cannot be delivered
)

// When something counts as stuck: what a restarting worker makes wait is over before.
const (
	stuckDeliveries = 5
	stuckMessages   = 5
	stuckSilence    = 2 * time.Minute
)

// StuckProcess is a case whose process does not go on.
type StuckProcess struct {
	Case         string         `json:"case"`
	Kind         string         `json:"kind"`
	Organization Name           `json:"organization"`
	What         string         `json:"what" enum:"decision,clock,message" doc:"决定已送达而未办理、期限已到而未处理、消息未能送达"`
	Since        models.Instant `json:"since"`
	Tries        int            `json:"tries,omitempty" doc:"已送达或者尝试的次数"`
	LastError    string         `json:"last_error,omitempty"`
}

// mostStuck is how many of each kind are listed.
const mostStuck = 200

// StuckProcesses lists the cases whose processes do not go on, as the register shows it,
// the longest stuck first. Permission: administrators, of the organizations they administer:
// it names cases and nothing of what they are about.
func (q *Queries) StuckProcesses(ctx context.Context, a access.Actor) (all []StuckProcess, err error) {
	db, now := q.db(ctx), q.now()
	var commands []models.Command
	err = db.Order("received_at").Limit(mostStuck).Find(&commands, "status = ? AND attempts >= ?", models.CommandReceived, stuckDeliveries).Error
	if err != nil {
		return nil, err
	}
	for _, c := range commands {
		all = append(all, StuckProcess{Case: c.CaseNumber, What: StuckDecision, Since: c.ReceivedAt, Tries: c.Attempts})
	}
	var tasks []models.Task
	err = db.Order("next_at").Limit(mostStuck).Find(&tasks, "closed_at = 0 AND next_at > 0 AND next_at < ?", now-models.Instant(stuckSilence.Microseconds())).Error
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		all = append(all, StuckProcess{Case: t.CaseNumber, What: StuckClock, Since: t.NextAt})
	}
	var messages []models.Outbox
	err = db.Order("created_at").Limit(mostStuck).Find(&messages, "sent_at = 0 AND attempts >= ?", stuckMessages).Error
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		all = append(all, StuckProcess{Case: m.Target, What: StuckMessage, Since: m.CreatedAt, Tries: m.Attempts, LastError: m.LastError})
	}
	numbers := make([]string, len(all))
	for i, p := range all {
		numbers[i] = p.Case
	}
	var rows []models.Case
	if err := db.Select("number, kind, organization_id").Find(&rows, "number IN ?", append(numbers, "")).Error; err != nil {
		return nil, err
	}
	known, ids := map[string]models.Case{}, []string{}
	for _, c := range rows {
		known[c.Number] = c
		ids = append(ids, c.OrganizationID)
	}
	called, err := organizationNames(db, ids)
	var mine []string
	if err := db.Model(&models.Reach{}).Distinct("descendant").Where("ancestor IN ?", append(a.Where(policy.Administrator), "")).Pluck("descendant", &mine).Error; err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(p StuckProcess) bool { return !slices.Contains(mine, known[p.Case].OrganizationID) })
	for i, p := range all {
		c := known[p.Case]
		all[i].Kind, all[i].Organization = c.Kind, Name{c.OrganizationID, called[c.OrganizationID]}
	}
	slices.SortStableFunc(all, func(a, b StuckProcess) int { return cmp.Compare(a.Since, b.Since) })
	return all, err
}

// NewRestart says why a process is begun anew.
type NewRestart struct {
	Reason string `json:"reason" minLength:"2" maxLength:"500"`
}

// RestartProcess ends the process of an open case and begins another from the register,
// which holds all that was decided: nothing is lost and nothing done twice. What waits for
// the case is delivered at once. Permission: the administrator of its organization. Errors:
// case.unknown, case.closed, intake.incomplete, service.temporal_away.
func (s *Service) RestartProcess(ctx context.Context, a access.Actor, number string, in NewRestart) error {
	if p := required(map[string]string{"reason": in.Reason}); p != nil {
		return p
	}
	var c models.Case
	if err := s.Store.Read(ctx).Limit(1).Find(&c, "number = ?", number).Error; err != nil {
		return err
	}
	may := false
	if c.Number != "" {
		var err error
		if may, err = a.Reaches(s.Store.Read(ctx), c.OrganizationID, policy.Administrator); err != nil {
			return err
		}
	}
	switch {
	case !may:
		return models.Refuse(models.Unknown, "case.unknown", "没有这个案件", "案件%s不存在，或者不在您管理的机构。", number)
	case !c.Open():
		return models.Refuse(models.Conflict, "case.closed", "案件已办结", "案件%s已于%s办结，没有流程可以重新启动。", number, store.When(c.ClosedAt))
	}
	if s.Temporal == nil {
		return temporalAway(nil)
	}
	err := s.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, verbRestartAsked, a.ID, s.now(), map[string]any{"case": number, "reason": strings.TrimSpace(in.Reason)})
	})
	if err != nil {
		return err
	}
	ref := contract.Case{Number: c.Number, Kind: contract.Kind(c.Kind)}
	asking, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	if _, err := s.Temporal.ExecuteWorkflow(asking, ref.RestartOptions(), string(ref.Kind), ref); err != nil {
		return temporalAway(err)
	}
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		err := tx.Model(&models.Command{}).Where("case_number = ? AND status = ?", number, models.CommandReceived).Update("next_try_at", s.now()).Error
		if err != nil {
			return err
		}
		if err := tx.Model(&models.Outbox{}).Where("target = ? AND sent_at = 0", number).Update("next_try_at", s.now()).Error; err != nil {
			return err
		}
		return tx.Audit(store.AdminChain, verbRestart, a.ID, s.now(), map[string]any{"case": number})
	})
}

func temporalAway(cause error) *models.Problem {
	if cause == nil {
		cause = fmt.Errorf("no client")
	}
	return models.Refuse(models.Unavailable, "service.temporal_away", "流程服务暂时不可用", "流程服务暂时不可用，流程没有重新启动。请稍后重试。").Because(cause)
}
