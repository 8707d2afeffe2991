package activities

import (
	"slices"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// alarm is one moment at which a task's clock tells somebody (NX-4).
type alarm struct {
	at   models.Instant
	kind string // the task event it leaves
	to   []policy.Audience
}

// alarms lists the moments of a task's clock in their order: the warning, the claim
// that nobody made, and the rungs of its ladder.
func alarms(t models.Task, step policy.Step, pack *policy.Pack, cal *calendar.Calendar) (all []alarm) {
	if t.ClaimBy > t.OpenedAt && t.AssigneeID == "" {
		all = append(all, alarm{t.ClaimBy, models.EventUnclaimed, []policy.Audience{{Role: policy.Head()}}})
	}
	if t.DueAt == 0 {
		return all
	}
	if t.WarnAt > t.OpenedAt { // else it was due soon from its first moment
		all = append(all, alarm{t.WarnAt, models.EventWarned, nil})
	}
	over := t.DueAt.Over() // the last second still belongs to the term
	if step.Lapse != "" {  // at its end the deadline decides by itself
		all = append(all, alarm{over, "", nil})
	}
	overdue := false
	for _, r := range pack.Ladder(step) {
		at, kind := over, models.EventOverdue
		switch {
		case !r.Before.IsZero():
			at, kind = models.At(cal.Before(t.DueAt.Time(), r.Before)), models.EventEscalated
			if at <= t.OpenedAt {
				continue
			}
		case !r.After.IsZero():
			d, err := cal.Deadline(t.DueAt.Time(), r.After, pack.Counting())
			if err != nil {
				continue // beyond the calendar's years: the daily reminders go on
			}
			at = models.At(d.DueAt).Over()
		}
		if step.Lapse != "" && at >= over {
			continue
		}
		if kind == models.EventOverdue && overdue {
			kind = models.EventEscalated
		}
		overdue = overdue || kind == models.EventOverdue
		all = append(all, alarm{at, kind, r.To})
	}
	slices.SortStableFunc(all, func(a, b alarm) int { return int(max(-1, min(1, int64(a.at-b.at)))) })
	return all
}

// next is the first moment that has not been told of, or the next reminder: every
// working day from the day after the task fell due.
func next(t models.Task, all []alarm, cal *calendar.Calendar) models.Instant {
	var first models.Instant
	for _, m := range all {
		if m.at > t.AlarmedAt || m.kind == "" {
			first = m.at
			break
		}
	}
	if again := reminder(t, all, cal); again != 0 && (first == 0 || again < first) {
		return again
	}
	return first
}

// reminderHour is when an office opens: reminders come then.
const reminderHour = 9 * time.Hour

// reminder is when an overdue task is next reminded of, 0 before it was first told of.
func reminder(t models.Task, all []alarm, cal *calendar.Calendar) models.Instant {
	if _, chased := chasers(all); !chased || t.DueAt == 0 || t.AlarmedAt < t.DueAt.Over() {
		return 0
	}
	return models.At(cal.NextWorkingDay(t.AlarmedAt.Time()).Start().Add(reminderHour))
}

// chasers are who is told of a task the moment it is overdue, and reminded of it.
func chasers(all []alarm) ([]policy.Audience, bool) {
	for _, m := range all {
		if m.kind == models.EventOverdue {
			return m.to, true
		}
	}
	return nil, false
}

// audience says where the people are who are told.
func audience(to policy.Audience, t models.Task, pack *policy.Pack) (organization, role string) {
	if office, ok := pack.Office(to.Office); ok {
		return store.OrganizationID(pack.Jurisdiction.Key, office.Organization), string(policy.OfficeMember)
	}
	return t.OrganizationID, string(to.Role)
}
