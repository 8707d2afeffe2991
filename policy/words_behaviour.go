package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Said is one line of a rule with its heading: 依据：《济宁市城镇容貌和环境卫生管理条例》第三十一条.
type Said struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}

// BehaviourWords say what the pack attaches to a behaviour, for whoever is about to
// report it: what it costs and leads to, on what that rests, and which terms begin. The
// recognition decides; this is the rule alone.
func (p *Pack) BehaviourWords(b Behaviour) []Said {
	said := []Said{
		{"程度和扣分", b.Grade.Label() + "，" + pointsWords(b)},
		{"依据", b.Article},
	}
	if b.PointsArticle != "" && b.PointsArticle != b.Article {
		said = append(said, Said{"分值依据", b.PointsArticle})
	}
	if b.FirstMinorCorrected == NoRecord {
		said = append(said, Said{"从轻", "轻微并及时改正的，或者初次且后果轻微并改正的，不予记录"})
	}
	said = append(said, Said{"名单", p.reachWords(b)})
	if w := p.legalWords(b); w != "" {
		said = append(said, Said{"审核", w})
	}
	return append(said, Said{"期限", strings.Join(p.termWords(), "；")})
}

func pointsWords(b Behaviour) string {
	if least, most := b.Range(); most > least {
		return fmt.Sprintf("扣%d至%d分", least, most)
	}
	return fmt.Sprintf("扣%d分", b.Points)
}

// reachWords say which lists it leads to, by itself or with others.
func (p *Pack) reachWords(b Behaviour) string {
	_, most := b.Range()
	var said []string
	for _, l := range p.Lists {
		if most >= l.At {
			said = append(said, fmt.Sprintf("本行为一次扣分即可达到%s标准（%d分）", l.Name, l.At))
			continue
		}
		said = append(said, fmt.Sprintf("一个计分周期内累计达到%d分的，列入%s", l.At, l.Name))
	}
	return strings.Join(said, "；")
}

func (p *Pack) legalWords(b Behaviour) string {
	least, most := b.Range()
	switch {
	case p.NeedsLegalReview(b.Grade, least):
		return "认定须经法制审核"
	case p.NeedsLegalReview(b.Grade, most):
		return fmt.Sprintf("拟扣分达到%d分的，须经法制审核", p.Violation.LegalReviewAt.Points)
	}
	return ""
}

// termWords are the terms that begin with a report, or soon after.
func (p *Pack) termWords() (said []string) {
	v := p.Violation
	for _, key := range []string{"filing", "statement"} {
		at := slices.IndexFunc(v.Steps, func(s Step) bool { return s.Key == key })
		if at >= 0 && !v.Steps[at].Within.IsZero() {
			said = append(said, v.Steps[at].Name+within(v.Steps[at].Within, v.Steps[at].From))
		}
	}
	if !v.Within.IsZero() {
		said = append(said, "全案"+within(v.Within, v.From)+"办结")
	}
	if v.Limitation != nil {
		said = append(said, "自行为发生之日起满"+v.Limitation.Within.Chinese()+"的，是否仍应追究须另行审查")
	}
	return said
}
