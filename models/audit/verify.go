package audit

import (
	"context"
	"regexp"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/store"
)

// window is how many chains are read from one snapshot. While a server works on, each
// chain must be seen with its head as of one instant; a snapshot held for the whole
// proof would keep the database from tidying up.
const window = 2000

// Verify walks every chain of the trail: each entry's hash, its link to the one before,
// numbers without gaps, the head; then holds the case's row, its commands, notices and
// documents against what the trail says of them. It may run while a server writes.
func Verify(ctx context.Context, st *store.Store, o Options) (Summary, error) {
	p := &proof{Options: o}
	for after, done := "", false; !done; {
		err := st.Snapshot(ctx, func(db *gorm.DB) (err error) {
			after, done, err = newWalk(p, db, after).window()
			return err
		})
		if err != nil {
			return p.sum, err
		}
		p.progress()
	}
	return p.sum, p.anchors(ctx, st)
}

// walk merges, in the order of chain names, everything that must agree.
type walk struct {
	*proof
	heads    pages[models.AuditHead]
	entries  pages[models.AuditEntry]
	cases    pages[models.Case]
	commands pages[models.Command]
	notices  pages[models.Notice]
	issued   pages[models.Document]
	enclosed pages[enclosure]
}

func newWalk(p *proof, db *gorm.DB, after string) *walk {
	w := &walk{proof: p}
	w.heads.fetch = func(last *models.AuditHead, n int) (rows []models.AuditHead, err error) {
		from := after
		if last != nil {
			from = last.Chain
		}
		err = db.Order("chain").Limit(n).Find(&rows, "chain > ?", from).Error
		return rows, err
	}
	w.entries.fetch = func(last *models.AuditEntry, n int) ([]models.AuditEntry, error) {
		return entriesAfter(db, last, after, n)
	}
	w.cases.fetch = func(last *models.Case, n int) (rows []models.Case, err error) {
		from := after
		if last != nil {
			from = last.Number
		}
		err = db.Select("number, version, stage").Order("number").Limit(n).Find(&rows, "number > ?", from).Error
		return rows, err
	}
	w.commands.fetch = func(last *models.Command, n int) (rows []models.Command, err error) {
		q := db.Select("id, case_number, verb, status").Order("case_number, id").Limit(n)
		if last == nil {
			return rows, q.Find(&rows, "case_number > ?", after).Error
		}
		err = q.Find(&rows, "case_number >= ? AND (case_number > ? OR id > ?)", last.CaseNumber, last.CaseNumber, last.ID).Error
		return rows, err
	}
	w.notices.fetch = func(last *models.Notice, n int) (rows []models.Notice, err error) {
		q := db.Select("id, case_number, kind").Order("case_number, id").Limit(n)
		if last == nil {
			return rows, q.Find(&rows, "case_number > ?", after).Error
		}
		err = q.Find(&rows, "case_number >= ? AND (case_number > ? OR id > ?)", last.CaseNumber, last.CaseNumber, last.ID).Error
		return rows, err
	}
	w.issued.fetch = func(last *models.Document, n int) (rows []models.Document, err error) {
		q := db.Select("id, case_number, title, number, body").Order("case_number, id").Limit(n)
		if last == nil {
			return rows, q.Find(&rows, "case_number > ?", after).Error
		}
		err = q.Find(&rows, "case_number >= ? AND (case_number > ? OR id > ?)", last.CaseNumber, last.CaseNumber, last.ID).Error
		return rows, err
	}
	w.enclosed.fetch = func(last *enclosure, n int) ([]enclosure, error) { return enclosuresAfter(db, last, after, n) }
	return w
}

// entriesAfter reads on in two steps, within the chain and then beyond it, so that each
// step is one range of the key however long a chain is.
func entriesAfter(db *gorm.DB, last *models.AuditEntry, after string, n int) (rows []models.AuditEntry, err error) {
	if last != nil {
		after = last.Chain
		err = db.Order("seq").Limit(n).Find(&rows, "chain = ? AND seq > ?", last.Chain, last.Seq).Error
		if err != nil || len(rows) == n {
			return rows, err
		}
	}
	var more []models.AuditEntry
	err = db.Order("chain, seq").Limit(n-len(rows)).Find(&more, "chain > ?", after).Error
	return append(rows, more...), err
}

// window proves the next chains and says with which one it ended.
func (w *walk) window() (last string, done bool, err error) {
	for range window {
		name, err := w.next()
		if err != nil || name == "" {
			return last, true, err
		}
		if err := w.chain(name); err != nil {
			return last, true, err
		}
		last = name
	}
	return last, false, nil
}

// next is the first chain name that any table still knows.
func (w *walk) next() (name string, err error) {
	least := func(s string) {
		if name == "" || s < name {
			name = s
		}
	}
	if h, err := w.heads.peek(); err != nil {
		return "", err
	} else if h != nil {
		least(h.Chain)
	}
	if e, err := w.entries.peek(); err != nil {
		return "", err
	} else if e != nil {
		least(e.Chain)
	}
	if c, err := w.cases.peek(); err != nil {
		return "", err
	} else if c != nil {
		least(c.Number)
	}
	return name, nil
}

// numbered is what a case's number looks like: such a chain must have its case.
var numbered = regexp.MustCompile(`^T?\d{4}[0-9A-Z]{2}-[A-Z]-\d{4}-\d{6}$`)

// chain proves one chain and what hangs on it.
func (w *walk) chain(name string) error {
	c := &chain{proof: w.proof, name: name, hash: store.Genesis, commands: map[string]bool{}, notices: map[string]bool{}, sums: map[string]string{}, files: map[string]string{}}
	err := w.heads.each(func(h *models.AuditHead) bool { return h.Chain == name }, func(h *models.AuditHead) { c.head = h })
	if err != nil {
		return err
	}
	if err := w.entries.each(func(e *models.AuditEntry) bool { return e.Chain == name }, c.entry); err != nil {
		return err
	}
	err = w.cases.each(func(r *models.Case) bool { return r.Number == name }, func(r *models.Case) { c.row = r })
	if err != nil {
		return err
	}
	w.sum.Chains++
	if c.row != nil {
		w.sum.Cases++
	}
	c.end()
	if err := w.commands.each(func(m *models.Command) bool { return m.CaseNumber <= name }, c.command); err != nil {
		return err
	}
	if err := w.notices.each(func(n *models.Notice) bool { return n.CaseNumber <= name }, c.notice); err != nil {
		return err
	}
	if err := w.issued.each(func(d *models.Document) bool { return d.CaseNumber <= name }, c.document); err != nil {
		return err
	}
	c.undrawn()
	if err := w.enclosed.each(func(e *enclosure) bool { return e.CaseNumber <= name }, c.enclosure); err != nil {
		return err
	}
	c.lost()
	return nil
}
