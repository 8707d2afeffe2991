package policy

import (
	"crypto/sha256"
	"encoding/hex"
)

// Load reads a pack strictly. A pack with any mistake is refused with a
// *LoadError that lists all of them; a pack with none comes with warnings for
// whoever issues it. Name is how messages call the source: the file's name.
//
// The same bytes always give the same pack, problems and warnings. Load never
// panics, whatever the bytes are.
func Load(name string, src []byte) (*Pack, []Warning, error) {
	r := &reader{where: map[string]position{}}
	root := r.parse(src)
	if root == nil {
		return nil, nil, r.refusal(name)
	}
	p := r.pack(value{r, root, ""})
	r.check(p)
	if len(r.problems) > 0 {
		return nil, nil, r.refusal(name)
	}
	r.compareNational(p)
	r.reportExamples()
	sortWarnings(r.warnings)
	sum := sha256.Sum256(src)
	p.Hash = hex.EncodeToString(sum[:])
	return p, r.warnings, nil
}

func (r *reader) refusal(name string) *LoadError {
	sortProblems(r.problems)
	return &LoadError{Name: name, Problems: r.problems}
}

// sections are the fields of a pack, in the order in which a bureau writes them.
var sections = []string{
	"jurisdiction", "version", "effective", "valid_until", "trial", "basis", "roll_forward", "organizations", "offices",
	"score", "lists", "sectors", "behaviours",
	"violation", "listing", "dispute", "breach", "repair", "revocation", "desk", "documents",
}

func (r *reader) pack(v value) *Pack {
	f := v.fields(sections...)
	p := &Pack{
		Jurisdiction: f.required("jurisdiction", "管辖区").jurisdiction(),
		Version:      f.required("version", "版本号，如2026.1").version(),
		Effective:    f.required("effective", "施行日期").date(),
		ValidUntil:   f.optional("valid_until").date(),
		Trial:        f.optional("trial").boolean(),
		Basis:        f.required("basis", "制定依据").basis(),
		RollForward:  !f.has("roll_forward") || f.optional("roll_forward").boolean(),
	}
	p.Organizations = f.required("organizations", "机构").organizations()
	p.Offices = f.required("offices", "有签批权的办公室").offices(p.Organizations)
	r.offices = p.Offices
	p.Desk = f.optional("desk").desk()
	p.Score = f.required("score", "计分规则").score()
	p.Lists = f.required("lists", "名单").lists(p)
	p.Sectors = f.required("sectors", "行业领域").sectors()
	p.Behaviours = f.required("behaviours", "失信行为目录").behaviours(p)
	p.Violation = f.required("violation", "失信行为认定程序").violation()
	p.Listing = f.required("listing", "列入名单程序").listing()
	p.Dispute = f.required("dispute", "异议处理程序").dispute()
	p.Breach = f.required("breach", "违诺认定程序").breach()
	p.Repair = f.required("repair", "信用修复程序").repair(p)
	p.Revocation = f.required("revocation", "撤销更正程序").revocation()
	p.Documents = f.optional("documents").templates(standard())
	return p
}
