package policy

import (
	"fmt"
	"strings"
	"time"

	"chengxin/policy/calendar"
)

// ScoreEntry is one line of the ledger, as far as an explanation needs it.
type ScoreEntry struct {
	Behaviour string    // Behaviour.Code
	Points    int       // as decided; a reversal carries the points it takes back
	Effective time.Time // when the points took effect: the service of the decision
	Act       time.Time // when the act was done
	Decision  string    // 文号 of the decision
	Reversal  bool      // takes points back
	Repaired  bool      // stays in the file, no longer counts towards a list
}

// Explanation says where a score comes from (NX-3).
type Explanation struct {
	Cycle string   `json:"cycle"`
	Total int      `json:"total"`          // cumulative points that count towards a list
	List  string   `json:"list,omitempty"` // Key; one of each family, parted by commas
	Lines []string `json:"lines"`
}

// ExplainScore explains one cycle's total line by line: the decision, the
// behaviour, the article, and what the total leads to. Entries of other cycles are
// left out; the order given is kept.
func (p *Pack) ExplainScore(cycle string, entries []ScoreEntry) Explanation {
	e := Explanation{Cycle: cycle, Lines: []string{}}
	for _, entry := range entries {
		if p.CycleOf(entry.Effective, entry.Act) != cycle {
			continue
		}
		switch {
		case entry.Repaired:
		case entry.Reversal:
			e.Total -= entry.Points
		default:
			e.Total += entry.Points
		}
		e.Lines = append(e.Lines, p.explainEntry(entry))
	}
	sum := fmt.Sprintf("%s年计分周期累计扣分%d分（总分%d分）", cycle, e.Total, p.Score.Base)
	var reached []string
	for _, family := range p.Families() {
		if l, ok := p.ListAt(family, e.Total); ok {
			reached = append(reached, l.Key)
			sum += fmt.Sprintf("，达到%d分，应当列入%s（%s）", l.At, l.Name, l.Article)
		}
	}
	if len(reached) == 0 && len(p.Lists) > 0 {
		sum += fmt.Sprintf("，未达到%s的%d分", p.Lists[0].Name, p.Lists[0].At)
	}
	e.List = strings.Join(reached, ",")
	e.Lines = append(e.Lines, sum+"。")
	return e
}

func (p *Pack) explainEntry(e ScoreEntry) string {
	name, article := e.Behaviour, ""
	if b, ok := p.Behaviour(e.Behaviour); ok {
		name, article = fmt.Sprintf("%s（%s，%s）", b.Name, b.Code, b.Grade.Label()), b.Article
	}
	day := calendar.From(e.Effective).Chinese()
	if e.Reversal {
		return fmt.Sprintf("%s生效的%s，撤销%s的扣分%d分%s。", day, e.Decision, name, e.Points, repairedNote(e))
	}
	return fmt.Sprintf("%s生效的%s，认定%s，依据%s，扣%d分%s。", day, e.Decision, name, article, e.Points, repairedNote(e))
}

func repairedNote(e ScoreEntry) string {
	if e.Repaired {
		return "，已修复，不再计入名单分值"
	}
	return ""
}
