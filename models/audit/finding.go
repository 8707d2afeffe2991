// Package audit proves a register: that its trail is whole and unchanged (NX-5), and
// that scores and listings rebuilt from what was decided equal what is stored. It only
// reads; the ledger and the trail are the truth, and nothing here repairs anything.
package audit

import "fmt"

// Kind sorts findings for programs; people read the text.
type Kind string

// What can be wrong with the trail.
const (
	Changed  Kind = "changed"  // an entry is not as it was written
	Removed  Kind = "removed"  // an entry, or a whole chain, is missing
	Inserted Kind = "inserted" // an entry that was never appended
	Head     Kind = "head"     // a chain's head is missing or altered
	Register Kind = "register" // the register stands elsewhere than its trail
)

// What can differ between the stored state and the one rebuilt.
const (
	Cycle       Kind = "cycle"       // a running total
	Entry       Kind = "entry"       // a line of the ledger that cannot be right
	Listing     Kind = "listing"     // a listing without grounds, or grounds without listing
	Publication Kind = "publication" // what the public sees
)

// Remark is what deserves a look and is no difference.
const Remark Kind = "remark"

// Finding is one thing that does not hold, named so that it can be looked up.
type Finding struct {
	Kind  Kind   `json:"kind"`
	Where string `json:"where"`         // chain, subject, listing
	Seq   int    `json:"seq,omitempty"` // entry of the chain
	Text  string `json:"text"`          // in official words
}

// String is one line of a report.
func (f Finding) String() string { return f.Text }

// Summary counts what was looked at and what was found.
type Summary struct {
	Chains, Entries, Cases     int // verify
	Files                      int // verify: evidence files whose bytes were proven
	Anchors                    int // verify: daily anchors
	Subjects, Points, Listings int // rebuild; Points counts lines of the ledger
	Findings, Remarks          int
}

// Sound says that nothing was found.
func (s Summary) Sound() bool { return s.Findings == 0 }

// Verified says in official words what Verify looked at and found.
func (s Summary) Verified() string {
	return fmt.Sprintf("已核验留痕%d条链、%d条记录、%d件案件、%d个证据文件、%d个锚点，发现%d处问题。", s.Chains, s.Entries, s.Cases, s.Files, s.Anchors, s.Findings)
}

// Rebuilt says it of Rebuild.
func (s Summary) Rebuilt() string {
	return fmt.Sprintf("已重算%d个信用主体、%d条扣分记录、%d条名单记录，发现%d处不符、%d处提示。", s.Subjects, s.Points, s.Listings, s.Findings, s.Remarks)
}

// Options tell a proof where to report to and what to look at; all may be nil.
type Options struct {
	// Anchors are roots that were kept outside the register, by day.
	Anchors map[string]string
	// File proves the bytes kept under a sum; nil: only what the register says of evidence
	// files is looked at.
	File     func(sum string) error
	Tell     func(Finding) // each finding as soon as it is certain
	Progress func(Summary) // now and then
}

// proof is one run.
type proof struct {
	Options
	sum    Summary
	proven map[string]error // evidence files by their sums: one may belong to many cases
}

func (p *proof) found(k Kind, where string, seq int, text string, args ...any) {
	if k == Remark {
		p.sum.Remarks++
	} else {
		p.sum.Findings++
	}
	if p.Tell != nil {
		p.Tell(Finding{Kind: k, Where: where, Seq: seq, Text: fmt.Sprintf(text, args...)})
	}
}

func (p *proof) progress() {
	if p.Progress != nil {
		p.Progress(p.sum)
	}
}
