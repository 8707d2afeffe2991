package cases

import (
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// drawUp writes a subject's file as a report's sections.
func drawUp(pack *policy.Pack, f File, s models.Subject) Report {
	r := Report{
		Trial: pack.Trial, Pack: pack.Name(), Base: pack.Score.Base, Subject: f.Subject,
		Basis: pack.Basis.Title + "；计分依据：" + pack.Score.Article,
	}
	r.Cycles, r.Listings, r.Bars = []ReportCycle{}, []ReportLine{}, []ReportLine{}
	r.Disputes, r.Repairs, r.Breaches = []ReportLine{}, []ReportLine{}, []ReportLine{}
	for _, c := range f.Score {
		r.Cycles = append(r.Cycles, reportCycle(pack, c))
	}
	for _, l := range f.Listings {
		list, _ := pack.List(l.List)
		line := ReportLine{Number: l.Number, What: list.Name, From: l.PublishedAt, Until: l.EndedAt, State: l.State}
		if l.EndReason != "" {
			line.What += "（" + l.EndReason + "）"
		}
		r.Listings = append(r.Listings, line)
	}
	for _, c := range f.Cases {
		line := ReportLine{Number: c.Number, What: c.Title, From: c.ReceivedAt, Until: c.ClosedAt, State: c.Outcome}
		switch c.Kind {
		case "dispute":
			r.Disputes = append(r.Disputes, line)
		case "repair":
			r.Repairs = append(r.Repairs, line)
		case "breach":
			r.Breaches = append(r.Breaches, line)
		}
	}
	for _, b := range f.Bars {
		line := ReportLine{Number: b.Case, What: b.Reason, From: b.FromAt, Until: b.LiftedAt, State: "in_force"}
		if b.LiftedAt != 0 {
			line.State = "lifted"
		} else if b.UntilAt != 0 {
			line.Until = b.UntilAt
		}
		r.Bars = append(r.Bars, line)
	}
	return r
}

func reportCycle(pack *policy.Pack, c CycleScore) ReportCycle {
	list, _ := pack.List(c.List)
	out := ReportCycle{Cycle: c.Cycle, Total: c.Total, Counted: c.Counted, List: list.Name, Entries: []ReportEntry{}}
	for _, e := range c.Entries {
		b, _ := pack.Behaviour(e.Behaviour)
		out.Entries = append(out.Entries, ReportEntry{e, strings.TrimSpace(e.Behaviour + " " + b.Name), standing(c, e)})
	}
	return out
}

// standing says how an entry stands: reversed, repaired, or counting.
func standing(c CycleScore, e EntryView) string {
	if e.Kind == models.Reversal {
		return "冲减"
	}
	reversed := 0
	for _, other := range c.Entries {
		if other.Reverses == e.ID {
			reversed -= other.Points
		}
	}
	switch {
	case e.Points > 0 && reversed >= e.Points:
		return "已撤销"
	case e.Repaired:
		return "已修复，不计入名单"
	case reversed > 0:
		return "部分撤销"
	}
	return "有效"
}
