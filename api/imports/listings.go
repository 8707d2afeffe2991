package imports

import (
	"context"
	"errors"
	"io"
	"strconv"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// The columns of listings.
var (
	columnList      = column{name: "名单", also: []string{"名单类别"}}
	columnDecided   = column{name: "决定日期", also: []string{"列入日期"}}
	columnPublished = column{name: "公布日期"}
	columnDocument  = column{name: "决定文书", also: []string{"文号", "决定书文号"}, most: 120}
	columnOffice    = column{name: "认定部门", also: []string{"列入部门"}}
	optionalCycle   = column{name: columnCycle.name, also: columnCycle.also, optional: true}
)

// Listings enters listings in force with their dates: 统一社会信用代码/证件号, 名单, 决定日期,
// 公布日期, 累计扣分, 决定文书, 认定部门. Each goes on as if it had been decided here: it opens
// to repair and ends on the days its own dates lead to.
func (m *Importer) Listings(ctx context.Context, file string, report io.Writer) (Result, error) {
	return m.run(ctx, "listings", file, report, []column{
		optionalName, columnCode, columnList, columnDecided, columnPublished, columnTotal, columnDocument, columnOffice, optionalCycle, columnNote,
	}, (*job).listingRow)
}

// entry is one listing as a line tells it.
type entry struct {
	row                row
	subject            models.Subject
	pack               *policy.Pack
	list               policy.List
	decided, published models.Instant
	total              int
	document, cycle    string
	office             models.Organization
}

func (j *job) listingRow(r row) (outcome, error) {
	e, err := j.entry(r)
	if err != nil {
		return outcome{}, err
	}
	if err := j.once(r, columnDocument.name, e.document); err != nil {
		return outcome{}, err
	}
	if known, err := j.known(e); err != nil || known {
		return outcome{}, err
	}
	return outcome{written: true}, j.write(func(tx *store.Tx) error { return j.enter(tx, e) })
}

// entry reads and checks a line.
func (j *job) entry(r row) (e entry, err error) {
	e.row = r
	if e.pack, err = j.pack(); err != nil {
		return e, err
	}
	if e.subject, err = j.find(r); err != nil {
		return e, err
	}
	var ok bool
	if e.list, ok = listNamed(e.pack, r.get(columnList.name)); !ok {
		return e, r.refuse(columnList.name, "没有这一名单，应为规则包中的名单名称，如%s", e.pack.Lists[0].Name)
	}
	if e.decided, err = r.date(columnDecided.name); err != nil {
		return e, err
	}
	if e.published, err = r.date(columnPublished.name); err != nil {
		return e, err
	}
	if e.total, err = r.whole(columnTotal.name, e.list.At, mostPoints); err != nil {
		return e, r.refuse(columnTotal.name, "%s须累计达到%d分", e.list.Name, e.list.At)
	}
	if e.document = r.get(columnDocument.name); e.document == "" {
		return e, r.refuse(columnDocument.name, "须填写列入决定书的文号")
	}
	e.cycle = strconv.Itoa(e.decided.Time().Year())
	if r.get(columnCycle.name) != "" {
		if e.cycle, err = r.cycle(j.now()); err != nil {
			return e, err
		}
	}
	if e.office, err = j.organization(r, columnOffice.name); err != nil {
		return e, err
	}
	return e, j.lawful(e)
}

// lawful refuses what could not have been decided, or is over.
func (j *job) lawful(e entry) error {
	r := e.row
	switch {
	case e.decided > j.now():
		return r.refuse(columnDecided.name, "晚于今天")
	case e.published > j.now():
		return r.refuse(columnPublished.name, "晚于今天")
	case e.published < e.decided:
		return r.refuse(columnPublished.name, "早于决定日期")
	}
	if v := chargeable(e.pack, e.subject, e.decided); v != nil {
		return r.refuse(columnCode.name, "%s", v.Title) // the detail tells a day of birth
	}
	if v := e.pack.BasisMissing(e.list, day(e.decided)); v != nil {
		return r.refuse(columnList.name, "%s", v)
	}
	ends, err := e.pack.Ends(j.Rules.Calendar(), e.list, e.published.Time(), e.decided.Time())
	if err != nil {
		return err
	}
	if models.At(ends.FullAt) <= j.now() {
		return r.refuse(columnDecided.name, "%s，已不在名单上，无须导入", ends.Because)
	}
	return nil
}

// chargeable says why a subject can have no points and no listing, as text.
func chargeable(pack *policy.Pack, s models.Subject, on models.Instant) *policy.Verdict {
	var birth *calendar.Date
	if d, err := calendar.ParseDate(s.Birth); err == nil {
		birth = &d
	}
	return pack.Chargeable(policy.SubjectKind(s.Kind), birth, day(on))
}

func listNamed(p *policy.Pack, name string) (policy.List, bool) {
	for _, l := range p.Lists {
		if l.Name == name || l.Key == name {
			return l, true
		}
	}
	return policy.List{}, false
}

// pack is the jurisdiction's in force today: what is imported ends on it.
func (j *job) pack() (*policy.Pack, error) {
	today := calendar.From(j.Now())
	var row models.StoredPack
	err := j.Store.Read(j.ctx).Order("effective DESC, loaded_at DESC").Limit(1).
		Find(&row, "jurisdiction = ? AND effective <= ? AND withdrawn_at = 0", j.Jurisdiction, today.String()).Error
	if err != nil {
		return nil, err
	}
	if row.Hash == "" {
		return nil, errors.New("管辖区“" + j.Jurisdiction + "”没有生效的规则包，请核对 --jurisdiction")
	}
	return j.Rules.Pack(j.ctx, row.Hash)
}

// organization finds a department by name or key.
func (j *job) organization(r row, column string) (o models.Organization, err error) {
	name := r.get(column)
	err = j.Store.Read(j.ctx).Order("id").Limit(1).
		Find(&o, "jurisdiction = ? AND closed_at = 0 AND (name = ? OR id = ?)", j.Jurisdiction, name, store.OrganizationID(j.Jurisdiction, name)).Error
	if err == nil && o.ID == "" {
		err = r.refuse(column, "规则包中没有这一机构，请填写机构全称")
	}
	return o, err
}

// known says that the line is in the register already, exactly as it stands. What only
// half agrees is refused.
func (j *job) known(e entry) (bool, error) {
	db, r := j.Store.Read(j.ctx), e.row
	var doc models.Document
	if err := db.Limit(1).Find(&doc, "number = ?", e.document).Error; err != nil {
		return false, err
	}
	var current []models.Listing
	err := db.Order("number").Find(&current, "subject_id = ? AND family = ? AND state IN ?", e.subject.ID, e.list.Family,
		[]string{models.ListingProposed, models.ListingDecided, models.ListingPublished}).Error
	if err != nil {
		return false, err
	}
	for _, l := range current {
		if l.Number == doc.CaseNumber && l.List == e.list.Key && l.DecidedAt == e.decided && l.PublishedAt == e.published {
			return true, nil
		}
	}
	switch {
	case doc.ID != "":
		return false, r.refuse(columnDocument.name, "该文号已用于%s，与填写的内容不一致", doc.CaseNumber)
	case len(current) > 0:
		return false, r.refuse(columnList.name, "该主体已在名单上或者拟列入（%s），同类名单只能有一条", current[0].Number)
	}
	return false, nil
}
