package cases

import (
	"encoding/json"
	"time"

	"chengxin/models"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// What each kind of decision leads to.

// proposal looks at what the handlers are about to propose.
func (e *effects) proposal() error {
	var p struct {
		Recognitions []struct {
			Subject string          `json:"subject"`
			Charges []policy.Charge `json:"charges"`
			ActAt   models.Instant  `json:"act_at"`
		} `json:"recognitions"`
	}
	if json.Unmarshal(e.details, &p) != nil {
		return nil // nothing filled in yet that could be read
	}
	for _, r := range p.Recognitions {
		charge, ok := e.pack.Heaviest(r.Charges)
		if !ok || charge.Points == 0 {
			continue
		}
		if err := e.adds(r.Subject, charge.Points, r.ActAt, false); err != nil {
			return err
		}
		if len(r.Charges) > 1 {
			b, _ := e.pack.Behaviour(charge.Behaviour)
			e.say("", false, "一事不二扣：同一行为按最重的“%s”扣%d分", b.Name, charge.Points)
		}
	}
	return nil
}

// revision looks at changed points.
func (e *effects) revision() error {
	var p struct {
		Recognitions []struct {
			Subject string `json:"subject"`
			Points  int    `json:"points"`
		} `json:"recognitions"`
	}
	_ = json.Unmarshal(e.details, &p)
	rs, err := e.live()
	if err != nil {
		return err
	}
	for _, r := range rs {
		points := r.Points
		for _, to := range p.Recognitions {
			if to.Subject == r.SubjectID && to.Points > 0 {
				points = to.Points
			}
		}
		if err := e.adds(r.SubjectID, points, r.ActAt, false); err != nil {
			return err
		}
	}
	return nil
}

// standing looks at what has been proposed; now: it takes effect with this.
func (e *effects) standing(now bool) error {
	rs, err := e.live()
	for _, r := range rs {
		if err == nil {
			err = e.adds(r.SubjectID, r.Points, r.ActAt, now)
		}
	}
	return err
}

func (e *effects) live() (rs []models.Recognition, err error) {
	err = e.db.Order("id").Find(&rs, "case_number = ? AND state NOT IN ?", e.c.Number,
		[]string{models.RecognitionDropped, models.RecognitionReversed}).Error
	return rs, err
}

// listed looks at a listing about to be decided.
func (e *effects) listed() error {
	l, list, name, err := e.listing(e.c.Number)
	if err != nil {
		return err
	}
	e.say(name, true, "作出列入%s的决定（累计扣分%d分，标准%d分），送达后由双公示管理员公布", list.Name, l.Total, list.At)
	var milder []models.Listing
	err = e.db.Order("number").Find(&milder, "subject_id = ? AND family = ? AND jurisdiction = ? AND state IN ? AND number <> ?",
		l.SubjectID, l.Family, l.Jurisdiction, activeStates, l.Number).Error
	for _, m := range milder {
		if on, _ := e.pack.List(m.List); on.At < list.At {
			e.say(name, false, "现有%s记录%s随之被吸收", on.Name, m.Number)
		}
	}
	return err
}

// opened looks at a listing about to be published.
func (e *effects) opened() error {
	l, list, name, err := e.listing(e.c.Number)
	if err != nil {
		return err
	}
	opens, err := e.pack.RepairOpens(e.q.Rules.Calendar(), list, e.q.Now(), l.DecidedAt.Time())
	if err != nil {
		return err
	}
	e.say(name, true, "即向社会公布为%s，自%s起可以申请信用修复", list.Name, day(opens.OpensAt))
	return nil
}

func (e *effects) listing(number string) (l models.Listing, list policy.List, name string, err error) {
	if err = e.db.Limit(1).Find(&l, "number = ?", number).Error; err != nil {
		return l, list, "", err
	}
	list, _ = e.pack.List(l.List)
	name, err = e.name(l.SubjectID)
	return l, list, name, err
}

// upheld looks at an objection about to succeed.
func (e *effects) upheld(choice string) error {
	if e.c.TargetItem == "" {
		l, list, name, err := e.listing(e.c.Target)
		if err == nil && l.Number != "" {
			e.say(name, true, "撤销%s列入%s的记录，立即停止公布；相关扣分不变", l.Number, list.Name)
		}
		return err
	}
	var r models.Recognition
	if err := e.db.Limit(1).Find(&r, "id = ?", e.c.TargetItem).Error; err != nil {
		return err
	}
	var to struct {
		Points int `json:"points"`
	}
	if choice == "partly_upheld" {
		if _ = json.Unmarshal(e.details, &to); to.Points < 1 || to.Points >= r.Points {
			name, err := e.name(r.SubjectID)
			e.say(name, false, "原扣%d分，须调整为1至%d分", r.Points, r.Points-1)
			return err
		}
	}
	return e.takes(r, r.Points-to.Points)
}

// takes says what fewer points lead to.
func (e *effects) takes(r models.Recognition, points int) error {
	name, err := e.name(r.SubjectID)
	if err != nil {
		return err
	}
	if r.State != models.RecognitionEffective {
		e.say(name, true, "该认定尚未生效：减少扣分%d分", points)
		return nil
	}
	families, err := e.families(r)
	if err != nil {
		return err
	}
	var on []models.Listing
	err = e.db.Order("number").Find(&on, "subject_id = ? AND jurisdiction = ? AND state IN ?", r.SubjectID, e.c.Jurisdiction,
		append([]string{models.ListingProposed}, activeStates...)).Error
	for _, family := range e.pack.Families() {
		before := families[family]
		after := max(before-points, 0)
		e.say(name, true, "冲减扣分%d分，累计扣分 %d → %d", points, before, after)
		for _, l := range on {
			if list, _ := e.pack.List(l.List); l.Family == family && after < list.At {
				e.say(name, true, "低于%s标准（%d分）：%s将重新评估，不再达到的随之撤销并停止公布", list.Name, list.At, l.Number)
			}
		}
	}
	return err
}

// families are the totals that a recognition's points are part of, by family.
func (e *effects) families(r models.Recognition) (map[string]int, error) {
	out := map[string]int{}
	for _, family := range e.pack.Families() {
		n, err := e.counted(r.SubjectID, family, r.EffectiveAt, r.ActAt)
		if err != nil {
			return nil, err
		}
		out[family] = n
	}
	return out, nil
}

// signed looks at an office's signature.
func (e *effects) signed(step string) error {
	l, list, name, err := e.listing(e.c.Target)
	if err != nil || l.Number == "" {
		return err
	}
	chain := e.pack.Repair.SignOff[l.List]
	if n := len(chain); n > 0 && chain[n-1].Key != step {
		e.say(name, false, "本办公室同意后，还须“%s”", chain[n-1].Name)
		return nil
	}
	var points int
	err = e.db.Table("score_entries").Select("COALESCE(SUM(points), 0)").
		Where("id IN (SELECT entry_id FROM grounds WHERE listing_number = ? AND state = ?)", l.Number, models.GroundCounts).Scan(&points).Error
	e.say(name, true, "移出%s，停止公布，解除惩戒；所涉扣分%d分保留在档，不再计入名单", list.Name, points)
	return err
}

// revoked looks at what rests on a document about to be given up.
func (e *effects) revoked() error {
	if e.c.Target != "" {
		e.say("", true, "撤销信用修复%s，恢复原名单记录，并限制再次申请修复", e.c.Target)
		return nil
	}
	var rs []models.Recognition
	err := e.db.Order("id").Find(&rs, `founding_no = ? AND state NOT IN ? AND case_number IN (SELECT number FROM cases WHERE jurisdiction = ?)`,
		e.c.TargetItem, []string{models.RecognitionDropped, models.RecognitionReversed}, e.c.Jurisdiction).Error
	for _, r := range rs {
		if err == nil {
			err = e.takes(r, r.Points)
		}
	}
	return err
}

func day(t time.Time) string { return calendar.From(t).Chinese() }
