package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// clock sets a task's deadline: the step's own or the whole case's, whichever is
// sooner.
func (a *act) clock(t *models.Task, q contract.Asked) error {
	if q.Term != "" {
		return a.statutory(t, q)
	}
	if err := a.limit(); err != nil {
		return err
	}
	own, err := a.stepClock(q.Step)
	if err != nil {
		return err
	}
	t.DueAt, t.Deadline = a.c.DueAt, a.c.Deadline
	// A term that speaks for the subject by lapsing is the subject's own: the
	// authority's lateness does not shorten it.
	if own != nil && (t.DueAt == 0 || own.DueAt < t.DueAt || q.Step.Lapse != "") {
		t.DueAt = own.DueAt
		if t.Deadline, err = json.Marshal(own); err != nil {
			return err
		}
	}
	if t.DueAt != 0 && !q.Step.Warn.IsZero() {
		t.WarnAt = models.At(a.cal.Before(t.DueAt.Time(), q.Step.Warn))
	}
	t.NextAt = firstAlarm(*t, q.Step)
	return nil
}

// firstAlarm is when a task's clock acts first: to warn, else when it is due.
func firstAlarm(t models.Task, step policy.Step) models.Instant {
	if step.Lapse == "" && t.WarnAt > t.OpenedAt {
		return t.WarnAt
	}
	return t.DueAt
}

// stepClock counts the step's own term, nil where the rule gives none.
func (a *act) stepClock(step policy.Step) (*models.Clock, error) {
	if step.Within.IsZero() {
		return nil, nil
	}
	return a.count("task", step.Within, step.From, step.Article)
}

// limit counts the whole case's term anew: its event may have moved.
func (a *act) limit() error {
	rule := a.process()
	if rule.Within.IsZero() {
		return nil
	}
	event := rule.From
	if event == "" {
		event = policy.Received
	}
	if a.when(event) == 0 {
		a.c.DueAt, a.c.Deadline = 0, nil // the clock has not begun, or stands still
		return nil
	}
	k, err := a.count("case", rule.Within, event, rule.Article)
	if err != nil {
		return err
	}
	a.c.DueAt = k.DueAt
	a.c.Deadline, err = json.Marshal(k)
	return err
}

func (a *act) count(of string, term calendar.Term, event policy.Event, article string) (*models.Clock, error) {
	from := a.when(event)
	if from == 0 {
		event, from = policy.Arrived, a.now
	}
	d, err := a.cal.Deadline(from.Time(), term, a.pack.Counting())
	if err != nil {
		return nil, err
	}
	return &models.Clock{
		Of: of, Event: string(event), From: from, Term: term.String(), DueAt: models.At(d.DueAt),
		Provisional: d.Provisional, Because: d.Because(event.Label()), Counted: d.Counted, Calendar: d.Calendar,
		Rule: models.Rule{Pack: a.pack.Name(), Article: article},
	}, nil
}

// when is the instant of an event of the case, 0 when it has not happened.
func (a *act) when(e policy.Event) models.Instant {
	switch e {
	case policy.Received:
		return a.c.ReceivedAt
	case policy.Complete:
		return a.c.CompleteAt
	case policy.Filed:
		return a.c.FiledAt
	case policy.Accepted:
		return a.c.AcceptedAt
	case policy.Served:
		return a.c.ServedAt
	case policy.Published:
		return a.c.PublishedAt
	case policy.Decided:
		return a.c.DecidedAt
	}
	return a.now
}

// process is the case's section of its pack.
func (a *act) process() policy.Process {
	switch contract.Kind(a.c.Kind) {
	case contract.Violation:
		return a.pack.Violation.Process
	case contract.Listing:
		return a.pack.Listing.Process
	case contract.Dispute:
		return a.pack.Dispute.Process
	case contract.Breach:
		return a.pack.Breach.Process
	case contract.Repair:
		return a.pack.Repair.Process
	}
	return a.pack.Revocation.Process
}

// owner says whose a step is: the office's it names, else the case's own department's.
// An office outside the system signs by letter, which the department's handler enters.
func (a *act) owner(step policy.Step) (organization string, role policy.Role) {
	office, ok := a.pack.Office(step.Office)
	switch {
	case !ok:
		return a.c.OrganizationID, step.Role
	case office.External:
		return a.c.OrganizationID, policy.Handler
	}
	return store.OrganizationID(a.pack.Jurisdiction.Key, office.Organization), step.Role
}
