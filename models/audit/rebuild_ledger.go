package audit

import (
	"cmp"
	"slices"

	"chengxin/models"
)

// ledger proves the lines themselves: what each rests on, and that reversals pair with
// what they reverse.
func (f *facts) ledger() {
	for _, e := range f.entries {
		if e.Kind == models.Reversal {
			f.reversal(e)
			continue
		}
		if e.Points <= 0 || e.Reverses != "" {
			f.wrongEntry(e, "扣分应为正数，且不得注明冲销对象")
		}
		if e.Kind != models.Deduction && e.Kind != models.Opening {
			f.wrongEntry(e, "类别“"+e.Kind+"”无法识别")
		}
		if e.Kind == models.Deduction && !slices.ContainsFunc(f.recognitions, func(r models.Recognition) bool { return r.ID == e.RecognitionID }) {
			f.wrongEntry(e, "没有据以扣分的认定"+e.RecognitionID)
		}
	}
	for _, r := range f.recognitions {
		f.recognition(r)
	}
}

func (f *facts) reversal(e models.ScoreEntry) {
	back, ok := f.entry[e.Reverses]
	switch {
	case !ok:
		f.wrongEntry(e, "所冲销的记录"+e.Reverses+"不存在")
	case back.Kind == models.Reversal:
		f.wrongEntry(e, "冲销了另一条冲销记录"+back.ID)
	case f.reversed[back.ID] != "":
		f.wrongEntry(e, "重复冲销"+back.ID)
	case e.Points != -back.Points || e.Cycle != back.Cycle || e.Jurisdiction != back.Jurisdiction:
		f.wrongEntry(e, "与所冲销的"+back.ID+"分值、周期或者管辖区不一致")
	}
	f.reversed[e.Reverses] = e.ID
}

// recognition holds a decision against the ledger: effective ones stand there once with
// their points, all others not at all.
func (f *facts) recognition(r models.Recognition) {
	var standing []models.ScoreEntry
	for _, e := range f.entries {
		if e.RecognitionID == r.ID && e.Kind != models.Reversal && f.reversed[e.ID] == "" {
			standing = append(standing, e)
		}
	}
	effective := r.State == models.RecognitionEffective
	switch {
	case effective && len(standing) == 0:
		f.found(Entry, f.subject.ID, 0, "%s：认定%s已生效（扣%d分），账上没有相应扣分", f.title(), r.ID, r.Points)
	case effective && len(standing) > 1:
		f.found(Entry, f.subject.ID, 0, "%s：认定%s在账上有%d条未冲销的扣分，应仅有一条", f.title(), r.ID, len(standing))
	case effective && standing[0].Points != r.Points:
		f.found(Entry, f.subject.ID, 0, "%s：认定%s扣%d分，而账上为%d分", f.title(), r.ID, r.Points, standing[0].Points)
	case !effective && len(standing) > 0:
		f.found(Entry, f.subject.ID, 0, "%s：认定%s未生效或者已撤销，而账上仍有扣分%s", f.title(), r.ID, standing[0].ID)
	}
}

func (f *facts) wrongEntry(e models.ScoreEntry, why string) {
	f.found(Entry, f.subject.ID, 0, "%s：扣分记录%s%s", f.title(), e.ID, why)
}

func (f *facts) title() string {
	if f.subject.Name == "" {
		return "信用主体" + f.subject.ID
	}
	return f.subject.Name + "（" + f.subject.ID + "）"
}

// account names a running total.
type account struct{ jurisdiction, cycle string }

// totals computes each cycle's total, and what of it still counts: a repaired entry left
// the threshold sum, and with it its later reversal.
func (f *facts) totals() error {
	rebuilt := map[account]models.Cycle{}
	add := func(a account, total, counted int) {
		row := rebuilt[a]
		row.Total, row.Counted = row.Total+total, row.Counted+counted
		rebuilt[a] = row
	}
	for _, e := range f.entries {
		counted := e.Points
		if f.repaired[e.ID] || f.repaired[e.Reverses] {
			counted = 0
		}
		add(account{e.Jurisdiction, e.Cycle}, e.Points, counted)
	}
	stored := map[account]models.Cycle{}
	for _, c := range f.cycles {
		a := account{c.Jurisdiction, c.Cycle}
		stored[a] = c
		add(a, 0, 0)
	}
	for _, a := range sorted(rebuilt) {
		want, have := rebuilt[a], stored[a]
		if want.Total != have.Total || want.Counted != have.Counted {
			f.found(Cycle, f.subject.ID, 0, "%s：%s周期%s账上累计%d分、计入名单%d分，而存有累计%d分、计入名单%d分",
				f.title(), a.jurisdiction, a.cycle, want.Total, want.Counted, have.Total, have.Counted)
		}
		if err := f.crossed(a); err != nil {
			return err
		}
	}
	return nil
}

func sorted(m map[account]models.Cycle) (as []account) {
	for a := range m {
		as = append(as, a)
	}
	slices.SortFunc(as, func(a, b account) int {
		return cmp.Or(cmp.Compare(a.jurisdiction, b.jurisdiction), cmp.Compare(a.cycle, b.cycle))
	})
	return as
}
