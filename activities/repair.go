package activities

import (
	"encoding/json"
	"errors"
	"fmt"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// signRepair lets one office's signature count, unless a dispute was opened since the
// question was put.
func (a *act) signRepair(office string) error {
	n, err := store.OpenDisputes(a.tx.DB, a.c.Target, "")
	if err != nil {
		return err
	}
	if n > 0 {
		return a.refuse("repair.disputed", "异议处理期间不得签批", a.pack.Repair.Article,
			"该名单记录有%d件异议正在处理,待处理完毕后再签批。", n)
	}
	if err := a.stillOpen(); err != nil {
		return err
	}
	letter, err := a.letter(office)
	if err != nil {
		return err
	}
	a.note("signed", map[string]any{"office": office, "letter": letter})
	return nil
}

// stillOpen refuses a signature on a listing that closed again after the application: a
// new ground's own minimum has to run first.
func (a *act) stillOpen() error {
	var l models.Listing
	if err := a.tx.Limit(1).Find(&l, "number = ?", a.c.Target).Error; err != nil {
		return err
	}
	var intake struct {
		Reorganisation string `json:"reorganisation"`
	}
	if err := json.Unmarshal(a.c.Intake, &intake); err != nil {
		return fmt.Errorf("intake of %s: %w", a.c.Number, err)
	}
	if l.OpensAt <= a.at || intake.Reorganisation != "" {
		return nil
	}
	opens := calendar.From(l.OpensAt.Time())
	return a.refuse("repair.too_early", "未到可修复时间", a.pack.Repair.Article,
		"申请后该名单又增加了新的扣分,自%s起方可修复。", opens.Chinese()).
		Where(models.Field{Field: "listing", Earliest: opens.String()})
}

// Letter is an outside office's written answer (复函), entered for it.
type Letter struct {
	Number string         `json:"number"`
	Date   models.Instant `json:"date"`
	Signer string         `json:"signer,omitempty"` // who signed it there
}

// letter demands number, date and scan of the answer of an office outside the system.
func (a *act) letter(office string) (*Letter, error) {
	if o, _ := a.pack.Office(office); !o.External {
		return nil, nil
	}
	var d struct {
		Letter Letter `json:"letter"`
	}
	if err := a.details(&d); err != nil {
		return nil, err
	}
	if d.Letter.Number == "" || d.Letter.Date == 0 || d.Letter.Date > a.at || len(a.cmd.Evidence) == 0 {
		return nil, a.refuse("repair.letter", "缺少复函", a.pack.Repair.Article,
			"该办公室不在本系统内,须录入其复函的文号、日期并附扫描件。").Where(models.Field{Field: "details.letter"})
	}
	return &d.Letter, nil
}

// repairEntry takes the subject off the list: publication stops, bars are lifted, and
// the entries stay in the file but leave the threshold sum. Decision and notice are
// served together (两书同达).
func (a *act) repairEntry(string) error {
	a.c.DecidedAt = a.at
	if err := errors.Join(a.issue(RepairDecision, Content{"结果": "准予信用修复"}), a.issue(RepairNotice, nil)); err != nil {
		return err
	}
	var l models.Listing
	if err := a.tx.Locked().Limit(1).Find(&l, "number = ?", a.c.Target).Error; err != nil {
		return err
	}
	if l.Number == "" {
		return a.liftBars(a.c.Target) // a breach
	}
	if _, err := a.moveGrounds(l, models.GroundCounts, models.GroundRepaired, -1); err != nil {
		return err
	}
	if err := a.endListing(l, models.ListingRepaired, "信用修复"); err != nil {
		return err
	}
	others, err := a.current(l.SubjectID, l.Family) // what else rested on these entries
	if err != nil {
		return err
	}
	if others, err = a.heaviestFirst(others); err != nil {
		return err
	}
	for _, o := range others {
		if err := a.stands(o); err != nil {
			return err
		}
	}
	return nil
}

// moved is a cycle, as the listing's family sees it, whose counted total a repair or its
// revocation changed.
type moved struct {
	row    models.Cycle
	before int
}

// moveGrounds takes a listing's entries out of the threshold sum of its family (sign -1)
// or back into it (+1), under whatever listings of the family they stand.
func (a *act) moveGrounds(l models.Listing, from, to string, sign int) (cycles map[string]moved, err error) {
	var entries []models.ScoreEntry
	err = a.tx.Order("subject_id, cycle, id").
		Find(&entries, "id IN (SELECT entry_id FROM grounds WHERE listing_number = ? AND state = ?)", l.Number, from).Error
	if err != nil {
		return nil, err
	}
	cycles = map[string]moved{}
	for _, e := range entries {
		m, seen := cycles[e.Cycle]
		if !seen {
			row, err := a.lockCycle(e.SubjectID, e.Cycle)
			if err != nil {
				return nil, err
			}
			if m.row, err = a.inFamily(row, l.Family); err != nil {
				return nil, err
			}
			m.before = m.row.Counted
		}
		if err := a.moveEntry(e, l.Family, from, to); err != nil {
			return nil, err
		}
		m.row.Counted += sign * e.Points
		cycles[e.Cycle] = m
	}
	a.note("grounds_"+to, len(entries))
	return cycles, nil
}

// moveEntry changes an entry's grounds in a family. The cycle's own total follows with
// the first repair of any family, and comes back with the last.
func (a *act) moveEntry(e models.ScoreEntry, family, from, to string) error {
	before, err := a.repaired(e.ID)
	if err != nil {
		return err
	}
	const of = "entry_id = ? AND state = ? AND listing_number IN (SELECT number FROM listings WHERE family = ?)"
	args := []any{e.ID, from, family}
	if err := a.noteGrounds(of, args, "ground_"+to); err != nil {
		return err
	}
	if err := a.tx.Model(&models.Ground{}).Where(of, args...).Update("state", to).Error; err != nil {
		return err
	}
	after, err := a.repaired(e.ID)
	if err != nil || before == after {
		return err
	}
	row, err := a.lockCycle(e.SubjectID, e.Cycle)
	if err != nil {
		return err
	}
	if after {
		row.Counted -= e.Points
	} else {
		row.Counted += e.Points
	}
	return a.saveCycle(row)
}

// refuseRepair answers with reasons and the next chance; what is not even accepted gets
// the notice that says so.
func (a *act) refuseRepair(string) error {
	a.c.DecidedAt = a.at
	if a.c.AcceptedAt == 0 {
		return a.issue(NotAccepted, nil)
	}
	return a.issue(RepairDecision, Content{"结果": "不予信用修复", "再次申请": "补正或者改正后可以再次申请"})
}

func (a *act) liftBars(number string) error {
	a.noteAt(number, "bars_lifted", map[string]string{"bar": number})
	return a.tx.Model(&models.Bar{}).Where("case_number = ? AND lifted_at = 0", number).
		Updates(map[string]any{"lifted_at": a.at, "lifted_by": a.c.Number}).Error
}
