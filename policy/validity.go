package policy

import (
	"fmt"

	"chengxin/policy/calendar"
)

// InForce says whether new matters may be begun under the pack on a day. Matters
// already begun end on the pack they began with.
func (p *Pack) InForce(on calendar.Date) *Verdict {
	switch {
	case on.Before(p.Effective):
		return p.verdict("pack.not_yet", "认定标准尚未施行",
			fmt.Sprintf("认定标准（%s）自%s起施行，%s尚不适用。请使用当日有效的标准。", p.Name(), p.Effective.Chinese(), on.Chinese()), "",
			VerdictField{Field: "date", Earliest: p.Effective})
	case !p.ValidUntil.IsZero() && on.After(p.ValidUntil):
		return p.verdict("pack.expired", "认定标准已经失效",
			fmt.Sprintf("认定标准（%s）有效期至%s，%s已经失效。请由规则管理员发布新标准。", p.Name(), p.ValidUntil.Chinese(), on.Chinese()), "",
			VerdictField{Field: "date"})
	}
	return p.basisVerdict("pack", "认定标准", p.Basis, on)
}

// BasisMissing says whether a subject may be put on the list on a day: a list
// whose basis is missing, not yet in force or expired takes nobody in.
func (p *Pack) BasisMissing(l List, on calendar.Date) *Verdict {
	return p.basisVerdict("list", l.Name, l.Basis, on)
}

func (p *Pack) basisVerdict(code, what string, b Basis, on calendar.Date) *Verdict {
	switch {
	case b.Title == "":
		return p.verdict(code+".basis_missing", "缺少依据",
			fmt.Sprintf("%s没有写明依据文件，不得据以作出决定。请由规则管理员补充依据。", what), b.Article)
	case on.Before(b.ValidFrom):
		return p.verdict(code+".basis_not_yet", "依据尚未施行",
			fmt.Sprintf("%s的依据《%s》自%s起施行，%s尚不适用。", what, bare(b.Title), b.ValidFrom.Chinese(), on.Chinese()), b.Article,
			VerdictField{Field: "date", Earliest: b.ValidFrom})
	case !b.ValidUntil.IsZero() && on.After(b.ValidUntil):
		return p.verdict(code+".basis_expired", "依据已经失效",
			fmt.Sprintf("%s的依据《%s》有效期至%s，%s已经失效，不得据以作出决定。请由规则管理员换用有效依据。", what, bare(b.Title), b.ValidUntil.Chinese(), on.Chinese()), b.Article,
			VerdictField{Field: "date"})
	}
	return nil
}
