package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in a pack's source: where it stands, what is wrong, why
// it matters and what to do, in Chinese for the person who wrote the file.
// Lines and columns count from 1; a missing value is reported where it belongs.
type Problem struct {
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Path    string `json:"path"` // "lists.black.at", "behaviours[3].points"
	Message string `json:"message"`
}

// LoadError lists every mistake of a pack that was refused, in the order of the
// file. The running pack is untouched.
type LoadError struct {
	Name     string    `json:"name"` // of the source, as given to Load
	Problems []Problem `json:"problems"`
}

// Error gives one line a problem, each starting with name:line:column.
func (e *LoadError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "规则包%s有%d处错误，未予采用", e.Name, len(e.Problems))
	for _, p := range e.Problems {
		fmt.Fprintf(&b, "\n%s:%d:%d: %s: %s", e.Name, p.Line, p.Column, p.Path, p.Message)
	}
	return b.String()
}

// Warning is something lawful or undecidable that whoever issues the pack should
// know: it does not stop the pack.
type Warning struct {
	Line    int         `json:"line"`
	Column  int         `json:"column"`
	Path    string      `json:"path"`
	Code    WarningCode `json:"code"`
	Message string      `json:"message"` // names both rules where two differ
}

// WarningCode is the stable name of a kind of warning.
type WarningCode string

// The kinds of warnings.
const (
	DepartsFromNational WarningCode = "departs_from_national" // the city's figure is not the national one
	LocalListNoLaw      WarningCode = "local_list_no_law"     // 国办发〔2020〕49号
	ExtraCondition      WarningCode = "extra_condition"       // Order 36 admits conditions from laws, regulations, department rules
	ExampleValue        WarningCode = "example_value"         // 示例: nobody could source it
	Doubtful            WarningCode = "doubtful"              // lawful, but probably not meant
)

// sortProblems orders by line, then column, keeping the order of finding.
func sortProblems(list []Problem) {
	slices.SortStableFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

func sortWarnings(list []Warning) {
	slices.SortStableFunc(list, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
