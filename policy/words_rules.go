package policy

import (
	"fmt"
	"strings"

	"chengxin/policy/calendar"
)

func (c *clauses) sayScore() {
	p := c.pack
	c.section = "计分和名单"
	day := "扣分生效之日"
	if p.Score.CountedBy == CountedByAct {
		day = "行为发生之日"
	}
	c.say("score", "总分%d分，以一个自然年（1月1日至12月31日）为一个计分周期，扣分按%s归入计分周期。%s", p.Score.Base, day, on(p.Score.Article))
	c.say("score.points_article", "各项失信行为的等级和分值，依据为%s。", p.Score.PointsArticle)
	if n := len(p.Score.Stars); n > 0 {
		said := make([]string, n)
		for i, at := range p.Score.Stars {
			said[n-1-i] = fmt.Sprintf("%d分以上%d星", at, i+1)
		}
		c.say("score.stars", "门店星级按经营者本计分周期的得分评定：%s。", strings.Join(said, "，"))
	}
	for _, l := range p.Lists {
		c.sayList(l)
	}
}

func (c *clauses) sayList(l List) {
	path := "lists." + l.Key
	c.say(path+".at", "一个计分周期内累计扣分达到%d分（含%d分）的，列入%s。%s", l.At, l.At, l.Name, on(l.Article))
	c.say(path+".repair_after", "%s%s满%s后，可以申请信用修复。", l.Name, sinceWord(l.RepairFrom, l.RepairAfter), l.RepairAfter.Chinese())
	c.say(path+".ends_after", "%s%s满%s的，自动停止公布。", l.Name, sinceWord(l.EndsFrom, l.EndsAfter), l.EndsAfter.Chinese())
	if milder, ok := c.pack.List(l.Supersedes); ok {
		c.say(path+".supersedes", "列入%s的，不再列入%s；%s被撤销的，%s按原日期恢复。", l.Name, milder.Name, l.Name, milder.Name)
	}
	if l.Basis != c.pack.Basis {
		c.say(path+".basis", "%s的依据为%s。", l.Name, l.Basis.words())
	}
}

// sinceWord is what a list's term is counted from.
func sinceWord(e Event, t calendar.Term) string {
	if e == Decided {
		return "自作出列入决定" + nextDay(t) + "起"
	}
	return "公布"
}

func (c *clauses) sayCatalogue() {
	for _, s := range c.pack.Sectors {
		c.section = "失信行为目录：" + s.Name
		for _, b := range c.pack.Behaviours {
			if b.Sector == s.Key {
				c.sayBehaviour(b)
			}
		}
	}
}

func (c *clauses) sayBehaviour(b Behaviour) {
	points := fmt.Sprintf("扣%d分", b.Points)
	if b.MaxPoints > b.Points {
		points = fmt.Sprintf("扣%d至%d分", b.Points, b.MaxPoints)
	}
	minor := ""
	if b.FirstMinorCorrected == NoRecord {
		minor = "；轻微并及时改正的，或者初次且后果轻微并改正的，不予记录"
	}
	article := b.Article
	if b.PointsArticle != c.pack.Score.PointsArticle {
		article += "；分值依据：" + b.PointsArticle
	}
	c.say("behaviours."+b.Code, "%s（%s）：%s，%s%s。%s", b.Name, b.Code, b.Grade.Label(), points, minor, on(article))
}

// within says a term as a rule does: 自送达之次日起5个工作日内.
func within(t calendar.Term, from Event) string {
	if t.IsZero() {
		return ""
	}
	return "自" + from.Label() + nextDay(t) + "起" + t.Chinese() + "内"
}
