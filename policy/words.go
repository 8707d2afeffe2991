package policy

import (
	"cmp"
	"fmt"
	"strings"
)

// clause is one sentence of a pack in the words of a rule. Its path is what it
// speaks of, so that the same sentence of two packs can be laid side by side.
type clause struct {
	section string
	path    string
	text    string
}

// clauses is a pack in sentences, in the order of a rule.
type clauses struct {
	pack    *Pack
	section string
	list    []clause
}

func (c *clauses) say(path, format string, args ...any) {
	c.list = append(c.list, clause{c.section, path, fmt.Sprintf(format, args...)})
}

// Words gives the whole pack in official Chinese, for reading aloud in the meeting
// that adopts it. It says everything the pack says, defaults included.
func Words(p *Pack) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s失信行为认定和计分标准\n", p.Jurisdiction.Name)
	fmt.Fprintf(&b, "（%s）\n", p.Name())
	if p.Trial {
		b.WriteString("试运行：期限以秒计，不作为执法依据。\n")
	}
	section, number, item := "", 0, 0
	for _, c := range sentences(p) {
		if c.section != section {
			section, item = c.section, 0
			number++
			fmt.Fprintf(&b, "\n%s、%s\n", numeral(number), section)
		}
		item++
		fmt.Fprintf(&b, "%d. %s\n", item, c.text)
	}
	return b.String()
}

// sentences lists every sentence of a pack.
func sentences(p *Pack) []clause {
	c := &clauses{pack: p}
	c.sayScope()
	c.sayBodies()
	c.sayScore()
	c.sayCatalogue()
	c.sayViolation()
	c.sayListing()
	c.sayDispute()
	c.sayBreach()
	c.sayRepair()
	c.sayRevocation()
	c.sayDesk()
	c.sayDocuments()
	return c.list
}

func (c *clauses) sayScope() {
	p := c.pack
	c.section = "总则"
	until := ""
	if !p.ValidUntil.IsZero() {
		until = "，有效期至" + p.ValidUntil.Chinese()
	}
	c.say("effective", "本标准适用于%s，自%s起施行%s。", p.Jurisdiction.Name, p.Effective.Chinese(), until)
	if p.Trial {
		c.say("trial", "本标准仅供试运行，期限可以秒计，所办事项不具法律效力。")
	}
	c.say("basis", "制定依据为%s。", p.Basis.words())
	roll := "不顺延"
	if p.RollForward {
		roll = "顺延至下一个工作日"
	}
	c.say("roll_forward", "办理期限的末日为休息日的，%s；可以申请修复的日期和自动停止公布的日期不顺延。", roll)
	if len(p.Jurisdiction.Districts) > 0 {
		var names []string
		for _, d := range p.Jurisdiction.Districts {
			names = append(names, d.Name)
		}
		c.say("jurisdiction.districts", "适用的区县为%s。", strings.Join(names, "、"))
	}
}

func (b Basis) words() string {
	notes := []string{b.Authority}
	switch {
	case !b.ValidUntil.IsZero():
		notes = append(notes, "有效期至"+b.ValidUntil.Chinese())
	case b.Example:
		notes = append(notes, "有效期为示例")
	}
	return "《" + bare(b.Title) + "》" + b.Article + "（" + strings.Join(notes, "，") + "）"
}

func (c *clauses) sayBodies() {
	c.section = "机构"
	for _, o := range c.pack.Organizations {
		said := []string{organizationKinds[o.Kind]}
		if o.Parent != "" {
			said = append(said, "上级机构为"+c.organization(o.Parent))
		}
		if o.Manager != "" {
			said = append(said, "由"+c.organization(o.Manager)+"日常管理")
		}
		c.say("organizations."+o.Key, "%s：%s。", o.Name, strings.Join(said, "，"))
	}
	for _, o := range c.pack.Offices {
		how := "在系统内签批"
		if o.External {
			how = "以复函签批"
		}
		c.say("offices."+o.Key, "%s有签批权，%s。", c.organization(o.Organization), how)
	}
}

func (c *clauses) organization(key string) string {
	o, _ := c.pack.Organization(key)
	return cmp.Or(o.Name, key)
}

// on adds the authority of a sentence.
func on(article string) string {
	if article == "" {
		return ""
	}
	return "（依据：" + article + "）"
}

// numeral writes 1 to 99 as section numbers are written.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n%10]
	}
	return digits[n/10] + "十" + digits[n%10]
}
