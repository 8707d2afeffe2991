package imports

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"gorm.io/gorm/clause"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// The columns of openings, and what they share with listings.
var (
	columnCycle  = column{name: "计分周期", also: []string{"年度"}}
	columnTotal  = column{name: "累计扣分", also: []string{"扣分"}}
	columnAsOf   = column{name: "截至日期"}
	columnNote   = column{name: "说明", also: []string{"备注"}, optional: true, most: 200}
	optionalName = column{name: columnName.name, also: columnName.also, optional: true, most: columnName.most}
)

// mostPoints bounds what a file may claim of one cycle.
const mostPoints = 1000

// Openings carries in what subjects had lost in a cycle before this register began:
// 统一社会信用代码/证件号, 计分周期, 累计扣分, 截至日期. The points count from then on; a total
// that reaches a list without a listing is told and proposes nothing, for that was
// decided elsewhere.
func (m *Importer) Openings(ctx context.Context, file string, report io.Writer) (Result, error) {
	return m.run(ctx, "openings", file, report, []column{optionalName, columnCode, columnCycle, columnTotal, columnAsOf, columnNote}, (*job).openingRow)
}

func (j *job) openingRow(r row) (out outcome, err error) {
	s, err := j.find(r)
	if err != nil {
		return out, err
	}
	cycle, err := r.cycle(j.now())
	if err != nil {
		return out, err
	}
	total, err := r.whole(columnTotal.name, 1, mostPoints)
	if err != nil {
		return out, err
	}
	asOf, err := r.date(columnAsOf.name)
	if err != nil {
		return out, err
	}
	if asOf > j.now() || strconv.Itoa(asOf.Time().Year()) != cycle {
		return out, r.refuse(columnAsOf.name, "应在计分周期%s之内，且不晚于今天", cycle)
	}
	if err := j.once(r, columnCode.name, s.ID+"/"+cycle); err != nil {
		return out, err
	}
	pack, err := j.pack()
	if err != nil {
		return out, err
	}
	if v := chargeable(pack, s, asOf); v != nil {
		return out, r.refuse(columnCode.name, "%s", v.Title) // the detail tells a day of birth
	}
	return j.carry(r, s, cycle, total, asOf, pack)
}

// carry enters what the cycle's openings lack of the total, and warns where it reaches
// a list on which the subject is not.
func (j *job) carry(r row, s models.Subject, cycle string, total int, asOf models.Instant, pack *policy.Pack) (out outcome, err error) {
	e := models.ScoreEntry{
		ID: "O-" + s.ID + "-" + cycle, SubjectID: s.ID, Jurisdiction: j.Jurisdiction, Cycle: cycle, Kind: models.Opening,
		EffectiveAt: asOf, RecordedAt: j.now(), Note: noteOf(r, "期初扣分"),
	}
	sum, _, err := openings(&store.Tx{DB: j.Store.Read(j.ctx)}, s.ID, j.Jurisdiction, cycle)
	if err != nil {
		return out, err
	}
	if total != sum {
		out.written = true
		err = j.write(func(tx *store.Tx) error {
			row, err := lockCycle(tx, s.ID, j.Jurisdiction, cycle, j.now())
			if err != nil {
				return err
			}
			sum, entries, err := openings(tx, s.ID, j.Jurisdiction, cycle)
			if err != nil {
				return err
			}
			for _, known := range entries {
				if known.ID == e.ID {
					return r.refuse(columnTotal.name, "已导入的期初扣分共%d分，与填写不符。更正须依撤销程序办理", sum)
				}
			}
			if total < sum {
				return r.refuse(columnTotal.name, "少于名单所载的%d分，请核对", sum)
			}
			e.Points = total - sum
			if err := post(tx, e, row); err != nil {
				return err
			}
			return tx.Audit(openingChain(s.ID), "opening", actor, j.now(), map[string]any{"entry": e.ID, "cycle": cycle, "points": e.Points, "file": j.file, "line": r.line})
		})
	}
	if err != nil {
		return outcome{}, err
	}
	for _, family := range pack.Families() {
		list, on := pack.ListAt(family, total)
		if !on || err != nil {
			continue
		}
		var n int64
		err = j.Store.Read(j.ctx).Model(&models.Listing{}).Where("subject_id = ? AND family = ? AND cycle = ?", s.ID, list.Family, cycle).Count(&n).Error
		if n == 0 {
			out.warning = r.refuse(columnTotal.name, "累计%d分已达到%s（%d分），而没有相应的名单记录。如已列入，请导入名单；如未列入，请核对", total, list.Name, list.At)
		}
	}
	return out, err
}

// openingChain is where a subject's own trail lies.
func openingChain(subject string) string { return "subject/" + subject }

func noteOf(r row, otherwise string) string {
	if n := r.get(columnNote.name); n != "" {
		return n
	}
	return otherwise
}

// cycle reads a year that has begun.
func (r row) cycle(now models.Instant) (string, error) {
	n, err := r.whole(columnCycle.name, 2000, now.Time().Year())
	return strconv.Itoa(n), err
}

// openings are the points carried into a cycle so far.
func openings(tx *store.Tx, subject, jurisdiction, cycle string) (sum int, entries []models.ScoreEntry, err error) {
	err = tx.Order("id").Find(&entries, "subject_id = ? AND jurisdiction = ? AND cycle = ? AND kind = ?",
		subject, jurisdiction, cycle, models.Opening).Error
	for _, e := range entries {
		sum += e.Points
	}
	return sum, entries, err
}

// lockCycle holds a cycle's row, making it first where there is none.
func lockCycle(tx *store.Tx, subject, jurisdiction, cycle string, now models.Instant) (row models.Cycle, err error) {
	fresh := models.Cycle{SubjectID: subject, Jurisdiction: jurisdiction, Cycle: cycle, ChangedAt: now}
	if err = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return row, err
	}
	err = tx.Locked().Take(&row, "subject_id = ? AND jurisdiction = ? AND cycle = ?", subject, jurisdiction, cycle).Error
	return row, err
}

// post adds an opening to the ledger and to its cycle.
func post(tx *store.Tx, e models.ScoreEntry, row models.Cycle) error {
	if e.Points <= 0 {
		return fmt.Errorf("opening %s of %d points", e.ID, e.Points)
	}
	if err := tx.Create(&e).Error; err != nil {
		return err
	}
	row.Total, row.Counted, row.ChangedAt = row.Total+e.Points, row.Counted+e.Points, e.RecordedAt
	return tx.Save(&row).Error
}
