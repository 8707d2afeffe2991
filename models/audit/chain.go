package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"chengxin/models"
	"chengxin/models/store"
)

// chain is one chain as its entries pass by.
type chain struct {
	*proof
	name string
	head *models.AuditHead
	row  *models.Case

	seq     int    // of the last entry seen
	hash    string // its hash as stored
	gap     bool   // entries are missing before the next one: its link proves nothing
	broken  bool   // entries are missing or altered anywhere before
	version int    // of the case, as the trail tells it
	stage   string
	// commands and notices the trail speaks of.
	commands, notices map[string]bool
	sums              map[string]string // of documents issued, by number
	files             map[string]string // sums of evidence files handed in, by the file
	imported          bool              // from an earlier system, whose documents came with it
}

// entry proves the next entry: its number, its own content, its link to the one before.
func (c *chain) entry(e *models.AuditEntry) {
	c.sum.Entries++
	expected := c.seq + 1
	switch {
	case e.Seq < 1:
		c.found(Inserted, c.name, e.Seq, "%s第%d条：序号应自1起，该条系插入", c.title(), e.Seq)
	case e.Seq > expected:
		c.found(Removed, c.name, expected, "%s：缺失%s，系被删除", c.title(), span(expected, e.Seq-1))
		c.gap, c.broken = true, true
	}
	if store.AuditHash(*e) != e.Hash {
		c.found(Changed, c.name, e.Seq, "%s第%d条（%s，%s）：内容与散列不符，系被改动", c.title(), e.Seq, e.Action, store.When(e.At))
		c.broken = true
	}
	beyond := c.head != nil && e.Seq > c.head.Seq // told at the end, whatever it links to
	if !c.gap && !beyond && e.PrevHash != c.hash {
		c.found(Changed, c.name, max(c.seq, 1), "%s第%d条与第%d条不相衔接：第%d条系被替换或者插入", c.title(), e.Seq, c.seq, max(c.seq, 1))
	}
	c.seq, c.hash, c.gap = e.Seq, e.Hash, false
	c.tells(e)
}

// tells notes what the entry says of the case, its commands and notices.
func (c *chain) tells(e *models.AuditEntry) {
	var said struct {
		Version int      `json:"version"`
		Stage   string   `json:"stage"`
		Command string   `json:"command"`
		Notice  string   `json:"notice"`
		Notices []string `json:"notices"`
		Acts    []struct {
			Did  string          `json:"did"`
			What json.RawMessage `json:"what"`
		} `json:"acts"`
	}
	if json.Unmarshal(e.Body, &said) != nil {
		return // an administrative act may say anything; a changed body was found by its hash
	}
	if said.Command != "" {
		c.commands[said.Command] = true
	}
	for _, id := range append(said.Notices, said.Notice) {
		c.notices[id] = true
	}
	c.handedIn(e.Body)
	c.imported = c.imported || e.Action == "imported"
	for _, a := range said.Acts {
		var doc struct{ Number, Sum string }
		if a.Did == "issued" && json.Unmarshal(a.What, &doc) == nil {
			c.sums[doc.Number] = doc.Sum
		}
	}
	if said.Version == 0 {
		return
	}
	switch {
	case c.broken: // what is missing was said already
	case said.Version > c.version+1:
		c.found(Removed, c.name, e.Seq, "%s第%d条记第%d次变动，其前%s变动没有留痕，系被删除", c.title(), e.Seq, said.Version, times(c.version+1, said.Version-1))
	case said.Version <= c.version:
		c.found(Inserted, c.name, e.Seq, "%s第%d条重复记第%d次变动，系插入", c.title(), e.Seq, said.Version)
	}
	c.version, c.stage = said.Version, said.Stage
}

// end holds the chain against its head and the case's row.
func (c *chain) end() {
	switch {
	case c.head == nil && c.seq > 0:
		c.found(Head, c.name, c.seq, "%s：有%d条记录而没有链头，链头系被删除", c.title(), c.seq)
	case c.head == nil: // neither: only the case is left
		c.found(Removed, c.name, 0, "%s：案件在册而留痕及链头全部缺失，系被删除", c.title())
		return
	case c.head.Seq > c.seq:
		c.found(Removed, c.name, c.seq+1, "%s：链头为第%d条，而缺失%s，系被删除", c.title(), c.head.Seq, span(c.seq+1, c.head.Seq))
	case c.head.Seq < c.seq:
		c.found(Inserted, c.name, c.head.Seq+1, "%s：链头为第%d条，而另有%s，系插入", c.title(), c.head.Seq, span(c.head.Seq+1, c.seq))
	case c.head.Hash != c.hash:
		c.found(Head, c.name, c.seq, "%s：链头所记散列与第%d条不符，二者之一系被改动", c.title(), c.seq)
	}
	c.agrees()
}

// agrees holds the case's row against the last change the trail tells of. A trail cut
// at its end together with its head shows here.
func (c *chain) agrees() {
	switch {
	case c.row == nil && numbered.MatchString(c.name):
		c.found(Register, c.name, 0, "%s：有留痕而案件不在册，案件系被删除", c.title())
	case c.row == nil:
	case c.row.Version > c.version:
		c.found(Removed, c.name, c.seq+1, "%s：案件已有%d次变动，而留痕止于第%d次，其后的记录系被删除", c.title(), c.row.Version, c.version)
	case c.row.Version < c.version:
		c.found(Register, c.name, c.seq, "%s：留痕已至第%d次变动，而案件记为第%d次，案件记录系被改动", c.title(), c.version, c.row.Version)
	case c.version > 0 && c.row.Stage != c.stage:
		c.found(Register, c.name, c.seq, "%s：留痕所记环节为%s，而案件记为%s，案件记录系被改动", c.title(), c.stage, c.row.Stage)
	}
}

// verbBegin marks the row that a new case leaves under its caller's key: the case's
// first entry speaks of it, without its id.
const verbBegin = "begin"

// command demands that a settled decision stands in the trail.
func (c *chain) command(m *models.Command) {
	if m.CaseNumber != c.name || m.Status == models.CommandReceived || m.Verb == verbBegin || c.commands[m.ID] {
		return
	}
	c.found(Removed, c.name, 0, "%s：决定%s已办理（%s）而没有留痕，该条记录系被删除", c.title(), m.ID, m.Status)
}

// trailed are the kinds of notices that are given with an entry of the trail.
var trailed = map[string]bool{models.NoticeWarning: true, models.NoticeOverdue: true, models.NoticeSilent: true, models.NoticeStuck: true}

// notice demands that an alarm stands in the trail.
func (c *chain) notice(n *models.Notice) {
	if n.CaseNumber != c.name || !trailed[n.Kind] || c.notices[n.ID] {
		return
	}
	c.found(Removed, c.name, 0, "%s：提醒%s已发出而没有留痕，该条记录系被删除", c.title(), n.ID)
}

// document demands that an issued document says what it said when it was issued.
func (c *chain) document(d *models.Document) {
	if d.CaseNumber != c.name {
		return
	}
	want, told := c.sums[d.Number]
	delete(c.sums, d.Number)
	switch sum := sha256.Sum256(d.Body); {
	case !told && !c.imported && !c.broken && c.seq > 0: // else what told of it is what was found missing
		c.found(Inserted, c.name, 0, "%s：文书《%s》%s在册而没有作出的留痕，系插入", c.title(), d.Title, d.Number)
	case want != "" && hex.EncodeToString(sum[:]) != want:
		c.found(Register, c.name, 0, "%s：文书《%s》%s的内容与作出时所记散列不符，系被改动", c.title(), d.Title, d.Number)
	}
}

// undrawn names documents that the trail tells of and the register lost.
func (c *chain) undrawn() {
	for _, number := range slices.Sorted(maps.Keys(c.sums)) {
		c.found(Removed, c.name, 0, "%s：文书%s已作出而不在册，系被删除", c.title(), number)
	}
}

func (c *chain) title() string { return title(c.name) }

func title(chain string) string {
	if chain == store.AdminChain {
		return "管理留痕"
	}
	return "留痕" + chain
}

func span(from, to int) string  { return ordinal(from, to, "条") }
func times(from, to int) string { return ordinal(from, to, "次") }

func ordinal(from, to int, unit string) string {
	if from == to {
		return fmt.Sprintf("第%d%s", from, unit)
	}
	return fmt.Sprintf("第%d至%d%s", from, to, unit)
}
