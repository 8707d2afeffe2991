package policy

import (
	"fmt"
	"strings"

	"chengxin/policy/calendar"
)

// check compares values with each other, for what no value shows by itself. What
// could not be read is zero here and compared with nothing.
func (r *reader) check(p *Pack) {
	r.checkDistricts(p)
	r.checkOrganizations(p)
	r.checkOffices(p)
	r.checkCatalogue(p)
	r.checkLists(p)
	r.checkSteps(p)
	r.checkDesk(p)
	r.checkSignOff(p)
	r.checkTrial(p)
	r.checkValidity(p)
	if p.Violation.LegalReviewAt.Points > p.Score.Base && p.Score.Base > 0 {
		r.on("violation.legal_review_at.points", "法制审核的分值%d超过总分%d，永远达不到。请改正", p.Violation.LegalReviewAt.Points, p.Score.Base)
	}
	if p.Breach.Points > p.Score.Base && p.Score.Base > 0 {
		r.on("breach.points", "违诺扣分%d超过总分%d。请改正", p.Breach.Points, p.Score.Base)
	}
}

func (r *reader) checkDistricts(p *Pack) {
	names := map[string]bool{}
	for _, d := range p.Jurisdiction.Districts {
		path := "jurisdiction.districts." + d.Code
		// A county-level city has districts of its own province, but a city's code
		// covers its counties by the first four digits (GB/T 2260).
		if strings.HasSuffix(p.Jurisdiction.Code, "00") && validRegion(p.Jurisdiction.Code, false) && validRegion(d.Code, true) && !strings.HasPrefix(d.Code, p.Jurisdiction.Code[:4]) {
			r.on(path, "区县代码%s不属于%s（%s）。请核对前四位", d.Code, p.Jurisdiction.Name, p.Jurisdiction.Code)
		}
		if names[d.Name] {
			r.on(path, "区县名称%s重复。请核对", quote(d.Name))
		}
		names[d.Name] = true
	}
}

func (r *reader) checkOffices(p *Pack) {
	used := map[string]string{}
	for _, o := range p.Offices {
		if other, ok := used[o.Organization]; ok && o.Organization != "" {
			r.on("offices."+o.Key, "与办公室%s是同一机构。两个办公室须为两个机构，否则双签等于单签", quote(other))
		}
		used[o.Organization] = o.Key
	}
}

// checkLists holds the thresholds against each other: within a family every list
// needs its own, and they stand mildest first (JN-5).
func (r *reader) checkLists(p *Pack) {
	last := map[string]List{}
	byKey := map[string]List{}
	for _, l := range p.Lists {
		path := "lists." + l.Key
		if milder, ok := last[l.Family]; ok && l.At <= milder.At && l.At > 0 {
			r.on(path+".at", "%s的分值%d不高于排在前面的%s（%d）。名单应由轻到重排列，分值逐级升高、互不重叠", l.Name, l.At, milder.Name, milder.At)
		}
		last[l.Family] = l
		if l.Supersedes != "" {
			milder, ok := byKey[l.Supersedes]
			switch {
			case l.Supersedes == l.Key:
				r.on(path+".supersedes", "名单取代了自身。请删除或者改为较轻的名单")
			case !ok:
				r.on(path+".supersedes", "没有排在前面的名单%s。请写较轻名单的代号", quote(l.Supersedes))
			case milder.Family != l.Family:
				r.on(path+".supersedes", "%s与%s不属于同一类名单（family），不能取代。请核对", l.Name, milder.Name)
			}
		}
		byKey[l.Key] = l
		if longer(l.RepairAfter, l.EndsAfter) {
			r.on(path+".repair_after", "%s须公布满%s方可修复，而最长只公布%s，永远无法修复。请改正", l.Name, l.RepairAfter.Chinese(), l.EndsAfter.Chinese())
		}
	}
}

// checkSignOff: the heavier list needs two different offices (JN-9).
func (r *reader) checkSignOff(p *Pack) {
	for _, l := range p.Lists {
		path := "repair.sign_off." + l.Key
		offices := map[string]bool{}
		for i, s := range p.Repair.SignOff[l.Key] {
			at := fmt.Sprintf("%s[%d].office", path, i)
			if offices[s.Office] {
				r.on(at, "办公室%s已经签批过。同一办公室签两次等于一次，请改为另一办公室", quote(s.Office))
			}
			offices[s.Office] = true
		}
		if (l.Key == "black" || l.Supersedes != "") && len(offices) == 1 {
			r.on(path, "%s的修复只有%d个办公室签批。须由两个不同的办公室、两个不同的人先后签批，请补写", l.Name, len(offices))
		}
	}
}

// checkSteps follows references from steps and holds their terms together.
func (r *reader) checkSteps(p *Pack) {
	for _, ps := range p.placed() {
		s, path := ps.Step, ps.path
		if _, ok := p.Office(s.Office); s.Office != "" && !ok && len(p.Offices) > 0 {
			r.on(path+".office", "没有办公室%s。%s", quote(s.Office), instead(s.Office, officeKeys(p)))
		}
		if longer(s.Warn, s.Within) || s.Warn == s.Within && !s.Warn.IsZero() {
			r.on(path+".warn", "预警期%s不短于办理期限%s，一开始就会临期。请改短", s.Warn.Chinese(), s.Within.Chinese())
		}
		// While a party is waited for (lapse), the whole-case clock may stand still.
		if whole := p.whole(ps.process); s.Lapse == "" && longer(s.Within, whole) {
			r.warn(path+".within", Doubtful, "“%s”的期限%s比%s的总期限%s还长，总期限届满时将逾期。请核对", s.Name, s.Within.Chinese(), ps.process.name, whole.Chinese())
		}
		if s.Role == OfficeMember && s.Office == "" {
			r.on(path+".role", "办公室签批人没有所属办公室。请补写office")
		}
	}
}

func officeKeys(p *Pack) []string {
	keys := make([]string, len(p.Offices))
	for i, o := range p.Offices {
		keys[i] = o.Key
	}
	return keys
}

// checkTrial: seconds and minutes are for trying a pack out, never for a rule.
func (r *reader) checkTrial(p *Pack) {
	if p.Trial {
		return
	}
	for _, t := range p.terms() {
		if t.Unit == calendar.Seconds || t.Unit == calendar.Minutes {
			r.on(t.path, "期限%s以秒或分钟计，只能用于试运行。正式规则请改为工作日等；试运行请在文件中写trial: true", t.Term.Chinese())
		}
	}
}

// checkValidity refuses a pack that could never be in force.
func (r *reader) checkValidity(p *Pack) {
	if !p.ValidUntil.IsZero() && p.ValidUntil.Before(p.Effective) {
		r.on("valid_until", "有效期止于%s，早于施行日期%s。请核对", p.ValidUntil.Chinese(), p.Effective.Chinese())
	}
	r.checkBasis("basis", p.Basis, p)
	for _, l := range p.Lists {
		if l.Basis != p.Basis {
			r.checkBasis("lists."+l.Key+".basis", l.Basis, p)
		}
	}
}

func (r *reader) checkBasis(path string, b Basis, p *Pack) {
	if !b.ValidUntil.IsZero() && b.ValidUntil.Before(p.Effective) {
		r.on(path+".valid_until", "《%s》的有效期止于%s，在本规则包施行（%s）前已经失效。请换用有效的依据", bare(b.Title), b.ValidUntil.Chinese(), p.Effective.Chinese())
	}
	if !p.Effective.IsZero() && b.ValidFrom.After(p.Effective) {
		r.on(path+".valid_from", "《%s》自%s起施行，晚于本规则包的施行日期%s。请推迟effective", bare(b.Title), b.ValidFrom.Chinese(), p.Effective.Chinese())
	}
}

// bare takes the title marks off, so that they are not doubled.
func bare(title string) string {
	return strings.TrimSuffix(strings.TrimPrefix(title, "《"), "》")
}
