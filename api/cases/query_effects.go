package cases

import (
	"context"
	"encoding/json"
	"fmt"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/workflows/contract"
)

// Effect is what a decision would lead to, said before it is made. It is reckoned on
// what stands now: what others decide meanwhile may change it.
type Effect struct {
	Subject string // whom it concerns, by name
	Text    string // 累计扣分 38 → 43：将产生拟列入黑名单
	Severe  bool   // somebody comes onto a list, or it cannot be undone
}

// effects is one such reckoning.
type effects struct {
	q       *Queries
	db      *gorm.DB
	c       models.Case
	pack    *policy.Pack
	details json.RawMessage
	out     []Effect
}

// Effects says what a choice at an open task would lead to, with the details filled in
// so far; nothing where it leads only to the next question. Permission: as for the
// case. Errors: case.unknown, task.unknown.
func (q *Queries) Effects(ctx context.Context, a access.Actor, task, choice string, details json.RawMessage) ([]Effect, error) {
	var e effects
	err := q.Store.Snapshot(ctx, func(db *gorm.DB) error {
		var t models.Task
		if err := db.Limit(1).Find(&t, "id = ?", task).Error; err != nil {
			return err
		}
		c, err := q.readable(db, a, t.CaseNumber)
		if err != nil {
			return err
		}
		pack, err := q.Rules.Pack(ctx, c.PackHash)
		if err != nil {
			return err
		}
		e = effects{q: q, db: db, c: c, pack: pack, details: details}
		return e.reckon(t.Step, choice)
	})
	return e.out, err
}

// reckon finds who knows about the choice.
func (e *effects) reckon(step, choice string) error {
	switch kind := contract.Kind(e.c.Kind); {
	case kind == contract.Violation && choice == "proposed":
		return e.proposal()
	case kind == contract.Violation && (choice == "lighter" || choice == "heavier"):
		return e.revision()
	case kind == contract.Violation && (step == "service" || choice == "approved" || choice == "maintained" || step == "notice"):
		return e.standing(step == "service")
	case kind == contract.Listing && choice == "approved":
		return e.listed()
	case kind == contract.Listing && choice == "published":
		return e.opened()
	case kind == contract.Dispute && (choice == "upheld" || choice == "partly_upheld"):
		return e.upheld(choice)
	case kind == contract.Repair && choice == "signed":
		return e.signed(step)
	case kind == contract.Revocation && choice == "confirmed":
		return e.revoked()
	}
	return nil
}

func (e *effects) say(subject string, severe bool, text string, args ...any) {
	e.out = append(e.out, Effect{subject, fmt.Sprintf(text, args...), severe})
}

// counted is what of a subject counts towards a family of lists in the cycle of an entry.
func (e *effects) counted(subject, family string, effective, act models.Instant) (n int, err error) {
	row := models.Cycle{SubjectID: subject, Jurisdiction: e.c.Jurisdiction, Cycle: e.pack.CycleOf(effective.Time(), act.Time())}
	err = store.Counting(e.db, row, family).Model(&models.ScoreEntry{}).Select("COALESCE(SUM(points), 0)").Scan(&n).Error
	return n, err
}

// name is what a subject is called.
func (e *effects) name(id string) (string, error) {
	called, err := subjectNames(e.db, []string{id})
	if called[id] == nil {
		return id, err
	}
	return called[id].Name, err
}

// adds says what points lead to, for each family of lists.
func (e *effects) adds(subject string, points int, actAt models.Instant, now bool) error {
	name, err := e.name(subject)
	if err != nil {
		return err
	}
	when := "送达决定书后"
	if now {
		when = "送达之日起"
	}
	for _, family := range e.pack.Families() {
		before, err := e.counted(subject, family, e.q.now(), actAt)
		if err != nil {
			return err
		}
		after := before + points
		if list, crossed := e.pack.Crossing(family, before, after); crossed {
			e.say(name, true, "%s，累计扣分 %d → %d：将产生拟列入%s", when, before, after, list.Name)
			continue
		}
		e.say(name, now, "%s，累计扣分 %d → %d：%s", when, before, after, e.towards(family, after))
	}
	return nil
}

// towards says which list of a family is next, and at how many points.
func (e *effects) towards(family string, total int) string {
	for _, l := range e.pack.Lists { // mildest first
		if l.Family == family && l.At > total {
			return fmt.Sprintf("未达到%s标准（%d分）", l.Name, l.At)
		}
	}
	return "已在最重的名单标准之上"
}
