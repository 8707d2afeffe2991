package cases

import (
	"cmp"
	"context"
	"slices"

	"chengxin/policy"
	"chengxin/workflows/contract"
)

// WayStep is one question of a process, as its pack draws it, and where the case stands
// with it.
type WayStep struct {
	Key     string
	Name    string
	Role    string // label of who decides it
	Term    string // "5个工作日"
	Article string
	Outside bool   // an office outside the system: it signs by letter (复函)
	State   string // WayDone, WayNow, WayAhead, WaySkipped
	Answer  string // the label of the last answer
}

// Where a case stands with a step.
const (
	WayDone    = "done"
	WayNow     = "now"
	WayAhead   = "ahead"
	WaySkipped = "skipped" // the case went past it, or ended before
)

// Way draws the process of a case the actor has read: the steps of its own pack in the
// order of the rule.
func (q *Queries) Way(ctx context.Context, v CaseView) ([]WayStep, error) {
	pack, err := q.Rules.Pack(ctx, v.PackHash)
	if err != nil {
		return nil, err
	}
	list := ""
	if v.Kind == string(contract.Repair) {
		if list, err = q.listOf(ctx, v.Target); err != nil {
			return nil, err
		}
	}
	var way []WayStep
	for _, s := range drawn(pack, v.Kind, list) {
		office, _ := pack.Office(s.Office)
		way = append(way, WayStep{
			Key: s.Key, Name: s.Name, Role: s.Role.Label(), Term: termWords(s), Article: s.Article, Outside: office.External, State: WayAhead,
		})
	}
	stand(way, v)
	return way, nil
}

func termWords(s policy.Step) string {
	if s.Within.IsZero() {
		return ""
	}
	return s.Within.Chinese()
}

// listOf names the list of a listing; empty for what is none.
func (q *Queries) listOf(ctx context.Context, number string) (list string, err error) {
	err = q.db(ctx).Table("listings").Select("list").Limit(1).Where("number = ?", number).Scan(&list).Error
	return list, err
}

// drawn are the steps of a process in order: approvals come before service, offices
// sign at the end.
func drawn(p *policy.Pack, kind, list string) []policy.Step {
	steps := slices.Clone(p.Process(kind).Steps)
	switch contract.Kind(kind) {
	case contract.Violation:
		return before(steps, "service", p.Violation.Approval)
	case contract.Listing:
		return before(steps, "service", p.Listing.Approval)
	case contract.Repair:
		return append(steps, p.Repair.SignOff[list]...)
	}
	return steps
}

func before(steps []policy.Step, key string, chain []policy.Step) []policy.Step {
	at := slices.IndexFunc(steps, func(s policy.Step) bool { return s.Key == key })
	return slices.Insert(steps, max(at, 0), chain...)
}

// stand marks each step with what the case's tasks say of it.
func stand(way []WayStep, v CaseView) {
	furthest := -1
	for i := range way {
		for _, done := range v.History {
			if done.Step == way[i].Key {
				way[i].State, way[i].Answer, furthest = WayDone, cmp.Or(done.Label, way[i].Answer), max(furthest, i)
			}
		}
		for _, t := range v.Tasks {
			if t.Step == way[i].Key {
				way[i].State, way[i].Answer, furthest = WayNow, "", max(furthest, i)
			}
		}
	}
	for i := range way {
		if way[i].State == WayAhead && (i < furthest || v.State == StateClosed) {
			way[i].State = WaySkipped
		}
	}
}
