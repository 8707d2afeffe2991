package activities

import (
	"encoding/json"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// clock starts a task's deadline: the step's own limit or the whole case's, whichever
// is sooner.
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
	return a.wind(t, q.Step, own)
}

// wind sets a task's clock: to its own limit and the case's, and to what it must do
// next. A term that speaks for the subject by lapsing is the subject's own: the
// authority's lateness does not shorten it. While the case's clocks stand still the task
// is not due, and its next instant is when they run again by themselves.
func (a *act) wind(t *models.Task, step policy.Step, own *models.Clock) error {
	whole, err := clockOf(a.c.Deadline)
	if err != nil {
		return err
	}
	t.DueAt, t.WarnAt, t.ClaimBy, t.NextAt, t.Deadline, t.Calendar = 0, 0, 0, 0, nil, ""
	ruling := models.Sooner(own, whole, step.Lapse != "")
	if ruling != nil {
		if t.Deadline, err = json.Marshal(ruling); err != nil {
			return err
		}
	}
	if a.c.Paused != "" {
		t.NextAt, err = a.resumesAt()
		return err
	}
	if ruling != nil {
		t.DueAt, t.Calendar = ruling.DueAt, ruling.Calendar
		if !step.Warn.IsZero() {
			t.WarnAt = models.At(a.cal.Before(t.DueAt.Time(), step.Warn))
		}
	}
	if step.Countersign != nil {
		return nil // its signers are chased, each for themselves
	}
	if !step.ClaimWithin.IsZero() {
		d, err := a.cal.Deadline(t.OpenedAt.Time(), step.ClaimWithin, a.pack.Counting())
		if err != nil {
			return err
		}
		t.ClaimBy = models.At(d.DueAt)
	}
	t.NextAt = next(*t, alarms(*t, step, a.pack, a.cal), a.cal)
	return nil
}

func clockOf(raw []byte) (*models.Clock, error) {
	if len(raw) == 0 {
		return nil, nil //nolint:nilnil // no clock is no mistake
	}
	k := new(models.Clock)
	return k, json.Unmarshal(raw, k)
}

// stepClock counts the step's own term, nil where the rule gives none.
func (a *act) stepClock(step policy.Step) (*models.Clock, error) {
	if step.Within.IsZero() {
		return nil, nil //nolint:nilnil // no term is no mistake
	}
	from := step.From
	if from == policy.Received && a.c.CompleteAt > a.c.ReceivedAt { // after a supplement: what came in is complete by then
		from = policy.Complete
	}
	return a.count("task", step.Within, from, step.Article, nil)
}

// limit counts the whole case's term anew: its event may have moved. The time granted
// beside it stays.
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
		a.c.DueAt, a.c.Deadline, a.c.Calendar = 0, nil, "" // the clock has not begun, or stands still
		return nil
	}
	before, err := clockOf(a.c.Deadline)
	if err != nil {
		return err
	}
	k, err := a.count("case", rule.Within, event, rule.Article, before)
	if err != nil {
		return err
	}
	return a.windCase(k)
}

// windCase sets the whole case's limit.
func (a *act) windCase(k *models.Clock) (err error) {
	if a.c.Deadline, err = json.Marshal(k); err != nil {
		return err
	}
	a.c.DueAt, a.c.Calendar = k.DueAt, k.Calendar
	if a.c.Paused != "" {
		a.c.DueAt = 0
	}
	return nil
}

// count starts a clock at an event of the case. Time in which the case's clocks stood
// still after the event does not count; what was granted to the clock before stays.
func (a *act) count(of string, term calendar.Term, event policy.Event, article string, before *models.Clock) (*models.Clock, error) {
	from := a.when(event)
	if from == 0 {
		event, from = policy.Arrived, a.now
	}
	k := &models.Clock{Of: of, Event: string(event), From: from, Term: term.String(), Rule: models.Rule{Pack: a.pack.Name(), Article: article}}
	var err error
	if k.Moves, err = a.pausesSince(from); err != nil {
		return nil, err
	}
	if before != nil {
		for _, m := range before.Moves {
			if m.Kind == models.EventExtended {
				k.Moves = append(k.Moves, m)
			}
		}
	}
	return k, k.Count(a.cal, a.pack.Counting())
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
func (a *act) process() policy.Process { return a.pack.Process(a.c.Kind) }

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
