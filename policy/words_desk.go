package policy

import (
	"fmt"
	"strings"
)

// sayDesk says what holds for the tasks of every process.
func (c *clauses) sayDesk() {
	d := c.pack.Desk
	c.section = "时限管理和督办"
	c.say("desk.escalation", "待办的上报次序为：%s；此后每个工作日再次提醒，直至办结。%s", c.ladderWords(c.pack.Ladder(Step{})), on(d.Article))
	c.say("desk.supervision", "督办意见应当自收到之次日起%s内答复。", d.Supervision.Chinese())
	c.say("desk.public_notice", "公告送达的，自发出公告之次日起经过%s，即视为送达。", d.PublicNotice.Chinese())
	c.say("desk.keep", "自然人的个人信息自其最后一件案件办结之日起保存%s，期满后可以依法删除。", d.Keep.Chinese())
	c.say("desk.near", "信用主体当期扣分距名单标准不超过%d分的，列入督办看板。", d.Near)
	c.say("desk.appeal", "对超期认定的申诉每个待办限一次，督办人员应当在%s内决定；申诉成立的，超期事实仍予保留。", d.Appeal.Chinese())
}

func (c *clauses) ladderWords(ladder []Rung) string {
	var said []string
	for _, r := range ladder {
		when := "到期时"
		switch {
		case !r.Before.IsZero():
			when = "到期前" + r.Before.Chinese()
		case !r.After.IsZero():
			when = "超期" + r.After.Chinese()
		}
		var who []string
		for _, to := range r.To {
			if to.Office != "" {
				who = append(who, officeName(c.pack, to.Office))
				continue
			}
			who = append(who, to.Role.Label())
		}
		said = append(said, when+"告知"+strings.Join(who, "、"))
	}
	return strings.Join(said, "，")
}

// deskWords are a step's own ways of finding its people.
func (c *clauses) deskWords(st Step) (said []string) {
	switch st.Assign {
	case LeastLoaded:
		said = append(said, "指派给在办事项最少的人员")
	case Area:
		said = append(said, "指派给所在网格、街道的责任人员")
	case Manual:
		said = append(said, "由"+Head().Label()+"指派")
	}
	if !st.ClaimWithin.IsZero() {
		said = append(said, st.ClaimWithin.Chinese()+"内无人认领的，告知"+Head().Label())
	}
	if st.Countersign != nil {
		said = append(said, c.pack.CountersignWords(*st.Countersign))
	}
	if len(st.Escalation) > 0 {
		said = append(said, c.ladderWords(st.Escalation))
	}
	return said
}

// CountersignWords says who signs together, how, and what of their voices counts (会签).
func (p *Pack) CountersignWords(k Countersign) string {
	var who []string
	for _, s := range k.Signers {
		name := s.Role.Label()
		if s.Office != "" {
			name = officeName(p, s.Office)
		}
		if s.Veto {
			name += "（可以否决）"
		}
		who = append(who, name)
	}
	how := "同时"
	if k.Sequential {
		how = "依次"
	}
	rule := fmt.Sprintf("%d人中%d人同意即为同意", len(k.Signers), k.Need)
	switch k.Need {
	case len(k.Signers):
		rule = "全部同意方为同意"
	case 1:
		rule = "一人同意即为同意"
	}
	if k.Veto {
		rule += "，任何一人可以否决"
	}
	return fmt.Sprintf("由%s%s会签，%s", strings.Join(who, "、"), how, rule)
}

func (c *clauses) sayExtension(path, of string, x *Extension) {
	if x == nil {
		return
	}
	c.say(path+".extension", "%s可以申请延期，最多%d次，每次不超过%s，由%s在%s内决定。%s", of, x.Times, x.Each.Chinese(), x.By.Label(), x.Within.Chinese(), on(x.Article))
}

func (c *clauses) sayStandstill(s shape, key, what string, x *Standstill) {
	if x == nil {
		return
	}
	at := ""
	if len(x.Steps) > 0 {
		at = "在" + strings.Join(c.stepNames(s, x.Steps), "、") + "环节，"
	}
	c.say(s.key+"."+key, "%s因故不能办理的，经%s决定可以%s，最长%s，到时自动恢复。%s", at, x.By.Label(), what, x.AtMost.Chinese(), on(x.Article))
}
