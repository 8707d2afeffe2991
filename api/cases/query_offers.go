package cases

import (
	"context"
	"encoding/json"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Offer is an operation that is open to the actor on a task as it stands. The command
// has the last word: what changes meanwhile is told there.
type Offer struct {
	Verb string `json:"verb" doc:"claim、release、return、transfer、department、recusal、signers、copies、urge、supervision、extension、suspension、deferral、resume、call-off、appeal"`
	// Terms are the limits that may be extended, of an extension.
	Terms []ExtensionOffer `json:"terms,omitempty" doc:"可以延长的期限"`
	Until models.Instant   `json:"until,omitzero" doc:"中止、缓办最迟到何时"`
	Most  string           `json:"most,omitempty" doc:"中止、缓办最长多久"`
	Own   bool             `json:"own,omitempty" doc:"回避：可以为本人申请"`
	Head  bool             `json:"head,omitempty" doc:"以负责人身份，可以为他人办理"`
}

// ExtensionOffer is a limit that more time may be asked for.
type ExtensionOffer struct {
	Of   string `json:"of" enum:"task,case"`
	Most string `json:"most" doc:"每次最长延长多久，如 5 working_days"`
	Says string `json:"says" doc:"同上，以文字表示，如 5个工作日"`
	Left int    `json:"left" doc:"还可以延长几次"`
	By   Name   `json:"by" doc:"由何人决定"`
}

// offers are what the actor may do to an open task besides deciding it, by the rules the
// commands go by.
func (q *Queries) offers(db *gorm.DB, a access.Actor, c models.Case, pack *policy.Pack, t models.Task, v TaskView) ([]Offer, error) {
	o := offering{db: db, a: a, c: c, t: t, v: v, pack: pack, now: q.now(), all: []Offer{}}
	if a.Holds(access.Deciders()...) {
		if err := o.gather(q.Rules.Calendar()); err != nil {
			return nil, err
		}
	}
	return o.all, nil
}

type offering struct {
	db   *gorm.DB
	a    access.Actor
	c    models.Case
	t    models.Task
	v    TaskView
	pack *policy.Pack
	now  models.Instant
	all  []Offer
}

func (o *offering) add(verb string) { o.all = append(o.all, Offer{Verb: verb}) }

// over says whether the actor may act as the role over an organization.
func (o *offering) over(organization string, role policy.Role) (bool, error) {
	may, _, err := o.a.MayAct(o.db, organization, role)
	return may, err
}

func (o *offering) gather(cal *calendar.Calendar) error {
	head, err := o.over(o.t.OrganizationID, policy.Head())
	if err != nil {
		return err
	}
	supervisor, err := o.over(o.t.OrganizationID, policy.Supervisor)
	if err != nil {
		return err
	}
	held := slices.Contains(append(o.a.Principals(), o.a.ID), o.t.AssigneeID)
	free := o.v.Mine && o.v.Barred == "" && (o.t.AssigneeID == "" || held)
	asks := o.t.Question() || o.t.Kind == models.KindSignature

	if free && o.t.AssigneeID == "" {
		o.add("claim")
	}
	if o.t.AssigneeID != "" && (held || head || supervisor) {
		o.add("release")
	}
	if free && o.t.Question() && len(o.v.ReturnTo) > 0 && o.c.Paused == "" {
		o.add("return")
	}
	if o.t.AssigneeID == o.a.ID || head {
		o.add("transfer")
	}
	if head && o.t.Question() && o.t.OrganizationID == o.c.OrganizationID && o.c.Paused == "" {
		o.add("department")
	}
	if o.v.Mine || head {
		o.all = append(o.all, Offer{Verb: "recusal", Own: o.v.Mine, Head: head})
	}
	if free && asks {
		o.add("signers")
	}
	o.add("copies")
	o.add("urge")
	if supervisor && o.t.Kind != models.KindSupervision && o.t.Kind != models.KindAppeal {
		o.add("supervision")
	}
	for _, more := range []func() error{
		func() error { return o.time(free, cal) }, func() error { return o.standstill(asks, cal) }, func() error { return o.callOff(head) }, func() error { return o.appeal(held || head) },
	} {
		if err := more(); err != nil {
			return err
		}
	}
	return nil
}

// time offers to ask for more of it (延期).
func (o *offering) time(free bool, cal *calendar.Calendar) error {
	if !free || !o.t.Question() || o.c.Paused != "" {
		return nil
	}
	var pending int64
	if err := o.db.Model(&models.Task{}).Where("parent_id = ? AND kind = ? AND closed_at = 0", o.t.ID, models.KindExtension).Count(&pending).Error; err != nil || pending > 0 {
		return err
	}
	step, err := stepOf(o.t)
	if err != nil {
		return err
	}
	var terms []ExtensionOffer
	for _, limit := range []struct {
		of, clock string
		raw       []byte
		rule      *policy.Extension
	}{
		{"task", "task", o.t.Deadline, step.Extension},
		{"case", "case", o.c.Deadline, o.pack.Process(o.c.Kind).Extension},
	} {
		var k *models.Clock
		if limit.rule == nil || len(limit.raw) == 0 || json.Unmarshal(limit.raw, &k) != nil || k == nil {
			continue
		}
		if k = k.Own(limit.clock); k == nil || k.Extensions() >= limit.rule.Times || calendar.Overdue(o.now.Time(), k.DueAt.Time()) {
			continue
		}
		terms = append(terms, ExtensionOffer{limit.of, limit.rule.Each.String(), limit.rule.Each.Chinese(), limit.rule.Times - k.Extensions(), roleName(string(limit.rule.By))})
	}
	if len(terms) > 0 {
		o.all = append(o.all, Offer{Verb: "extension", Terms: terms})
	}
	return nil
}

// standstill offers to stop the case's clocks, or to let them run again.
func (o *offering) standstill(asks bool, cal *calendar.Calendar) error {
	process := o.pack.Process(o.c.Kind)
	for _, k := range []struct {
		verb, kind string
		rule       *policy.Standstill
	}{{"suspension", models.PauseSuspended, process.Suspension}, {"deferral", models.PauseDeferred, process.Deferral}} {
		if k.rule == nil {
			continue
		}
		may, err := o.over(o.c.OrganizationID, k.rule.By)
		if err != nil {
			return err
		}
		switch {
		case o.c.Paused == "" && may && asks && k.rule.At(o.question()):
			most, err := cal.Deadline(o.now.Time(), k.rule.AtMost, o.pack.Counting())
			if err != nil {
				return err
			}
			o.all = append(o.all, Offer{Verb: k.verb, Until: models.At(most.DueAt), Most: k.rule.AtMost.Chinese()})
		case o.c.Paused == k.kind && (may || o.v.Mine):
			o.add("resume")
		}
	}
	return nil
}

func (o *offering) question() string {
	if step, err := stepOf(o.t); err == nil {
		return step.Key
	}
	return o.t.Step
}

func (o *offering) callOff(head bool) error {
	if k := o.t.Kind; k != models.KindCoSign && k != models.KindExtension && k != models.KindSupervision {
		return nil
	}
	var asked models.Command
	if err := o.db.Limit(1).Find(&asked, "id = ?", o.t.CommandID).Error; err != nil {
		return err
	}
	if head || asked.ActorID == o.a.ID {
		o.add("call-off")
	}
	return nil
}

func (o *offering) appeal(concerned bool) error {
	if !concerned || o.t.Kind == models.KindAppeal || o.t.DueAt == 0 || !calendar.Overdue(o.now.Time(), o.t.DueAt.Time()) {
		return nil
	}
	var n int64
	err := o.db.Model(&models.Task{}).Where("parent_id = ? AND kind = ?", o.t.ID, models.KindAppeal).Count(&n).Error
	if err == nil && n == 0 {
		o.add("appeal")
	}
	return err
}

// Takers are who could be given a task: its role's holders where it waits, but for
// whoever has it, is away or is kept from the case. Permission: as for the case. Errors:
// task.unknown.
func (q *Queries) Takers(ctx context.Context, a access.Actor, task string) (out []Colleague, err error) {
	err = q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var t models.Task
		if err := db.Limit(1).Find(&t, "id = ?", task).Error; err != nil {
			return err
		}
		c, err := q.readable(db, a, t.CaseNumber)
		if err != nil {
			return either(err, unknownTask(task))
		}
		out, err = q.takers(&store.Tx{DB: db}, c, t)
		return err
	})
	return out, err
}

// takers are who could be given a task: its role's holders where it waits, but for whoever
// has it, is away or is kept from the case.
func (q *Queries) takers(tx *store.Tx, c models.Case, t models.Task) (out []Colleague, err error) {
	ids, err := tx.Holders(policy.Role(t.Role), t.OrganizationID, q.now())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	step, err := stepOf(t)
	if err != nil {
		return nil, err
	}
	var users []models.User
	if err := tx.Order("username").Find(&users, "id IN ? AND id <> ?", ids, t.AssigneeID).Error; err != nil {
		return nil, err
	}
	for _, u := range users {
		away, _, err := store.Away(tx.DB, u.ID, q.now())
		if err != nil {
			return nil, err
		}
		p, err := store.Duties(tx, c, step, u.ID)
		if err != nil {
			return nil, err
		}
		if !away && p == nil {
			out = append(out, Colleague{Username: u.Username, Name: u.Name, Certificate: u.Certificate})
		}
	}
	return out, nil
}

// Deciders are everybody who works on cases in a case's jurisdiction, for opinions and
// copies, but for the actor. Permission: as for the case. Errors: case.unknown.
func (q *Queries) Deciders(ctx context.Context, a access.Actor, number string) (out []Colleague, err error) {
	db := q.db(ctx)
	c, err := q.readable(db, a, number)
	if err != nil {
		return nil, err
	}
	return q.deciders(db, a, c.Jurisdiction)
}

// Coworkers are everybody who works on cases where the actor does, for those who act in
// somebody's absence. Permission: whoever decides cases.
func (q *Queries) Coworkers(ctx context.Context, a access.Actor) (out []Colleague, err error) {
	db := q.db(ctx)
	for _, j := range a.Jurisdictions(access.Deciders()...) {
		more, err := q.deciders(db, a, j)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func (q *Queries) deciders(db *gorm.DB, a access.Actor, jurisdiction string) (out []Colleague, err error) {
	now := q.now()
	err = db.Table("users").Distinct("users.username, users.name, users.certificate").Joins("JOIN assignments ON assignments.user_id = users.id").
		Where("users.id <> ? AND users.disabled_at = 0 AND assignments.role IN ? AND assignments.organization_id LIKE ?", a.ID, access.Deciders(), jurisdiction+"/%").
		Where("assignments.from_at <= ? AND (assignments.until_at = 0 OR assignments.until_at > ?)", now, now).
		Order("users.username").Scan(&out).Error
	return out, err
}

// tallyWords says how the voices of a countersign make its answer, for one of its signatures.
func tallyWords(pack *policy.Pack, t models.Task, open []models.Task) string {
	for _, question := range open {
		if question.ID != t.ParentID {
			continue
		}
		if step, err := stepOf(question); err == nil && step.Countersign != nil {
			return pack.CountersignWords(*step.Countersign)
		}
	}
	return ""
}
