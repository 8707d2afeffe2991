package cases

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/workflows/contract"
)

// How a condition of a repair stands (已满足、尚缺、待核).
const (
	ConditionMet     = "met"
	ConditionLacking = "lacking"
	ConditionToCheck = "to_check"
)

// Condition is one thing a repair takes, how it stands, and why.
type Condition struct {
	Name    string `json:"name"`
	State   string `json:"state" enum:"met,lacking,to_check" doc:"已满足、尚缺、待核"`
	Because string `json:"because" doc:"依据的日期、材料；尚缺的，如何补足"`
}

// handedIn is what an application brought, and what became of it so far.
type handedIn struct {
	papers    []Evidence
	ruling    string // of a court, on a plan of reorganisation
	corrected string // the verification's answer
	number    string // of the application
}

// RepairConditions is the list an application is held against: of a listing or a breach
// before anybody applies, of an application with what it brought. Permission: whoever
// reads the case. Errors: case.unknown, repair.unknown.
func (s *Service) RepairConditions(ctx context.Context, a access.Actor, number string) (all []Condition, err error) {
	err = s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		c, err := s.Queries().readable(db, a, number)
		if err != nil {
			return err
		}
		all, err = s.conditionsOf(db, c)
		return err
	})
	return all, err
}

func (s *Service) conditionsOf(db *gorm.DB, c models.Case) ([]Condition, error) {
	pack, err := s.Rules.Pack(db.Statement.Context, c.PackHash)
	if err != nil {
		return nil, err
	}
	if c.Kind != string(contract.Repair) {
		if c.Kind != string(contract.Listing) && c.Kind != string(contract.Breach) {
			return nil, models.Refuse(models.Invalid, "repair.unknown", "没有可修复的记录", "%s不是名单记录、违诺记录或者修复申请。", c.Number)
		}
		o, err := s.outlook(db, c, pack)
		return o.Conditions, err
	}
	var of models.Case
	if err := db.Take(&of, "number = ?", c.Target).Error; err != nil {
		return nil, err
	}
	o, err := s.outlook(db, of, pack)
	if err != nil {
		return nil, err
	}
	in, err := broughtBy(db, c)
	return conditions(o, in), err
}

// broughtBy gathers what an application brought, with it and later.
func broughtBy(db *gorm.DB, c models.Case) (*handedIn, error) {
	var said NewRepair
	if err := json.Unmarshal(c.Intake, &said); err != nil {
		return nil, err
	}
	in := &handedIn{papers: said.Attachments, ruling: said.Reorganisation, number: c.Number}
	var later []models.Command
	if err := db.Order("received_at").Find(&later, "case_number = ? AND status = ? AND task_id <> ''", c.Number, models.CommandCounted).Error; err != nil {
		return nil, err
	}
	var supplied []models.Command
	if err := db.Order("received_at").Find(&supplied, "case_number = ? AND verb = ?", c.Number, verbRecord).Error; err != nil {
		return nil, err
	}
	for _, cmd := range supplied {
		var r NewRecord
		if json.Unmarshal(cmd.Details, &r) == nil && r.Kind == recordSupplied {
			in.papers = append(in.papers, r.Evidence...)
		}
	}
	for _, cmd := range later {
		var more []Evidence
		_ = json.Unmarshal(cmd.Evidence, &more) // most bring none
		in.papers = append(in.papers, more...)
		if strings.HasPrefix(cmd.TaskID, c.Number+".verification.") && cmd.Verb == string(contract.Decide) {
			in.corrected = cmd.Choice
		}
	}
	return in, nil
}

// conditions holds an outlook, and what an application brought, against what a repair
// takes. Nil: nobody has applied yet.
func conditions(o Outlook, in *handedIn) (all []Condition) {
	hindered := func(codes ...string) *models.Problem {
		at := slices.IndexFunc(o.Hindrances, func(p *models.Problem) bool { return slices.Contains(codes, p.Code) })
		if at < 0 {
			return nil
		}
		return o.Hindrances[at]
	}
	add := func(name string, lacking *models.Problem, because string) {
		c := Condition{name, ConditionMet, because}
		if lacking != nil {
			c.State, c.Because = ConditionLacking, lacking.Detail
		}
		all = append(all, c)
	}
	if l := o.Listing; l != nil {
		add("记录处于公布中", hindered("repair.ended"), day(l.PublishedAt.Time())+"公布")
		early := hindered("repair.too_early")
		if in != nil && in.ruling != "" {
			add("已满最短公示期", nil, "法院已批准重整计划（"+in.ruling+"），不受最短公示期限制")
		} else if early != nil || l.OpensAt != 0 {
			add("已满最短公示期", early, "自"+day(l.OpensAt.Time())+"起可以申请")
		}
	} else {
		add("限制尚未解除", hindered("repair.ended"), "限制适用告知承诺，可以申请解除")
	}
	add("不在限制申请期内", hindered("repair.barred"), "没有因提供虚假材料而限制申请")
	if in == nil {
		add("没有正在办理的修复申请", hindered("repair.already_open"), "没有在办的申请")
	}
	for _, need := range o.Needs {
		all = append(all, paper(need, in))
	}
	return append(all, correction(in))
}

// paper says whether a paper that must be brought was.
func paper(need NeedView, in *handedIn) Condition {
	c := Condition{need.Name, ConditionToCheck, "申请时提交"}
	if in == nil {
		return c
	}
	at := slices.IndexFunc(in.papers, func(e Evidence) bool { return e.Kind == need.Kind })
	if at < 0 {
		return Condition{need.Name, ConditionLacking, "申请材料中没有，请通知申请人补正"}
	}
	c.State, c.Because = ConditionMet, "已提交："+in.papers[at].Title
	if n := in.papers[at].Number; n != "" {
		c.Because += "（" + n + "）"
	}
	return c
}

// correction is what nobody can read from papers alone.
func correction(in *handedIn) Condition {
	c := Condition{"已纠正失信行为、消除不良影响", ConditionToCheck, "由核查人员现场核查"}
	switch {
	case in == nil:
	case in.corrected == "corrected":
		c.State, c.Because = ConditionMet, "核查结论：已纠正"
	case in.corrected == "not_corrected":
		c.State, c.Because = ConditionLacking, "核查结论：未纠正"
	}
	return c
}
